// Copyright the Steelyard authors. SPDX-License-Identifier: Apache-2.0

import Casework
import Classifier
import Phrases
import Rulebook
import TestKit
import Testing
import Weighing

@Suite("Rows of a judged block are explained with what they were judged with")
struct RowExplainerTests {
    private static let site = Site(
        code: "CS-1",
        nameZH: "一号",
        nameEN: "One",
        kind: .nonstop,
        road: "G107",
        direction: "N",
        latitude: 28,
        longitude: 113,
        lanes: 2,
        certificates: [ExplainedCase.classFive]
    )

    private func passage(site: String, plate: String) -> Passage {
        var passage = Cases.overload.passage
        passage.site = site
        passage.plate = plate
        passage.plateColor = .yellow
        passage.passageID = plate
        return passage
    }

    private func judged(
        _ vehicles: VehicleBook,
        _ policy: CasePolicy
    ) throws -> (block: PassageBlock, explainer: RowExplainer) {
        let law = try CompiledRulebook(CaseLaws.cn)
        let sites = SiteBook([Self.site])
        let block = PassageBlock()
        #expect(block.append(passage(site: "CS-1", plate: "湘A12345")))
        #expect(block.append(passage(site: "X", plate: "湘A54321")))
        sites.grantStandings(to: block, by: law, policy: policy, marksUnknownSite: true)
        Judge(law, vehicles: vehicles).judge(block, now: CaseLaws.noon)
        let explainer = RowExplainer(
            rulebook: CaseLaws.cn,
            sites: sites,
            vehicles: vehicles,
            policy: policy
        )
        return (block, explainer)
    }

    @Test("Certificate, unknown site and the vehicle's facts are found again")
    func found() throws {
        var vehicles = VehicleBook()
        vehicles["湘A54321", .yellow] = known {
            $0.singleTyreAxles = 1
            $0.axleCount = 6
        }
        let (block, explainer) = try judged(vehicles, CasePolicy())
        let first = try explainer.explanation(of: block, row: 0)
        #expect(first.steps(.permissibleError).first?.text("document") == "HN-2026-001")
        #expect(first.steps(.grossLimit).first?.number("kg") == 49_000)
        let second = try explainer.explanation(of: block, row: 1)
        #expect(second.steps(.permissibleError).first?.text("by") == "unknown_site")
        #expect(second.steps(.grossLimit).first?.number("kg") == 46_000)
    }

    @Test("Each line begins with the passage that it is about")
    func lines() throws {
        let (block, explainer) = try judged(VehicleBook(), CasePolicy(deduction: .none))
        var output: [UInt8] = []
        try explainer.appendLines(block, row: 0, to: &output)
        let lines = String(decoding: output, as: UTF8.self).split(separator: "\n")
        #expect(lines.count == (try explainer.explanation(of: block, row: 0).steps.count))
        let start = #"{"passage_id":"湘A12345","step":""#
        #expect(lines.allSatisfy { $0.hasPrefix(start) })
    }

    @Test("A row that was judged with something else gets no line")
    func otherPolicy() throws {
        let (block, explainer) = try judged(VehicleBook(), CasePolicy(deduction: .none))
        let other = RowExplainer(rulebook: explainer.rulebook, sites: explainer.sites)
        var output: [UInt8] = []
        #expect(throws: ExplanationFault.self) {
            try other.appendLines(block, row: 0, to: &output)
        }
        #expect(output.isEmpty)
    }
}

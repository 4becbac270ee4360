// Copyright the Steelyard authors. SPDX-License-Identifier: Apache-2.0

import Casework
import Phrases
import Rulebook
import Testing
import Weighing

/// The whole text of an explanation.
struct ExpectedText: Sendable, CustomTestStringConvertible {
    var en: String
    var zh: String

    var testDescription: String { "the text below" }
}

extension ExplainedCase: CustomTestStringConvertible {
    var testDescription: String { "\(passage.axleLoads) kg" }
}

@Suite("An explanation says all of it, in both languages")
struct ExplanationTextTests {
    @Test(
        "The whole text of a vehicle's explanation",
        arguments: [
            ("within", Cases.within, VerdictTexts.within),
            ("overload", Cases.overload, VerdictTexts.overload),
            ("marginal", Cases.marginal, VerdictTexts.marginal),
            ("invalid", Cases.invalid, VerdictTexts.invalid),
            ("steer pair", Cases.steerPair, VerdictTexts.steerPair),
            ("pattern_unknown", Cases.patternUnknown, VerdictTexts.patternUnknown),
            ("no_rigid_limit", Cases.noRigidLimit, VerdictTexts.noRigidLimit),
            ("air suspension", Cases.airSuspension, RegistryTexts.airSuspension),
            (
                "air suspension not known", Cases.airSuspensionUnknown,
                RegistryTexts.airSuspensionUnknown
            ),
            ("permit", Cases.permit, RegistryTexts.permit),
            ("permit of unknown mass", Cases.permitUnknownGross, RegistryTexts.permitUnknownGross),
            ("exempt class", Cases.exempt, RegistryTexts.exempt),
            ("single tyres", Cases.singleTyres, RegistryTexts.singleTyres),
            ("sum of groups", Cases.sumOfGroups, RegistryTexts.sumOfGroups),
            ("registered gross", Cases.registeredGross, RegistryTexts.registeredGross),
            ("licensed class", Cases.licensed, RegistryTexts.licensed),
            ("no certificate", Cases.noCertificate, PolicyTexts.noCertificate),
            ("expired permit, threshold", Cases.expiredPermit, PolicyTexts.expiredPermit),
            ("bridge formula", Cases.bridge, PolicyTexts.bridge),
            ("wheelbase", Cases.wheelbase, PolicyTexts.wheelbase),
        ]
    )
    func wholeText(name: String, one: ExplainedCase, expected: ExpectedText) throws {
        let explanation = try one.explained()
        #expect(explanation.text(in: .en) == expected.en)
        #expect(explanation.text(in: .zh) == expected.zh)
    }

    @Test("Rounding up makes six thousand and a part into seven steps")
    func roundingUp() throws {
        let fine = try #require(try Cases.overloadCeil.explained().steps(.penalty).first)
        #expect(fine.number("kg") == 6_670)
        #expect(fine.number("amount") == 3_500)
        #expect(
            fine.phrase.text(in: .en) == """
                Proposal to the officer: excess after the deduction 6,670 kg, 500 yuan for every \
                1,000 kg, part steps count as whole ones, at most 30,000 yuan: a fine of 3,500 \
                yuan, by Article 43 (checked against the official text).
                """
        )
    }

    @Test("Up to a thousand kilograms the proposal is a warning")
    func warning() throws {
        // 20,000 × 950 ÷ 1,000 = 19,000, which is 1,000 over.
        let explained = try ExplainedCase([8_000, 12_000], [4_500]).explained()
        let step = try #require(explained.steps(.penalty).first)
        #expect(step.text("kind") == "warning")
        #expect(
            step.phrase.text(in: .zh) == """
                处罚建议：扣减后超限1000千克，未超过1000千克，警告，依据第四十三条（已与官方文本核对）；\
                由执法人员决定。
                """
        )
        // 20,001 × 950 ÷ 1,000 = 19,000.95: the part of a kilogram goes to the vehicle.
        let next = try ExplainedCase([8_000, 12_002], [4_500]).explained()
        #expect(next.steps(.penalty).first?.text("kind") == "fine")
    }

    @Test("Under a permit for the whole vehicle its groups do not decide")
    func groupsUnderPermit() throws {
        var one = Cases.wheelbase
        one.book.editions[0].registry = CaseLaws.edition.registry
        one.facts = known {
            $0.permitUntil = CaseLaws.noon.advanced(bySeconds: 1)
            $0.permitGross = 41_500
        }
        let explained = try one.explained()
        #expect(explained.steps(.verdict).first?.text("name") == "within")
        #expect(
            explained.steps(.groupRule).first?.phrase.text(in: .en) == """
                The limits of axle groups come from the axle load standard (not yet checked against \
                the official text); a permit for the whole vehicle is in force, so they do not decide.
                """
        )
    }

    @Test("A fixed deduction, an unknown site and a certificate of an unknown class are named")
    func grants() throws {
        func grant(_ change: (inout ExplainedCase) -> Void) throws -> String? {
            let explained = try ExplainedCase([8_000, 12_000], [4_500], change).explained()
            return explained.steps(.permissibleError).first?.phrase.text(in: .en)
        }
        #expect(
            try grant { $0.policy.deduction = .fixed(permille: 125) }
                == "The policy grants 12.5% everywhere."
        )
        #expect(
            try grant { $0.certificate = nil } == """
                The registry does not know the site; 5% is granted, by the verification regulation \
                (not yet checked against the official text).
                """
        )
        #expect(
            try grant {
                $0.certificate?.accuracyClass = "7"
                $0.standingReasons = .noCertificate
            } == """
                The rulebook does not know accuracy class 7 of certificate HN-2026-001, which counts \
                as none; 5% is granted, by the verification regulation (not yet checked against the \
                official text).
                """
        )
        #expect(
            try grant { $0.certificate?.permissibleErrorPermille = 30 } == """
                Certificate HN-2026-001, accuracy class 5, states a permissible error of 3%, by the \
                verification regulation (not yet checked against the official text).
                """
        )
    }

    @Test("Times that no clock gives are named in the rulebook's own time")
    func clocks() throws {
        func reasons(at instant: Int64) throws -> [String] {
            let explained = try ExplainedCase([8_000, 9_000], [4_500]) {
                $0.certificate = nil
                $0.passage.passedAt.microseconds = instant
            }.explained()
            return explained.steps(.reason).map { $0.phrase.text(in: .en) }
        }
        #expect(
            try reasons(at: 0) == [
                "The time is before 2000-01-01 00:00:00: not a valid reading.",
                """
                The law holds from 2016-09-21 00:00:00 on; before that there is none to judge by.
                """,
            ]
        )
        #expect(
            try reasons(at: CaseLaws.noon.microseconds + 600_000_001)
                == ["The time is more than 600 s ahead of the clock: not a valid reading."]
        )
    }

    @Test("Every reason of a verdict has a word and a sentence")
    func reasonWords() {
        #expect(Phrase.Reason.allCases.map(\.rawValue) == Reasons.named.map(\.name))
        for reason in Phrase.Reason.allCases {
            for language in Language.allCases {
                #expect(!Phrase.name(of: reason).text(in: language).isEmpty)
            }
        }
    }

    @Test("A step is one line of JSON with its numbers")
    func json() throws {
        let lines = String(
            decoding: try Cases.within.explained().jsonLines(passageID: "a\"\\\u{1}é"),
            as: UTF8.self
        ).split(separator: "\n")
        let limit = lines.first { $0.contains("gross_limit") }
        #expect(
            limit == """
                {"passage_id":"a\\"\\\\\\u0001é","step":"gross_limit",\
                "zh":"总质量限值：18000千克，依据第三条第（四）项（已与官方文本核对）。",\
                "en":"Gross limit: 18,000 kg, by Article 3 item 4 (checked against the official \
                text).","kg":18000,"article":"Order 62 Art. 3(4)","verified":true}
                """
        )
        let measured = lines.first { $0.contains("\"measured\"") }
        #expect(measured?.hasSuffix(#","axle_kg":[7000,11000],"gross_kg":18000}"#) == true)
        #expect(lines.count == (try Cases.within.explained().steps.count))
    }
}

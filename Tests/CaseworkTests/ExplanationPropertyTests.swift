// Copyright the Steelyard authors. SPDX-License-Identifier: Apache-2.0

import Casework
import Classifier
import Phrases
import Rulebook
import TestKit
import Testing
import Weighing

/// A passage by chance with all that its judgement comes from.
private struct ChanceCase {
    let book: Rulebook
    let now: Instant
    var passage: Passage
    var standing: SiteStanding
    var certificate: Certificate?
    var facts: VehicleFacts?
    var policy = CasePolicy()

    init(_ book: Rulebook, _ generator: inout PassageGenerator, _ chance: inout SeededGenerator) {
        let sample = generator.next()
        self.book = book
        now = generator.now
        passage = sample.passage
        standing = sample.standing
        if chance.happens(percent: 60) { facts = ChanceCase.facts(&chance, passage) }
        policy.rounding = chance.pick(PenaltyRule.Rounding.allCases)
        policy.thresholdPermille = chance.pick([0, 0, 50])
        if standing.reasons.isEmpty {
            certificate = ExplainedCase.classFive
            certificate?.permissibleErrorPermille = standing.permissibleErrorPermille
        } else if chance.happens(percent: 50) {
            policy.deduction = .fixed(permille: standing.permissibleErrorPermille)
        } else {
            standing.permissibleErrorPermille = 50
        }
        standing = policy.applied(to: standing)
    }

    private static func facts(_ chance: inout SeededGenerator, _ passage: Passage) -> VehicleFacts {
        var facts = VehicleFacts()
        let axles = passage.axleLoads.count
        facts.axleCount = chance.pick([nil, axles, axles, axles + 1])
        facts.registeredGross = chance.pick([nil, 0, 3_500, 17_999, 18_000, 49_000])
        facts.singleTyreAxles = chance.pick([nil, 0, 0, 1, 3, 16])
        facts.wideTyreAxles = chance.pick([0, 0, 1])
        facts.hasAirSuspension = chance.pick([nil, false, true])
        facts.exemptClass = chance.pick(["", "", "", "", "refrigerated", "low_speed"])
        facts.permitUntil = chance.pick([
            nil, nil, passage.passedAt, passage.passedAt.advanced(bySeconds: 1),
        ])
        facts.permitGross = chance.pick([nil, 20_000, 60_000, 100_000])
        return facts
    }

    func judged(_ passage: Passage? = nil, facts other: VehicleFacts? = nil) -> Judgement {
        ScalarReference(book).judge(
            passage ?? self.passage,
            standing: standing,
            facts: other ?? facts,
            now: now
        )
    }

    /// Moves the vehicle's permit along when a wrong time is set right, so that it is as much in force.
    mutating func move(to instant: Instant) {
        guard let until = facts?.permitUntil else { return }
        facts?.permitUntil = instant.advanced(bySeconds: until > passage.passedAt ? 1 : 0)
        passage.passedAt = instant
    }

    /// Whether axles of 200 kg, the lightest that are believed, could together be under the limit: a
    /// registered mass of nothing or sixteen single tyres leave a limit that no vehicle keeps.
    func canBeLawful(_ judgement: Judgement) -> Bool {
        passage.axleLoads.count * 200 <= Int(judgement.grossLimit)
    }

    func explained(_ passage: Passage? = nil) throws -> Explanation {
        let passage = passage ?? self.passage
        return try Explanation(
            of: JudgedPassage(
                passage: passage,
                law: LawInForce(book, at: passage.passedAt),
                judgement: judged(passage),
                standing: standing,
                certificate: certificate,
                facts: facts,
                policy: policy
            )
        )
    }
}

private struct Explained {
    let one: ChanceCase
    let judgement: Judgement
    let explanation: Explanation
}

@Suite("Whatever passes, its explanation holds")
struct ExplanationPropertyTests {
    private static let seed: UInt64 = 20_261_124

    enum Law: String, CaseIterable {
        case cn, bridge, wheelbase, deciding, shown, bridged

        var book: Rulebook {
            switch self {
            case .cn: CaseLaws.cn
            case .bridge: CaseLaws.bridge
            case .wheelbase: CaseLaws.wheelbase
            case .deciding: ExtendedLaws.deciding
            case .shown: ExtendedLaws.shown
            case .bridged: ExtendedLaws.bridged
            }
        }
    }

    /// Passages by chance with what was judged and why; one without an explanation is an issue.
    private func explained(by law: Law) -> [Explained] {
        var generator = PassageGenerator(seed: Self.seed)
        var chance = SeededGenerator(seed: Self.seed)
        return (1...2_000).compactMap { number in
            let one = ChanceCase(law.book, &generator, &chance)
            do {
                return Explained(
                    one: one,
                    judgement: one.judged(),
                    explanation: try one.explained()
                )
            } catch {
                Issue.record("seed \(Self.seed), passage \(number): \(error)")
                return nil
            }
        }
    }

    @Test("Its numbers are those of the judgement", arguments: Law.allCases)
    func numbers(law: Law) throws {
        for passed in explained(by: law) {
            let (one, judgement, explained) = (passed.one, passed.judgement, passed.explanation)
            let edition = LawInForce(law.book, at: one.passage.passedAt).edition
            let limit = try #require(explained.steps(.grossLimit).first)
            #expect(limit.number("kg") == Int(judgement.grossLimit))
            #expect(limit.text("article") == edition.articles[Int(judgement.articleIndex)].id)
            let measured = try #require(explained.steps(.measured).first)
            #expect(measured["axle_kg"] == .numbers(one.passage.axleLoads))
            #expect(measured.number("gross_kg") == Int(judgement.gross))
            let pattern = try #require(explained.steps(.pattern).first)
            #expect(pattern.text("vehicle_class") == judgement.pattern.classText)
            let parts = explained.steps(.group) + explained.steps(.stretch)
            let worst = parts.compactMap { $0.number("excess_kg") }.max()
            #expect(worst == judgement.worstGroupExcess.map { Int($0) })
            let deduction = try #require(explained.steps(.deduction).first)
            #expect(deduction.number("kg") == Int(judgement.deduction))
            let excess = try #require(explained.steps(.excess).first)
            #expect(excess.number("kg") == Int(judgement.grossExcess))
            #expect(excess.number("permille") == Int(judgement.excessPermille))
            let reasons = explained.steps(.reason).compactMap { $0.text("name") }
            #expect(reasons == judgement.reasons.names)
            let verdict = try #require(explained.steps(.verdict).first)
            #expect(verdict.text("name") == judgement.verdict.name)
            let opens = one.policy.opensCase(
                judgement.verdict,
                judgement.reasons,
                enforced: judgement.gross - judgement.deduction,
                limit: judgement.grossLimit
            )
            #expect(explained.steps(.opensCase).first?["opens"] == .flag(opens))
        }
    }

    @Test("Doing what it says makes the passage lawful", arguments: Law.allCases)
    func remedies(law: Law) throws {
        var tried: [Verdict: Int] = [:]
        for passed in explained(by: law) {
            let (judgement, explained) = (passed.judgement, passed.explanation)
            var one = passed.one
            guard one.canBeLawful(judgement) else { continue }
            let edition = LawInForce(law.book, at: one.passage.passedAt).edition
            var passage = one.passage
            // A valid reading can be of another gross mass; what it must then weigh is said at once
            // where only the gross mass decides, and in a second explanation where groups do.
            var steps = explained.steps(.lawfulIf)
            for _ in 1...(edition.groupLimits.isDeciding ? 3 : 1) {
                if let valid = steps.first(where: { $0.text("without") != nil }) {
                    let names = try #require(valid.text("without"))
                    passage.makeValid(names, edition.validity, now: one.now)
                    one.move(to: passage.passedAt)
                }
                for step in steps { passage.meet(step) }
                if judgement.verdict == .within || one.judged(passage).verdict == .within { break }
                steps = try one.explained(passage).steps(.lawfulIf)
            }
            #expect(one.judged(passage).verdict == .within, "\(one.passage)")
            tried[judgement.verdict, default: 0] += 1
        }
        for verdict in Verdict.allCases { #expect(tried[verdict, default: 0] > 30) }
    }

    @Test("One kilogram less of it would not do")
    func exact() throws {
        var tried = 0
        for passed in explained(by: .cn) {
            let (one, explained) = (passed.one, passed.explanation)
            let gross = explained.steps(.lawfulIf).first { $0.number("less_kg") != nil }
            if let less = gross?.number("less_kg") {
                var passage = one.passage
                passage.lighten(1...passage.axleLoads.count, by: less - 1)
                #expect(one.judged(passage).verdict != .within)
                tried += 1
            }
            guard one.canBeLawful(passed.judgement) else { continue }
            if let less = explained.steps(.marginalIf).first?.number("less_kg") {
                var passage = one.passage
                passage.lighten(1...passage.axleLoads.count, by: less)
                #expect([.within, .marginal].contains(one.judged(passage).verdict))
                passage = one.passage
                passage.lighten(1...passage.axleLoads.count, by: less - 1)
                #expect(one.judged(passage).verdict == .overload)
                tried += 1
            }
            if let spare = explained.steps(.lawful).first?.number("kg"),
                let axle = one.passage.axleLoads.firstIndex(where: { $0 + spare < 35_000 })
            {
                var passage = one.passage
                passage.leftLoads = []
                passage.rightLoads = []
                passage.axleLoads[axle] += spare
                #expect(one.judged(passage).verdict == .within)
                passage.axleLoads[axle] += 1
                #expect(one.judged(passage).verdict != .within)
                tried += 1
            }
        }
        #expect(tried > 1_000)
    }

    @Test("A fact of the registry would change the limit as it says")
    func registry() throws {
        var tried: [String: Int] = [:]
        for passed in explained(by: .cn) {
            let (one, judgement, explained) = (passed.one, passed.judgement, passed.explanation)
            for step in explained.steps(.lawfulIf) where step.text("condition") == "registry" {
                var facts = one.facts ?? VehicleFacts()
                facts.meet(step, passedAt: one.passage.passedAt)
                let other = one.judged(facts: facts)
                #expect(step["suffices"] == .flag(other.verdict == .within), "\(one.passage)")
                if let limit = step.number("limit_kg") {
                    #expect(limit == Int(other.grossLimit))
                    #expect(other.grossLimit > judgement.grossLimit)
                }
                tried[step.text("fact") ?? "", default: 0] += 1
            }
        }
        #expect(
            tried.keys.sorted() == [
                "air_suspension", "no_single_tyres", "permit", "registered_gross",
            ]
        )
    }

    @Test("The same input gives the same text")
    func deterministic() throws {
        var texts: [String] = []
        for _ in 1...2 {
            var text = ""
            for one in explained(by: .cn) {
                let explained = one.explanation
                text += explained.text(in: .en) + explained.text(in: .zh)
            }
            texts.append(text)
        }
        #expect(texts[0] == texts[1])
    }
}

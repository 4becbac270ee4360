// Copyright the Steelyard authors. SPDX-License-Identifier: Apache-2.0

import Casework
import Phrases
import Rulebook
import TestKit
import Testing
import Weighing

@Suite("The law, number by number")
struct LawFactTests {
    /// Every leaf of a value, by type and label: what Swift itself knows to be stored.
    private func leaves(_ value: Any, _ path: String = "") -> [(path: String, value: Any)] {
        switch value {
        case let pattern as AxlePattern: return [(path, pattern.groupsText)]
        case is Instant: return [(path, value)]
        case let type as VehicleType: return [(path, type.name)]
        default: break
        }
        let mirror = Mirror(reflecting: value)
        guard !mirror.children.isEmpty else {
            return mirror.displayStyle == .optional ? [] : [(path, value)]
        }
        let isList = [.collection, .set, .dictionary, .tuple, .optional]
            .contains(mirror.displayStyle)
        return mirror.children.flatMap { child in
            let label = isList || child.label == nil ? path : "\(path).\(child.label ?? "")"
            return leaves(child.value, label)
        }
    }

    @Test("Every stored number and name of an edition stands in its facts")
    func complete() throws {
        let facts = LawFact.facts(of: FullEdition.edition)
        let text = facts.map { "\($0.key) \($0.value) \($0.article ?? "")" }.joined(separator: "\n")
        let numbersSaid = Set(text.split { !$0.isNumber }.map(String.init))
        var numbers: [String] = []
        for (path, value) in leaves(FullEdition.edition) {
            switch value {
            case let number as any BinaryInteger:
                guard String(number) != String(Int32.max) else { continue }
                // Speeds are stored in hundredths and said in km/h.
                let said = path.contains(".speed") ? Int(number) / 100 : Int(number)
                numbers.append(String(said))
                #expect(numbersSaid.contains(String(said)), "\(path) = \(said) has no line")
            case let name as String:
                #expect(text.contains(name), "\(path) = \(name) has no line")
            case is Bool, is Instant: continue
            default: Issue.record("\(path) is of an unknown kind")
            }
        }
        #expect(numbers.count > 80)
        #expect(Set(numbers).count == numbers.count, "each number must be there once to be found")
    }

    @Test("Turning any mark or moving any instant changes the facts")
    func marks() {
        let marked = Set(
            leaves(FullEdition.edition).filter { $0.value is Bool || $0.value is Instant }
                .map(\.path)
        )
        #expect(marked == Set(FullEdition.changes.map(\.path)))
        let facts = LawFact.facts(of: FullEdition.edition)
        for (path, change) in FullEdition.changes {
            var edition = FullEdition.edition
            change(&edition)
            #expect(LawFact.facts(of: edition) != facts, "\(path)")
        }
    }

    @Test("Every key stands once, under its part")
    func keys() {
        for edition in [FullEdition.edition, CaseLaws.edition, SampleLaw.edition] {
            let facts = LawFact.facts(of: edition)
            #expect(Set(facts.map(\.key)).count == facts.count)
            #expect(facts.allSatisfy { $0.key.hasPrefix($0.section.rawValue) })
        }
        let book = LawFact.facts(of: CaseLaws.cn)
        #expect(
            book.map { "\($0.key)=\($0.value)" } == [
                "rulebook.id=cn", "rulebook.title.zh=超限认定规则",
                "rulebook.title.en=Over-limit rules", "rulebook.utc_offset=28800 s",
            ]
        )
    }

    @Test("A number has its unit, its article and whether that was checked")
    func numbers() throws {
        let facts = LawFact.facts(of: CaseLaws.edition)
        let five = try #require(facts.first { $0.key == "gross_limits[5: 1-1-3].limit" })
        #expect(five.value == "42000 kg")
        #expect(five.article == SampleLaw.annex)
        #expect(five.isVerified == false)
        let joined = try #require(facts.first { $0.key == "grouping.joined_below" })
        #expect(joined.value == "1800 mm")
        #expect(joined.article == nil)
        #expect(joined.isVerified == nil)
        let slowest = try #require(facts.first { $0.key == "validity.speed_at_least" })
        #expect(slowest.value == "5 km/h")
        var edition = CaseLaws.edition
        edition.validity.speedMin = 1_205
        #expect(LawFact.facts(of: edition).contains { $0.value == "12.05 km/h" })
        let wide = try #require(facts.first { $0.key == "group_limits.pair[wider]" })
        #expect(wide.value == "18000 kg")
    }

    @Test("Instants are written where the rulebook holds")
    func instants() throws {
        func text(_ offset: Int) -> String? {
            LawFact.facts(of: CaseLaws.edition, utcOffsetSeconds: offset)
                .first { $0.key == "edition.effective_from" }?.value
        }
        #expect(text(28_800) == "2016-09-21T00:00:00+08:00")
        #expect(text(0) == "2016-09-20T16:00:00Z")
        #expect(text(-12_600) == "2016-09-20T12:30:00-03:30")
    }

    @Test("The same law has no differences")
    func equal() {
        let facts = LawFact.facts(of: FullEdition.edition)
        #expect(LawChange.between(facts, facts).isEmpty)
    }

    @Test("What was added, removed and changed is one line each")
    func differences() {
        var edition = FullEdition.edition
        edition.grouping.steerPair = nil
        edition.grossRules[0].limit = 9_999
        edition.grossRules.swapAt(0, 1)
        edition.deduction.permilleByClass["7"] = 70
        edition.articles[0].isVerified = false
        edition.wear.cap = 1
        edition.wheelbase?.article = "art-a"
        edition.registry?.permit = nil
        let lines = LawChange.between(
            LawFact.facts(of: FullEdition.edition),
            LawFact.facts(of: edition)
        ).map(\.line)
        #expect(
            lines == [
                "~ articles[art-a].citation.zh: 甲条 (art-a, verified) -> 甲条 (art-a, not verified)",
                "~ articles[art-a].citation.en: citation-a (art-a, verified) -> "
                    + "citation-a (art-a, not verified)",
                "~ articles[art-a].verified: yes (art-a, verified) -> no (art-a, not verified)",
                "- grouping.steer_pair.axles_at_least: 10002",
                "- grouping.steer_pair.first_spacing_below: 10003 mm",
                "- grouping.steer_pair.second_spacing_at_least: 10004 mm",
                "~ gross_limits.order: 11-12: 5-6, 6-5; 13-14: 21 groups or more, drive axles 22-23"
                    + " -> 13-14: 21 groups or more, drive axles 22-23; 11-12: 5-6, 6-5",
                "~ gross_limits[11-12: 5-6, 6-5].limit: 10005 kg (art-b, not verified) -> "
                    + "9999 kg (art-b, not verified)",
                "~ wheelbase.per_millimetre: 10044 kg/mm (art-h, not verified) -> "
                    + "10044 kg/mm (art-a, not verified)",
                "- registry.permit: yes (art-p, not verified)",
                "+ deduction.class[7]: 70 permille (art-f, not verified)",
                "~ wear.cap: 10037 kg -> 1 kg",
            ]
        )
    }
}

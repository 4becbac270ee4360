// Copyright the Steelyard authors. SPDX-License-Identifier: Apache-2.0

public import Phrases
public import Rulebook
import Weighing

/// One number, name or mark of a rulebook, for reading and for comparing.
public struct LawFact: Sendable, Equatable {
    /// The part of the rulebook.
    public var section: Phrase.LawSection
    /// Where it stands, such as `gross_limits[5: 1-1-3].limit`.
    ///
    /// Unique in an edition; a rule of a list is named
    /// by what it speaks of and not by its place.
    public var key: String
    /// What it says, with its unit: `42000 kg`.
    public var value: String
    /// `id` of the article that it comes from; nil where the law as data names none.
    public var article: String?
    /// Whether that article was checked against the official text; nil without an article.
    public var isVerified: Bool?

    /// Everything that a rulebook says of itself.
    ///
    /// - Parameter rulebook: Any rulebook.
    /// - Returns: Its name, title and time zone, without its editions.
    public static func facts(of rulebook: Rulebook) -> [LawFact] {
        var list = FactList(articles: [], utcOffsetSeconds: 0)
        list.section = .rulebook
        list.add("id", rulebook.id)
        list.add("title.zh", rulebook.title.zh)
        list.add("title.en", rulebook.title.en)
        list.add("utc_offset", "\(rulebook.utcOffsetSeconds) s")
        return list.facts
    }

    /// Everything that an edition says, in the order of the law.
    ///
    /// - Parameters:
    ///   - edition: Any edition.
    ///   - utcOffsetSeconds: Where its instants are written, seconds east of UTC, whole minutes.
    /// - Returns: A fact for every stored value; parts that the law has not are left out.
    public static func facts(of edition: Edition, utcOffsetSeconds: Int = 0) -> [LawFact] {
        var list = FactList(articles: edition.articles, utcOffsetSeconds: utcOffsetSeconds)
        list.addEdition(edition)
        list.addGrouping(edition.grouping)
        list.addGrossRules(edition.grossRules)
        list.addTypeRules(edition.typeRules)
        list.addGroupLimits(edition.groupLimits)
        if let bridge = edition.bridge { list.addBridge(bridge) }
        if let wheelbase = edition.wheelbase { list.addWheelbase(wheelbase) }
        if let registry = edition.registry { list.addRegistry(registry) }
        list.addDeduction(edition.deduction)
        list.addValidity(edition.validity)
        list.addWear(edition.wear)
        if let penalty = edition.penalty { list.addPenalty(penalty) }
        if let classes = edition.classes { list.addClasses(classes) }
        return list.facts
    }
}

/// One difference between two laws.
public enum LawChange: Sendable, Equatable {
    /// Only the second has it.
    case added(LawFact)
    /// Only the first has it.
    case removed(LawFact)
    /// Both have it, with another value, article or mark.
    case changed(from: LawFact, to: LawFact)

    /// Every difference, part by part in the order of the first law.
    ///
    /// - Parameters:
    ///   - old: Facts of one law, each key once.
    ///   - new: Facts of another.
    /// - Returns: Nothing where both say the same.
    public static func between(_ old: [LawFact], _ new: [LawFact]) -> [LawChange] {
        let oldKeys = Set(old.map(\.key))
        let newFacts = Dictionary(new.map { ($0.key, $0) }) { first, _ in first }
        return Phrase.LawSection.allCases.flatMap { section in
            let kept = old.filter { $0.section == section }.compactMap { fact -> LawChange? in
                guard let other = newFacts[fact.key] else { return .removed(fact) }
                return fact == other ? nil : .changed(from: fact, to: other)
            }
            let more = new.filter { $0.section == section && !oldKeys.contains($0.key) }
            return kept + more.map { .added($0) }
        }
    }

    /// The difference in one line: `+ key: value`, `- key: value` or `~ key: value -> value`.
    public var line: String {
        switch self {
        case .added(let fact): "+ \(fact.key): \(LawChange.text(fact))"
        case .removed(let fact): "- \(fact.key): \(LawChange.text(fact))"
        case .changed(let old, let new):
            "~ \(old.key): \(LawChange.text(old)) -> \(LawChange.text(new))"
        }
    }

    private static func text(_ fact: LawFact) -> String {
        guard let article = fact.article else { return fact.value }
        let mark = fact.isVerified == true ? "verified" : "not verified"
        return "\(fact.value) (\(article), \(mark))"
    }
}

// Copyright the Steelyard authors. SPDX-License-Identifier: Apache-2.0
//
// Casework is what stands between a verdict and a case: why a passage was judged as it was, in words
// and numbers that can be checked; how likely it is that the vehicle really was over its limit; and
// the law itself, number by number, for reading and for comparing.
//
//   passage, law, judgement, standing, facts, policy  →  Explanation  →  steps in zh, en and JSON
//
// It judges nothing. An explanation recomputes every number from the plain values of the law, with no
// code of the classifier, and does not come into being where one of them is not the judgement's.

import Phrases
public import Rulebook
public import Weighing

/// The law as it was in force when a vehicle passed.
public struct LawInForce: Sendable, Equatable {
    /// The rulebook's name, `cn`.
    public var rulebookID: String
    /// The rulebook's title.
    public var title: BilingualText
    /// Seconds east of UTC in which the rulebook's dates begin.
    public var utcOffsetSeconds: Int
    /// The edition.
    public var edition: Edition

    /// The edition in force at an instant; before the first one, that.
    ///
    /// - Parameters:
    ///   - rulebook: A rulebook with at least one edition.
    ///   - instant: When the vehicle passed.
    public init(_ rulebook: Rulebook, at instant: Instant) {
        precondition(!rulebook.editions.isEmpty, "Rulebook '\(rulebook.id)' has no edition.")
        rulebookID = rulebook.id
        title = rulebook.title
        utcOffsetSeconds = rulebook.utcOffsetSeconds
        edition =
            rulebook.editions.last { $0.effectiveFrom <= instant } ?? rulebook.editions[0]
    }

    /// An article for people; nil where the edition does not list it.
    func source(_ id: String) -> Source? {
        edition.articles.first { $0.id == id }.map {
            Source(zh: $0.citation.zh, en: $0.citation.en, isVerified: $0.isVerified)
        }
    }

    /// An instant as clocks show it where the rulebook holds, with the time of day.
    func moment(_ instant: Instant) -> Moment {
        // So far from now that nobody means it, and far enough from the ends for the offset.
        let end = Int64.max / 2
        let clamped = Instant(microseconds: min(max(instant.microseconds, -end), end))
        let time = CivilTime(clamped, offsetSeconds: utcOffsetSeconds)
        return Moment(
            year: time.year,
            month: time.month,
            day: time.day,
            second: time.hour * 3_600 + time.minute * 60 + time.second
        )
    }
}

/// A judged passage and everything that its judgement came from.
public struct JudgedPassage: Sendable {
    /// The passage.
    public var passage: Passage
    /// The law.
    public var law: LawInForce
    /// What was judged.
    public var judgement: Judgement
    /// What the site's scale was granted, before or after the policy.
    public var standing: SiteStanding
    /// The site's certificate valid at that instant; nil where there was none or the site is unknown.
    public var certificate: Certificate?
    /// What the vehicle registry knew; nil where it did not know the vehicle.
    public var facts: VehicleFacts?
    /// The policy.
    public var policy: CasePolicy

    /// Puts it together.
    public init(
        passage: Passage,
        law: LawInForce,
        judgement: Judgement,
        standing: SiteStanding,
        certificate: Certificate? = nil,
        facts: VehicleFacts? = nil,
        policy: CasePolicy = CasePolicy()
    ) {
        self.passage = passage
        self.law = law
        self.judgement = judgement
        self.standing = standing
        self.certificate = certificate
        self.facts = facts
        self.policy = policy
    }
}

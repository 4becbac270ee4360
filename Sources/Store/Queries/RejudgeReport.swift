// Copyright the Steelyard authors. SPDX-License-Identifier: Apache-2.0

public import Weighing

/// A passage that was judged again.
public struct RejudgedPassage: Sendable, Equatable {
    /// Code of its site.
    public var site: String
    /// Its lane.
    public var lane: Int16
    /// When the vehicle passed.
    public var passedAt: Instant
    /// The plate; empty when none was read.
    public var plate: String
    /// The uplink that sent it.
    public var uplink: Int32
    /// Number of its frame.
    public var sequence: Int64

    /// Earlier ones first; of one instant by uplink and frame.
    static func isBefore(_ a: RejudgedPassage, _ b: RejudgedPassage) -> Bool {
        (a.passedAt, a.uplink, a.sequence) < (b.passedAt, b.uplink, b.sequence)
    }
}

/// A passage whose verdict or numbers are others now.
public struct RejudgeDifference: Sendable, Equatable {
    /// The passage.
    public var passage: RejudgedPassage
    /// What is stored.
    public var old: StoredJudgement
    /// What the law, the sites and the policy of now say.
    public var new: StoredJudgement
}

/// A standing case and one of its passages, judged again.
public struct RejudgedCase: Sendable, Equatable {
    /// Its number.
    public var id: Int64
    /// Its state.
    public var state: String
    /// What the passage is to the case: `opening` or `joined`.
    public var role: String
    /// The passage.
    public var passage: RejudgedPassage
    /// What is said of the passage now.
    public var new: StoredJudgement
    /// Where the gross limit comes from now.
    public var article: String
}

/// How many passages of a site went from one verdict to another.
public struct VerdictChange: Sendable, Hashable {
    /// Code of the site.
    public var site: String
    /// The stored verdict.
    public var old: Verdict
    /// The verdict of now; the same where only numbers or reasons differ.
    public var new: Verdict

    /// Puts a change together.
    public init(site: String, old: Verdict, new: Verdict) {
        self.site = site
        self.old = old
        self.new = new
    }
}

/// What judging stored passages again comes to.
public struct RejudgeReport: Sendable, Equatable {
    /// Local days that have passages.
    public var days = 0
    /// Passages that were judged again.
    public var passages = 0
    /// How many of them differ from what is stored.
    public var differing = 0
    /// How many were written; 0 when only shown.
    public var written = 0
    /// Passages that keep the reason `clock` because it was found against the instant of receipt,
    /// which is not stored.
    public var clockKept = 0
    /// Passages that could not be read and are left alone.
    public var unreadable = 0
    /// The first of those.
    public var unreadablePassages: [UnreadablePassage] = []
    /// Differing passages by column.
    public var columns: [String: Int] = [:]
    /// Differing passages by site and verdicts.
    public var changes: [VerdictChange: Int] = [:]
    /// The first differing passages by time, as many as were asked for.
    public var differences: [RejudgeDifference] = []
    /// Passages that would open or join a case now and have none, by time.
    public var opening: [RejudgedPassage] = []
    /// Standing cases with a passage that would open none now, by number.
    public var falling: [RejudgedCase] = []
    /// Standing cases whose opening passage still would open one, by another rulebook, edition or
    /// article than the case cites, by number.
    public var otherLaw: [RejudgedCase] = []
}

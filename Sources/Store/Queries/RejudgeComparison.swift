// Copyright the Steelyard authors. SPDX-License-Identifier: Apache-2.0

internal import Rulebook
internal import Weighing

/// The case that a passage belongs to, and by what law it was opened.
struct CaseLink: Equatable {
    var id: Int64
    var state: String
    var role: String
    var rulebook: String
    var edition: String
    var article: String

    /// Whether the case still says something of the passage: it was not rejected, and the passage is
    /// evidence of it.
    var isStanding: Bool { state != "rejected" && (role == "opening" || role == "joined") }
}

/// Holds judged batches against what is stored; plain values, no database.
struct RejudgeComparison {
    /// What was found so far.
    private(set) var report = RejudgeReport()
    private let law: CompiledRulebook
    private let policy: CasePolicy
    private let differencesMax: Int
    private var texts = JudgementTexts()

    /// - Parameters:
    ///   - law: The law by which the batches are judged.
    ///   - policy: Which verdicts become cases.
    ///   - differencesMax: How many differing passages to keep.
    init(law: CompiledRulebook, policy: CasePolicy, differencesMax: Int) {
        self.law = law
        self.policy = policy
        self.differencesMax = differencesMax
    }

    /// What was found on the way to the store and is no judgement: it is kept.
    static let foundOnTheWay: Reasons = [.hashMismatch, .duplicate]

    /// Compares the rows of a judged batch.
    ///
    /// - Parameters:
    ///   - batch: Its block is judged; rows get back what was found on their way to the store.
    ///   - links: The cases of passages.
    ///   - differs: Called for each row that differs, with its new judgement.
    mutating func add(
        _ batch: StoredBatch,
        _ links: [FrameKey: CaseLink],
        differs: (Int, StoredJudgement) -> Void
    ) {
        report.passages += batch.rows.count
        if batch.isClockAhead { countKeptClocks(batch) }
        for (row, stored) in batch.rows.enumerated() {
            let kept = stored.judgement.reasons.intersection(RejudgeComparison.foundOnTheWay)
            let opens = kept.isEmpty && policy.opensCase(batch.block, row: row)
            batch.block.addReasons(kept, row: row)
            let new = texts.judgement(batch.block, row)
            if new != stored.judgement {
                note(batch, row, new)
                differs(row, new)
            }
            if let link = links[stored.key] {
                note(link, batch, row, new, opens: opens)
            } else if opens {
                report.opening.append(RejudgeComparison.passage(batch, row))
            }
        }
    }

    /// Counts a day, and what its reader could not read.
    mutating func end(_ reader: RejudgeReader) {
        report.days += 1
        report.unreadable += reader.unreadableCount
        let room = RejudgeReader.unreadableMax - report.unreadablePassages.count
        report.unreadablePassages += reader.unreadable.prefix(max(0, room))
        report.opening.sort(by: RejudgedPassage.isBefore)
        report.falling.sort { ($0.id, $0.passage.passedAt) < ($1.id, $1.passage.passedAt) }
        report.otherLaw.sort { $0.id < $1.id }
    }

    /// Counts rows that were written.
    mutating func wrote(_ count: Int) { report.written += count }

    private mutating func countKeptClocks(_ batch: StoredBatch) {
        for row in 0..<batch.block.count {
            let instant = batch.block.instant(at: row)
            let edition = law.editions[law.editionIndex(at: instant)].edition
            if instant >= edition.validity.clockEarliest { report.clockKept += 1 }
        }
    }

    private mutating func note(_ batch: StoredBatch, _ row: Int, _ new: StoredJudgement) {
        let old = batch.rows[row].judgement
        report.differing += 1
        for column in new.columns(differingFrom: old) { report.columns[column, default: 0] += 1 }
        let site = batch.block.site(at: row)
        let change = VerdictChange(site: site, old: old.verdict, new: new.verdict)
        report.changes[change, default: 0] += 1
        guard differencesMax > 0 else { return }
        let passage = RejudgeComparison.passage(batch, row)
        if report.differences.count == differencesMax, let last = report.differences.last,
            !RejudgedPassage.isBefore(passage, last.passage)
        {
            return
        }
        let before = report.differences.lastIndex { RejudgedPassage.isBefore($0.passage, passage) }
        report.differences.insert(
            RejudgeDifference(passage: passage, old: old, new: new),
            at: before.map { $0 + 1 } ?? 0
        )
        if report.differences.count > differencesMax { report.differences.removeLast() }
    }

    private mutating func note(
        _ link: CaseLink,
        _ batch: StoredBatch,
        _ row: Int,
        _ new: StoredJudgement,
        opens: Bool
    ) {
        guard link.isStanding else { return }
        let edition = law.editions[law.editionIndex(at: batch.block.instant(at: row))].edition
        let index = Int(batch.block.grossClass(at: row).articleIndex)
        let article = edition.articles.indices.contains(index) ? edition.articles[index].id : ""
        let found = RejudgedCase(
            id: link.id,
            state: link.state,
            role: link.role,
            passage: RejudgeComparison.passage(batch, row),
            new: new,
            article: article
        )
        if !opens {
            report.falling.append(found)
        } else if link.role == "opening",
            (link.rulebook, link.edition, link.article) != (law.rulebook.id, edition.name, article)
        {
            report.otherLaw.append(found)
        }
    }

    private static func passage(_ batch: StoredBatch, _ row: Int) -> RejudgedPassage {
        RejudgedPassage(
            site: batch.block.site(at: row),
            // Sound: the row is inside the block.
            lane: Int16(truncatingIfNeeded: unsafe batch.block.lanes[row]),
            passedAt: batch.rows[row].passedAt,
            plate: batch.block.plate(at: row),
            uplink: batch.rows[row].key.uplink,
            sequence: batch.rows[row].key.sequence
        )
    }
}

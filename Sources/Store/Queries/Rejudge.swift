// Copyright the Steelyard authors. SPDX-License-Identifier: Apache-2.0
//
// Stored passages judged again. Per local day, one transaction:
//
//   BEGIN ─▶ cursor over the day ─▶ cases of the day ─▶ blocks judged and compared ─▶ (only shown: COMMIT)
//     ─▶ differing rows to a temporary table ─▶ lanes and hours locked ─▶ passages updated
//     ─▶ roll-ups of those lanes and hours counted ─▶ COMMIT
//
// Nothing is locked while the day is read and judged. A frame that arrives meanwhile is not read, so
// it is left alone, but the recount has it. Cases are read and never written.

public import Rulebook
public import Weighing

/// Judges stored passages again, shows what would change, and writes it if asked to.
public struct Rejudge {
    /// The law by which `judge` judges.
    public let law: CompiledRulebook
    /// Which verdicts become cases.
    public var policy: CasePolicy
    /// From this gross mass on a vehicle counts as a truck in the roll-ups, kg; the one of
    /// ``LedgerSettings``.
    public var truckMass: Int32
    /// How many differing passages the report lists.
    public var differencesMax: Int
    /// Called at the steps of a day that is written; what it throws fails the day there.
    package var onStep: ((RejudgeStep, Connection) throws(StoreError) -> Void)?

    private let judge: (PassageBlock, Instant) -> Void

    /// Puts a run together.
    ///
    /// - Parameters:
    ///   - law: The law by which `judge` judges; new articles come from it.
    ///   - policy: Which verdicts become cases.
    ///   - truckMass: See ``truckMass``.
    ///   - differencesMax: See ``differencesMax``.
    ///   - judge: Grants every row of a block its site's standing and judges the block by a clock.
    public init(
        law: CompiledRulebook,
        policy: CasePolicy = CasePolicy(),
        truckMass: Int32 = 3_500,
        differencesMax: Int = 0,
        judge: @escaping (PassageBlock, Instant) -> Void
    ) {
        self.law = law
        self.policy = policy
        self.truckMass = truckMass
        self.differencesMax = max(0, differencesMax)
        self.judge = judge
    }

    /// Judges the passages of some local days again.
    ///
    /// - Parameters:
    ///   - from: First local day, of which only the date counts.
    ///   - to: Last local day, included.
    ///   - timeZone: Whose days they are, IANA name.
    ///   - isApplying: Whether to write. A day is written whole or not at all; the same call again
    ///     finds nothing more to write.
    ///   - connection: Where to work; outside of a transaction.
    ///   - progress: Called after each day with what was found up to then.
    /// - Returns: What was found. Passages that cannot be read are counted and left alone.
    /// - Throws: When a statement fails; the days before are then written and the others are not.
    public func run(
        from: CivilTime,
        to: CivilTime,
        timeZone: String,
        isApplying: Bool,
        on connection: Connection,
        progress: (RejudgeDay, RejudgeReport) -> Void = { _, _ in }
    ) throws(StoreError) -> RejudgeReport {
        var comparison = RejudgeComparison(
            law: law,
            policy: policy,
            differencesMax: differencesMax
        )
        if isApplying { try connection.query(Statements.rejudgedCreate) }
        let days = try RejudgeDay.stored(from: from, to: to, timeZone: timeZone, on: connection)
        for day in days {
            try connection.transaction { () throws(StoreError) in
                if isApplying {
                    try write(day, connection, &comparison)
                } else {
                    try connection.run("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
                    try read(day, connection, &comparison) { (_: StoredBatch) in
                    } differs: { _, _, _ in
                    }
                }
            }
            progress(day, comparison.report)
        }
        return comparison.report
    }

    private func write(
        _ day: RejudgeDay,
        _ connection: Connection,
        _ comparison: inout RejudgeComparison
    ) throws(StoreError) {
        var writer = RejudgeWriter(connection, truckMass: truckMass, onStep: onStep)
        try writer.begin()
        try read(day, connection, &comparison) { (_: StoredBatch) throws(StoreError) in
            try writer.sendIfFull()
        } differs: { batch, row, new in
            writer.add(batch, row, new)
        }
        comparison.wrote(try writer.finish(day))
    }

    /// Reads, judges and compares a day.
    private func read(
        _ day: RejudgeDay,
        _ connection: Connection,
        _ comparison: inout RejudgeComparison,
        after: (StoredBatch) throws(StoreError) -> Void,
        differs: (StoredBatch, Int, StoredJudgement) -> Void
    ) throws(StoreError) {
        // The tables of a day have little in common with those of another.
        try connection.run("SET LOCAL plan_cache_mode = force_custom_plan; SET LOCAL jit = off")
        var reader = RejudgeReader(connection)
        try reader.open(day)
        // After the cursor: a case is committed with its passage, so every passage that the cursor has
        // comes with its case.
        let links = try Rejudge.links(of: day, connection)
        try reader.drain { (batch: StoredBatch) throws(StoreError) in
            judge(batch.block, batch.clock)
            comparison.add(batch, links) { differs(batch, $0, $1) }
            try after(batch)
        }
        comparison.end(reader)
    }

    private static func links(
        of day: RejudgeDay,
        _ connection: Connection
    ) throws(StoreError) -> [FrameKey: CaseLink] {
        var links: [FrameKey: CaseLink] = [:]
        let rows = try connection.query(
            Statements.rejudgeCases,
            [.timestamp(day.start), .timestamp(day.end)]
        )
        for row in rows {
            links[FrameKey(uplink: try row.int32(0), sequence: try row.int64(1))] = CaseLink(
                id: try row.int64(3),
                state: try row.text(4),
                role: try row.text(2),
                rulebook: try row.text(5),
                edition: try row.text(6),
                article: try row.text(7)
            )
        }
        return links
    }
}

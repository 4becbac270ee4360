// Copyright the Steelyard authors. SPDX-License-Identifier: Apache-2.0

internal import Weighing

/// A point in the writing of a day at which a test may let it fail, or bring something between.
package enum RejudgeStep: CaseIterable, Sendable {
    /// The day is read and compared; nothing is locked or written.
    case read
    /// The lanes and hours are locked.
    case locked
    /// The passages have their new verdicts.
    case updated
    /// The roll-ups are counted; the next thing is the commit.
    case counted
}

/// Writes new verdicts and the roll-ups that follow from them, inside a transaction of the caller's.
///
/// Lanes and hours are locked as the ledger's writers lock them, in the same order. Whoever holds such
/// a lock has all passages and roll-ups of that lane and hour to itself, so a recount is exact, and the
/// roll-up rows need no order of their own.
struct RejudgeWriter: ~Copyable {
    private static let columnCount: Int16 = 15
    /// From this size on the rows go to the server.
    private static let pieceByteCount = 1 << 20

    private let connection: Connection
    private let truckMass: Int32
    private let onStep: ((RejudgeStep, Connection) throws(StoreError) -> Void)?
    private var buffer = CopyBuffer()
    private var rowCount = 0

    init(
        _ connection: Connection,
        truckMass: Int32,
        onStep: ((RejudgeStep, Connection) throws(StoreError) -> Void)?
    ) {
        self.connection = connection
        self.truckMass = truckMass
        self.onStep = onStep
    }

    /// Waits for another rejudge that writes: what this one is about to read must not change under it.
    func begin() throws(StoreError) { try connection.query(Statements.rejudgeOne) }

    /// Adds a row that differs.
    mutating func add(_ batch: StoredBatch, _ row: Int, _ new: StoredJudgement) {
        let stored = batch.rows[row]
        buffer.beginRow(columns: RejudgeWriter.columnCount)
        buffer.int32(stored.key.uplink)
        buffer.int64(stored.key.sequence)
        buffer.timestamp(stored.passedAt.microseconds)
        buffer.text(batch.block.site(at: row))
        // Sound: the row is inside the block.
        buffer.int16(Int16(truncatingIfNeeded: unsafe batch.block.lanes[row]))
        buffer.text(new.verdict.name)
        buffer.int32(new.gross)
        buffer.int32(new.grossLimit)
        buffer.int32(new.excessPermille)
        buffer.int32(new.deduction)
        buffer.int32(new.esalMilli)
        buffer.bool(new.isCombination)
        if let worst = new.worstGroupExcess { buffer.int32(worst) } else { buffer.null() }
        buffer.text(new.vehicleClass)
        buffer.text(new.reasons.text)
    }

    /// Sends the rows once they are many.
    mutating func sendIfFull() throws(StoreError) {
        if buffer.byteCount >= RejudgeWriter.pieceByteCount { try send() }
    }

    /// Writes a day whose rows have all been added.
    ///
    /// - Returns: How many passages were written.
    mutating func finish(_ day: RejudgeDay) throws(StoreError) -> Int {
        try send()
        try onStep?(.read, connection)
        guard rowCount > 0 else { return 0 }
        // Each statement from here on sees what has been committed when it begins.
        try connection.query(Statements.rejudgeLock)
        try onStep?(.locked, connection)
        let written = try connection.query(
            Statements.rejudgeUpdate,
            [.timestamp(day.start), .timestamp(day.end)]
        ).touchedCount
        try onStep?(.updated, connection)
        try connection.query(Statements.rejudgeRollupClear)
        // A local day may begin and end within an hour of UTC.
        let first = StoredInstant.hourNumber(day.start.microseconds)
        let last = StoredInstant.hourNumber(day.end.microseconds - 1)
        try connection.query(
            Statements.rejudgeRollupCount,
            [
                .int32(truckMass), .timestamp(StoredInstant.instant(ofHour: first)),
                .timestamp(StoredInstant.instant(ofHour: last + 1)),
            ]
        )
        try onStep?(.counted, connection)
        return written
    }

    private mutating func send() throws(StoreError) {
        guard !buffer.isEmpty else { return }
        rowCount += try connection.copyIn(Statements.rejudgedCopy, buffer)
        buffer.removeAll()
    }
}

// Copyright the Steelyard authors. SPDX-License-Identifier: Apache-2.0

public import Weighing

/// A local day that has passages.
public struct RejudgeDay: Sendable, Equatable {
    /// Its date, `YYYY-MM-DD`.
    public var date: String
    /// Its first instant.
    public var start: Instant
    /// The first instant of the day after.
    public var end: Instant

    /// The days from one to another that have passages, in order.
    static func stored(
        from: CivilTime,
        to: CivilTime,
        timeZone: String,
        on connection: Connection
    ) throws(StoreError) -> [RejudgeDay] {
        let rows = try connection.query(
            Statements.rejudgeDays,
            [
                .date(days: Int32(clamping: from.daysSinceEpoch)),
                .date(days: Int32(clamping: to.daysSinceEpoch)), .text(timeZone),
            ]
        )
        var days: [RejudgeDay] = []
        for row in rows {
            days.append(
                RejudgeDay(
                    date: try row.text(0),
                    start: try row.instant(1),
                    end: try row.instant(2)
                )
            )
        }
        return days
    }
}

/// A frame of an uplink, which names a passage.
struct FrameKey: Hashable {
    var uplink: Int32
    var sequence: Int64
}

/// What the store has beside a row of a block.
struct StoredRow {
    var key: FrameKey
    var passedAt: Instant
    var judgement: StoredJudgement
}

/// Passages in a block, with what is stored of their verdicts.
struct StoredBatch {
    /// The passages, not judged.
    let block = PassageBlock()
    /// One per row of the block.
    var rows: [StoredRow] = []
    /// Whether their clock was ahead when the centre received them.
    ///
    /// The instant of receipt is not stored; that `clock` was found against it is.
    let isClockAhead: Bool

    init(isClockAhead: Bool) {
        self.isClockAhead = isClockAhead
        rows.reserveCapacity(PassageBlock.rowCapacity)
    }

    /// The clock by which the batch gets the reason `clock` again, or does not get it.
    var clock: Instant {
        Instant(microseconds: isClockAhead ? .min : block.instantMax)
    }

    mutating func removeAll() {
        block.reset()
        rows.removeAll(keepingCapacity: true)
    }
}

/// A stored passage that cannot be judged, and why.
public struct UnreadablePassage: Sendable, Equatable {
    /// The uplink that sent it.
    public var uplink: Int32
    /// Number of its frame.
    public var sequence: Int64
    /// Why, in one sentence.
    public var reason: String
}

/// Reads stored passages into blocks: a cursor, some hundred rows at a time, so that memory stays flat.
struct RejudgeReader {
    private let connection: Connection
    private var texts = JudgementTexts()
    private var ordinary = StoredBatch(isClockAhead: false)
    private var ahead = StoredBatch(isClockAhead: true)
    /// Where rows go that cannot be judged.
    private(set) var unreadable: [UnreadablePassage] = []
    /// How many those are; the list stops at unreadableMax.
    private(set) var unreadableCount = 0

    /// The most unreadable passages that are kept with their reason.
    static let unreadableMax = 20

    init(_ connection: Connection) { self.connection = connection }

    /// Opens the cursor; what commits later is not read.
    func open(_ day: RejudgeDay) throws(StoreError) {
        try connection.query(Statements.rejudgeOpen, [.timestamp(day.start), .timestamp(day.end)])
    }

    /// Reads all that the cursor has, and closes it.
    ///
    /// - Parameter each: Takes a batch, which is its for the length of the call only.
    /// - Throws: What `each` throws, or when the cursor cannot be read.
    mutating func drain(_ each: (StoredBatch) throws(StoreError) -> Void) throws(StoreError) {
        while true {
            let rows = try connection.query(Statements.rejudgeFetch)
            if rows.isEmpty { break }
            for row in rows { try take(row, each) }
        }
        try RejudgeReader.flush(&ordinary, each)
        try RejudgeReader.flush(&ahead, each)
        try connection.query("CLOSE rejudge")
    }

    private mutating func take(
        _ row: Row,
        _ each: (StoredBatch) throws(StoreError) -> Void
    ) throws(StoreError) {
        let key = FrameKey(uplink: try row.int32(0), sequence: try row.int64(1))
        do {
            let passage = try RejudgeReader.passage(row)
            let stored = StoredRow(
                key: key,
                passedAt: passage.passedAt,
                judgement: try judgement(row)
            )
            if stored.judgement.reasons.contains(.clock) {
                try RejudgeReader.append(passage, stored, to: &ahead, each)
            } else {
                try RejudgeReader.append(passage, stored, to: &ordinary, each)
            }
        } catch let error as StoreError where error.code != .mismatch {
            throw error
        } catch {
            refuse(key, "\(error)")
        }
    }

    private mutating func refuse(_ key: FrameKey, _ reason: String) {
        unreadableCount += 1
        guard unreadable.count < RejudgeReader.unreadableMax else { return }
        unreadable.append(
            UnreadablePassage(uplink: key.uplink, sequence: key.sequence, reason: reason)
        )
    }

    private static func append(
        _ passage: Passage,
        _ stored: StoredRow,
        to batch: inout StoredBatch,
        _ each: (StoredBatch) throws(StoreError) -> Void
    ) throws(StoreError) {
        let sequence = UInt64(bitPattern: stored.key.sequence)
        if !batch.block.append(passage, sequence: sequence) {
            try flush(&batch, each)
            guard batch.block.append(passage, sequence: sequence) else {
                throw StoreError(.mismatch, "its texts fit no block")
            }
        }
        batch.rows.append(stored)
    }

    private static func flush(
        _ batch: inout StoredBatch,
        _ each: (StoredBatch) throws(StoreError) -> Void
    ) throws(StoreError) {
        guard batch.block.count > 0 else { return }
        try each(batch)
        batch.removeAll()
    }

    /// The measurement of a row, columns 2 to 15.
    private static func passage(_ row: Row) throws -> Passage {
        var passage = Passage()
        passage.passedAt = try row.instant(2)
        passage.site = try row.text(3)
        passage.lane = Int(try row.int16(4))
        passage.speed = try row.int32(5)
        let type = try row.optionalInt16(6) ?? 0
        let color = try row.optionalInt16(8) ?? 0
        guard let vehicleType = UInt8(exactly: type).flatMap({ VehicleType(rawValue: $0) }) else {
            throw PassageFault.code("vehicle_type", value: Int(type))
        }
        guard let plateColor = UInt8(exactly: color).flatMap({ PlateColor(rawValue: $0) }) else {
            throw PassageFault.code("plate_color", value: Int(color))
        }
        passage.vehicleType = vehicleType
        passage.plateColor = plateColor
        passage.plate = try row.optionalText(7) ?? ""
        passage.axleLoads = try row.int32Array(9).map { Int($0) }
        passage.spacings = try row.int32Array(10).map { Int($0) }
        passage.leftLoads = try row.optionalInt32Array(11)?.map { Int($0) } ?? []
        passage.rightLoads = try row.optionalInt32Array(12)?.map { Int($0) } ?? []
        passage.length = Int(try row.optionalInt32(13) ?? 0)
        passage.width = Int(try row.optionalInt32(14) ?? 0)
        passage.height = Int(try row.optionalInt32(15) ?? 0)
        if let fault = passage.fault() { throw fault }
        return passage
    }

    /// What is stored of the verdict, columns 16 to 25.
    private mutating func judgement(_ row: Row) throws(StoreError) -> StoredJudgement {
        let (verdict, reasons) = (try row.text(16), try row.text(25))
        guard let knownVerdict = JudgementTexts.verdict(verdict) else {
            throw StoreError(.mismatch, "the verdict '\(verdict)' is not known")
        }
        guard let knownReasons = texts.reasons(reasons) else {
            throw StoreError(.mismatch, "of the reasons '\(reasons)' one is not known")
        }
        return StoredJudgement(
            verdict: knownVerdict,
            gross: try row.int32(17),
            grossLimit: try row.int32(18),
            excessPermille: try row.int32(19),
            deduction: try row.int32(20),
            esalMilli: try row.int32(21),
            isCombination: try row.bool(22),
            worstGroupExcess: try row.optionalInt32(23),
            vehicleClass: try row.text(24),
            reasons: knownReasons
        )
    }
}

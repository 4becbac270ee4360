// Copyright the Steelyard authors. SPDX-License-Identifier: Apache-2.0

internal import Weighing

/// Instants as the store keeps them.
enum StoredInstant {
    /// 0001-01-02T00:00:00Z in microseconds.
    static let earliest: Int64 = -62_135_510_400_000_000
    /// 9999-12-30T00:00:00Z in microseconds.
    static let latest: Int64 = 253_402_128_000_000_000
    /// Microseconds of an hour.
    static let hour: Int64 = 3_600_000_000

    /// The instant, or the nearest one that every client's calendar has.
    ///
    /// A clock can claim any 64-bit number. PostgreSQL refuses most of them, and one frame must not
    /// hold up its gateway; such a passage has the reason `clock` and is no evidence.
    static func clamped(_ microseconds: Int64) -> Int64 {
        min(max(microseconds, earliest), latest)
    }

    /// Hours since the epoch, rounded toward minus infinity.
    static func hourNumber(_ microseconds: Int64) -> Int32 {
        let quotient = microseconds / hour
        return Int32(truncatingIfNeeded: microseconds % hour < 0 ? quotient - 1 : quotient)
    }

    /// The first instant of an hour.
    static func instant(ofHour number: Int32) -> Instant {
        Instant(microseconds: Int64(number) * hour)
    }
}

/// The stored days that this writer knows to have a partition.
struct PassageDays {
    /// Bounds of the days in microseconds, the one used last at the end.
    private var known: [Range<Int64>] = []

    /// Makes sure that every row which goes to a day has its partition.
    ///
    /// Rows with an impossible clock go to the default partition and open no day.
    /// Runs before the batch's transaction, in a short one of its own for each new day.
    mutating func open(
        for blocks: [PassageBlock],
        timeZone: String,
        on connection: Connection
    ) throws(StoreError) {
        for block in blocks where block.count > 0 {
            if isKnown(block.instantMin), let day = known.last, day.contains(block.instantMax) {
                continue
            }
            for row in 0..<block.count {
                // Sound: row < count.
                let reasons = unsafe Reasons(rawValue: block.reasons[row])
                let instant = unsafe StoredInstant.clamped(block.instants[row])
                guard !reasons.contains(.clock), !isKnown(instant) else { continue }
                try open(instant, timeZone, connection)
            }
        }
    }

    /// Whether a day holds the instant; that day becomes the last.
    private mutating func isKnown(_ instant: Int64) -> Bool {
        if let last = known.last, last.contains(instant) { return true }
        guard let index = known.lastIndex(where: { $0.contains(instant) }) else { return false }
        known.swapAt(index, known.count - 1)
        return true
    }

    private mutating func open(
        _ instant: Int64,
        _ timeZone: String,
        _ connection: Connection
    ) throws(StoreError) {
        let rows = try connection.query(
            Statements.passageDayOpen,
            [.timestamp(Instant(microseconds: instant)), .text(timeZone)]
        )
        for row in rows {
            let start = try row.instant(0).microseconds
            let end = try row.instant(1).microseconds
            guard start < end else { continue }
            known.append(start..<end)
        }
    }
}

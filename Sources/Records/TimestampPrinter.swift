// Copyright the Steelyard authors. SPDX-License-Identifier: Apache-2.0

import Weighing

/// Prints instants as RFC 3339 text in one offset; neighbouring instants share their day's text.
struct TimestampPrinter: Sendable {
    /// The most bytes of an instant.
    static let byteCountMax = 32
    private static let dayMicroseconds: UInt64 = 86_400_000_000
    /// The largest offset that RFC 3339 can write, seconds.
    private static let offsetMost = 86_340
    /// The first and last instant that RFC 3339 can name, in that offset: years 0000 and 9999.
    private static let microsecondsMin: Int64 = -62_167_219_200_000_000 - 86_340_000_000
    private static let microsecondsMax: Int64 = 253_402_300_799_999_999 + 86_340_000_000

    private let offsetSeconds: Int
    /// `+08:00` or `Z`, the first byte lowest.
    private let offset: (text: UInt64, count: Int)
    /// Local midnight before the instant printed last, microseconds.
    private var midnight: Int64 = 0
    /// `1970-01-` and `01T`, the first byte lowest.
    private var date: (UInt64, UInt64) = (0x2D31_302D_3037_3931, 0x0054_3130)

    /// - Parameter offsetSeconds: The offset to print in, seconds east of UTC; whole minutes.
    init(offsetSeconds: Int) {
        precondition(
            abs(offsetSeconds) <= TimestampPrinter.offsetMost && offsetSeconds % 60 == 0,
            "An offset is ±hh:mm."
        )
        self.offsetSeconds = offsetSeconds
        let minutes = UInt32(abs(offsetSeconds) / 60)
        let sign = offsetSeconds < 0 ? ASCII.minus : ASCII.plus
        let text =
            UInt64(sign) | UInt64(Digits.two(minutes / 60)) << 8 | UInt64(ASCII.colon) << 24
            | UInt64(Digits.two(minutes % 60)) << 32
        offset = offsetSeconds == 0 ? (UInt64(UInt8(ascii: "Z")), 1) : (text, 6)
    }

    /// Prints an instant.
    ///
    /// Within a day of the ends of the calendar, where the year would leave 0000…9999, the offset
    /// that avoids it is printed; past that, the nearest instant that the format can name.
    @inline(__always)
    mutating func put(_ instant: Instant, _ room: inout MutableRawSpan, _ end: inout Int) {
        var rest = sinceMidnight(instant.microseconds)
        if rest >= TimestampPrinter.dayMicroseconds {
            guard let found = turn(to: instant, &room, &end) else { return }
            rest = found
        }
        let (seconds, fraction) = rest.quotientAndRemainder(dividingBy: 1_000_000)
        let clock = UInt32(truncatingIfNeeded: seconds)
        let time =
            UInt64(Digits.two(clock / 3_600)) | UInt64(Digits.two(clock / 60 % 60)) &<< 24
            | UInt64(Digits.two(clock % 60)) &<< 48 | 0x0000_3A00_003A_0000
        room.put(date.0, count: 8, &end)
        room.put(date.1, count: 3, &end)
        room.put(time, count: 8, &end)
        if fraction != 0 {
            let microseconds = UInt32(truncatingIfNeeded: fraction)
            let digits =
                UInt64(Digits.four(microseconds / 100))
                | UInt64(Digits.two(microseconds % 100)) &<< 32
            // Zeros at the end are left out.
            let count = 8 &- (digits ^ 0x3030_3030_3030).leadingZeroBitCount / 8
            room.put(ASCII.point, &end)
            room.put(digits, count: count, &end)
        }
        room.put(offset.text, count: offset.count, &end)
    }

    @inline(__always)
    private func sinceMidnight(_ microseconds: Int64) -> UInt64 {
        // Wraps at the ends of time, and is then no time of this day either.
        UInt64(bitPattern: microseconds &+ Int64(offsetSeconds) &* 1_000_000 &- midnight)
    }

    /// Makes another day's text; nil where the instant had to be printed in another offset.
    @inline(never)
    private mutating func turn(
        to instant: Instant,
        _ room: inout MutableRawSpan,
        _ end: inout Int
    ) -> UInt64? {
        let bounded = min(
            max(instant.microseconds, TimestampPrinter.microsecondsMin),
            TimestampPrinter.microsecondsMax
        )
        let civil = CivilTime(Instant(microseconds: bounded), offsetSeconds: offsetSeconds)
        guard (0...9_999).contains(civil.year), bounded == instant.microseconds else {
            let isSame = (0...9_999).contains(civil.year)
            let most = civil.year < 0 ? TimestampPrinter.offsetMost : -TimestampPrinter.offsetMost
            var other = TimestampPrinter(offsetSeconds: isSame ? offsetSeconds : most)
            other.put(Instant(microseconds: bounded), &room, &end)
            return nil
        }
        let local = bounded + Int64(offsetSeconds) * 1_000_000
        midnight = Int64(civil.daysSinceEpoch) * 86_400_000_000
        let year = UInt64(Digits.four(UInt32(civil.year)))
        let month = UInt64(Digits.two(UInt32(civil.month)))
        date.0 = year | month << 40 | 0x2D00_002D_0000_0000
        date.1 = UInt64(Digits.two(UInt32(civil.day))) | UInt64(UInt8(ascii: "T")) << 16
        return UInt64(local - midnight)
    }
}

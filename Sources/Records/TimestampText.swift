// Copyright the Steelyard authors. SPDX-License-Identifier: Apache-2.0
//
// RFC 3339 date-times, read and written without a formatter.

public import Weighing

/// Reads and writes instants as text.
public enum TimestampText {
    /// What a column of instants takes, for messages.
    static let wanted = "an instant such as 2026-03-01T08:15:30.25+08:00"

    /// The instant of an RFC 3339 text with offset and at most six digits of fraction.
    ///
    /// - Parameter text: Such as `2026-03-01T08:15:30.25+08:00` or `2026-03-01T00:15:30Z`.
    /// - Returns: nil where the text is anything else, or names a day or time that does not exist or
    ///   a leap second, which the store cannot hold.
    public static func instant(_ text: String) -> Instant? {
        let bytes = Array(text.utf8)
        return instant(bytes.span, 0..<bytes.count)
    }

    /// The offset of a text such as `+08:00` or `Z`, in seconds east of UTC; nil where it is none.
    public static func offsetSeconds(_ text: String) -> Int? {
        let bytes = Array(text.utf8)
        return offsetSeconds(bytes.span, 0..<bytes.count)
    }

    /// An instant as RFC 3339 text.
    ///
    /// - Parameters:
    ///   - instant: Any instant.
    ///   - offsetSeconds: The offset to print it in; whole minutes.
    /// - Returns: Such as `2026-03-01T08:15:30.25+08:00`; the fraction only where it is not zero.
    public static func text(_ instant: Instant, offsetSeconds: Int) -> String {
        var printer = TimestampPrinter(offsetSeconds: offsetSeconds)
        var bytes = [UInt8](
            repeating: 0,
            count: TimestampPrinter.byteCountMax + MutableRawSpan.margin
        )
        var span = bytes.mutableSpan
        // Sound: any byte is a UInt8.
        var room = unsafe span.mutableBytes
        var end = 0
        printer.put(instant, &room, &end)
        return String(decoding: bytes[..<end], as: UTF8.self)
    }
}

// MARK: - Reading

extension TimestampText {
    /// The instant of an RFC 3339 text.
    static func instant(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Instant? {
        let found = plainTime(bytes, range) ?? civilTime(bytes, range, separators: [0x54, 0x74])
        guard let (civil, end) = found,
            let offset = offsetSeconds(bytes, end..<range.upperBound)
        else { return nil }
        return civil.instant(offsetSeconds: offset)
    }

    /// The civil time at the beginning of a range, read in three words; nil says nothing but that
    /// ``civilTime(_:_:separators:)`` must look.
    ///
    ///     byte      0       8       16      after the exclusive or with the text of a zero time:
    ///               2026-05-18T08:15:30     digits are their values, separators are zeros
    @inline(__always)
    private static func plainTime(
        _ bytes: Span<UInt8>,
        _ range: Range<Int>
    ) -> (CivilTime, end: Int)? {
        guard range.count >= 20 else { return nil }
        let start = range.lowerBound
        // "0000-00-", "00T00:00" and ":00", the first byte lowest; a small t is made a large one.
        let date = bytes.word(at: start) ^ 0x2D30_302D_3030_3030
        let time = (bytes.word(at: start &+ 8) & ~0x0020_0000) ^ 0x3030_3A30_3054_3030
        let rest = ByteWord.head(bytes.word(at: start &+ 16), 3) ^ 0x0030_303A
        // Lifts what is no digit, and what is no separator, into the high bit of its byte.
        let lows: UInt64 = 0x7F7F_7F7F_7F7F_7F7F
        let wrong =
            ((date & lows) &+ 0x7F76_767F_7676_7676) | ((time & lows) &+ 0x7676_7F76_767F_7676)
            | ((rest & lows) &+ 0x0076_767F) | date | time | rest
        guard !ByteWord.hasHighBit(wrong) else { return nil }
        // Tens and ones together, in the byte of the tens; none is above 99, so none carries.
        let day = date &* 10 &+ (date >> 8)
        let clock = time &* 10 &+ (time >> 8)
        let last = rest &* 10 &+ (rest >> 8)
        func pair(_ word: UInt64, _ index: UInt64) -> Int { Int(word >> (8 * index) & 0xFF) }
        var civil = CivilTime(
            year: pair(day, 0) * 100 + pair(day, 2),
            month: pair(day, 5),
            day: pair(clock, 0),
            hour: pair(clock, 3),
            minute: pair(clock, 6),
            second: pair(last, 1)
        )
        guard let end = fraction(bytes, start + 19..<range.upperBound, &civil.microsecond),
            civil.isValid
        else { return nil }
        return (civil, end)
    }

    /// The civil time at the beginning of a range, and where it ends.
    ///
    /// - Parameters:
    ///   - bytes: Where the text stands.
    ///   - range: The text.
    ///   - separators: What may stand between date and time.
    /// - Returns: nil where the range does not begin with a time that exists.
    static func civilTime(
        _ bytes: Span<UInt8>,
        _ range: Range<Int>,
        separators: InlineArray<2, UInt8>
    ) -> (CivilTime, end: Int)? {
        let start = range.lowerBound
        guard range.count >= 19, bytes[start + 4] == ASCII.minus, bytes[start + 7] == ASCII.minus,
            bytes[start + 13] == ASCII.colon, bytes[start + 16] == ASCII.colon,
            bytes[start + 10] == separators[0] || bytes[start + 10] == separators[1],
            let century = twoDigits(bytes, start), let year = twoDigits(bytes, start + 2),
            let month = twoDigits(bytes, start + 5), let day = twoDigits(bytes, start + 8),
            let hour = twoDigits(bytes, start + 11), let minute = twoDigits(bytes, start + 14),
            let second = twoDigits(bytes, start + 17)
        else { return nil }
        var civil = CivilTime(
            year: century * 100 + year,
            month: month,
            day: day,
            hour: hour,
            minute: minute,
            second: second
        )
        guard let end = fraction(bytes, start + 19..<range.upperBound, &civil.microsecond),
            civil.isValid
        else { return nil }
        return (civil, end)
    }

    /// Reads `.d` to `.dddddd` where a point begins it, and says where it ends.
    private static func fraction(
        _ bytes: Span<UInt8>,
        _ range: Range<Int>,
        _ microseconds: inout Int
    ) -> Int? {
        guard let point = range.first, bytes[point] == ASCII.point else { return range.lowerBound }
        let word = bytes.word(at: point + 1)
        let digits = min(ByteWord.digitCount(word), range.count - 1)
        guard 1...6 ~= digits else { return nil }
        microseconds = ByteWord.number(word, digits: digits) &* microsecondUnits[digits]
        return point + 1 + digits
    }

    /// What one unit of the last of so many digits of fraction is.
    private static let microsecondUnits: InlineArray<7, Int> = [
        1_000_000, 100_000, 10_000, 1_000, 100, 10, 1,
    ]

    private static func offsetSeconds(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Int? {
        let start = range.lowerBound
        if range.count == 1 { return bytes[start] == 0x5A || bytes[start] == 0x7A ? 0 : nil }
        guard range.count == 6, bytes[start + 3] == ASCII.colon,
            let hours = twoDigits(bytes, start + 1), hours <= 23,
            let minutes = twoDigits(bytes, start + 4), minutes <= 59
        else { return nil }
        let seconds = hours * 3_600 + minutes * 60
        switch bytes[start] {
        case ASCII.plus: return seconds
        case ASCII.minus: return -seconds
        default: return nil
        }
    }

    private static func twoDigits(_ bytes: Span<UInt8>, _ index: Int) -> Int? {
        let tens = bytes[index] &- ASCII.zero
        let ones = bytes[index + 1] &- ASCII.zero
        guard tens < 10, ones < 10 else { return nil }
        return Int(tens) * 10 + Int(ones)
    }
}

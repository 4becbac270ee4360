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
        var bytes: [UInt8] = []
        append(instant, offsetSeconds: offsetSeconds, to: &bytes)
        return String(decoding: bytes, as: UTF8.self)
    }
}

// MARK: - Reading

extension TimestampText {
    /// The instant of an RFC 3339 text.
    static func instant(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Instant? {
        guard let (civil, end) = civilTime(bytes, range, separators: [0x54, 0x74]),
            let offset = offsetSeconds(bytes, end..<range.upperBound)
        else { return nil }
        return civil.instant(offsetSeconds: offset)
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
        var index = point + 1
        var unit = 100_000
        while index < range.upperBound, (ASCII.zero...ASCII.nine).contains(bytes[index]) {
            guard unit > 0 else { return nil }
            microseconds += Int(bytes[index] - ASCII.zero) * unit
            unit /= 10
            index += 1
        }
        return index > point + 1 ? index : nil
    }

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

// MARK: - Writing

extension TimestampText {
    /// The largest offset that RFC 3339 can write, seconds.
    private static let offsetMost = 86_340
    /// The first and last instant that RFC 3339 can name, in that offset: years 0000 and 9999.
    private static let microsecondsMin: Int64 = -62_167_219_200_000_000 - 86_340_000_000
    private static let microsecondsMax: Int64 = 253_402_300_799_999_999 + 86_340_000_000

    /// Appends an instant as RFC 3339 text.
    ///
    /// Within a day of the ends of the calendar, where the year would leave 0000…9999, the offset
    /// that avoids it is printed; past that, the nearest instant that the format can name.
    static func append(_ instant: Instant, offsetSeconds: Int, to output: inout [UInt8]) {
        precondition(
            abs(offsetSeconds) <= offsetMost && offsetSeconds % 60 == 0,
            "An offset is ±hh:mm."
        )
        let bounded = Instant(
            microseconds: min(max(instant.microseconds, microsecondsMin), microsecondsMax)
        )
        var offset = offsetSeconds
        var civil = CivilTime(bounded, offsetSeconds: offset)
        if !(0...9_999).contains(civil.year) {
            offset = civil.year < 0 ? offsetMost : -offsetMost
            civil = CivilTime(bounded, offsetSeconds: offset)
        }
        append(civil, to: &output)
        appendOffset(offset, to: &output)
    }

    private static func append(_ civil: CivilTime, to output: inout [UInt8]) {
        output.appendPadded(civil.year, width: 4)
        output.append(ASCII.minus)
        output.appendPadded(civil.month, width: 2)
        output.append(ASCII.minus)
        output.appendPadded(civil.day, width: 2)
        output.append(UInt8(ascii: "T"))
        output.appendPadded(civil.hour, width: 2)
        output.append(ASCII.colon)
        output.appendPadded(civil.minute, width: 2)
        output.append(ASCII.colon)
        output.appendPadded(civil.second, width: 2)
        guard civil.microsecond != 0 else { return }
        output.append(ASCII.point)
        output.appendPadded(civil.microsecond, width: 6)
        while output.last == ASCII.zero { output.removeLast() }
    }

    private static func appendOffset(_ seconds: Int, to output: inout [UInt8]) {
        guard seconds != 0 else {
            output.append(UInt8(ascii: "Z"))
            return
        }
        output.append(seconds < 0 ? ASCII.minus : ASCII.plus)
        output.appendPadded(abs(seconds) / 3_600, width: 2)
        output.append(ASCII.colon)
        output.appendPadded(abs(seconds) / 60 % 60, width: 2)
    }
}

// Copyright the Steelyard authors. SPDX-License-Identifier: Apache-2.0

/// A point in time: microseconds since 1970-01-01T00:00:00Z.
public struct Instant: Sendable, Hashable, Comparable {
    /// Microseconds since the Unix epoch; negative before it.
    public var microseconds: Int64

    /// Makes an instant from microseconds since the Unix epoch.
    public init(microseconds: Int64) { self.microseconds = microseconds }

    /// Makes an instant from whole seconds since the Unix epoch.
    public init(seconds: Int64) { microseconds = seconds * 1_000_000 }

    /// Earlier comes first.
    public static func < (a: Instant, b: Instant) -> Bool { a.microseconds < b.microseconds }

    /// The instant this many whole seconds later, saturating at the ends of the range.
    public func advanced(bySeconds seconds: Int64) -> Instant {
        let (sum, overflow) = microseconds.addingReportingOverflow(seconds * 1_000_000)
        return Instant(microseconds: overflow ? (seconds < 0 ? .min : .max) : sum)
    }
}

/// A civil date and time of day in a fixed offset from UTC, for reading and printing instants.
///
/// The proleptic Gregorian calendar; day arithmetic after Howard Hinnant, "chrono-Compatible
/// Low-Level Date Algorithms".
public struct CivilTime: Sendable, Equatable {
    /// The calendar year.
    public var year: Int
    /// The month, 1…12.
    public var month: Int
    /// The day of the month, 1…31.
    public var day: Int
    /// The hour, 0…23.
    public var hour: Int
    /// The minute, 0…59.
    public var minute: Int
    /// The second, 0…59.
    public var second: Int
    /// The fraction of the second in microseconds, 0…999,999.
    public var microsecond: Int

    /// Makes a civil time; the parts are not checked, see ``isValid``.
    public init(
        year: Int,
        month: Int,
        day: Int,
        hour: Int = 0,
        minute: Int = 0,
        second: Int = 0,
        microsecond: Int = 0
    ) {
        self.year = year
        self.month = month
        self.day = day
        self.hour = hour
        self.minute = minute
        self.second = second
        self.microsecond = microsecond
    }

    /// The civil time that a clock shows at this instant, this many seconds east of UTC.
    public init(_ instant: Instant, offsetSeconds: Int) {
        let local = instant.microseconds + Int64(offsetSeconds) * 1_000_000
        let days = local.flooredQuotient(by: 86_400_000_000)
        let rest = Int(local - days * 86_400_000_000)
        let z = Int(days) + 719_468
        let era = (z >= 0 ? z : z - 146_096) / 146_097
        let dayOfEra = z - era * 146_097
        let yearOfEra =
            (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shifted = (5 * dayOfYear + 2) / 153
        day = dayOfYear - (153 * shifted + 2) / 5 + 1
        month = shifted < 10 ? shifted + 3 : shifted - 9
        year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
        hour = rest / 3_600_000_000
        minute = rest / 60_000_000 % 60
        second = rest / 1_000_000 % 60
        microsecond = rest % 1_000_000
    }

    /// Whether the date exists in the calendar and the time on the clock.
    public var isValid: Bool {
        (1...12).contains(month) && (1...CivilTime.days(of: month, in: year)).contains(day)
            && (0...23).contains(hour) && (0...59).contains(minute) && (0...59).contains(second)
            && (0...999_999).contains(microsecond) && (0...9_999).contains(year)
    }

    /// Days since 1970-01-01 of the date part.
    public var daysSinceEpoch: Int {
        let y = month <= 2 ? year - 1 : year
        let era = (y >= 0 ? y : y - 399) / 400
        let yearOfEra = y - era * 400
        let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
        let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
        return era * 146_097 + dayOfEra - 719_468
    }

    /// The instant at which a clock this many seconds east of UTC shows this time.
    public func instant(offsetSeconds: Int) -> Instant {
        let seconds =
            Int64(daysSinceEpoch) * 86_400 + Int64(hour * 3_600 + minute * 60 + second)
            - Int64(offsetSeconds)
        return Instant(microseconds: seconds * 1_000_000 + Int64(microsecond))
    }

    /// The day of the year, 1…366.
    public var dayOfYear: Int {
        (1..<month).reduce(day) { $0 + CivilTime.days(of: $1, in: year) }
    }

    /// The number of days of a month, 28…31.
    public static func days(of month: Int, in year: Int) -> Int {
        switch month {
        case 2: (year % 4 == 0 && year % 100 != 0) || year % 400 == 0 ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }
}

extension Int64 {
    /// The quotient rounded toward minus infinity, for a positive divisor.
    func flooredQuotient(by divisor: Int64) -> Int64 {
        let q = self / divisor
        return self % divisor < 0 ? q - 1 : q
    }
}

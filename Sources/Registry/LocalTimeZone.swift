// Copyright the Steelyard authors. SPDX-License-Identifier: Apache-2.0

import Foundation
public import Weighing

/// The zone in which a centre counts days and hours.
public struct LocalTimeZone: Sendable, Equatable {
    /// Its name in the time zone database, `Asia/Shanghai`; SQL takes it as it is.
    public var name: String
    /// Seconds east of UTC at the instant for which it was resolved.
    public var utcOffsetSeconds: Int
    /// Whether its clocks are never set forward or back any more.
    ///
    /// Where they are, days made with ``utcOffsetSeconds`` are an hour off for part of the year.
    public var isFixed: Bool

    /// China's one zone, the default.
    public static let shanghai = LocalTimeZone(
        name: "Asia/Shanghai",
        utcOffsetSeconds: 28_800,
        isFixed: true
    )

    /// Puts a zone together.
    public init(name: String, utcOffsetSeconds: Int, isFixed: Bool) {
        self.name = name
        self.utcOffsetSeconds = utcOffsetSeconds
        self.isFixed = isFixed
    }

    /// Looks a zone up in the system's time zone database.
    ///
    /// - Parameters:
    ///   - name: `UTC` or a name with a slash, `Asia/Shanghai`. Abbreviations and `GMT+8` are refused:
    ///     Foundation and PostgreSQL read the latter with opposite signs.
    ///   - instant: The instant for which its offset is taken.
    public init?(name: String, at instant: Instant) {
        guard name == "UTC" || name.contains("/"), let zone = TimeZone(identifier: name) else {
            return nil
        }
        let date = Date(timeIntervalSince1970: Double(instant.microseconds) / 1_000_000)
        self.init(
            name: name,
            utcOffsetSeconds: zone.secondsFromGMT(for: date),
            isFixed: zone.nextDaylightSavingTimeTransition(after: date) == nil
        )
    }

    /// The known name nearest to a misspelt one.
    static func suggestion(for name: String) -> String {
        Suggestion.hint(for: name, among: TimeZone.knownTimeZoneIdentifiers)
    }
}

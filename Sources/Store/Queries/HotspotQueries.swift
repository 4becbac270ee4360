// Copyright the Steelyard authors. SPDX-License-Identifier: Apache-2.0

public import Weighing

/// What hotspots are counted by.
public enum HotspotGrouping: String, Sendable, CaseIterable {
    /// By site.
    case site
    /// By lane of a site.
    case lane
    /// By local hour of the day, 0…23.
    case hour
}

/// Counts of one site, lane or hour.
public struct Hotspot: Sendable, Equatable {
    /// Code of the site; nil when counted by hour.
    public var site: String?
    /// The lane; nil unless counted by lane.
    public var lane: Int16?
    /// The local hour of the day, 0…23; nil unless counted by hour.
    public var hour: Int32?
    /// Passages, duplicates left out.
    public var passages: Int64
    /// Passages of trucks with a usable measurement.
    public var trucks: Int64
    /// Over the limit: marginal and overload.
    public var over: Int64
    /// Over the limit after the deduction.
    public var overload: Int64
    /// Not usable.
    public var invalid: Int64
    /// Sum of the gross masses, kg.
    public var grossSum: Int64
    /// Sum of the equivalent standard axles, thousandths.
    public var esalMilliSum: Int64

    /// Overloads per thousand trucks, toward zero; 0 without trucks.
    public var ratePermille: Int64 { trucks == 0 ? 0 : overload * 1_000 / trucks }
}

/// Counts of the stored days, and which days they are.
public struct HotspotReport: Sendable, Equatable {
    /// The first local day, `YYYY-MM-DD`; nil when nothing is stored.
    public var firstDay: String?
    /// The last local day; nil when nothing is stored.
    public var lastDay: String?
    /// Most overloads first, then by key.
    public var hotspots: [Hotspot]
}

/// Ranks sites, lanes and hours from the roll-ups: the cost does not grow with the passages.
///
/// Roll-ups are kept by UTC hour, so days and hours are exact in time zones a whole number of hours
/// from UTC.
public enum HotspotQueries {
    /// Ranks by overloads.
    ///
    /// - Parameters:
    ///   - grouping: What to count by.
    ///   - from: First local day, of which only the date counts; nil for the first one stored.
    ///   - to: Last local day, included; nil for the last one stored.
    ///   - timeZone: Whose days and hours they are, IANA name.
    ///   - connection: Where to read.
    /// - Returns: Exact counts. Without dates they include passages with an impossible clock, which
    ///   belong to no stored day.
    /// - Throws: When a query fails; SQLSTATE 22023 when the server does not know the time zone.
    public static func rank(
        by grouping: HotspotGrouping,
        from: CivilTime? = nil,
        to: CivilTime? = nil,
        timeZone: String,
        on connection: Connection
    ) throws(StoreError) -> HotspotReport {
        let statement =
            switch grouping {
            case .site: Statements.hotspotsBySite
            case .lane: Statements.hotspotsByLane
            case .hour: Statements.hotspotsByHour
            }
        let rows = try connection.query(statement, [day(from), day(to), .text(timeZone)])
        var hotspots: [Hotspot] = []
        for row in rows {
            hotspots.append(
                Hotspot(
                    site: try row.optionalText(0),
                    lane: try row.optionalInt16(1),
                    hour: try row.optionalInt32(2),
                    passages: try row.int64(3),
                    trucks: try row.int64(4),
                    over: try row.int64(5),
                    overload: try row.int64(6),
                    invalid: try row.int64(7),
                    grossSum: try row.int64(8),
                    esalMilliSum: try row.int64(9)
                )
            )
        }
        let stored = try StoredDays.read(on: connection)
        return HotspotReport(
            firstDay: from.map(text) ?? stored.first,
            lastDay: to.map(text) ?? stored.last,
            hotspots: hotspots
        )
    }

    private static func day(_ date: CivilTime?) -> Parameter {
        date.map { .date(days: Int32(clamping: $0.daysSinceEpoch)) } ?? .null
    }

    private static func text(_ date: CivilTime) -> String {
        func padded(_ number: Int, _ width: Int) -> String {
            let digits = String(number)
            return String(repeating: "0", count: max(0, width - digits.count)) + digits
        }
        return "\(padded(date.year, 4))-\(padded(date.month, 2))-\(padded(date.day, 2))"
    }
}

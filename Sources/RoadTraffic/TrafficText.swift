// Copyright the Steelyard authors. SPDX-License-Identifier: Apache-2.0

import Weighing

/// Writes what a world makes as text: the exit record and static weighing files, and the truth.
///
/// Appends to bytes; the caller writes them out. Nothing in these texts needs quoting: codes, plates
/// and names hold neither commas nor quotes, which the simulator's registry is checked for.
public struct TrafficText: Sendable {
    /// Header of the exit record file, with its end of line.
    public static let exitHeader =
        "record_id,enterprise,weighed_at,plate,plate_color,gross_kg,tare_kg,net_kg,goods,axle_count,"
        + "destination,bridge\n"
    /// Header of the static weighing file, with its end of line.
    public static let weighingHeader =
        "weighing_id,site,weighed_at,plate,axle_kg,gross_kg,scale,passage_id\n"

    private let sites: [String]
    private let enterprises: [Enterprise]
    private let offsetSeconds: Int

    /// Makes a writer for a world.
    ///
    /// - Parameter stream: The world; its registry and time zone are used.
    public init(_ stream: TrafficStream) {
        sites = stream.sites.map(\.code)
        enterprises = stream.enterprises
        offsetSeconds = stream.utcOffsetSeconds
    }

    /// Appends a line of the exit record file.
    public func append(_ record: ExitRecord, to output: inout [UInt8]) {
        let enterprise = enterprises[record.enterprise]
        output.append(
            contentsOf: [
                record.id, enterprise.code, time(record.weighedAt), record.plate,
                record.color.name, "\(record.gross)", "\(record.tare)", "\(record.net)",
                enterprise.goods, "\(record.axleCount)", "", "\(record.bridge)",
            ].joined(separator: ",").utf8
        )
        output.append(UInt8(ascii: "\n"))
    }

    /// Appends a line of the static weighing file.
    public func append(_ weighing: StaticWeighing, to output: inout [UInt8]) {
        let loads = weighing.axleLoads.map { "\($0)" }.joined(separator: " ")
        output.append(
            contentsOf: [
                weighing.id, sites[weighing.site], time(weighing.weighedAt), weighing.plate, loads,
                "\(weighing.gross)", sites[weighing.site] + "-SCALE",
                Trip.passageID(weighing.passage),
            ].joined(separator: ",").utf8
        )
        output.append(UInt8(ascii: "\n"))
    }

    /// Appends a trip's line of `truth.ndjson`.
    public func append(_ trip: Trip, to output: inout [UInt8]) {
        var line = "{\"trip\":\(trip.number),\"kind\":\"\(trip.kind.rawValue)\""
        if let enterprise = trip.enterprise {
            line += ",\"enterprise\":\"\(enterprises[enterprise].code)\""
        } else {
            line += ",\"enterprise\":null"
        }
        line += ",\"carrier\":\"SC-\(trip.carrier)\",\"plate\":\"\(trip.plate)\""
        line += ",\"plate_color\":\"\(trip.color.name)\",\"model\":\"\(trip.model)\""
        line += ",\"axle_groups\":\"\(trip.pattern.groupsText)\""
        line += ",\"departed_at\":\"\(time(trip.departedAt))\""
        line += ",\"axle_kg\":[" + trip.axleLoads.map { "\($0)" }.joined(separator: ",") + "]"
        line += ",\"gross_kg\":\(trip.gross),\"tare_kg\":\(trip.tare),\"limit_kg\":\(trip.limit)"
        line += ",\"excess_kg\":\(trip.excess)"
        line += ",\"frauds\":[" + quoted(trip.frauds.map(\.rawValue)) + "]"
        line += ",\"avoided\":[" + quoted(trip.avoided.map { sites[$0] }) + "]"
        let passages = trip.passages.map { passage in
            "{\"passage_id\":\"\(Trip.passageID(passage.key))\",\"site\":\"\(sites[passage.site])\""
                + ",\"passed_at\":\"\(time(passage.instant))\",\"effects\":["
                + quoted(passage.effects.names) + "]}"
        }
        line += ",\"passages\":[" + passages.joined(separator: ",") + "]"
        line += ",\"record_ids\":[" + quoted(trip.recordIDs) + "]"
        line += ",\"weighing_ids\":[" + quoted(trip.weighingIDs) + "]}\n"
        output.append(contentsOf: line.utf8)
    }

    private func quoted(_ texts: [String]) -> String {
        texts.map { "\"\($0)\"" }.joined(separator: ",")
    }

    /// RFC 3339 with milliseconds, in the time zone of the law.
    private func time(_ instant: Instant) -> String {
        let t = CivilTime(instant, offsetSeconds: offsetSeconds)
        let minutes = offsetSeconds / 60
        let sign = minutes < 0 ? "-" : "+"
        let zone = sign + two(abs(minutes) / 60) + ":" + two(abs(minutes) % 60)
        let milli = String(t.microsecond / 1_000 + 1_000).dropFirst()
        return "\(t.year)-\(two(t.month))-\(two(t.day))T\(two(t.hour)):\(two(t.minute)):"
            + "\(two(t.second)).\(milli)\(zone)"
    }

    private func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
}

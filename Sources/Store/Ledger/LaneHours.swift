// Copyright the Steelyard authors. SPDX-License-Identifier: Apache-2.0

internal import Weighing

/// Finds passages that the store already has from another way: a file and a stream, two spools.
///
/// Two passages are the same when site, lane, instant and axle loads are equal. `passages` has no
/// unique index, and looking up every row would cost more than storing it. So the store notes which
/// uplinks brought passages of a lane and hour, and only where there are several are rows compared.
/// The note's row stays locked until the commit, so two writers cannot miss each other.
struct LaneHours {
    /// A lane in one UTC hour, and who brought passages of it.
    private struct Claim: Hashable {
        var site: Int32
        var hour: Int32
        var lane: UInt16
        var uplink: Int32
    }

    private struct LaneHour: Hashable {
        var site: Int32
        var hour: Int32
        var lane: UInt16
    }

    /// What tells one passage from another.
    private struct Identity: Hashable {
        var site: Int32
        var lane: UInt16
        var instant: Int64
        var axles: [Int32]
    }

    private var claims: Set<Claim> = []

    /// Notes the new rows of a block.
    mutating func add(_ admission: Admission, sites: [Int32]) {
        let block = admission.block
        for row in admission.rows {
            let place = LaneHours.laneHour(block, row, sites)
            claims.insert(
                Claim(site: place.site, hour: place.hour, lane: place.lane, uplink: block.uplink)
            )
        }
    }

    /// Claims the lanes and hours, and finds the rows that are duplicates.
    ///
    /// - Parameters:
    ///   - admissions: The blocks that were added.
    ///   - slots: For each admission the number of each site slot.
    ///   - sites: The numbers of the sites.
    ///   - connection: In the transaction that will copy the rows.
    /// - Returns: For each admission the rows that the store, or an earlier row, already has.
    /// - Throws: When a query fails.
    func duplicates(
        in admissions: [Admission],
        slots: [[Int32]],
        sites: inout SiteTable,
        on connection: Connection
    ) throws(StoreError) -> [Set<Int>] {
        var found = [Set<Int>](repeating: [], count: admissions.count)
        guard !claims.isEmpty else { return found }
        let shared = try claim(&sites, connection)
        guard !shared.isEmpty else { return found }
        let spans = LaneHours.spans(admissions, slots, shared)
        var known = try stored(in: shared, spans, &sites, connection)
        for (i, admission) in admissions.enumerated() {
            for row in admission.rows {
                let place = LaneHours.laneHour(admission.block, row, slots[i])
                guard shared.contains(place) else { continue }
                let identity = LaneHours.identity(admission.block, row, place)
                if !known.insert(identity).inserted { found[i].insert(row) }
            }
        }
        return found
    }

    private func claim(
        _ sites: inout SiteTable,
        _ connection: Connection
    ) throws(StoreError) -> Set<LaneHour> {
        let list = Array(claims)
        let codes = list.map { sites.code($0.site) }
        let lanes = list.map { Int16(truncatingIfNeeded: $0.lane) }
        let hours = list.map { StoredInstant.instant(ofHour: $0.hour) }
        let keys: [Parameter] = [.textArray(codes), .int16Array(lanes), .timestampArray(hours)]
        _ = try connection.query(
            Statements.laneHoursClaim,
            keys + [.int32Array(list.map(\.uplink))]
        )
        var shared: Set<LaneHour> = []
        for row in try connection.query(Statements.laneHoursShared, keys) {
            let site = sites.number(of: try row.text(0))
            let hour = StoredInstant.hourNumber(try row.instant(2).microseconds)
            shared.insert(
                LaneHour(
                    site: site,
                    hour: hour,
                    lane: UInt16(truncatingIfNeeded: try row.int16(1))
                )
            )
        }
        return shared
    }

    /// First and last instant per hour of the rows to compare.
    private static func spans(
        _ admissions: [Admission],
        _ slots: [[Int32]],
        _ shared: Set<LaneHour>
    ) -> [Int32: ClosedRange<Int64>] {
        var spans: [Int32: ClosedRange<Int64>] = [:]
        for (i, admission) in admissions.enumerated() {
            for row in admission.rows {
                let place = laneHour(admission.block, row, slots[i])
                guard shared.contains(place) else { continue }
                // Sound: row < count.
                let instant = unsafe StoredInstant.clamped(admission.block.instants[row])
                let span = spans[place.hour] ?? instant...instant
                spans[place.hour] = min(span.lowerBound, instant)...max(span.upperBound, instant)
            }
        }
        return spans
    }

    /// The stored passages among which a duplicate can be, neighbouring hours in one query.
    private func stored(
        in shared: Set<LaneHour>,
        _ spans: [Int32: ClosedRange<Int64>],
        _ sites: inout SiteTable,
        _ connection: Connection
    ) throws(StoreError) -> Set<Identity> {
        var known: Set<Identity> = []
        let codes = Set(shared.map(\.site)).map { sites.code($0) }
        for hours in LaneHours.runs(spans.keys.sorted()) {
            guard let first = spans[hours.lowerBound], let last = spans[hours.upperBound] else {
                continue
            }
            let rows = try connection.query(
                Statements.passagesBetween,
                [
                    .textArray(codes), .timestamp(Instant(microseconds: first.lowerBound)),
                    .timestamp(Instant(microseconds: last.upperBound)),
                ]
            )
            for row in rows {
                known.insert(
                    Identity(
                        site: sites.number(of: try row.text(0)),
                        lane: UInt16(truncatingIfNeeded: try row.int16(1)),
                        instant: try row.instant(2).microseconds,
                        axles: try row.int32Array(3)
                    )
                )
            }
        }
        return known
    }

    /// Sorted hours as runs without a hole.
    static func runs(_ hours: [Int32]) -> [ClosedRange<Int32>] {
        var runs: [ClosedRange<Int32>] = []
        for hour in hours {
            if let last = runs.last, last.upperBound + 1 == hour {
                runs[runs.count - 1] = last.lowerBound...hour
            } else {
                runs.append(hour...hour)
            }
        }
        return runs
    }

    private static func laneHour(_ block: PassageBlock, _ row: Int, _ sites: [Int32]) -> LaneHour {
        // Sound: the callers pass rows below the block's count.
        unsafe LaneHour(
            site: sites[Int(block.siteSlots[row])],
            hour: StoredInstant.hourNumber(StoredInstant.clamped(block.instants[row])),
            lane: block.lanes[row]
        )
    }

    private static func identity(
        _ block: PassageBlock,
        _ row: Int,
        _ place: LaneHour
    ) -> Identity {
        // Sound: the callers pass rows below the block's count, whose axles are in the columns.
        let axles = unsafe (0..<Int(block.axleCounts[row])).map {
            unsafe Int32(block.loads[$0 * PassageBlock.axleStride + row])
        }
        let instant = unsafe StoredInstant.clamped(block.instants[row])
        return Identity(site: place.site, lane: place.lane, instant: instant, axles: axles)
    }
}

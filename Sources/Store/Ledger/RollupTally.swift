// Copyright the Steelyard authors. SPDX-License-Identifier: Apache-2.0

internal import Weighing

/// What one call adds to the hourly roll-ups, counted before it goes to the server.
struct RollupTally {
    private struct Key: Hashable {
        var site: Int32
        var hour: Int32
        var lane: UInt16
        var pattern: UInt16
    }

    private struct Counts {
        var passages: Int64 = 0
        var trucks: Int64 = 0
        var overload: Int64 = 0
        var marginal: Int64 = 0
        var invalid: Int64 = 0
        var gross: Int64 = 0
        var esal: Int64 = 0
    }

    private var index: [Key: Int] = [:]
    private var keys: [Key] = []
    private var counts: [Counts] = []

    /// Counts the new rows of a block.
    ///
    /// - Parameters:
    ///   - admission: The block and its new rows.
    ///   - sites: The number of each site slot.
    ///   - duplicates: Rows that are left out, because another way brought them before.
    ///   - truckMass: From this gross mass on a vehicle is a truck, kg.
    mutating func add(
        _ admission: Admission,
        sites: [Int32],
        duplicates: Set<Int>,
        truckMass: Int32
    ) {
        let block = admission.block
        for row in admission.rows where duplicates.isEmpty || !duplicates.contains(row) {
            // Sound: row < count, and a row's slot names one of the block's sites.
            let key = unsafe Key(
                site: sites[Int(block.siteSlots[row])],
                hour: StoredInstant.hourNumber(StoredInstant.clamped(block.instants[row])),
                lane: block.lanes[row],
                pattern: block.patterns[row]
            )
            let at = slot(of: key)
            let gross = unsafe block.grosses[row]
            counts[at].passages += 1
            counts[at].gross += Int64(gross)
            counts[at].esal += unsafe Int64(block.esals[row])
            let verdict = block.verdict(at: row)
            if gross >= truckMass && verdict != .invalid { counts[at].trucks += 1 }
            switch verdict {
            case .invalid: counts[at].invalid += 1
            case .within: break
            case .marginal: counts[at].marginal += 1
            case .overload: counts[at].overload += 1
            }
        }
    }

    private mutating func slot(of key: Key) -> Int {
        if let known = index[key] { return known }
        index[key] = keys.count
        keys.append(key)
        counts.append(Counts())
        return keys.count - 1
    }

    /// Adds the counts to the store, the keys in the order in which every writer takes them.
    func store(_ sites: SiteTable, on connection: Connection) throws(StoreError) {
        guard !keys.isEmpty else { return }
        let order = keys.indices.sorted { a, b in
            let (left, right) = (keys[a], keys[b])
            if left.site != right.site { return sites.code(left.site) < sites.code(right.site) }
            if left.lane != right.lane { return left.lane < right.lane }
            if left.hour != right.hour { return left.hour < right.hour }
            return left.pattern < right.pattern
        }
        func column(_ value: (Counts) -> Int64) -> Parameter {
            .int64Array(order.map { value(counts[$0]) })
        }
        _ = try connection.query(
            Statements.rollupAdd,
            [
                .textArray(order.map { sites.code(keys[$0].site) }),
                .int16Array(order.map { Int16(truncatingIfNeeded: keys[$0].lane) }),
                .timestampArray(order.map { StoredInstant.instant(ofHour: keys[$0].hour) }),
                .textArray(order.map { AxlePattern(code: keys[$0].pattern).classText }),
                column(\.passages), column(\.trucks), column { $0.overload + $0.marginal },
                column(\.overload), column(\.marginal), column(\.invalid), column(\.gross),
                column(\.esal),
            ]
        )
    }
}

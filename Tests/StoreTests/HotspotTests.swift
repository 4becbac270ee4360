// Copyright the Steelyard authors. SPDX-License-Identifier: Apache-2.0

import Store
import Testing
import Weighing

/// Counts of passages as a few lines of Swift make them.
private struct Recount: Equatable {
    var passages: Int64 = 0
    var trucks: Int64 = 0
    var over: Int64 = 0
    var overload: Int64 = 0
    var invalid: Int64 = 0
    var gross: Int64 = 0

    static func by(
        _ spools: [TestSpool],
        where isIn: (Passage) -> Bool = { _ in true },
        _ key: (Passage) -> String
    ) -> [String: Recount] {
        var counts: [String: Recount] = [:]
        for frame in spools.flatMap(\.frames) {
            guard let passage = frame.passage, isIn(passage) else { continue }
            let gross = passage.axleLoads.reduce(0, +)
            let verdict = TestJudge.verdict(of: passage, frame.reasons)
            var count = counts[key(passage)] ?? Recount()
            count.passages += 1
            count.gross += Int64(gross)
            if gross >= 3_500 && verdict != .invalid { count.trucks += 1 }
            if verdict == .marginal || verdict == .overload { count.over += 1 }
            if verdict == .overload { count.overload += 1 }
            if verdict == .invalid { count.invalid += 1 }
            counts[key(passage)] = count
        }
        return counts
    }

    init() {}

    init(_ spot: Hotspot) {
        passages = spot.passages
        trucks = spot.trucks
        over = spot.over
        overload = spot.overload
        invalid = spot.invalid
        gross = spot.grossSum
    }
}

/// Three spools of random passages over thirty hours, committed in blocks of random size.
private func randomWorld(_ address: DatabaseAddress, seed: UInt64) throws -> [TestSpool] {
    let writer = try TestLedger.writer(address)
    var chance = Chance(seed: seed)
    let spools = (1...3).map { TestSpool("g\($0)") }
    for spool in spools {
        for _ in 0..<200 {
            let reasons: [Reasons] = [[], [], [], .speed, [.axleLight, .mirroredWheels]]
            spool.append(
                TestPassages.random(&chance),
                reasons: reasons.randomElement(using: &chance) ?? []
            )
        }
        try spool.open(writer)
        var blocks = spool.blocks(of: 37)
        while !blocks.isEmpty {
            let count = Int.random(in: 1...3, using: &chance)
            _ = try writer.commit(Array(blocks.prefix(count)))
            blocks.removeFirst(min(count, blocks.count))
        }
    }
    return spools
}

extension LedgerSuites {
    @Suite("Hotspots, roll-ups and status")
    struct HotspotTests {
        @Test(
            "Roll-ups kept with the passages equal a recount, and so does a rebuild",
            arguments: [UInt64(31), 32, 33]
        )
        func rollups(_ seed: UInt64) async throws {
            try await withDatabase { address in
                _ = try randomWorld(address, seed: seed)
                let connection = try Connection(address)
                let all =
                    "SELECT * FROM rollup_lane_hour_class ORDER BY site, lane, hour, vehicle_class"
                let kept = try connection.texts(all)
                #expect(kept.count > 100)
                #expect(try RollupRebuild.run(on: connection) == kept.count)
                #expect(try connection.texts(all) == kept)
                // A rebuild mends what is wrong.
                try connection.run("UPDATE rollup_lane_hour_class SET overload = 99 WHERE lane = 1")
                #expect(try RollupRebuild.run(on: connection) == kept.count)
                #expect(try connection.texts(all) == kept)
            }
        }

        @Test("A rebuild leaves duplicates out")
        func rebuildDuplicates() async throws {
            try await withDatabase { address in
                let writer = try TestLedger.writer(address)
                for gateway in ["g1", "g2"] {
                    let spool = TestSpool(gateway).append(TestPassages.truck())
                    try spool.open(writer)
                    _ = try writer.commit([spool.block()])
                }
                let connection = try Connection(address)
                #expect(try RollupRebuild.run(on: connection) == 1)
                #expect(
                    try connection.number("SELECT sum(passages) FROM rollup_lane_hour_class") == 1
                )
            }
        }

        @Test("A rebuild beside a writer loses nothing of what the writer counts")
        func rebuildBesideWriter() async throws {
            try await withDatabase { address in
                let spool = TestSpool("g1")
                var chance = Chance(seed: 40)
                for _ in 0..<600 { spool.append(TestPassages.random(&chance)) }
                try spool.open(try TestLedger.writer(address))
                let blocks = Handover(spool.blocks(of: 10))
                let finished = Flag()
                try await onThreads([
                    {
                        defer { finished.raise() }
                        let writer = try TestLedger.writer(address)
                        for block in blocks.value { _ = try writer.commit([block]) }
                    },
                    {
                        let connection = try Connection(address)
                        while !finished.isRaised { _ = try RollupRebuild.run(on: connection) }
                    },
                ])
                #expect(
                    try Connection(address).number(
                        "SELECT sum(passages) FROM rollup_lane_hour_class"
                    ) == 600
                )
            }
        }

        @Test("Hotspots by site, lane and hour are exact and say which days they are of")
        func hotspots() async throws {
            try await withDatabase { address in
                let spools = try randomWorld(address, seed: 34)
                let connection = try Connection(address)
                func local(_ passage: Passage) -> CivilTime {
                    CivilTime(passage.passedAt, offsetSeconds: 28_800)
                }
                for grouping in HotspotGrouping.allCases {
                    let key: (Passage) -> String =
                        switch grouping {
                        case .site: { $0.site }
                        case .lane: { "\($0.site)/\($0.lane)" }
                        case .hour: { "\(local($0).hour)" }
                        }
                    let report = try HotspotQueries.rank(
                        by: grouping,
                        timeZone: "Asia/Shanghai",
                        on: connection
                    )
                    expect(report.hotspots, equal: Recount.by(spools, key))
                    #expect([report.firstDay, report.lastDay] == ["2026-03-02", "2026-03-03"])
                    let day = CivilTime(year: 2026, month: 3, day: 3)
                    let one = try HotspotQueries.rank(
                        by: grouping,
                        from: day,
                        to: day,
                        timeZone: "Asia/Shanghai",
                        on: connection
                    )
                    let isOfDay = { (passage: Passage) in local(passage).day == 3 }
                    expect(one.hotspots, equal: Recount.by(spools, where: isOfDay, key))
                    #expect([one.firstDay, one.lastDay] == ["2026-03-03", "2026-03-03"])
                }
            }
        }

        private func expect(_ spots: [Hotspot], equal counts: [String: Recount]) {
            var found: [String: Recount] = [:]
            for spot in spots {
                let key = [spot.site, spot.lane.map(String.init), spot.hour.map(String.init)]
                found[key.compactMap { $0 }.joined(separator: "/")] = Recount(spot)
            }
            #expect(found == counts)
            #expect(spots.map(\.overload) == spots.map(\.overload).sorted(by: >))
        }

        @Test("The rate is overloads per thousand trucks, and 0 where there are none")
        func rate() async throws {
            try await withDatabase { address in
                let writer = try TestLedger.writer(address)
                let spool = TestSpool("g1")
                for gross in [3_499, 3_500, 28_000, 40_000] {
                    spool.append(TestPassages.truck("", gross: gross))
                }
                spool.append(TestPassages.truck("", site: "s2", gross: 2_000))
                try spool.open(writer)
                _ = try writer.commit([spool.block()])
                let spots = try HotspotQueries.rank(
                    by: .site,
                    timeZone: "Asia/Shanghai",
                    on: try Connection(address)
                ).hotspots
                #expect(spots.map(\.trucks) == [3, 0])
                #expect(spots.map(\.ratePermille) == [333, 0])
                #expect(spots.map(\.over) == [2, 0])
            }
        }

        @Test("An empty store has no hotspots and no days")
        func empty() async throws {
            try await withDatabase { address in
                let connection = try Connection(address)
                let report = try HotspotQueries.rank(
                    by: .site,
                    timeZone: "Asia/Shanghai",
                    on: connection
                )
                #expect(report.hotspots.isEmpty)
                #expect(report.firstDay == nil && report.lastDay == nil)
                let status = try StoreStatus.read(on: connection)
                #expect(status.counts["passages"] == 0)
                #expect(status.uplinks.isEmpty)
            }
        }

        @Test("The status counts every table and shows every mark")
        func status() async throws {
            try await withDatabase { address in
                let spools = try randomWorld(address, seed: 35)
                let status = try StoreStatus.read(on: try Connection(address))
                #expect(status.schemaVersion >= 1)
                #expect(status.counts["passages"] == 600)
                #expect(status.counts["uplinks"] == 3)
                let flagged = spools.flatMap(\.frames).count { $0.isFlagged }
                #expect(status.counts["case_passages"] == Int64(flagged))
                #expect(status.days.count == 2)
                #expect(status.uplinks.map(\.gateway) == ["g1", "g2", "g3"])
                #expect(
                    status.uplinks.first?.mark
                        == UplinkMark(
                            uplink: spools[0].uplink,
                            expectedNext: 201,
                            digest: spools[0].digest(after: 200)
                        )
                )
            }
        }

        @Test("The mirror of the sites follows the registry and keeps what the registry dropped")
        func siteMirror() async throws {
            try await withDatabase { address in
                let connection = try Connection(address)
                try SiteMirror.sync(connection, TestLedger.sites)
                var sites = Array(TestLedger.sites.sites.dropLast())
                sites[0].nameZH = "新站"
                try SiteMirror.sync(connection, SiteBook(sites))
                let rows = try connection.query(
                    "SELECT code, name_zh, kind, is_listed, latitude FROM sites ORDER BY code"
                )
                #expect(try rows.map { try $0.text(0) } == ["s1", "s2", "s3", "s4"])
                #expect(try rows[0].text(1) == "新站")
                #expect(try rows[0].text(2) == "station")
                #expect(try rows[0].double(4) == 28.2)
                #expect(try rows.map { try $0.bool(3) } == [true, true, true, false])
                try SiteMirror.sync(connection, TestLedger.sites)
                #expect(try connection.number("SELECT count(*) FROM sites WHERE is_listed") == 4)
            }
        }
    }
}

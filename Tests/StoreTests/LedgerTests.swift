// Copyright the Steelyard authors. SPDX-License-Identifier: Apache-2.0

import Store
import Testing
import Weighing

/// Everything that must be equal however often and in whatever pieces the frames came.
private func contents(_ connection: Connection) throws -> [String] {
    try connection.texts(
        """
        SELECT 'passage' AS what, uplink, sequence, verdict::text, reasons, gross_kg
        FROM passages ORDER BY uplink, sequence, gross_kg
        """
    )
        + connection.texts("SELECT uplink, sequence, reason FROM rejected_frames ORDER BY 1, 2")
        + connection.texts("SELECT site, lane, passed_at, plate, state FROM cases ORDER BY 1, 2, 3")
        + connection.texts("SELECT * FROM rollup_lane_hour_class ORDER BY site, lane, hour, 12")
        + connection.texts("SELECT id, committed, digest FROM uplinks ORDER BY id")
}

/// A spool of random passages, some of them refused.
private func randomSpool(_ gateway: String, frames: Int, seed: UInt64) -> TestSpool {
    var chance = Chance(seed: seed)
    let spool = TestSpool(gateway)
    for _ in 0..<frames {
        if Int.random(in: 0..<12, using: &chance) == 0 {
            spool.reject("too many axles")
        } else {
            spool.append(TestPassages.random(&chance))
        }
    }
    return spool
}

extension LedgerSuites {
    @Suite("The ledger writer")
    struct LedgerTests {
        @Test("Rows read back are the passages that were sent")
        func readBack() async throws {
            try await withDatabase { address in
                let writer = try TestLedger.writer(address)
                let spool = randomSpool("g1", frames: 200, seed: 11)
                try spool.open(writer)
                let block = spool.block()
                _ = try writer.commit([block])
                let rows = try Connection(address).query(
                    """
                    SELECT passed_at, sequence, lane, speed, site, plate, plate_color, vehicle_type,
                        axle_kg, spacing_mm, left_kg, right_kg, length_mm, passage_id, vendor_flags,
                        vehicle_class, combination, gross_kg, limit_kg, excess_permille,
                        worst_group_excess_kg, deduction_kg, esal_milli, verdict::text, reasons, uplink,
                        width_mm, height_mm
                    FROM passages ORDER BY sequence
                    """
                )
                #expect(rows.count == block.count)
                for (row, stored) in rows.enumerated() {
                    #expect(try Int(stored.int64(1)) == Int(block.sequences[row]))
                    #expect(try passage(stored) == block.passage(at: row))
                    #expect(try judgement(stored, like: block.judgement(at: row)))
                }
            }
        }

        private func passage(_ row: Row) throws -> Passage {
            var passage = Passage()
            passage.passedAt = try row.instant(0)
            passage.lane = Int(try row.int16(2))
            passage.speed = try row.int32(3)
            passage.site = try row.text(4)
            passage.plate = try row.optionalText(5) ?? ""
            passage.plateColor =
                PlateColor(rawValue: UInt8(try row.optionalInt16(6) ?? 0)) ?? .other
            passage.vehicleType =
                VehicleType(rawValue: UInt8(try row.optionalInt16(7) ?? 0)) ?? .rigid
            passage.axleLoads = try row.int32Array(8).map { Int($0) }
            passage.spacings = try row.int32Array(9).map { Int($0) }
            passage.leftLoads = try row.optionalInt32Array(10)?.map { Int($0) } ?? []
            passage.rightLoads = try row.optionalInt32Array(11)?.map { Int($0) } ?? []
            passage.length = Int(try row.optionalInt32(12) ?? 0)
            passage.passageID = try row.optionalText(13) ?? ""
            passage.vendorFlags = try row.optionalText(14) ?? ""
            passage.width = Int(try row.optionalInt32(26) ?? 0)
            passage.height = Int(try row.optionalInt32(27) ?? 0)
            return passage
        }

        private func judgement(_ row: Row, like judgement: Judgement) throws -> Bool {
            try row.text(15) == judgement.pattern.classText
                && row.bool(16) == judgement.isCombination && row.int32(17) == judgement.gross
                && row.int32(18) == judgement.grossLimit
                && row.int32(19) == judgement.excessPermille
                && row.optionalInt32(20) == judgement.worstGroupExcess
                && row.int32(21) == judgement.deduction && row.int32(22) == judgement.esalMilli
                && row.text(23) == judgement.verdict.name && row.text(24) == judgement.reasons.text
        }

        @Test("The same blocks a second time add nothing and have the same outcomes")
        func twice() async throws {
            try await withDatabase { address in
                let writer = try TestLedger.writer(address)
                let spool = randomSpool("g1", frames: 100, seed: 12)
                try spool.open(writer)
                let first = try writer.commit(spool.blocks(of: 30))
                let connection = try Connection(address)
                let before = try contents(connection)
                let again = try writer.commit(spool.blocks(of: 30))
                #expect(try contents(connection) == before)
                #expect(first.last == again.last)
                #expect(
                    again.last
                        == .committed(
                            UplinkMark(
                                uplink: spool.uplink,
                                expectedNext: 101,
                                digest: spool.digest(after: 100)
                            )
                        )
                )
                #expect(try writer.openUplink(gateway: "g1", spool: "spool-1").expectedNext == 101)
            }
        }

        @Test(
            "However the frames are cut, overlap or repeat, the store ends up the same",
            arguments: [
                [1...40], [1...25, 10...40], [1...10, 1...10, 5...20, 11...40],
                [1...39, 40...40, 1...40],
                [1...1, 1...2, 1...3, 2...40],
            ]
        )
        func overlaps(_ cuts: [ClosedRange<Int>]) async throws {
            try await withDatabase { address in
                let writer = try TestLedger.writer(address)
                let spool = randomSpool("g1", frames: 40, seed: 13)
                try spool.open(writer)
                _ = try writer.commit([spool.block()])
                let whole = try contents(try Connection(address))
                try await withDatabase { other in
                    for isOneCall in [true, false] {
                        try Connection(other).run(
                            "TRUNCATE passages, cases, case_passages, rejected_frames, lane_hours, "
                                + "rollup_lane_hour_class; TRUNCATE uplinks RESTART IDENTITY"
                        )
                        let writer = try TestLedger.writer(other)
                        try spool.open(writer)
                        let blocks = cuts.map { spool.block($0) }
                        let calls = isOneCall ? [blocks] : blocks.map { [$0] }
                        for call in calls {
                            for outcome in try writer.commit(call) {
                                guard case .committed = outcome else {
                                    Issue.record("\(outcome)")
                                    continue
                                }
                            }
                        }
                        #expect(try contents(try Connection(other)) == whole)
                    }
                }
            }
        }

        @Test("A gap takes nothing of its uplink behind it and leaves the other uplinks in")
        func gap() async throws {
            try await withDatabase { address in
                let writer = try TestLedger.writer(address)
                let one = randomSpool("g1", frames: 30, seed: 14)
                let other = randomSpool("g2", frames: 30, seed: 15)
                try one.open(writer)
                try other.open(writer)
                let outcomes = try writer.commit(
                    [
                        one.block(1...10), one.block(12...20), one.block(11...30),
                        other.block(1...30),
                    ])
                let mark = UplinkMark(
                    uplink: one.uplink,
                    expectedNext: 11,
                    digest: one.digest(after: 10)
                )
                #expect(outcomes[0] == .committed(mark))
                #expect(outcomes[1] == .gap(mark))
                #expect(outcomes[2] == .gap(mark))
                let connection = try Connection(address)
                let last = try connection.number(
                    "SELECT max(sequence) FROM passages WHERE uplink = \(one.uplink)"
                )
                #expect(last <= 10)
                #expect(
                    try connection.number(
                        "SELECT committed FROM uplinks WHERE id = \(other.uplink)"
                    ) == 30
                )
            }
        }

        @Test(
            "Covered frames with another digest are a conflict, and nothing of the block is taken"
        )
        func conflict() async throws {
            try await withDatabase { address in
                let writer = try TestLedger.writer(address)
                let spool = randomSpool("g1", frames: 30, seed: 16)
                try spool.open(writer)
                _ = try writer.commit([spool.block(1...20)])
                let before = try contents(try Connection(address))
                let mark = UplinkMark(
                    uplink: spool.uplink,
                    expectedNext: 21,
                    digest: spool.digest(after: 20)
                )
                spool.frames[14].hash[0] ^= 1
                #expect(try writer.commit([spool.block(11...30)]) == [.conflict(mark)])
                #expect(try writer.commit([spool.block(21...30)]) == [.conflict(mark)])
                #expect(try writer.commit([spool.block(1...20)]) == [.conflict(mark)])
                #expect(try contents(try Connection(address)) == before)
                spool.frames[14].hash[0] ^= 1
                let outcomes = try writer.commit([spool.block(11...30)])
                #expect(
                    outcomes == [
                        .committed(
                            UplinkMark(
                                uplink: spool.uplink,
                                expectedNext: 31,
                                digest: spool.digest(after: 30)
                            )
                        )
                    ]
                )
            }
        }

        @Test("Rejected frames are kept with their bytes and the mark moves past them")
        func rejected() async throws {
            try await withDatabase { address in
                let writer = try TestLedger.writer(address)
                let spool = TestSpool("g1")
                spool.reject("unreadable").reject("17 axles; a vehicle has 2 to 16")
                spool.append(TestPassages.truck()).reject("unreadable")
                try spool.open(writer)
                _ = try writer.commit([spool.block(1...2), spool.block(3...4)])
                let connection = try Connection(address)
                let kept = try connection.query(
                    "SELECT sequence, reason, frame, frame_hash FROM rejected_frames ORDER BY 1"
                )
                #expect(try kept.map { try $0.int64(0) } == [1, 2, 4])
                #expect(try kept[1].text(1) == "17 axles; a vehicle has 2 to 16")
                #expect(try kept[1].bytes(2) == [1, 2, 3])
                #expect(try kept[1].bytes(3) == spool.frames[1].hash)
                #expect(try writer.openUplink(gateway: "g1", spool: "spool-1").expectedNext == 5)
            }
        }

        @Test(
            "A block with a hole, and one of an uplink that is not open, are refused by themselves"
        )
        func malformed() async throws {
            try await withDatabase { address in
                let writer = try TestLedger.writer(address)
                let spool = randomSpool("g1", frames: 30, seed: 17)
                try spool.open(writer)
                let holed = spool.block(1...10)
                holed.sequences[holed.count - 1] += 1
                let stray = spool.block(1...10)
                stray.uplink = 999
                #expect(throws: StoreError.self) { try writer.commit([holed]) }
                let results = try writer.commitWithRetry([stray, spool.block(1...10), holed]) {
                    false
                }
                #expect(throws: StoreError.self) { try results[0].get() }
                #expect(
                    try results[1].get()
                        == .committed(
                            UplinkMark(
                                uplink: spool.uplink,
                                expectedNext: 11,
                                digest: spool.digest(after: 10)
                            )
                        )
                )
                #expect(throws: StoreError.self) { try results[2].get() }
            }
        }

        @Test("A block that the server refuses does not hold up the other uplinks")
        func poisoned() async throws {
            try await withDatabase { address in
                let writer = try TestLedger.writer(address)
                let bad = TestSpool("bad").append(TestPassages.truck())
                let good = TestSpool("good").append(TestPassages.truck("湘B12345"))
                try bad.open(writer)
                try good.open(writer)
                let poisoned = bad.block()
                poisoned.text[0] = 0xFF
                let results = try writer.commitWithRetry([poisoned, good.block()]) { false }
                guard case .failure(let error) = results[0] else {
                    Issue.record("the server took bytes that are not UTF-8")
                    return
                }
                #expect(error.sqlState == "22021")
                #expect(
                    try results[1].get()
                        == .committed(
                            UplinkMark(
                                uplink: good.uplink,
                                expectedNext: 2,
                                digest: good.digest(after: 1)
                            )
                        )
                )
                #expect(try Connection(address).number("SELECT count(*) FROM passages") == 1)
            }
        }

        @Test("Passages go to the partition of their local day")
        func localDays() async throws {
            try await withDatabase { address in
                let writer = try TestLedger.writer(address)
                let spool = TestSpool("g1")
                // 15:59 and 16:00 UTC: before and after midnight in Shanghai.
                for minutes in [16 * 60 - 1, 16 * 60] as [Int64] {
                    spool.append(TestPassages.truck(minutes: minutes))
                }
                try spool.open(writer)
                _ = try writer.commit([spool.block()])
                let connection = try Connection(address)
                #expect(try connection.number("SELECT count(*) FROM passages_20260302") == 1)
                #expect(try connection.number("SELECT count(*) FROM passages_20260303") == 1)
                let days = try StoredDays.read(on: connection)
                #expect([days.first, days.last] == ["2026-03-02", "2026-03-03"])
                #expect(days.count == 2)
            }
        }

        @Test(
            "An impossible clock goes to the default partition, however impossible",
            arguments: [
                Int64.min, Int64.min + 1, -99_999_999_999_999_999, 0, 99_999_999_999_999_999,
                Int64.max,
            ]
        )
        func impossibleClock(_ microseconds: Int64) async throws {
            try await withDatabase { address in
                let writer = try TestLedger.writer(address)
                var passage = TestPassages.truck()
                passage.passedAt = Instant(microseconds: microseconds)
                let spool = TestSpool("g1").append(passage, reasons: .clock)
                try spool.open(writer)
                _ = try writer.commit([spool.block()])
                let connection = try Connection(address)
                #expect(try connection.number("SELECT count(*) FROM passages_default") == 1)
                #expect(try StoredDays.read(on: connection).count == 0)
                let report = try HotspotQueries.rank(
                    by: .hour,
                    timeZone: "Asia/Shanghai",
                    on: connection
                )
                #expect(report.hotspots.map(\.passages) == [1])
            }
        }

        @Test("A clock that ran ahead does not keep its day from being opened later")
        func clockAhead() async throws {
            try await withDatabase { address in
                let writer = try TestLedger.writer(address)
                let spool = TestSpool("g1")
                spool.append(TestPassages.truck(minutes: 5_000), reasons: .clock)
                spool.append(TestPassages.truck(minutes: 5_001))
                try spool.open(writer)
                _ = try writer.commit([spool.block(1...1)])
                _ = try writer.commit([spool.block(2...2)])
                let connection = try Connection(address)
                #expect(try connection.number("SELECT count(*) FROM passages_default") == 0)
                #expect(try connection.number("SELECT count(*) FROM passages") == 2)
            }
        }

        @Test("A change of time zone leaves stored days as they are and fits new ones in")
        func zoneChange() async throws {
            try await withDatabase { address in
                let spool = TestSpool("g1")
                for minutes in [60, 15 * 60, 17 * 60, 30 * 60, 60 * 60] as [Int64] {
                    spool.append(TestPassages.truck(minutes: minutes))
                }
                let shanghai = try TestLedger.writer(address)
                try spool.open(shanghai)
                _ = try shanghai.commit([spool.block(1...2)])
                _ = try TestLedger.writer(address, timeZone: "America/New_York")
                    .commit([spool.block(3...5)])
                let connection = try Connection(address)
                #expect(try connection.number("SELECT count(*) FROM passages") == 5)
                #expect(try connection.number("SELECT count(*) FROM passages_default") == 0)
            }
        }

        @Test("The same passage by a second way is stored, flagged, and counted once")
        func twoWays() async throws {
            try await withDatabase { address in
                let writer = try TestLedger.writer(address)
                let stream = TestSpool("stream")
                let file = TestSpool("file")
                for minutes in 0..<50 as Range<Int64> {
                    let plate = minutes % 3 == 0 ? "" : "湘A\(10_000 + minutes)"
                    let truck = TestPassages.truck(
                        plate,
                        minutes: minutes,
                        gross: 20_000 + 500 * Int(minutes)
                    )
                    stream.append(truck)
                    file.append(truck)
                }
                // Same place and time, other axles: another vehicle.
                file.append(TestPassages.truck("湘C99999", minutes: 1, gross: 41_001))
                try stream.open(writer)
                try file.open(writer)
                _ = try writer.commit([stream.block()])
                let connection = try Connection(address)
                let cases = try connection.number("SELECT count(*) FROM cases")
                _ = try writer.commit([file.block()])
                #expect(try connection.number("SELECT count(*) FROM passages") == 101)
                #expect(
                    try connection.number(
                        "SELECT count(*) FROM passages WHERE reasons = 'duplicate'"
                    ) == 50
                )
                #expect(
                    try connection.number("SELECT sum(passages) FROM rollup_lane_hour_class") == 51
                )
                #expect(try connection.number("SELECT count(*) FROM cases") == cases + 1)
                #expect(
                    try connection.number(
                        "SELECT count(*) FROM case_passages WHERE role = 'duplicate'"
                    ) == cases
                )
            }
        }

        @Test("Both ways in one call are recognised too")
        func twoWaysInOneCall() async throws {
            try await withDatabase { address in
                let writer = try TestLedger.writer(address)
                let stream = TestSpool("stream").append(TestPassages.truck())
                let file = TestSpool("file").append(TestPassages.truck())
                try stream.open(writer)
                try file.open(writer)
                _ = try writer.commit([stream.block(), file.block()])
                let connection = try Connection(address)
                #expect(try connection.number("SELECT count(*) FROM cases") == 1)
                #expect(
                    try connection.number("SELECT sum(passages) FROM rollup_lane_hour_class") == 1
                )
            }
        }
    }
}

extension LedgerSuites {
    @Suite("The ledger writer when things die")
    struct LedgerFailureTests {
        @Test(
            "A failure at any step is undone, and the next attempt counts once",
            arguments: LedgerStep.allCases
        )
        func injected(_ step: LedgerStep) async throws {
            try await withDatabase { address in
                let writer = try TestLedger.writer(address)
                let spool = randomSpool("g1", frames: 60, seed: 18)
                try spool.open(writer)
                var isArmed = true
                writer.onStep = { reached, _ throws(StoreError) in
                    guard reached == step, isArmed else { return }
                    isArmed = false
                    throw StoreError(.unavailable, "made to fail")
                }
                #expect(throws: StoreError.self) { try writer.commit([spool.block()]) }
                let connection = try Connection(address)
                let stored = try connection.number("SELECT count(*) FROM passages")
                #expect((stored > 0) == (step == .committed))
                let outcomes = try writer.commit([spool.block()])
                #expect(
                    outcomes == [
                        .committed(
                            UplinkMark(
                                uplink: spool.uplink,
                                expectedNext: 61,
                                digest: spool.digest(after: 60)
                            )
                        )
                    ]
                )
                try expectOnce(spool, connection)
            }
        }

        @Test(
            "A backend that is killed at a random step of any commit loses and doubles nothing",
            arguments: [UInt64(1), 2, 3]
        )
        func killedAtSteps(_ seed: UInt64) async throws {
            try await withDatabase { address in
                let writer = try TestLedger.writer(address)
                let killer = try Connection(address)
                let spool = randomSpool("g1", frames: 240, seed: seed)
                try spool.open(writer)
                var chance = Chance(seed: seed)
                var kills = 0
                writer.onStep = { _, connection throws(StoreError) in
                    guard Int.random(in: 0..<8, using: &chance) == 0 else { return }
                    kills += 1
                    _ = try killer.query(
                        "SELECT pg_terminate_backend($1)",
                        [.int32(connection.serverProcess)]
                    )
                }
                for block in spool.blocks(of: 12) {
                    let results = try writer.commitWithRetry([block]) { false }
                    #expect(
                        try results.map { try $0.get() } == [
                            .committed(
                                UplinkMark(
                                    uplink: spool.uplink,
                                    expectedNext: FrameNumbers.after(block),
                                    digest: block.digestAfter
                                )
                            )
                        ]
                    )
                }
                #expect(kills > 5)
                try expectOnce(spool, try Connection(address))
            }
        }

        @Test("Backends that are killed at random moments lose and double nothing")
        func killedAnytime() async throws {
            try await withDatabase { address in
                let spool = randomSpool("g1", frames: 1_500, seed: 19)
                try spool.open(try TestLedger.writer(address))
                let blocks = Handover(spool.blocks(of: 50))
                let kills = Counter()
                let finished = Flag()
                try await onThreads([
                    {
                        defer { finished.raise() }
                        let writer = try TestLedger.writer(address)
                        for block in blocks.value {
                            let results = try writer.commitWithRetry([block]) { false }
                            for result in results { _ = try result.get() }
                        }
                    },
                    {
                        var chance = Chance(seed: 20)
                        let killer = try Connection(address)
                        while !finished.isRaised {
                            RetryPolicy.block(
                                .microseconds(Int.random(in: 10_000...50_000, using: &chance))
                            )
                            let killed = try killer.query(
                                """
                                SELECT pg_terminate_backend(pid) FROM pg_stat_activity
                                WHERE datname = current_database() AND pid <> pg_backend_pid()
                                    AND backend_type = 'client backend'
                                """
                            )
                            if !killed.isEmpty { kills.add() }
                        }
                    },
                ])
                #expect(kills.value > 0)
                try expectOnce(spool, try Connection(address))
            }
        }

        @Test("A cancelled writer stops and throws what kept it from going on")
        func cancelled() async throws {
            try await withDatabase { address in
                let writer = try TestLedger.writer(address)
                let spool = randomSpool("g1", frames: 5, seed: 21)
                try spool.open(writer)
                writer.onStep = { _, _ throws(StoreError) in
                    throw StoreError(.unavailable, "away for good")
                }
                var asked = 0
                #expect(throws: StoreError.self) {
                    try writer.commitWithRetry([spool.block()]) {
                        asked += 1
                        return asked > 5
                    }
                }
            }
        }
    }
}

extension LedgerSuites {
    @Suite("Ledger writers side by side")
    struct LedgerConcurrencyTests {
        @Test("Two writers that commit the same frames of one uplink store them once")
        func oneUplink() async throws {
            try await withDatabase { address in
                let spool = randomSpool("g1", frames: 400, seed: 22)
                try spool.open(try TestLedger.writer(address))
                let sets = (0..<2).map { _ in Handover(spool.blocks(of: 10)) }
                try await onThreads(
                    sets.map { blocks in
                        {
                            let writer = try TestLedger.writer(address)
                            for block in blocks.value {
                                // The other writer is at most behind, never ahead of a gap: both send all.
                                for result in try writer.commitWithRetry(
                                    [block],
                                    isCancelled: { false }
                                ) {
                                    guard case .committed = try result.get() else {
                                        Issue.record("not committed")
                                        continue
                                    }
                                }
                            }
                        }
                    }
                )
                try expectOnce(spool, try Connection(address))
            }
        }

        @Test("Writers of different uplinks that meet the same trucks open one case for each")
        func sameTrucks() async throws {
            try await withDatabase { address in
                let spools = (1...3).map { site in
                    let spool = TestSpool("g\(site)")
                    var chance = Chance(seed: UInt64(site))
                    for n in (0..<300).shuffled(using: &chance) {
                        spool.append(
                            TestPassages.truck(
                                "湘A\(10_000 + n)",
                                site: "s\(site)",
                                minutes: Int64(site),
                                gross: 40_000 + n
                            )
                        )
                    }
                    return spool
                }
                let opener = try TestLedger.writer(address)
                for spool in spools { try spool.open(opener) }
                let sets = spools.map { Handover($0.blocks(of: 60)) }
                let deadlocks = Counter()
                try await onThreads(
                    sets.map { blocks in
                        {
                            let writer = try TestLedger.writer(address)
                            for block in blocks.value {
                                do { _ = try writer.commit([block]) } catch {
                                    deadlocks.add()
                                    _ = try writer.commitWithRetry([block]) { false }
                                }
                            }
                        }
                    }
                )
                let connection = try Connection(address)
                #expect(deadlocks.value == 0)
                #expect(try connection.number("SELECT count(*) FROM passages") == 900)
                #expect(try connection.number("SELECT count(*) FROM cases") == 300)
                #expect(
                    try connection.number(
                        "SELECT count(*) FROM case_passages WHERE role = 'joined'"
                    ) == 600
                )
            }
        }

        @Test("Writers that open the same new days together neither fail nor wait for ever")
        func sameDays() async throws {
            try await withDatabase { address in
                let spools = (1...3).map { n in
                    let spool = TestSpool("g\(n)")
                    for day in 0..<12 as Range<Int64> {
                        spool.append(TestPassages.truck("", site: "s\(n)", minutes: day * 1_440))
                        spool.append(
                            TestPassages.truck("", site: "s\(n)", minutes: day * 1_440 + 20_000),
                            reasons: .clock
                        )
                    }
                    return spool
                }
                let opener = try TestLedger.writer(address)
                for spool in spools { try spool.open(opener) }
                let sets = spools.map { Handover($0.blocks(of: 2)) }
                try await onThreads(
                    sets.map { blocks in
                        {
                            let writer = try TestLedger.writer(address)
                            for block in blocks.value { _ = try writer.commit([block]) }
                        }
                    }
                )
                let connection = try Connection(address)
                #expect(try StoredDays.read(on: connection).count == 12)
                #expect(try connection.number("SELECT count(*) FROM passages") == 72)
            }
        }
    }
}

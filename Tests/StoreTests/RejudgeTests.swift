// Copyright the Steelyard authors. SPDX-License-Identifier: Apache-2.0

import Rulebook
import Store
import TestKit
import Testing
import Weighing

/// A law, the sites and a judge of a few lines; the real one has its own tests.
private struct Bench {
    var law: CompiledRulebook
    var sites: SiteBook
    var policy = CasePolicy()

    /// - Parameters:
    ///   - limitCut: Taken off every gross limit, kg.
    ///   - classOfFirst: Accuracy class of the scale of s1; the others have class 5, s9 is not known.
    /// - Throws: When the law cannot be compiled.
    init(limitCut: Int32 = 0, classOfFirst: String = "5") throws {
        var edition = SampleLaw.edition
        for i in edition.grossRules.indices { edition.grossRules[i].limit -= limitCut }
        if limitCut != 0 { edition.name += "-cut" }
        var book = SampleLaw.cn
        book.editions = [edition]
        law = try CompiledRulebook(book)
        sites = SiteBook(
            (1...4).map { n in
                var site = TestLedger.sites.sites[0]
                site.code = "s\(n)"
                site.certificates = [
                    Certificate(
                        accuracyClass: n == 1 ? classOfFirst : "5",
                        permissibleErrorPermille: nil,
                        validFrom: Instant(seconds: 0),
                        validUntil: Instant(seconds: 4_000_000_000),
                        document: "C-\(n)"
                    )
                ]
                return site
            }
        )
    }

    var run: Rejudge { run(listing: 0) }

    func run(listing count: Int) -> Rejudge {
        Rejudge(law: law, policy: policy, differencesMax: count, judge: judge)
    }

    func judge(_ block: PassageBlock, _ now: Instant) {
        sites.grantStandings(to: block, by: law, policy: policy, marksUnknownSite: true)
        for row in 0..<block.count {
            let judgement = judgement(
                block.passage(at: row),
                now,
                Int32(block.permissibleErrors[row]),
                block.reasons(at: row)
            )
            block.setJudgement(judgement, row: row)
        }
    }

    private func judgement(
        _ passage: Passage,
        _ now: Instant,
        _ permille: Int32,
        _ given: Reasons
    ) -> Judgement {
        let edition = law.editions[law.editionIndex(at: passage.passedAt)].edition
        let gross = Int32(passage.axleLoads.reduce(0, +))
        let axles = passage.axleLoads.count
        let rule = edition.grossRules.first { $0.axles.contains(axles) }
        let limit = rule?.limit ?? 1
        let deduction = gross - gross * (1_000 - permille) / 1_000
        var reasons = given
        if passage.passedAt > now.advanced(bySeconds: 600)
            || passage.passedAt < edition.validity.clockEarliest
        {
            reasons.insert(.clock)
        }
        let verdict: Verdict =
            if !reasons.isDisjoint(with: .validity) {
                .invalid
            } else if gross <= limit {
                .within
            } else {
                gross - deduction > limit ? .overload : .marginal
            }
        return Judgement(
            pattern: TestJudge.pattern(passage),
            isCombination: axles > 3,
            gross: gross,
            grossLimit: limit,
            excessPermille: max(0, (gross - limit) * 1_000 / limit),
            worstGroupExcess: axles > 8 ? nil : gross / 10,
            deduction: deduction,
            esalMilli: gross / 7,
            verdict: verdict,
            reasons: reasons,
            articleIndex: UInt8(edition.articles.firstIndex { $0.id == rule?.article } ?? 0)
        )
    }

    /// A writer whose cases cite this law.
    func writer(
        _ address: DatabaseAddress,
        timeZone: String = "Asia/Shanghai"
    ) -> LedgerWriter {
        LedgerWriter(
            law: law,
            sites: sites,
            settings: LedgerSettings(timeZone: timeZone),
            chain: testChain
        ) { () throws(StoreError) in try Connection(address) }
    }

    /// Judges a spool's frames and commits them, as the centre does.
    func store(
        _ spool: TestSpool,
        _ writer: LedgerWriter,
        from first: Int = 1
    ) throws {
        try spool.open(writer)
        for start in stride(from: first, through: spool.frames.count, by: 60) {
            let block = spool.block(start...min(start + 59, spool.frames.count))
            judge(block, block.receivedAt)
            block.evidence = [:]
            for row in 0..<block.count {
                let found = spool.frames[Int(block.sequences[row]) - 1].reasons
                if policy.opensCase(block, row: row), found.isEmpty { block.evidence[row] = [1] }
                block.addReasons(found, row: row)
            }
            _ = try writer.commit([block])
        }
    }
}

/// Trucks of three axles around their limit of 25,000 kg at s1 to s4 and s9, within 30 hours.
private func trucks(_ gateway: String, _ count: Int, seed: UInt64) -> TestSpool {
    var chance = Chance(seed: seed)
    let spool = TestSpool(gateway)
    for number in 1...count {
        var passage = TestPassages.random(&chance)
        let gross = Int.random(in: 22_000...30_000, using: &chance)
        passage.axleLoads = [gross / 4, gross / 4, gross - gross / 4 * 2]
        passage.spacings = [3_600, 1_350]
        passage.leftLoads = []
        passage.rightLoads = []
        passage.plate = "湘A\(10_000 + number)"
        if number % 10 == 0 { passage.site = "s9" }
        spool.append(passage)
    }
    return spool
}

private let first = CivilTime(year: 2026, month: 3, day: 2)
private let last = CivilTime(year: 2026, month: 3, day: 3)

extension Rejudge {
    fileprivate func callAsFunction(
        _ connection: Connection,
        from: CivilTime = first,
        to: CivilTime = last,
        applying: Bool,
        timeZone: String = "Asia/Shanghai"
    ) throws -> RejudgeReport {
        try run(from: from, to: to, timeZone: timeZone, isApplying: applying, on: connection)
    }
}

/// Everything that a rejudge must not touch, or touch only where it says so.
private func everything(_ connection: Connection) throws -> [String] {
    try connection.texts("SELECT * FROM passages ORDER BY uplink, sequence")
        + connection.texts("SELECT * FROM cases ORDER BY id")
        + connection.texts("SELECT * FROM case_passages ORDER BY case_id, uplink, sequence")
        + rollups(connection)
        + connection.texts("SELECT * FROM uplinks ORDER BY id")
}

private func rollups(_ connection: Connection) throws -> [String] {
    try connection.texts(
        "SELECT * FROM rollup_lane_hour_class ORDER BY site, lane, hour, vehicle_class"
    )
}

/// Checks that the roll-ups are what a recount of all passages gives.
private func expectRecount(
    _ connection: Connection,
    _ location: SourceLocation = #_sourceLocation
) throws {
    let kept = try rollups(connection)
    _ = try RollupRebuild.run(on: connection)
    #expect(try rollups(connection) == kept, sourceLocation: location)
}

/// The verdict of a gross mass, by the text of the law.
private func verdict(_ gross: Int, limit: Int, permille: Int) -> Verdict {
    if gross <= limit { return .within }
    return gross * (1_000 - permille) / 1_000 > limit ? .overload : .marginal
}

private func gross(_ frame: TestSpool.Frame) -> Int {
    frame.passage?.axleLoads.reduce(0, +) ?? 0
}

extension LedgerSuites {
    @Suite("Judging stored passages again")
    struct RejudgeTests {
        @Test("Nothing changes when nothing changed")
        func same() async throws {
            try await withDatabase { address in
                let bench = try Bench()
                let writer = bench.writer(address)
                try bench.store(trucks("g1", 500, seed: 51), writer)
                var chance = Chance(seed: 52)
                let mixed = TestSpool("g2")
                for _ in 0..<500 { mixed.append(TestPassages.random(&chance)) }
                try bench.store(mixed, writer)
                let connection = try Connection(address)
                let before = try everything(connection)
                for isApplying in [false, true] {
                    let report = try bench.run(connection, applying: isApplying)
                    #expect(report.days == 2)
                    #expect(report.passages == 1_000)
                    #expect([report.differing, report.written, report.unreadable] == [0, 0, 0])
                    #expect(report.opening.isEmpty && report.falling.isEmpty)
                    #expect(report.otherLaw.isEmpty && report.changes.isEmpty)
                    #expect(try everything(connection) == before)
                }
                #expect(try connection.number("SELECT count(*) FROM cases") > 100)
            }
        }

        @Test("Another certificate flips exactly the passages that it must, once, and no case")
        func certificate() async throws {
            try await withDatabase { address in
                let spool = trucks("g1", 600, seed: 53)
                let bench = try Bench()
                try bench.store(spool, bench.writer(address))
                let connection = try Connection(address)
                let before = try everything(connection)
                let cases = try connection.texts("SELECT * FROM cases ORDER BY id")
                let atFirst = spool.frames.indices.filter { spool.frames[$0].passage?.site == "s1" }
                let flipping = atFirst.filter {
                    verdict(gross(spool.frames[$0]), limit: 25_000, permille: 50) == .overload
                        && verdict(gross(spool.frames[$0]), limit: 25_000, permille: 100)
                            == .marginal
                }
                #expect(flipping.count > 10)

                let changed = try Bench(classOfFirst: "10")
                let shown = try changed.run(connection, applying: false)
                #expect(try everything(connection) == before)
                #expect(shown.differing == atFirst.count)
                #expect(shown.columns["deduction_kg"] == atFirst.count)
                #expect(shown.columns["verdict"] == flipping.count)
                #expect(shown.columns["limit_kg"] == nil)
                let change = VerdictChange(site: "s1", old: .overload, new: .marginal)
                #expect(shown.changes[change] == flipping.count)
                #expect(shown.changes.keys.filter { $0.old != $0.new } == [change])
                #expect(
                    Set(shown.falling.map { Int($0.passage.sequence) - 1 }) == Set(flipping)
                )
                #expect(shown.opening.isEmpty)

                var applied = try changed.run(connection, applying: true)
                #expect(applied.written == atFirst.count)
                applied.written = 0
                #expect(applied == shown)
                try expectRecount(connection)
                for row in try connection.query(
                    "SELECT sequence, site, verdict::text FROM passages"
                ) {
                    let number = Int(try row.int64(0))
                    let site = try row.text(1)
                    let now = verdict(
                        gross(spool.frames[number - 1]),
                        limit: 25_000,
                        permille: site == "s1" ? 100 : 50
                    )
                    #expect(try row.text(2) == now.name)
                }
                #expect(try connection.texts("SELECT * FROM cases ORDER BY id") == cases)

                let once = try everything(connection)
                let again = try changed.run(connection, applying: true)
                #expect(try everything(connection) == once)
                #expect([again.differing, again.written] == [0, 0])
                #expect(again.falling == shown.falling)

                _ = try bench.run(connection, applying: true)
                #expect(try everything(connection) == before)
            }
        }

        @Test("A stricter law lists what would open a case, and the cases that cite the old one")
        func law() async throws {
            try await withDatabase { address in
                let spool = trucks("g1", 600, seed: 54)
                let bench = try Bench()
                try bench.store(spool, bench.writer(address))
                let connection = try Connection(address)
                let known = spool.frames.indices.filter {
                    spool.frames[$0].passage?.site != "s9"
                }
                func overloads(_ limit: Int) -> Set<Int> {
                    Set(
                        known.filter {
                            verdict(gross(spool.frames[$0]), limit: limit, permille: 50)
                                == .overload
                        }
                    )
                }
                let stricter = try Bench(limitCut: 1_000)
                for isApplying in [false, true, true] {
                    let report = try stricter.run(connection, applying: isApplying)
                    #expect(
                        Set(report.opening.map { Int($0.sequence) - 1 })
                            == overloads(24_000).subtracting(overloads(25_000))
                    )
                    #expect(report.falling.isEmpty)
                    #expect(
                        Set(report.otherLaw.map { Int($0.passage.sequence) - 1 })
                            == overloads(25_000)
                    )
                    #expect(
                        report.opening.map(\.passedAt) == report.opening.map(\.passedAt).sorted()
                    )
                }
                #expect(
                    try connection.number("SELECT count(*) FROM passages WHERE limit_kg = 24000")
                        == 600
                )
                #expect(
                    try connection.number("SELECT count(*) FROM cases")
                        == Int64(overloads(25_000).count)
                )
                try expectRecount(connection)
            }
        }

        @Test("Rejected cases no longer stand, others do in any state, with each passage")
        func standing() async throws {
            try await withDatabase { address in
                let spool = TestSpool("g1")
                    .append(TestPassages.truck("湘A11111", gross: 27_000))
                    .append(TestPassages.truck("湘A22222", minutes: 1, gross: 27_000))
                    .append(TestPassages.truck("湘A22222", site: "s2", minutes: 9, gross: 27_000))
                    .append(TestPassages.truck("湘A33333", minutes: 2, gross: 27_000))
                let bench = try Bench()
                try bench.store(spool, bench.writer(address))
                let connection = try Connection(address)
                #expect(try connection.number("SELECT count(*) FROM cases") == 3)
                try connection.run(
                    """
                    UPDATE cases SET state = 'rejected' WHERE plate = '湘A11111';
                    UPDATE cases SET state = 'closed' WHERE plate = '湘A33333'
                    """
                )
                let report = try Bench(limitCut: -5_000).run(connection, applying: false)
                #expect(
                    report.falling.map { "\($0.passage.plate) \($0.role) \($0.state)" } == [
                        "湘A22222 opening pending", "湘A22222 joined pending",
                        "湘A33333 opening closed",
                    ]
                )
            }
        }

        @Test("What was found on the way to the store stays, and never opens a case")
        func foundOnTheWay() async throws {
            try await withDatabase { address in
                let bench = try Bench()
                let writer = bench.writer(address)
                let truck = TestPassages.truck(gross: 24_500)
                try bench.store(TestSpool("g1").append(truck), writer)
                let second = TestSpool("g2").append(truck)
                second.append(TestPassages.truck(minutes: 1, gross: 27_000), reasons: .hashMismatch)
                var early = TestPassages.truck(minutes: 2, gross: 40_000)
                // The spool's blocks are received at 1,790,000,000.
                early.passedAt = Instant(seconds: 1_790_003_600)
                second.append(early)
                try bench.store(second, writer)
                let connection = try Connection(address)
                let stricter = try Bench(limitCut: 3_000)
                let report = try stricter.run(
                    connection,
                    to: CivilTime(year: 2026, month: 12, day: 31),
                    applying: true
                )
                #expect(report.written == 4)
                #expect(report.clockKept == 1)
                #expect(report.opening.map(\.uplink) == [1])
                let rows = try connection.query(
                    "SELECT verdict::text, reasons, limit_kg FROM passages ORDER BY uplink, sequence"
                )
                #expect(
                    try rows.map { "\(try $0.text(0)) \(try $0.text(1)) \(try $0.int32(2))" } == [
                        "overload  22000", "overload duplicate 22000",
                        "overload hash_mismatch 22000", "invalid clock 22000",
                    ]
                )
                try expectRecount(connection)
            }
        }

        @Test(
            "Days are those of the zone, first and last included",
            arguments: [
                ("Asia/Shanghai", 28_800), ("Asia/Kolkata", 19_800), ("Asia/Kathmandu", 20_700),
            ]
        )
        func dayBoundary(_ zone: String, _ offset: Int) async throws {
            try await withDatabase { address in
                let spool = TestSpool("g1")
                let midnight = last.instant(offsetSeconds: offset)
                let instants = [-86_400_000_001, -86_400_000_000, -1, 0, 86_400_000_000].map {
                    Instant(microseconds: midnight.microseconds + Int64($0))
                }
                for (i, instant) in instants.enumerated() {
                    var truck = TestPassages.truck("湘A1000\(i)", gross: 24_500)
                    truck.passedAt = instant
                    spool.append(truck)
                }
                let bench = try Bench()
                try bench.store(spool, bench.writer(address, timeZone: zone))
                let connection = try Connection(address)
                let report = try Bench(limitCut: 3_000).run(
                    connection,
                    from: first,
                    to: first,
                    applying: true,
                    timeZone: zone
                )
                #expect(report.passages == 2)
                #expect(
                    try connection.query(
                        "SELECT passed_at FROM passages WHERE limit_kg = 22000 ORDER BY 1"
                    ).map { try $0.instant(0) } == Array(instants[1...2])
                )
                try expectRecount(connection)
            }
        }

        @Test(
            "A passage that comes while its day is judged is left alone, and the roll-ups have it"
        )
        func late() async throws {
            try await withDatabase { address in
                let spool = trucks("g1", 200, seed: 55)
                let bench = try Bench()
                let writer = bench.writer(address)
                try bench.store(spool, writer)
                let passages = spool.frames.compactMap(\.passage)
                var comes = try #require(passages.min { $0.passedAt < $1.passedAt })
                comes.plate = "湘B99999"
                comes.passedAt = comes.passedAt.advanced(bySeconds: 1)
                spool.append(comes)
                var hasCome = false
                var late = try Bench(limitCut: 3_000).run
                late.onStep = { step, _ throws(StoreError) in
                    guard step == .read, !hasCome else { return }
                    hasCome = true
                    do { try bench.store(spool, writer, from: 201) } catch { Issue.record(error) }
                }
                let connection = try Connection(address)
                let report = try late(connection, applying: true)
                #expect(report.passages == 200)
                #expect(report.written == 200)
                #expect(
                    try connection.query("SELECT sequence FROM passages WHERE limit_kg = 25000")
                        .map { try $0.int64(0) } == [201]
                )
                try expectRecount(connection)
                let next = try Bench(limitCut: 3_000).run(connection, applying: true)
                #expect(next.written == 1)
            }
        }

        @Test("A day that is written holds its lanes and hours, no others, and no other rejudge in")
        func locks() async throws {
            try await withDatabase { address in
                let bench = try Bench()
                try bench.store(trucks("g1", 300, seed: 59), bench.writer(address))
                let watcher = try Connection(address)
                var held: [Int64] = []
                var run = try Bench(classOfFirst: "10").run
                run.onStep = { step, _ throws(StoreError) in
                    let rows = try watcher.query(
                        """
                        SELECT (SELECT count(*) FROM lane_hours) - (SELECT count(*) FROM (
                                SELECT 1 FROM lane_hours FOR UPDATE SKIP LOCKED) AS free),
                            pg_try_advisory_xact_lock(7305814114),
                            (SELECT count(*) FROM pg_locks l JOIN pg_class c ON c.oid = l.relation
                                WHERE c.relname = 'passages_default' AND l.pid <> pg_backend_pid())
                        """
                    )
                    let row = try rows.only()
                    #expect(try !row.bool(1))
                    // Who opens a new day needs the default partition for itself.
                    #expect(try row.int64(2) == 0)
                    held.append(try row.int64(0))
                }
                let connection = try Connection(address)
                _ = try run(connection, applying: true)
                let concerned = try connection.query(
                    """
                    SELECT count(DISTINCT (lane, date_trunc('hour', passed_at, 'UTC')))
                    FROM passages WHERE site = 's1'
                    GROUP BY (passed_at AT TIME ZONE 'Asia/Shanghai')::date
                    ORDER BY (passed_at AT TIME ZONE 'Asia/Shanghai')::date
                    """
                ).map { try $0.int64(0) }
                #expect(concerned.count == 2 && !concerned.contains(0))
                #expect(held == concerned.flatMap { [0, $0, $0, $0] })
            }
        }

        @Test("Writers and rejudges side by side neither deadlock nor lose a count")
        func sideBySide() async throws {
            try await withDatabase { address in
                let (old, new) = (try Bench(), try Bench(limitCut: 1_000))
                let spools = (1...2).map { trucks("g\($0)", 600, seed: 60 + UInt64($0)) }
                let given = Handover((old, new, spools))
                let finished = Counter()
                @Sendable func write(_ n: Int) throws {
                    defer { finished.add() }
                    try given.value.0.store(given.value.2[n], given.value.0.writer(address))
                }
                @Sendable func rejudge(_ bench: Bench) throws {
                    let connection = try Connection(address)
                    while finished.value < 2 { _ = try bench.run(connection, applying: true) }
                }
                try await onThreads([
                    { try write(0) }, { try write(1) },
                    { try rejudge(given.value.0) }, { try rejudge(given.value.1) },
                ])
                let connection = try Connection(address)
                #expect(try connection.number("SELECT count(*) FROM passages") == 1_200)
                try expectRecount(connection)
                _ = try new.run(connection, applying: true)
                #expect(
                    try connection.number("SELECT count(*) FROM passages WHERE limit_kg = 24000")
                        == 1_200
                )
                try expectRecount(connection)
            }
        }

        @Test(
            "A day that fails at any step is as it was, and the next run writes it",
            arguments: RejudgeStep.allCases
        )
        func failure(_ failing: RejudgeStep) async throws {
            try await withDatabase { address in
                let bench = try Bench()
                try bench.store(trucks("g1", 300, seed: 56), bench.writer(address))
                let connection = try Connection(address)
                var run = try Bench(limitCut: 1_000).run
                let steps = Counter()
                run.onStep = { step, _ throws(StoreError) in
                    guard step == failing else { return }
                    steps.add()
                    if steps.value == 2 { throw StoreError(.refused, "killed") }
                }
                #expect(throws: StoreError.self) { try run(connection, applying: true) }
                let days = try connection.query(
                    """
                    SELECT count(DISTINCT limit_kg), min(limit_kg)
                    FROM passages GROUP BY (passed_at AT TIME ZONE 'Asia/Shanghai')::date ORDER BY 2
                    """
                )
                #expect(try days.map { try $0.int64(0) } == [1, 1])
                #expect(try days.map { try $0.int32(1) } == [24_000, 25_000])
                try expectRecount(connection)
                run.onStep = nil
                let rest = try run(connection, applying: true)
                #expect(rest.written > 0 && rest.written < 300)
                #expect(
                    try connection.number("SELECT count(*) FROM passages WHERE limit_kg = 24000")
                        == 300
                )
                try expectRecount(connection)
            }
        }

        @Test("A row that cannot be judged is counted, named and left alone")
        func unreadable() async throws {
            try await withDatabase { address in
                let bench = try Bench()
                try bench.store(trucks("g1", 20, seed: 57), bench.writer(address))
                let connection = try Connection(address)
                try connection.run(
                    """
                    UPDATE passages SET spacing_mm = '{1}' WHERE sequence = 3;
                    UPDATE passages SET reasons = 'sun_spots' WHERE sequence = 4;
                    UPDATE passages SET axle_kg = '{NULL,1,2}' WHERE sequence = 5;
                    UPDATE passages SET vehicle_type = 77 WHERE sequence = 6
                    """
                )
                let report = try Bench(limitCut: 1_000).run(connection, applying: true)
                #expect([report.passages, report.written, report.unreadable] == [16, 16, 4])
                #expect(report.unreadablePassages.map(\.sequence).sorted() == [3, 4, 5, 6])
                #expect(report.unreadablePassages.allSatisfy { !$0.reason.contains("湘") })
                #expect(
                    try connection.query(
                        "SELECT sequence FROM passages WHERE limit_kg = 25000 ORDER BY 1"
                    ).map { try $0.int64(0) } == [3, 4, 5, 6]
                )
            }
        }

        @Test("The list has the first differing passages by time, with old and new")
        func list() async throws {
            try await withDatabase { address in
                let spool = trucks("g1", 300, seed: 58)
                let bench = try Bench()
                try bench.store(spool, bench.writer(address))
                let report = try Bench(limitCut: 1_000).run(listing: 7)(
                    try Connection(address),
                    applying: false
                )
                let earliest = spool.frames.compactMap { $0.passage?.passedAt }.sorted().prefix(7)
                #expect(report.differences.map(\.passage.passedAt) == Array(earliest))
                #expect(report.differences.allSatisfy { $0.old.grossLimit == 25_000 })
                #expect(report.differences.allSatisfy { $0.new.grossLimit == 24_000 })
                #expect(report.differing == 300)
            }
        }
    }
}

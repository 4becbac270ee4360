// Copyright the Steelyard authors. SPDX-License-Identifier: Apache-2.0
//
// The exactly-once ledger against a bare binary COPY of the same rows into the same table, as many
// rows a transaction, in turn on a private PostgreSQL with fsync on. What it is not for: the speed of
// the wire or of the judge, or of another disk.

import Classifier
import Foundation
import FrameDigest
import Rulebook
import Store
import Uplink
import Weighing

/// Measures the ledger against its peer.
struct BenchPersist {
    /// The law to judge by.
    let law: CompiledRulebook
    /// The registry's sites.
    let sites: SiteBook
    /// Whose days the partitions are.
    let zone: String
    /// Rows a transaction.
    let rowsPerTransaction: Int
    /// Rounds counted; each is five transactions of every contestant.
    let rounds: Int

    private static let transactionsPerRound = 5

    /// Trucks far over the limit, of 1,000: what is usual on roads where weighing is known of, and what
    /// was seen at a station of an ore road.
    private static let overloadedPermilles = [20, 125]

    /// Runs the benchmark in private data directories and returns its tables.
    func run() throws -> [BenchTable] {
        try BenchPersist.overloadedPermilles.map { try run(overloadedPermille: $0) }
    }

    private func run(overloadedPermille: Int) throws -> BenchTable {
        let directory = "/tmp/steelyard-bench-\(getpid())-\(overloadedPermille)"
        defer { try? FileManager.default.removeItem(atPath: directory) }
        let cluster = try EmbeddedCluster.join(dataDirectory: directory, role: .serve)
        defer {
            cluster.leave()
            // The keeper stops the cluster; its files can go once the socket is gone.
            var patience = 100
            while (try? Connection(cluster.address)) != nil, patience > 0 {
                usleep(100_000)
                patience -= 1
            }
        }
        let connection = try Connection(cluster.address)
        _ = try Migrations.migrate(connection)
        return try race(cluster.address, connection, overloadedPermille)
    }

    private func race(
        _ address: DatabaseAddress,
        _ connection: Connection,
        _ overloadedPermille: Int
    ) throws -> BenchTable {
        let writer = LedgerWriter(
            law: law,
            sites: sites,
            settings: LedgerSettings(timeZone: zone),
            chain: { FrameDigest.chain(previous: $0, frameHash: $1) },
            connect: { () throws(StoreError) in try Connection(address) }
        )
        var spool = BenchSpool(
            mark: try writer.openUplink(gateway: "bench", spool: "bench"),
            law: law,
            sites: sites,
            overloadedPermille: overloadedPermille
        )
        let clock = ContinuousClock()
        var times: [[Double]] = [[], [], []]
        let transactions = (rounds + 1) * BenchPersist.transactionsPerRound
        var expected = 0
        for number in 0..<transactions {
            let blocks = spool.next(rows: rowsPerTransaction)
            if number == 0 { try openBareTable(connection) }
            let baseline = CopyBaseline(blocks)
            // In turn, because whoever comes second finds other caches.
            for turn in 0..<3 {
                let contestant = (turn + number) % 3
                let elapsed = try clock.measure {
                    switch contestant {
                    case 0: _ = try writer.commit(blocks)
                    case 1: _ = try baseline.run(on: connection)
                    default: _ = try baseline.run(on: connection, table: "bench_bare")
                    }
                }
                if number >= BenchPersist.transactionsPerRound {
                    times[contestant].append(elapsed / .nanoseconds(rowsPerTransaction))
                }
            }
            expected += blocks.reduce(0) { $0 + $1.count }
        }
        try check(connection, expected, flagged: spool.flagged)
        return table(times, flagged: spool.flagged, rows: expected)
    }

    /// A copy of the table without indexes, with one partition for every day.
    private func openBareTable(_ connection: Connection) throws {
        try connection.run(
            """
            CREATE TABLE bench_bare (LIKE passages) PARTITION BY RANGE (passed_at);
            CREATE TABLE bench_bare_all PARTITION OF bench_bare DEFAULT;
            """
        )
    }

    /// Each answer is checked: the ledger's rows and the copy's are all there, and the cases are.
    private func check(_ connection: Connection, _ expected: Int, flagged: Int) throws {
        let passages = try count("SELECT count(*) FROM passages", connection)
        let bare = try count("SELECT count(*) FROM bench_bare", connection)
        // A truck that is seen again joins its case: each flagged passage opens or joins one.
        let cases = try count(
            "SELECT count(*) FROM case_passages WHERE role IN ('opening', 'joined')",
            connection
        )
        guard passages == 2 * expected, bare == expected, cases == flagged else {
            throw Peer.Absent(
                description: "the stores disagree: \(passages) and \(bare) rows for \(expected), "
                    + "\(cases) cases for \(flagged)"
            )
        }
    }

    private func count(_ sql: String, _ connection: Connection) throws -> Int {
        Int(try connection.query(sql)[0].int64(0))
    }

    private func table(_ times: [[Double]], flagged: Int, rows: Int) -> BenchTable {
        let names = ["ledger, exactly once", "bare COPY, same table", "bare COPY, no indexes"]
        let timings = zip(names, times).map { Timing(name: $0, rounds: $1.sorted()) }
        let ratios = zip(times[1], times[0]).map { $0 / $1 }.sorted()
        let ratio = ratios[ratios.count / 2]
        return BenchTable(
            title: "persist, \(rowsPerTransaction) rows a transaction",
            rows: timings.map {
                BenchRow(
                    name: $0.name,
                    value: 1e6 / $0.median,
                    unit: "k rows/s",
                    spread: "\($0.spread) ns/row",
                    ratio: timings[0].median / $0.median
                )
            },
            notes: [
                "ledger against the bare COPY, median of the transactions in pairs: "
                    + "\(fixed(ratio)) × its speed",
                "\(flagged) of \(rows) rows (\(fixed(100 * Double(flagged) / Double(rows))) %) "
                    + "opened or joined cases; marks, cases, links and roll-ups are in the ledger's time",
                "PostgreSQL private, Unix socket, fsync on",
            ]
        )
    }
}

/// Judged blocks as the intake hands them to the ledger, one transaction after the other.
private struct BenchSpool {
    private var fleet: Fleet
    private var next: UInt64
    private var digest: [UInt8]
    private let uplink: Int32
    private let judge: Judge
    private let codes: [String]
    private let policy = CasePolicy()
    /// Rows that are to become cases so far.
    private(set) var flagged = 0

    init(mark: UplinkMark, law: CompiledRulebook, sites: SiteBook, overloadedPermille: Int) {
        fleet = Fleet(seed: 7, hasWheelLoads: false, overloadedPermille: overloadedPermille)
        next = mark.expectedNext
        digest = mark.digest
        uplink = mark.uplink
        judge = Judge(law)
        codes = sites.sites.map(\.code)
    }

    mutating func next(rows: Int) -> [PassageBlock] {
        (0..<rows / PassageBlock.rowCapacity).map { _ in block() }
    }

    private mutating func block() -> PassageBlock {
        let block = PassageBlock()
        block.uplink = uplink
        block.firstSequence = next
        while block.count < PassageBlock.rowCapacity {
            let site = codes[Int(next) % codes.count]
            let isIn = block.append(fleet.next(site: site, plated: next % 3 != 0), sequence: next)
            precondition(isIn, "A block has room for 256 bench vehicles.")
            block.setStanding(SiteStanding(permissibleErrorPermille: 50), row: block.count - 1)
            next += 1
        }
        block.frameCount = block.count
        block.receivedAt = block.instant(at: block.count - 1)
        FrameDigest.fillHashes(block)
        block.digestBefore = digest
        digest = FrameDigest.chain(previous: digest, over: block)
        block.digestAfter = digest
        judge.judge(block, now: block.receivedAt)
        for row in 0..<block.count
        where policy.opensCase(block, row: row) {
            block.evidence[row] = BatchEncoder.canonicalBytes(block, row: row)
            flagged += 1
        }
        return block
    }
}

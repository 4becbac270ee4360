// Copyright the Steelyard authors. SPDX-License-Identifier: Apache-2.0
//
// A small world for the ledger's tests: spools whose frames can be cut into any blocks, a law with two
// editions, sites with and without certificates, and a judge of a few lines (the real one has its own
// tests; the ledger only stores what a judge found).

import Foundation
import Rulebook
import Store
import Synchronization
import Testing
import Weighing

/// The suites of the ledger, which share one cluster; each test has a database of its own.
@Suite(.temporaryCluster) enum LedgerSuites {}

/// Runs a test on a new database with the schema in it.
func withDatabase<T>(_ body: (DatabaseAddress) async throws -> T) async throws -> T {
    let address = try TemporaryCluster.current.freshDatabase()
    try Migrations.migrate(try Connection(address))
    return try await body(address)
}

/// A seeded generator: SplitMix64, Steele, Lea and Flood.
struct Chance: RandomNumberGenerator {
    var state: UInt64
    init(seed: UInt64) { state = seed }
    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }
}

/// A running digest in which every byte depends on all that came before.
@Sendable func testChain(_ before: [UInt8], _ hash: [UInt8]) -> [UInt8] {
    var chance = Chance(seed: 1)
    for byte in before + hash { chance.state = (chance.next() ^ UInt64(byte)) &* 0x100_0000_01B3 }
    return (0..<32).map { _ in UInt8(truncatingIfNeeded: chance.next()) }
}

/// A spool of one gateway.
final class TestSpool {
    struct Frame {
        var passage: Passage?
        var rejected: String?
        var hash: [UInt8]
        var isFlagged: Bool
        var reasons: Reasons
    }

    let gateway: String
    let spool: String
    var uplink: Int32 = 0
    var frames: [Frame] = [] {
        didSet { digests.removeAll(keepingCapacity: true) }
    }
    private var digests: [[UInt8]] = []

    init(_ gateway: String, spool: String = "spool-1") {
        self.gateway = gateway
        self.spool = spool
    }

    /// Opens the uplink and remembers its row.
    @discardableResult
    func open(_ writer: LedgerWriter) throws -> UplinkMark {
        let mark = try writer.openUplink(gateway: gateway, spool: spool)
        uplink = mark.uplink
        return mark
    }

    @discardableResult
    func append(_ passage: Passage, reasons: Reasons = []) -> TestSpool {
        let verdict = TestJudge.verdict(of: passage, reasons)
        let isFlagged = CasePolicy().opensCase(verdict, reasons, enforced: 1, limit: 0)
        frames.append(
            Frame(
                passage: passage,
                rejected: nil,
                hash: hash(),
                isFlagged: isFlagged,
                reasons: reasons
            )
        )
        return self
    }

    @discardableResult
    func reject(_ reason: String) -> TestSpool {
        frames.append(
            Frame(passage: nil, rejected: reason, hash: hash(), isFlagged: false, reasons: [])
        )
        return self
    }

    private func hash() -> [UInt8] {
        var chance = Chance(seed: UInt64(frames.count) &* 7_919 &+ UInt64(gateway.utf8.count))
        return (0..<32).map { _ in UInt8(truncatingIfNeeded: chance.next()) }
    }

    /// The running digest after a number of frames.
    func digest(after count: Int) -> [UInt8] {
        if digests.isEmpty { digests = [[UInt8](repeating: 0, count: 32)] }
        while digests.count <= count {
            digests.append(testChain(digests[digests.count - 1], frames[digests.count - 1].hash))
        }
        return digests[count]
    }

    /// All frames as one block.
    func block() -> PassageBlock { block(1...frames.count) }

    /// Frames of these numbers as one judged block.
    func block(_ numbers: ClosedRange<Int>) -> PassageBlock {
        let block = PassageBlock()
        block.uplink = uplink
        block.firstSequence = UInt64(numbers.lowerBound)
        block.frameCount = numbers.count
        block.digestBefore = digest(after: numbers.lowerBound - 1)
        block.digestAfter = digest(after: numbers.upperBound)
        block.receivedAt = Instant(seconds: 1_790_000_000)
        for number in numbers { add(frames[number - 1], UInt64(number), to: block) }
        return block
    }

    /// All frames as blocks of a size.
    func blocks(of size: Int) -> [PassageBlock] {
        stride(from: 1, through: frames.count, by: size).map {
            block($0...min($0 + size - 1, frames.count))
        }
    }

    private func add(_ frame: Frame, _ number: UInt64, to block: PassageBlock) {
        guard let passage = frame.passage else {
            block.rejected.append(
                RejectedFrame(
                    sequence: number,
                    reason: frame.rejected ?? "",
                    bytes: [1, 2, 3],
                    hash: frame.hash
                )
            )
            return
        }
        let row = block.count
        #expect(block.append(passage, sequence: number))
        for (i, byte) in frame.hash.enumerated() { block.hashes[row * 32 + i] = byte }
        TestJudge.judge(block, row, frame.reasons)
        if frame.isFlagged { block.evidence[row] = [UInt8](passage.passageID.utf8) + [7] }
    }
}

/// Fills the verdict columns of a block.
enum TestJudge {
    static let permissibleError: UInt16 = 50

    static func limit(axles: Int) -> Int32 { axles == 2 ? 18_000 : axles == 3 ? 27_000 : 49_000 }

    static func verdict(of passage: Passage, _ reasons: Reasons) -> Verdict {
        let gross = Int32(passage.axleLoads.reduce(0, +))
        let limit = limit(axles: passage.axleLoads.count)
        if !reasons.isDisjoint(with: .validity) { return .invalid }
        if gross <= limit { return .within }
        return gross - deduction(gross) > limit ? .overload : .marginal
    }

    static func deduction(_ gross: Int32) -> Int32 { gross - gross * 950 / 1_000 }

    static func pattern(_ passage: Passage) -> AxlePattern {
        var groups: [Int] = [1]
        for spacing in passage.spacings {
            if spacing < 1_800 { groups[groups.count - 1] += 1 } else { groups.append(1) }
        }
        return AxlePattern(groups: groups) ?? AxlePattern(code: 2)
    }

    static func judge(_ block: PassageBlock, _ row: Int, _ reasons: Reasons) {
        let passage = block.passage(at: row)
        let gross = Int32(passage.axleLoads.reduce(0, +))
        let limit = limit(axles: passage.axleLoads.count)
        block.reasons[row] = reasons.rawValue
        block.patterns[row] = pattern(passage).code
        block.verdicts[row] = verdict(of: passage, reasons).rawValue
        block.grosses[row] = gross
        block.classes[row] =
            GrossClass(
                limit: limit,
                articleIndex: 1,
                isCombination: passage.axleLoads.count > 3
            ).rawValue
        block.worstGroupExcesses[row] =
            passage.axleLoads.count > 8 ? PassageBlock.noGroupLimit : gross / 10 - 1_000
        block.esals[row] = gross / 7
        block.permissibleErrors[row] = permissibleError
    }
}

/// Passages for tests.
enum TestPassages {
    /// 2026-03-02T00:00:00Z.
    static let start = Instant(seconds: 1_772_409_600)

    /// A truck of three axles, over the limit by default.
    static func truck(
        _ plate: String = "湘A12345",
        site: String = "s1",
        lane: Int = 1,
        minutes: Int64 = 0,
        gross: Int = 40_000,
        color: PlateColor = .yellow
    ) -> Passage {
        var passage = Passage()
        passage.site = site
        passage.lane = lane
        passage.passedAt = start.advanced(bySeconds: minutes * 60)
        passage.plate = plate
        passage.plateColor = color
        passage.speed = 6_250
        passage.axleLoads = [gross / 4, gross / 4, gross - gross / 4 * 2]
        passage.spacings = [3_600, 1_350]
        return passage
    }

    /// Any passage: axles, texts, wheels, sizes and lanes by chance.
    static func random(_ chance: inout Chance, hours: Int64 = 30) -> Passage {
        var passage = Passage()
        let axles = Int.random(in: 2...16, using: &chance)
        passage.site = "s\(Int.random(in: 1...4, using: &chance))"
        passage.lane = Int.random(in: 0...3, using: &chance)
        passage.passedAt = Instant(
            microseconds: start.microseconds
                + Int64.random(in: 0..<hours * 3_600_000_000, using: &chance)
        )
        passage.speed = Int32.random(in: -100...15_000, using: &chance)
        passage.axleLoads = (0..<axles).map { _ in Int.random(in: 0...12_000, using: &chance) }
        passage.spacings = (1..<axles).map { _ in Int.random(in: 900...6_000, using: &chance) }
        if Bool.random(using: &chance) {
            passage.leftLoads = passage.axleLoads.map { $0 / 2 }
            passage.rightLoads = passage.axleLoads.map { $0 - $0 / 2 }
        }
        passage.plate =
            ["", "湘A1234?", "湘A\(Int.random(in: 10_000...99_999, using: &chance))"]
            .randomElement(using: &chance) ?? ""
        passage.plateColor = PlateColor.allCases.randomElement(using: &chance) ?? .unknown
        passage.passageID = Bool.random(using: &chance) ? "p-\(chance.next())" : ""
        passage.vendorFlags = Bool.random(using: &chance) ? "wet gate" : ""
        passage.length = Bool.random(using: &chance) ? 12_000 : 0
        passage.vehicleType = VehicleType.allCases.randomElement(using: &chance) ?? .unspecified
        return passage
    }
}

/// The law, the sites and a writer.
enum TestLedger {
    static let sites = SiteBook(
        (1...4).map { n in
            Site(
                code: "s\(n)",
                nameZH: "站点\(n)",
                nameEN: "Site \(n)",
                kind: n == 1 ? .station : .nonstop,
                road: "G107",
                direction: "N",
                latitude: 28.2,
                longitude: 112.9,
                lanes: 4,
                certificates: n == 4
                    ? []
                    : [
                        Certificate(
                            accuracyClass: "5",
                            permissibleErrorPermille: nil,
                            validFrom: Instant(seconds: 0),
                            validUntil: Instant(seconds: 4_000_000_000),
                            document: "C-\(n)"
                        )
                    ]
            )
        }
    )

    static func law() throws -> CompiledRulebook {
        let editions = [("2016-09-21", Int64(1_474_387_200)), ("2026-03-03", 1_772_467_200)].map {
            edition($0.0, Instant(seconds: $0.1))
        }
        return try CompiledRulebook(
            Rulebook(
                id: "test",
                title: BilingualText(zh: "试", en: "test"),
                utcOffsetSeconds: 28_800,
                editions: editions
            )
        )
    }

    private static func edition(_ name: String, _ from: Instant) -> Edition {
        let text = BilingualText(zh: "文", en: "text")
        return Edition(
            name: name,
            effectiveFrom: from,
            articles: [
                Article(id: "Art. 1", citation: text, isVerified: false),
                Article(id: "Art. 2", citation: text, isVerified: true),
            ],
            grouping: Grouping(joinedBelow: 1_800, steerPair: nil),
            grossRules: [
                GrossRule(
                    axles: 2...16,
                    match: .any,
                    isCombination: false,
                    limit: 18_000,
                    article: "Art. 1"
                )
            ],
            typeRules: [],
            groupLimits: GroupLimits(
                steerSingle: 1,
                steerPair: 1,
                driveSingle: 1,
                otherSingle: 1,
                pair: [SpacingBand(below: .max, limit: 1)],
                tridem: [SpacingBand(below: .max, limit: 1)],
                article: "Art. 1"
            ),
            deduction: DeductionRule(
                permilleByClass: [:],
                unknownSitePermille: 50,
                noCertificatePermille: 50,
                article: "Art. 1"
            ),
            validity: ValidityRule(
                speedMin: 0,
                speedMax: 1,
                axleMin: 0,
                axleMax: 1,
                grossMax: 1,
                spacingMin: 0,
                spacingMax: 1,
                imbalanceMaxPermille: 1,
                clockEarliest: Instant(seconds: 0),
                clockAheadMaxSeconds: 1,
                mirroredAxleCountMin: 3,
                mirroredTolerance: 10
            ),
            wear: WearRule(reference: 10_000, cap: 50_000)
        )
    }

    /// A writer of days in Shanghai that pauses without waiting.
    static func writer(
        _ address: DatabaseAddress,
        timeZone: String = "Asia/Shanghai"
    ) throws -> LedgerWriter {
        LedgerWriter(
            law: try law(),
            sites: sites,
            settings: LedgerSettings(
                timeZone: timeZone,
                retry: RetryPolicy(first: .milliseconds(1), ceiling: .milliseconds(20))
            ),
            chain: testChain
        ) { () throws(StoreError) in try Connection(address) }
    }
}

extension Connection {
    /// The single whole number that a query returns.
    func number(_ sql: String) throws -> Int64 {
        try query("SELECT (\(sql))::bigint").only().int64(0)
    }

    /// What a query returns in one text: rows by line, columns by bar.
    func texts(_ sql: String) throws -> [String] {
        try query("SELECT row_to_json(q)::text FROM (\(sql)) AS q").map { try $0.text(0) }
    }
}

/// Numbers of frames.
enum FrameNumbers {
    /// The number after a block's last frame.
    static func after(_ block: PassageBlock) -> UInt64 {
        block.firstSequence + UInt64(block.frameCount)
    }
}

/// Checks that every frame of a spool had its effect exactly once.
func expectOnce(_ spool: TestSpool, _ connection: Connection) throws {
    let passages = spool.frames.count { $0.passage != nil }
    let numbers = try connection.query(
        "SELECT sequence FROM passages WHERE uplink = $1 ORDER BY 1",
        [.int32(spool.uplink)]
    )
    let expected = spool.frames.indices.filter { spool.frames[$0].passage != nil }.map { $0 + 1 }
    #expect(try numbers.map { Int(try $0.int64(0)) } == expected)
    #expect(
        try connection.number("SELECT count(*) FROM rejected_frames")
            == Int64(spool.frames.count - passages)
    )
    #expect(
        try connection.number("SELECT sum(passages) FROM rollup_lane_hour_class")
            == Int64(passages)
    )
    let flagged = spool.frames.count { $0.isFlagged }
    #expect(
        try connection.number(
            "SELECT count(*) FROM case_passages WHERE role IN ('opening', 'joined')"
        )
            == Int64(flagged)
    )
    let mark = try connection.query(
        "SELECT committed, digest FROM uplinks WHERE id = $1",
        [.int32(spool.uplink)]
    ).only()
    #expect(try mark.int64(0) == Int64(spool.frames.count))
    #expect(try mark.bytes(1) == spool.digest(after: spool.frames.count))
}

/// Hands something over to one task, which alone uses it.
struct Handover<Value>: @unchecked Sendable {
    // Sendable is sound because the giver does not touch the value again.
    let value: Value
    init(_ value: Value) { self.value = value }
}

/// A flag that one task raises and another looks at.
final class Flag: Sendable {
    private let raised = Atomic(false)
    var isRaised: Bool { raised.load(ordering: .acquiring) }
    func raise() { raised.store(true, ordering: .releasing) }
}

/// Counts across tasks.
final class Counter: Sendable {
    private let count = Atomic(0)
    var value: Int { count.load(ordering: .acquiring) }
    func add() { count.add(1, ordering: .acquiringAndReleasing) }
}

/// Runs bodies side by side, each on a thread of its own: they block, and tasks share few threads.
func onThreads(_ bodies: [@Sendable () throws -> Void]) async throws {
    let results = ResultList()
    for body in bodies {
        Thread.detachNewThread { results.add(Result { try body() }) }
    }
    while results.count < bodies.count { try await Task.sleep(for: .milliseconds(10)) }
    for result in results.all { try result.get() }
}

/// What the threads of a test came to.
private final class ResultList: Sendable {
    private let list = Mutex<[Result<Void, any Error>]>([])
    var all: [Result<Void, any Error>] { list.withLock { $0 } }
    var count: Int { list.withLock { $0.count } }
    func add(_ result: Result<Void, any Error>) { list.withLock { $0.append(result) } }
}

// Copyright the Steelyard authors. SPDX-License-Identifier: Apache-2.0

import Store
import Testing
import Weighing

/// A second passage against the case of a first, and what must become of it.
private struct Pairing: Sendable, CustomTestStringConvertible {
    var testDescription: String
    var second: Passage
    var joins: Bool
    var first = TestPassages.truck()

    init(_ description: String, _ second: Passage, joins: Bool) {
        testDescription = description
        self.second = second
        self.joins = joins
    }

    static let all: [Pairing] = {
        let base = { (site: String, minutes: Int64, gross: Int) in
            TestPassages.truck(site: site, minutes: minutes, gross: gross)
        }
        var otherClass = base("s2", 30, 40_000)
        otherClass.spacings = [3_600, 3_600]
        var incomplete = Pairing(
            "a plate with an unread character",
            base("s2", 30, 40_000),
            joins: false
        )
        incomplete.first.plate = "湘A1234?"
        incomplete.second.plate = "湘A1234?"
        // 40,000 kg may err by 2,000; 43,999 by 2,200: together 4,200 kg.
        return [
            Pairing("everything equal at another site", base("s2", 30, 40_000), joins: true),
            Pairing("another plate", TestPassages.truck("湘A12346", site: "s2"), joins: false),
            Pairing("another colour", TestPassages.truck(site: "s2", color: .blue), joins: false),
            Pairing("another class", otherClass, joins: false),
            Pairing("the same site", base("s1", 30, 40_000), joins: false),
            Pairing("two hours later", base("s2", 120, 40_000), joins: true),
            Pairing("two hours and a minute later", base("s2", 121, 40_000), joins: false),
            Pairing("two hours earlier", base("s2", -120, 40_000), joins: true),
            Pairing("two hours and a minute earlier", base("s2", -121, 40_000), joins: false),
            Pairing("heavier by both errors", base("s2", 30, 44_210), joins: true),
            Pairing("heavier by more than both errors", base("s2", 30, 44_212), joins: false),
            Pairing("lighter by both errors", base("s2", 30, 36_191), joins: true),
            Pairing("lighter by more than both errors", base("s2", 30, 36_189), joins: false),
            incomplete,
        ]
    }()
}

private func commit(_ passages: [Passage], by gateway: String, _ writer: LedgerWriter) throws {
    let spool = TestSpool(gateway)
    for passage in passages { spool.append(passage) }
    try spool.open(writer)
    _ = try writer.commit([spool.block()])
}

extension LedgerSuites {
    @Suite("Cases")
    struct CaseTests {
        @Test("A passage joins an open case only if every condition holds", arguments: Pairing.all)
        private func joining(_ pairing: Pairing) async throws {
            for isOneCall in [true, false] {
                try await withDatabase { address in
                    let writer = try TestLedger.writer(address)
                    if isOneCall {
                        try commit([pairing.first, pairing.second], by: "g1", writer)
                    } else {
                        try commit([pairing.first], by: "g1", writer)
                        try commit([pairing.second], by: "g2", writer)
                    }
                    let connection = try Connection(address)
                    let cases = try CaseQueries.list(limit: 10, on: connection)
                    #expect(cases.count == (pairing.joins ? 1 : 2))
                    #expect(cases.last?.passageCount == (pairing.joins ? 2 : 1))
                    #expect(
                        try connection.number(
                            "SELECT count(*) FROM case_passages WHERE role = 'related'"
                        ) == 0
                    )
                }
            }
        }

        @Test("Which states a case can still be joined in", arguments: CaseQueries.states)
        func joiningByState(_ state: String) async throws {
            try await withDatabase { address in
                let writer = try TestLedger.writer(address)
                try commit([TestPassages.truck()], by: "g1", writer)
                let connection = try Connection(address)
                try connection.query("UPDATE cases SET state = $1", [.text(state)])
                try commit([TestPassages.truck(site: "s2", minutes: 30)], by: "g2", writer)
                let joins = state == "pending" || state == "under_review"
                let cases = try CaseQueries.list(limit: 10, on: connection)
                #expect(cases.count == (joins ? 1 : 2))
                guard !joins, let newer = cases.first, let older = cases.last else { return }
                // The relation is seen from both sides.
                let ofOlder = try CaseQueries.show(older.id, on: connection)?.passages
                let ofNewer = try CaseQueries.show(newer.id, on: connection)?.passages
                #expect(ofOlder?.map(\.role) == ["opening", "related"])
                #expect(ofOlder?.last?.relatedCase == newer.id)
                #expect(ofNewer?.map(\.role) == ["related", "opening"])
                #expect(ofNewer?.first?.relatedCase == older.id)
            }
        }

        @Test("A case takes one passage of each site")
        func oneOfEachSite() async throws {
            try await withDatabase { address in
                let writer = try TestLedger.writer(address)
                let sites = ["s1", "s2", "s3", "s2", "s1"]
                try commit(
                    sites.enumerated().map {
                        TestPassages.truck(site: $1, minutes: Int64($0) * 10)
                    },
                    by: "g1",
                    writer
                )
                let cases = try CaseQueries.list(limit: 10, on: try Connection(address))
                // s1, s2 and s3 are one trip; s2 and s1 on the way back another.
                #expect(cases.map(\.passageCount) == [2, 3])
            }
        }

        @Test("Of two open cases a passage joins the one nearer in time")
        func nearest() async throws {
            try await withDatabase { address in
                let writer = try TestLedger.writer(address)
                try commit(
                    [
                        TestPassages.truck(site: "s1"), TestPassages.truck(site: "s1", minutes: 60),
                        TestPassages.truck(site: "s2", minutes: 50),
                    ],
                    by: "g1",
                    writer
                )
                let cases = try CaseQueries.list(limit: 10, on: try Connection(address))
                #expect(cases.map(\.passageCount) == [2, 1])
            }
        }

        @Test("A passage within the limit, marginal or barred by policy opens no case")
        func noCase() async throws {
            try await withDatabase { address in
                let writer = try TestLedger.writer(address)
                let spool = TestSpool("g1")
                spool.append(TestPassages.truck(gross: 27_000)).append(
                    TestPassages.truck(gross: 28_000)
                )
                spool.append(TestPassages.truck(), reasons: .noCertificate)
                try spool.open(writer)
                _ = try writer.commit([spool.block()])
                let connection = try Connection(address)
                #expect(try connection.number("SELECT count(*) FROM passages") == 3)
                #expect(try connection.number("SELECT count(*) FROM cases") == 0)
            }
        }

        @Test(
            "A weighing that is a case already is linked and never a second case",
            arguments: [
                "湘A12345", "湘A1234?", "",
            ]
        )
        func sameWeighing(_ plate: String) async throws {
            try await withDatabase { address in
                let writer = try TestLedger.writer(address)
                // Twice in one spool, then by another spool.
                try commit(
                    [TestPassages.truck(plate), TestPassages.truck(plate)],
                    by: "g1",
                    writer
                )
                try commit([TestPassages.truck(plate)], by: "g2", writer)
                let connection = try Connection(address)
                let cases = try CaseQueries.list(limit: 10, on: connection)
                #expect(cases.count == 1)
                #expect(cases.first?.passageCount == 1)
                #expect(
                    try connection.number(
                        "SELECT count(*) FROM case_passages WHERE role = 'duplicate'"
                    ) == 2
                )
            }
        }

        @Test("A second copy of a passage that joined belongs to the same case")
        func copyOfJoined() async throws {
            try await withDatabase { address in
                let writer = try TestLedger.writer(address)
                let second = TestPassages.truck(site: "s2", minutes: 20)
                try commit([TestPassages.truck(), second], by: "g1", writer)
                try commit([second], by: "g2", writer)
                let cases = try CaseQueries.list(limit: 10, on: try Connection(address))
                #expect(cases.count == 1)
            }
        }

        @Test("A case holds its evidence, the law and the certificate of its instant")
        func evidence() async throws {
            try await withDatabase { address in
                let writer = try TestLedger.writer(address)
                let spool = TestSpool("g1")
                var truck = TestPassages.truck(site: "s2")
                truck.passageID = "row-1"
                truck.leftLoads = truck.axleLoads.map { $0 / 2 }
                truck.rightLoads = truck.axleLoads.map { $0 - $0 / 2 }
                spool.append(truck).append(
                    TestPassages.truck("湘B54321", site: "s4", minutes: 1_440)
                )
                try spool.open(writer)
                _ = try writer.commit([spool.block()])
                let connection = try Connection(address)
                let list = try CaseQueries.list(limit: 10, on: connection)
                let first = try #require(try CaseQueries.show(list[1].id, on: connection))
                #expect(first.summary == list[1])
                #expect(first.summary.state == "pending")
                #expect(first.summary.axleLoads == [10_000, 10_000, 20_000])
                #expect(first.summary.grossExcess == 13_000)
                #expect(first.summary.deduction == 2_000)
                #expect(first.summary.article == "Art. 2")
                #expect(first.isArticleVerified)
                #expect(first.leftLoads == [5_000, 5_000, 10_000])
                #expect([first.rulebook, first.edition] == ["test", "2016-09-21"])
                #expect([first.certificateClass, first.certificateDocument] == ["5", "C-2"])
                #expect(first.permissibleErrorPermille == 50)
                #expect(first.frame == [UInt8]("row-1".utf8) + [7])
                #expect(first.frameHash == spool.frames[0].hash)
                #expect(first.receivedAt == Instant(seconds: 1_790_000_000))
                #expect(first.passages.map(\.role) == ["opening"])
                let second = try #require(try CaseQueries.show(list[0].id, on: connection))
                #expect(second.edition == "2026-03-03")
                #expect(second.certificateClass == nil)
                #expect(try CaseQueries.show(999, on: connection) == nil)
            }
        }

        @Test("The list is narrowed by each filter and paged by id, newest first")
        func list() async throws {
            try await withDatabase { address in
                let writer = try TestLedger.writer(address)
                let trucks = (0..<10).map { n in
                    TestPassages.truck(
                        "湘A\(10_000 + n)",
                        site: "s\(1 + n % 2)",
                        minutes: Int64(n) * 60
                    )
                }
                try commit(trucks, by: "g1", writer)
                let connection = try Connection(address)
                func ids(
                    _ filter: CaseFilter,
                    _ limit: Int = 100,
                    _ before: Int64? = nil
                ) throws -> [Int64] {
                    try CaseQueries.list(filter, limit: limit, before: before, on: connection).map(
                        \.id
                    )
                }
                let all = try ids(CaseFilter())
                #expect(all.count == 10)
                #expect(all == all.sorted(by: >))
                #expect(try ids(CaseFilter(), 4) == Array(all.prefix(4)))
                #expect(try ids(CaseFilter(), 4, all[3]) == Array(all[4..<8]))
                #expect(try ids(CaseFilter(site: "s2")).count == 5)
                #expect(try ids(CaseFilter(plate: "湘A10003")).count == 1)
                let third = TestPassages.start.advanced(bySeconds: 3 * 3_600)
                #expect(try ids(CaseFilter(since: third)).count == 7)
                #expect(try ids(CaseFilter(until: third)).count == 3)
                try connection.query(
                    "UPDATE cases SET state = 'closed' WHERE id = $1",
                    [.int64(all[2])]
                )
                #expect(try ids(CaseFilter(state: "closed")) == [all[2]])
                #expect(try ids(CaseFilter(state: "pending", site: "s2", until: third)).count == 1)
            }
        }
    }
}

// Copyright the Steelyard authors. SPDX-License-Identifier: Apache-2.0

import Testing
import Weighing

@testable import Uplink

/// A way to spoil one passage, and what is said of it.
struct Spoil: Sendable, CustomTestStringConvertible {
    var name: String
    var fault: PassageFault
    var spoil: @Sendable (inout Passage) -> Void

    var testDescription: String { name }

    static let all = [
        Spoil(name: "one axle", fault: .axleCount(1)) {
            $0.axleLoads = [1]
            $0.spacings = []
        },
        Spoil(name: "no axle", fault: .axleCount(0)) {
            $0.axleLoads = []
            $0.spacings = []
        },
        Spoil(name: "17 axles", fault: .axleCount(17)) {
            $0.axleLoads = Array(repeating: 1, count: 17)
            $0.spacings = Array(repeating: 1, count: 16)
        },
        Spoil(name: "heavy axle", fault: .value(65_536)) { $0.axleLoads[1] = 65_536 },
        Spoil(name: "long spacing", fault: .value(70_000)) { $0.spacings[0] = 70_000 },
        Spoil(name: "huge load", fault: .value(4_294_967_295)) { $0.axleLoads[0] = 4_294_967_295 },
        Spoil(name: "heavy wheel", fault: .value(65_537)) {
            $0.leftLoads = $0.axleLoads
            $0.rightLoads = $0.axleLoads.map { _ in 0 }
            $0.rightLoads[0] = 65_537
        },
        Spoil(name: "too few wheels", fault: .wheelCount(left: 1, right: 1, axles: 3)) {
            $0.leftLoads = [1]
            $0.rightLoads = [1]
        },
        Spoil(name: "wheels too heavy", fault: .wheelSum(axle: 3, difference: 21)) {
            $0.leftLoads = $0.axleLoads
            $0.rightLoads = [0, 0, 21]
        },
        Spoil(name: "wheels too light", fault: .wheelSum(axle: 1, difference: -21)) {
            $0.leftLoads = $0.axleLoads
            $0.leftLoads[0] -= 21
            $0.rightLoads = [0, 0, 0]
        },
        Spoil(name: "lane", fault: .lane(32_768)) { $0.lane = 32_768 },
        Spoil(name: "length", fault: .dimension(100_001)) { $0.length = 100_001 },
        Spoil(name: "width", fault: .dimension(100_002)) { $0.width = 100_002 },
        Spoil(name: "height", fault: .dimension(100_003)) { $0.height = 100_003 },
        Spoil(name: "no site", fault: .siteMissing) { $0.site = "" },
        Spoil(name: "long site", fault: .textLong("site", byteCount: 33)) {
            $0.site = String(repeating: "s", count: 33)
        },
        Spoil(name: "zero in site", fault: .textZeroByte("site")) { $0.site = "a\0b" },
        Spoil(name: "long plate", fault: .textLong("plate", byteCount: 33)) {
            $0.plate = String(repeating: "p", count: 33)
        },
        Spoil(name: "long id", fault: .textLong("passage_id", byteCount: 129)) {
            $0.passageID = String(repeating: "i", count: 129)
        },
        Spoil(name: "zero in id", fault: .textZeroByte("passage_id")) { $0.passageID = "a\0b" },
        Spoil(name: "long flags", fault: .textLong("flags", byteCount: 300)) {
            $0.vendorFlags = String(repeating: "f", count: 300)
        },
    ]
}

@Suite("Refused frames")
struct RejectedFrameTests {
    /// A three-axle passage without wheels that nothing is wrong with.
    static func plain() -> Passage {
        var passage = Passage()
        passage.site = "S1"
        passage.axleLoads = [6_000, 9_000, 9_500]
        passage.spacings = [3_900, 1_350]
        passage.plate = "湘A12345"
        return passage
    }

    @Test(
        "A faulty passage is refused alone, with the sentence that a file reader gives",
        arguments: Spoil.all
    )
    func oneFault(_ spoil: Spoil) throws {
        var random = RandomPassages(seed: 20)
        var passages = random.next(30)
        var bad = RejectedFrameTests.plain()
        spoil.spoil(&bad)
        #expect(bad.fault() == spoil.fault)
        passages.insert(bad, at: 15)
        let decoded = try Decoded(BatchModel(passages).encoded())
        passages.remove(at: 15)
        #expect(decoded.passages == passages)
        #expect(decoded.sequences == Array(1...15) + Array(17...31))
        let frame = try #require(decoded.rejected.first)
        #expect(decoded.rejected.count == 1)
        #expect(frame.sequence == 16)
        #expect(frame.reason == spoil.fault.description)
        #expect(frame.bytes == BatchModel([bad]).columnBytes())
        #expect(frame.hash == [UInt8](repeating: 15, count: 32))
    }

    @Test("The last value inside a range is taken")
    func lastGoodValues() throws {
        var passage = RejectedFrameTests.plain()
        passage.axleLoads = Array(repeating: 65_535, count: 16)
        passage.spacings = Array(repeating: 65_535, count: 15)
        passage.leftLoads = Array(repeating: 65_535, count: 16)
        passage.rightLoads = Array(repeating: 20, count: 16)
        passage.lane = 32_767
        passage.length = 100_000
        passage.width = 100_000
        passage.height = 100_000
        passage.plate = String(repeating: "p", count: 32)
        passage.passageID = String(repeating: "i", count: 128)
        passage.vendorFlags = String(repeating: "f", count: 128)
        passage.site = String(repeating: "s", count: 32)
        passage.speed = .min
        passage.passedAt = Instant(microseconds: .min)
        let decoded = try Decoded(BatchModel([passage]).encoded())
        #expect(decoded.passages == [passage])
        #expect(decoded.rejected.isEmpty)
    }

    @Test(
        "Undefined codes are refused by name",
        arguments: [(12, "vehicle_type", 3), (13, "plate_color", 8)]
    )
    func codes(field: Int, name: String, value: Int) throws {
        var model = BatchModel([RejectedFrameTests.plain(), RejectedFrameTests.plain()])
        model.columns[field] = [UInt32(value), UInt32(value - 1)]
        let decoded = try Decoded(model.encoded())
        #expect(
            decoded.rejected.map(\.reason) == [PassageFault.code(name, value: value).description]
        )
        #expect(decoded.sequences == [2])
    }

    @Test("A text that is not UTF-8 is refused, its neighbours are not")
    func encoding() throws {
        let plain = RejectedFrameTests.plain()
        var model = BatchModel([plain, plain, plain])
        // The second plate's first byte, of nine each.
        model.texts[18]?[9] = 0xff
        let decoded = try Decoded(model.encoded())
        #expect(decoded.rejected.map(\.reason) == [PassageFault.textEncoding("plate").description])
        #expect(decoded.rejected.map(\.sequence) == [2])
        #expect(decoded.passages == [plain, plain])
    }

    @Test("Two plates that are UTF-8 only together are refused both")
    func splitCharacter() throws {
        let plain = RejectedFrameTests.plain()
        var model = BatchModel([plain, plain])
        model.columns[17] = [10, 8]
        let decoded = try Decoded(model.encoded())
        #expect(decoded.passages.isEmpty)
        #expect(decoded.rejected.map(\.sequence) == [1, 2])
    }

    @Test("A batch of faulty frames alone leaves an empty block with all of them refused")
    func allRefused() throws {
        var bad = RejectedFrameTests.plain()
        bad.lane = 40_000
        let decoded = try Decoded(BatchModel(Array(repeating: bad, count: 300)).encoded())
        #expect(decoded.passages.isEmpty)
        #expect(decoded.rejected.count == 300)
        #expect(decoded.blocks.map(\.count) == [256, 44])
    }

    @Test("Faults anywhere leave every other passage as it was", arguments: [30, 31, 32])
    func manyFaults(seed: UInt64) throws {
        var random = RandomPassages(seed: seed)
        var good: [Passage] = []
        var all: [Passage] = []
        for _ in 0..<700 {
            if random.onceIn(7) {
                var bad = RejectedFrameTests.plain()
                Spoil.all[random.number(0...Spoil.all.count - 1)].spoil(&bad)
                all.append(bad)
            } else {
                good.append(random.next())
                all.append(good[good.count - 1])
            }
        }
        let decoded = try Decoded(BatchModel(all).encoded())
        #expect(decoded.passages == good, "seed \(seed)")
        #expect(decoded.rejected.map(\.reason) == all.compactMap { $0.fault()?.description })
        #expect(decoded.blocks.reduce(0) { $0 + $1.count } == 700)
    }
}

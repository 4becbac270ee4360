// Copyright the Steelyard authors. SPDX-License-Identifier: Apache-2.0
//
// The decoder and encoder of the wire: round trips, every lawful encoding, refused frames, hostile
// bytes. `BatchModel` is the independent writer that both are held against; the generated code is in
// IntakeTests.

import Testing
import Weighing

@testable import Uplink

/// Everything that a batch gives.
struct Decoded {
    var header: BatchHeader
    var passages: [Passage] = []
    var sequences: [UInt64] = []
    var hashes: [[UInt8]] = []
    var rejected: [RejectedFrame] = []
    /// First sequence and frame count of each block.
    var blocks: [(first: UInt64, count: Int)] = []

    /// Decodes a batch through one block that is used again and again.
    init(_ bytes: [UInt8], limits: BatchLimits = BatchLimits()) throws {
        var decoder = try BatchDecoder(bytes, limits: limits)
        header = decoder.header
        let block = PassageBlock()
        while decoder.remainingFrameCount > 0 {
            block.reset()
            decoder.fill(block, from: bytes)
            guard block.frameCount > 0 else { break }
            take(block)
        }
    }

    private mutating func take(_ block: PassageBlock) {
        blocks.append((block.firstSequence, block.frameCount))
        rejected += block.rejected
        for row in 0..<block.count {
            passages.append(block.passage(at: row))
            sequences.append(block.sequence(at: row))
            hashes.append(block.frameHash(at: row))
        }
        let instants = passages.suffix(block.count).map(\.passedAt.microseconds)
        #expect(block.instantMin == instants.min() ?? .max)
        #expect(block.instantMax == instants.max() ?? .min)
        #expect(
            block.hasWheelLoads == passages.suffix(block.count).contains { !$0.leftLoads.isEmpty }
        )
        for group in 0..<(block.count + 15) / 16 {
            let rows = group * 16..<min(group * 16 + 16, block.count)
            let most = rows.map { block.axleCounts[$0] }.max()
            #expect(block.axleCountMaxima[group] == most)
        }
    }
}

/// A block with these passages, numbered from `first`, frame i hashed as the byte i repeated.
func makeBlock(_ passages: some Collection<Passage>, first: UInt64 = 1) -> PassageBlock {
    let block = PassageBlock()
    for (i, passage) in passages.enumerated() {
        #expect(block.append(passage, sequence: first + UInt64(i)))
        block.setFrameHash([UInt8](repeating: UInt8(truncatingIfNeeded: i), count: 32), row: i)
    }
    return block
}

let envelope = BatchEnvelope(
    gateway: "gw-1",
    spoolID: "spool-1",
    firstSequence: 1,
    digestBefore: [UInt8](repeating: 7, count: 32)
)

@Suite("Round trips")
struct RoundTripTests {
    @Test("Ten thousand seeded passages come out of the wire as they went in", arguments: [1, 2])
    func roundTrip(seed: UInt64) throws {
        var random = RandomPassages(seed: seed)
        for _ in 0..<50 {
            let passages = random.next(100)
            let bytes = BatchEncoder.passages(
                makeBlock(passages),
                rows: 0..<100,
                envelope: envelope
            )
            let decoded = try Decoded(bytes)
            #expect(decoded.passages == passages, "seed \(seed)")
            #expect(decoded.rejected.isEmpty)
            #expect(decoded.header.frameCount == 100)
        }
    }

    @Test("The encoder writes what a plain reading of the schema writes", arguments: [3, 4])
    func encoderAgainstModel(seed: UInt64) {
        var random = RandomPassages(seed: seed)
        for count in [1, 2, 15, 16, 17, 255, 256] {
            let passages = random.next(count)
            let bytes = BatchEncoder.passages(
                makeBlock(passages),
                rows: 0..<count,
                envelope: envelope
            )
            #expect(bytes == BatchModel(passages).encoded(), "\(count) passages, seed \(seed)")
        }
    }

    @Test("Rows from the middle of a block make a batch of their own")
    func middle() throws {
        var random = RandomPassages(seed: 5)
        let passages = random.next(40)
        var envelope = envelope
        envelope.firstSequence = 11
        let bytes = BatchEncoder.passages(makeBlock(passages), rows: 10..<25, envelope: envelope)
        let decoded = try Decoded(bytes)
        #expect(decoded.passages == Array(passages[10..<25]))
        #expect(decoded.sequences == Array(11...25))
        #expect(decoded.hashes.map(\.[0]) == Array(10..<25))
    }

    @Test("A batch of a thousand fills four blocks, in order and without a hole")
    func severalBlocks() throws {
        var random = RandomPassages(seed: 6)
        let passages = random.next(1_000)
        var model = BatchModel(passages)
        model.first = 5_000
        let decoded = try Decoded(model.encoded())
        #expect(decoded.passages == passages)
        #expect(decoded.sequences == Array(5_000..<6_000))
        #expect(decoded.hashes.flatMap(\.self) == model.hashes)
        #expect(decoded.blocks.map(\.count) == [256, 256, 256, 232])
        #expect(decoded.blocks.map(\.first) == [5_000, 5_256, 5_512, 5_768])
        #expect(decoded.header.digestBefore == model.digest)
        #expect(decoded.header.gateway == "gw-1")
        #expect(decoded.header.spoolID == "spool-1")
    }

    @Test(
        "Columns as single elements or in pieces mean the same",
        arguments: BatchModel.Packing.allCases
    )
    func packing(_ packing: BatchModel.Packing) throws {
        var random = RandomPassages(seed: 7)
        let passages = random.next(300)
        let decoded = try Decoded(BatchModel(passages).encoded(packing))
        #expect(decoded.passages == passages)
        #expect(decoded.rejected.isEmpty)
    }

    @Test("A passages field in two parts is merged, as protobuf demands")
    func mergedSubmessages() throws {
        var random = RandomPassages(seed: 8)
        let passages = random.next(30)
        var model = BatchModel(passages)
        model.texts = [:]
        for field in [17, 19, 21] { model.columns[field] = nil }
        var late = model
        late.columns = model.columns.filter { $0.key >= 7 }
        late.sites = []
        late.passedAt = []
        model.columns = model.columns.filter { $0.key < 7 }
        let bytes =
            model.head() + Wire.delimited(10, model.columnBytes())
            + Wire.delimited(10, late.columnBytes())
        let decoded = try Decoded(bytes)
        #expect(decoded.passages.map(\.axleLoads) == passages.map(\.axleLoads))
        #expect(decoded.passages.map(\.height) == passages.map(\.height))
    }

    @Test("Fields that this version does not know are passed over")
    func unknownFields() throws {
        var random = RandomPassages(seed: 9)
        let passages = random.next(20)
        let model = BatchModel(passages)
        // Field 99 as number, eight bytes, bytes, group with a number in it, four bytes.
        let unknown =
            Wire.varint(99 << 3) + [0xff, 0x01] + Wire.varint(99 << 3 | 1) + Wire.bytes(1, 8)
            + Wire.delimited(99, [1, 2, 3]) + Wire.varint(99 << 3 | 3) + Wire.varint(98 << 3) + [5]
            + Wire.varint(99 << 3 | 4) + Wire.varint(99 << 3 | 5) + Wire.bytes(1, 4)
        let bytes =
            unknown + model.head()
            + Wire.delimited(10, unknown + model.columnBytes() + unknown) + unknown
        #expect(try Decoded(bytes).passages == passages)
    }

    @Test("Passages with nothing optional leave the optional columns out")
    func bare() throws {
        var passage = Passage()
        passage.site = "S"
        passage.axleLoads = [4_000, 5_000]
        passage.spacings = [3_500]
        let bytes = BatchEncoder.passages(makeBlock([passage]), rows: 0..<1, envelope: envelope)
        let decoded = try Decoded(bytes)
        #expect(decoded.passages == [passage])
        // 9 + 9 + 9 + 34 + 34 bytes before the passages, their head, and the columns of 2 to 8.
        #expect(bytes.count == 6 + 9 + 9 + 34 + 34 + 2 + 3 + 6 + 6 + 10 + 6 + 6 + 10 + 6)
    }

    @Test("Long texts and many sites are spread over more blocks")
    func fullArena() throws {
        var random = RandomPassages(seed: 10)
        let passages = (0..<600).map { i in
            var passage = random.next()
            passage.passageID = String(repeating: "x", count: 128)
            passage.vendorFlags = String(repeating: "字", count: 42)
            passage.plate = "湘A\(10_000 + i)"
            passage.site = "site-\(i)"
            return passage
        }
        let decoded = try Decoded(BatchModel(passages).encoded())
        #expect(decoded.passages == passages)
        // 128 + 126 + 9 bytes a row: 124 rows fill the arena of 32,768.
        #expect(decoded.blocks.map(\.count) == [124, 124, 124, 124, 104])
    }

    @Test("A block takes no more than its 255 sites")
    func manySites() throws {
        var random = RandomPassages(seed: 11)
        let passages = (0..<300).map { i in
            var passage = random.next()
            passage.site = "site-\(i)"
            return passage
        }
        let decoded = try Decoded(BatchModel(passages).encoded())
        #expect(decoded.passages == passages)
        #expect(decoded.blocks.map(\.count) == [255, 45])
    }

    @Test("A batch without frames is a hello")
    func hello() throws {
        let decoded = try Decoded(BatchEncoder.hello(gateway: "g", spoolID: "s"))
        #expect(decoded.header == BatchHeader(gateway: "g", spoolID: "s"))
        #expect(decoded.header.isHello)
    }

    @Test("Unreadable frames arrive with bytes, reason and hash")
    func unreadable() throws {
        let frames = (0..<300).map { i in
            UnreadableFrame(
                bytes: Array("row \(i)".utf8),
                reason: i == 0 ? "" : "line \(i): no axles",
                hash: [UInt8](repeating: UInt8(truncatingIfNeeded: i), count: 32)
            )
        }
        let decoded = try Decoded(BatchEncoder.unreadable(frames, envelope: envelope))
        #expect(decoded.rejected.map(\.bytes) == frames.map(\.bytes))
        #expect(decoded.rejected.map(\.hash) == frames.map(\.hash))
        #expect(decoded.rejected.map(\.sequence) == Array(1...300))
        #expect(decoded.rejected[0].reason == "the gateway could not read the frame")
        #expect(decoded.rejected[9].reason == "line 9: no axles")
        #expect(decoded.blocks.map(\.count) == [256, 44])
    }

    @Test("A reason too long for the schema is cut between two characters, zero bytes left out")
    func longReason() throws {
        let frame = UnreadableFrame(
            bytes: [],
            reason: "\0" + String(repeating: "字", count: 400),
            hash: [UInt8](repeating: 0, count: 32)
        )
        let decoded = try Decoded(BatchEncoder.unreadable([frame], envelope: envelope))
        #expect(decoded.rejected[0].reason == String(repeating: "字", count: 341))
    }
}

extension BatchHeader {
    /// A header of a hello.
    init(gateway: String, spoolID: String) {
        self.init()
        self.gateway = gateway
        self.spoolID = spoolID
    }
}

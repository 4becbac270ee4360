// Copyright the Steelyard authors. SPDX-License-Identifier: Apache-2.0
//
// The hand-written wire against the generated code: what one writes the other must read, to the byte.

import FrameDigest
import SwiftProtobuf
import Testing
import Uplink
import UplinkSchema
import Weighing

/// Passages for the wire, the same for the same seed.
struct WirePassages {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    /// A number of a range; the SplitMix64 step of Steele, Lea and Flood (2014).
    mutating func number(_ range: ClosedRange<Int>) -> Int {
        state &+= 0x9e37_79b9_7f4a_7c15
        var z = state
        z = (z ^ (z >> 30)) &* 0xbf58_476d_1ce4_e5b9
        z = (z ^ (z >> 27)) &* 0x94d0_49bb_1331_11eb
        return range.lowerBound + Int((z ^ (z >> 31)) % UInt64(range.count))
    }

    /// The next passage.
    mutating func next() -> Passage {
        var passage = Passage()
        let axles = number(2...16)
        passage.site = "site-\(number(1...4))"
        passage.lane = number(0...32_767)
        passage.passedAt = Instant(microseconds: Int64(number(-1_000_000...2_000_000_000_000_000)))
        passage.speed = Int32(number(-10...15_000))
        passage.axleLoads = (0..<axles).map { _ in number(0...65_000) }
        passage.spacings = (1..<axles).map { _ in number(0...65_535) }
        if number(1...3) == 1 {
            passage.leftLoads = passage.axleLoads.map { $0 / 2 }
            passage.rightLoads = passage.axleLoads.map { $0 - $0 / 2 }
        }
        passage.plate = number(1...4) == 1 ? "" : "湘A\(number(10_000...99_999))"
        passage.passageID = number(1...2) == 1 ? "" : "id-\(number(0...9_999))"
        passage.vendorFlags = number(1...5) == 1 ? "straddle 越线" : ""
        passage.plateColor = PlateColor.allCases[number(0...7)]
        passage.vehicleType = VehicleType.allCases[number(0...2)]
        passage.length = number(0...1) * number(0...100_000)
        passage.height = number(0...1) * number(0...100_000)
        return passage
    }

    /// A block of the next passages, hashed, numbered from `first`.
    mutating func block(_ count: Int, first: UInt64 = 1) -> PassageBlock {
        let block = PassageBlock()
        for i in 0..<count { #expect(block.append(next(), sequence: first + UInt64(i))) }
        FrameDigest.fillHashes(block)
        return block
    }
}

@Suite("The hand-written wire against the generated code")
struct WireAgainstGeneratedTests {
    private let envelope = BatchEnvelope(
        gateway: "gw-7",
        spoolID: "spool-3",
        firstSequence: 1,
        digestBefore: FrameDigest.zero
    )

    @Test("Generated code writes the same bytes from what it read", arguments: 1...20)
    func sameBytes(seed: Int) throws {
        var random = WirePassages(seed: UInt64(seed))
        let count = random.number(1...256)
        let block = random.block(count)
        let bytes = BatchEncoder.passages(block, rows: 0..<count, envelope: envelope)
        let message = try Steelyard_V1_FrameBatch(serializedBytes: bytes)
        let again: [UInt8] = try message.serializedBytes()
        #expect(again == bytes, "seed \(seed)")
        #expect(message.unknownFields.data.isEmpty)
        #expect(message.passages.unknownFields.data.isEmpty)
        #expect(message.gateway == "gw-7")
        #expect(message.spoolID == "spool-3")
        #expect(message.firstSequence == 1)
        #expect([UInt8](message.digestBefore) == FrameDigest.zero)
        #expect(message.frameHashes.count == 32 * count)
    }

    @Test("Generated code reads every field as it was meant")
    func fields() throws {
        var random = WirePassages(seed: 99)
        let block = random.block(200)
        let bytes = BatchEncoder.passages(block, rows: 0..<200, envelope: envelope)
        let columns = try Steelyard_V1_FrameBatch(serializedBytes: bytes).passages
        var axle = 0
        var spacing = 0
        var wheel = 0
        var plate = 0
        for row in 0..<200 {
            let passage = block.passage(at: row)
            let axles = passage.axleLoads.count
            #expect(columns.siteCodes[Int(columns.site[row])] == passage.site)
            #expect(Int(columns.lane[row]) == passage.lane)
            #expect(columns.passedAtUs[row] == passage.passedAt.microseconds)
            #expect(columns.speedCkmh[row] == passage.speed)
            #expect(Int(columns.axleCount[row]) == axles)
            #expect(columns.axleKg[axle..<axle + axles].map(Int.init) == passage.axleLoads)
            #expect(
                columns.spacingMm[spacing..<spacing + axles - 1].map(Int.init) == passage.spacings
            )
            let wheels = Int(columns.wheelCount[row])
            #expect(columns.leftKg[wheel..<wheel + wheels].map(Int.init) == passage.leftLoads)
            #expect(columns.rightKg[wheel..<wheel + wheels].map(Int.init) == passage.rightLoads)
            #expect(columns.plateColor[row] == UInt32(passage.plateColor.rawValue))
            #expect(columns.vehicleType[row] == UInt32(passage.vehicleType.rawValue))
            #expect(columns.lengthMm[row] == UInt32(passage.length))
            #expect(columns.widthMm.isEmpty)
            #expect(columns.heightMm[row] == UInt32(passage.height))
            let length = Int(columns.plateLength[row])
            let text = [UInt8](columns.plateText)[plate..<plate + length]
            #expect(Array(text) == Array(passage.plate.utf8))
            axle += axles
            spacing += axles - 1
            wheel += wheels
            plate += length
        }
    }

    @Test("A batch that generated code wrote decodes to the same passages", arguments: 30...40)
    func decodesGenerated(seed: Int) throws {
        var random = WirePassages(seed: UInt64(seed))
        let count = random.number(1...256)
        let sent = random.block(count)
        let bytes = BatchEncoder.passages(sent, rows: 0..<count, envelope: envelope)
        let message = try Steelyard_V1_FrameBatch(serializedBytes: bytes)
        let generated: [UInt8] = try message.serializedBytes()
        var decoder = try BatchDecoder(generated)
        let received = PassageBlock()
        decoder.fill(received, from: generated)
        #expect(received.count == count)
        for row in 0..<count {
            #expect(received.passage(at: row) == sent.passage(at: row), "seed \(seed), row \(row)")
            #expect(FrameDigest.isGenuine(received, row: row))
        }
        #expect(
            FrameDigest.chain(previous: FrameDigest.zero, over: received)
                == FrameDigest.chain(previous: FrameDigest.zero, over: sent)
        )
    }

    @Test("Canonical bytes are what generated code writes of a one-row message")
    func canonicalBytes() throws {
        var random = WirePassages(seed: 50)
        let block = random.block(256)
        for row in 0..<256 {
            let bytes = BatchEncoder.canonicalBytes(block, row: row)
            let message = try Steelyard_V1_PassageColumns(serializedBytes: bytes)
            let again: [UInt8] = try message.serializedBytes()
            #expect(again == bytes)
            #expect(message.site == [0])
        }
    }

    @Test("Unreadable frames and the hello are the same to both")
    func unreadable() throws {
        let hash = FrameDigest.hash([1, 2, 3])
        let frames = [
            UnreadableFrame(bytes: [1, 2, 3], reason: "no axles", hash: hash),
            UnreadableFrame(bytes: [], reason: "", hash: FrameDigest.hash([])),
        ]
        let bytes = BatchEncoder.unreadable(frames, envelope: envelope)
        let message = try Steelyard_V1_FrameBatch(serializedBytes: bytes)
        let again: [UInt8] = try message.serializedBytes()
        #expect(again == bytes)
        #expect(message.unreadable.map { [UInt8]($0.frame) } == [[1, 2, 3], []])
        #expect(message.unreadable.map(\.reason) == ["no axles", ""])
        let hello = BatchEncoder.hello(gateway: "g", spoolID: "s")
        let helloAgain: [UInt8] = try Steelyard_V1_FrameBatch(serializedBytes: hello)
            .serializedBytes()
        #expect(helloAgain == hello)
    }

    @Test(
        "Where generated code refuses bytes as no protobuf, so does the decoder",
        arguments: 60...63
    )
    func refusals(seed: Int) throws {
        var random = WirePassages(seed: UInt64(seed))
        let block = random.block(12)
        let bytes = BatchEncoder.passages(block, rows: 0..<12, envelope: envelope)
        var refused = 0
        for _ in 0..<3_000 {
            var flipped = bytes
            flipped[random.number(0...bytes.count - 1)] ^= 1 << UInt8(random.number(0...7))
            guard (try? Steelyard_V1_FrameBatch(serializedBytes: flipped)) == nil else { continue }
            refused += 1
            #expect(throws: BatchFault.self, "seed \(seed)") { try BatchDecoder(flipped) }
        }
        #expect(refused > 20)
    }

    @Test("SHA-256 and the running digest are the published ones")
    func digests() {
        // FIPS 180-4 example: SHA-256 of "abc".
        let abc: [UInt8] = [
            0xba, 0x78, 0x16, 0xbf, 0x8f, 0x01, 0xcf, 0xea, 0x41, 0x41, 0x40, 0xde, 0x5d, 0xae,
            0x22,
            0x23, 0xb0, 0x03, 0x61, 0xa3, 0x96, 0x17, 0x7a, 0x9c, 0xb4, 0x10, 0xff, 0x61, 0xf2,
            0x00,
            0x15, 0xad,
        ]
        #expect(FrameDigest.hash(Array("abc".utf8)) == abc)
        #expect(
            FrameDigest.chain(previous: FrameDigest.zero, frameHash: abc)
                == FrameDigest.hash(FrameDigest.zero + abc)
        )
    }

    @Test("The digest of a block runs through refused frames in their place")
    func chainWithRejected() {
        var random = WirePassages(seed: 70)
        let whole = random.block(6)
        let part = PassageBlock()
        for row in [1, 2, 4] {
            #expect(part.append(whole.passage(at: row), sequence: UInt64(row + 1)))
        }
        FrameDigest.fillHashes(part)
        for row in [0, 3, 5] {
            part.rejected.append(
                RejectedFrame(
                    sequence: UInt64(row + 1),
                    reason: "",
                    bytes: [],
                    hash: whole.frameHash(at: row)
                )
            )
        }
        #expect(
            FrameDigest.chain(previous: FrameDigest.zero, over: part)
                == FrameDigest.chain(previous: FrameDigest.zero, over: whole)
        )
    }
}

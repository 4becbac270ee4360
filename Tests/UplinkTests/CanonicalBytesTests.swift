// Copyright the Steelyard authors. SPDX-License-Identifier: Apache-2.0

import Testing
import Weighing

@testable import Uplink

@Suite("Canonical bytes")
struct CanonicalBytesTests {
    @Test("The canonical bytes of a known passage never change")
    func golden() {
        var passage = Passage()
        passage.site = "XT-1"
        passage.lane = 2
        passage.passedAt = Instant(microseconds: 1_780_000_000_123_456)
        passage.speed = 6_250
        passage.axleLoads = [7_000, 11_000]
        passage.spacings = [5_600]
        passage.leftLoads = [3_500, 5_490]
        passage.rightLoads = [3_500, 5_500]
        passage.plate = "湘A12345"
        passage.plateColor = .yellow
        passage.vehicleType = .rigid
        passage.length = 8_995
        passage.passageID = "7"
        let bytes = BatchEncoder.canonicalBytes(makeBlock([passage]), row: 0)
        // Field by field, from the schema: tag, byte count, contents.
        let golden =
            "0a0458542d31" + "120400000000" + "1a0402000000" + "22084022b58be6520600"
            + "2a046a180000" + "320402000000" + "3a08581b0000f82a0000" + "4204e0150000"
            + "4a0402000000" + "5208ac0d000072150000" + "5a08ac0d00007c150000"
            + "620401000000" + "6a0402000000" + "720423230000"
            + "8a010409000000" + "920109e6b9984131323334" + "35"
            + "9a010401000000" + "a2010137"
        #expect(hex(bytes) == golden)
    }

    @Test("The canonical bytes are the one-row PassageColumns message", arguments: [40, 41])
    func againstModel(seed: UInt64) {
        var random = RandomPassages(seed: seed)
        let passages = random.next(250)
        let block = makeBlock(passages)
        for (row, passage) in passages.enumerated() {
            #expect(
                BatchEncoder.canonicalBytes(block, row: row) == BatchModel([passage]).columnBytes()
            )
        }
    }

    @Test("They do not depend on the batch or block in which the frame travels")
    func independent() throws {
        var random = RandomPassages(seed: 42)
        let passages = random.next(200)
        let sent = makeBlock(passages)
        let bytes = BatchEncoder.passages(sent, rows: 50..<200, envelope: envelope)
        var decoder = try BatchDecoder(bytes)
        let received = PassageBlock()
        decoder.fill(received, from: bytes)
        for row in 0..<150 {
            #expect(
                BatchEncoder.canonicalBytes(received, row: row)
                    == BatchEncoder.canonicalBytes(sent, row: row + 50)
            )
        }
    }

    @Test("The longest row stays below the promised size")
    func longest() {
        var passage = RejectedFrameTests.plain()
        passage.site = String(repeating: "s", count: 32)
        passage.axleLoads = Array(repeating: 60_000, count: 16)
        passage.spacings = Array(repeating: 60_000, count: 15)
        passage.leftLoads = Array(repeating: 30_000, count: 16)
        passage.rightLoads = Array(repeating: 30_000, count: 16)
        passage.plate = String(repeating: "p", count: 32)
        passage.passageID = String(repeating: "i", count: 128)
        passage.vendorFlags = String(repeating: "f", count: 128)
        passage.plateColor = .blue
        passage.vehicleType = .rigid
        (passage.length, passage.width, passage.height) = (1, 1, 1)
        let bytes = BatchEncoder.canonicalBytes(makeBlock([passage]), row: 0)
        #expect(bytes.count <= BatchEncoder.canonicalByteCountMax)
        #expect(bytes == BatchModel([passage]).columnBytes())
    }

    private func hex(_ bytes: [UInt8]) -> String {
        bytes.map { byte in
            let text = String(byte, radix: 16)
            return byte < 16 ? "0" + text : text
        }.joined()
    }
}

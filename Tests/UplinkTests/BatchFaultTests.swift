// Copyright the Steelyard authors. SPDX-License-Identifier: Apache-2.0

import Testing
import Weighing

@testable import Uplink

@Suite("Undecodable batches")
struct BatchFaultTests {
    private func model(_ count: Int = 3) -> BatchModel {
        var random = RandomPassages(seed: 50)
        return BatchModel(random.next(count))
    }

    private func expect(_ fault: BatchFault, _ bytes: [UInt8], limits: BatchLimits = BatchLimits())
    {
        #expect(throws: fault) { try BatchDecoder(bytes, limits: limits) }
    }

    @Test("Every truncation of a batch is refused, or is a hello")
    func truncations() {
        let bytes = model(20).encoded()
        for count in 0..<bytes.count {
            let header = try? BatchDecoder(Array(bytes[..<count])).header
            #expect(header?.isHello ?? true, "\(count) bytes")
        }
    }

    @Test("Random bit flips lose no frame and never crash", arguments: [60, 61, 62, 63])
    func bitFlips(seed: UInt64) {
        var random = RandomPassages(seed: seed)
        var refused = 0
        var decodedCount = 0
        for packing in BatchModel.Packing.allCases {
            let bytes = BatchModel(random.next(24)).encoded(packing)
            for _ in 0..<1_500 {
                var flipped = bytes
                for _ in 0..<random.number(1...4) {
                    flipped[random.number(0...bytes.count - 1)] ^= 1 << UInt8(random.number(0...7))
                }
                guard let decoded = try? Decoded(flipped) else {
                    refused += 1
                    continue
                }
                decodedCount += 1
                #expect(
                    decoded.passages.count + decoded.rejected.count == decoded.header.frameCount
                )
                #expect(decoded.passages.allSatisfy { $0.fault() == nil })
            }
        }
        #expect(refused > 100 && decodedCount > 100, "seed \(seed)")
    }

    @Test("Random bytes never crash", arguments: [70, 71])
    func randomBytes(seed: UInt64) {
        var random = RandomPassages(seed: seed)
        for _ in 0..<2_000 {
            let bytes = (0..<random.number(0...60)).map { _ in UInt8(random.number(0...255)) }
            _ = try? Decoded(bytes)
            let columns = Wire.delimited(10, bytes)
            _ = try? Decoded(model(0).head() + columns)
        }
    }

    @Test("Each required column must have one element a passage", arguments: [3, 5, 6, 7, 8])
    func shortColumns(field: Int) {
        var model = model()
        model.columns[field]?.removeLast()
        #expect(throws: BatchFault.self) { try BatchDecoder(model.encoded()) }
        model.columns[field] = nil
        #expect(throws: BatchFault.self) { try BatchDecoder(model.encoded()) }
    }

    @Test(
        "An optional column has none or one element a passage",
        arguments: [9, 12, 13, 14, 15, 16, 17, 19, 21]
    )
    func optionalColumns(field: Int) {
        var model = model()
        model.columns[field] = [0]
        #expect(throws: BatchFault.self) { try BatchDecoder(model.encoded()) }
    }

    @Test("A text column is as long as its lengths say")
    func texts() {
        var model = model()
        model.columns[17] = [1, 2, 3]
        model.texts[18] = [65]
        expect(.length(field: "plate_text", expected: 6, found: 1), model.encoded())
        model.columns[17] = nil
        expect(.length(field: "plate_text", expected: 0, found: 1), model.encoded())
    }

    @Test("Lengths that overflow are refused, not added up wrongly")
    func hugeCounts() {
        var model = model()
        model.columns[6] = [.max, .max, .max]
        expect(
            .length(
                field: "axle_kg",
                expected: 3 * Int(UInt32.max),
                found: model.columns[7]?.count ?? 0
            ),
            model.encoded()
        )
        model = self.model()
        model.columns[17] = [.max, .max, .max]
        #expect(throws: BatchFault.self) { try BatchDecoder(model.encoded()) }
    }

    @Test("A site beyond the dictionary is refused")
    func siteIndex() {
        var model = model()
        let count = model.sites.count
        model.columns[2]?[1] = UInt32(count)
        expect(.siteIndex(count, siteCodeCount: count), model.encoded())
        model.sites = []
        expect(.siteIndex(count, siteCodeCount: 0), model.encoded())
    }

    @Test("Hashes, digest and numbers must fit the frames")
    func head() {
        var model = model()
        model.hashes.removeLast()
        expect(.length(field: "frame_hashes", expected: 96, found: 95), model.encoded())
        model = self.model()
        model.digest = []
        expect(.length(field: "digest_before", expected: 32, found: 0), model.encoded())
        model = self.model()
        model.first = 0
        expect(.firstSequence(0), model.encoded())
        model.first = .max - 2
        expect(.firstSequence(.max - 2), model.encoded())
        model = self.model()
        model.unreadable = [([1], "x")]
        expect(.mixed, model.encoded())
    }

    @Test("Gateway and spool are named, in UTF-8, without zero bytes")
    func names() {
        expect(.textLength(field: "gateway", byteCount: 0, most: 64), [])
        expect(
            .textLength(field: "gateway", byteCount: 65, most: 64),
            Wire.delimited(1, [UInt8](repeating: 65, count: 65))
        )
        expect(.textEncoding(field: "gateway"), Wire.delimited(1, [0xc0, 0x80]))
        let gateway = Wire.delimited(1, [65])
        expect(.textLength(field: "spool_id", byteCount: 0, most: 128), gateway)
        expect(.textZeroByte(field: "spool_id"), gateway + Wire.delimited(2, [65, 0]))
    }

    @Test("Limits are kept")
    func limits() {
        var limits = BatchLimits()
        let bytes = model(10).encoded()
        limits.byteCount = bytes.count - 1
        expect(.byteCount(bytes.count, most: bytes.count - 1), bytes, limits: limits)
        limits = BatchLimits()
        limits.frameCount = 9
        expect(.frameCount(10, most: 9), bytes, limits: limits)
        limits = BatchLimits()
        limits.siteCodeCount = 1
        expect(.siteCodeCount(2, most: 1), bytes, limits: limits)
        var many = BatchModel()
        many.unreadable = Array(repeating: ([], ""), count: 10)
        limits = BatchLimits()
        limits.frameCount = 9
        expect(.frameCount(10, most: 9), many.encoded(), limits: limits)
    }

    @Test("A known field of another wire type is named")
    func wireTypes() {
        expect(.wireType(field: "gateway", found: 0), [8, 1])
        expect(.wireType(field: "first_sequence", found: 2), Wire.delimited(3, []))
        expect(.wireType(field: "lane", found: 0), Wire.delimited(10, [3 << 3, 1]))
        expect(
            .wireType(field: "passed_at_us", found: 5),
            Wire.delimited(10, [4 << 3 | 5, 0, 0, 0, 0])
        )
        expect(.wireType(field: "site_codes", found: 0), Wire.delimited(10, [1 << 3, 1]))
        expect(
            .columnBytes(field: "lane", byteCount: 3),
            Wire.delimited(10, Wire.delimited(3, [1, 2, 3]))
        )
    }

    @Test("What no protobuf writer makes is refused where it stands")
    func malformed() {
        expect(.malformed("an impossible field number", offset: 0), [0, 1])
        expect(.malformed("an undefined wire type", offset: 0), [0x0e])
        let tooLong = [UInt8](repeating: 0xff, count: 10) + [1]
        expect(.malformed("a number of over 64 bits", offset: 0), tooLong)
        expect(.truncated(offset: 0), [0x80])
        expect(.truncated(offset: 1), [0x0a, 0x05, 65])
        expect(
            .malformed("the end of a group that is not open", offset: 0),
            [99 & 0x0f << 3 | 4, 0]
        )
        let nested = (0..<101).flatMap { _ in Wire.varint(99 << 3 | 3) }
        expect(.malformed("groups nested too deep", offset: 200), nested)
    }

    @Test(
        "Every fault says what is wrong in a sentence",
        arguments: [
            BatchFault.mixed, .truncated(offset: 7), .frameCount(2, most: 1), .firstSequence(0),
        ]
    )
    func sentences(_ fault: BatchFault) {
        #expect(fault.description.count > 20)
    }
}

@Suite("Text check")
struct TextCheckTests {
    private func check(_ bytes: [UInt8]) -> TextCheck {
        bytes.withUnsafeBytes { TextCheck($0) }
    }

    @Test("It agrees with the standard library on random bytes", arguments: [80, 81])
    func againstString(seed: UInt64) {
        var random = RandomPassages(seed: seed)
        let pieces: [[UInt8]] = [
            [0x41], [0], [0x7f], [0xc2, 0x80], [0xdf, 0xbf], [0xe0, 0xa0, 0x80],
            [0xe6, 0xb9, 0x98],
            [0xed, 0x9f, 0xbf], [0xee, 0x80, 0x80], [0xf0, 0x90, 0x80, 0x80],
            [0xf4, 0x8f, 0xbf, 0xbf],
            [0xc1, 0x80], [0xe0, 0x9f, 0xbf], [0xed, 0xa0, 0x80], [0xf0, 0x8f, 0xbf, 0xbf],
            [0xf4, 0x90, 0x80, 0x80], [0xf5, 0x80, 0x80, 0x80], [0x80], [0xff], [0xe6, 0xb9],
            [0xf0],
        ]
        for _ in 0..<20_000 {
            // Mostly good pieces, so that long texts pass as well.
            let bytes = (0..<random.number(0...14)).flatMap { _ in
                pieces[random.onceIn(30) ? random.number(0...20) : random.number(0...10)]
            }
            let check = check(bytes)
            #expect(check.isValid == (String(validating: bytes, as: UTF8.self) != nil), "\(bytes)")
            if check.isValid {
                #expect(check.hasZero == bytes.contains(0), "\(bytes)")
                #expect(check.isASCII == bytes.allSatisfy { $0 < 0x80 }, "\(bytes)")
            }
        }
    }
}

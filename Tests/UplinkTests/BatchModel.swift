// Copyright the Steelyard authors. SPDX-License-Identifier: Apache-2.0
//
// A plain, slow encoder of FrameBatch, written from the schema and not from the code under test. It can
// also write what the real encoder never would: values out of range, single elements, columns in
// pieces, fields that do not exist.

import Weighing

/// A batch as lists.
struct BatchModel {
    /// How the columns of numbers are written.
    enum Packing: CaseIterable {
        case packed
        case single
        case pieces
    }

    var gateway = "gw-1"
    var spool = "spool-1"
    var first: UInt64 = 1
    var digest = [UInt8](repeating: 7, count: 32)
    var hashes: [UInt8] = []
    var sites: [String] = []
    /// Columns of four-byte numbers by field number.
    var columns: [Int: [UInt32]] = [:]
    var passedAt: [Int64] = []
    /// Texts by field number.
    var texts: [Int: [UInt8]] = [:]
    var unreadable: [(bytes: [UInt8], reason: String)] = []

    init() {}

    /// The batch of some passages; the hash of frame i is the byte i repeated.
    init(_ passages: [Passage]) {
        for passage in passages { add(passage) }
        dropEmptyColumns()
    }

    private mutating func add(_ passage: Passage) {
        hashes += [UInt8](repeating: UInt8(truncatingIfNeeded: passedAt.count), count: 32)
        let site = sites.firstIndex(of: passage.site) ?? sites.count
        if site == sites.count { sites.append(passage.site) }
        passedAt.append(passage.passedAt.microseconds)
        put(2, site)
        put(3, passage.lane)
        columns[5, default: []].append(UInt32(bitPattern: passage.speed))
        put(6, passage.axleLoads.count)
        passage.axleLoads.forEach { put(7, $0) }
        passage.spacings.forEach { put(8, $0) }
        put(9, passage.leftLoads.count)
        passage.leftLoads.forEach { put(10, $0) }
        passage.rightLoads.forEach { put(11, $0) }
        put(12, Int(passage.vehicleType.rawValue))
        put(13, Int(passage.plateColor.rawValue))
        put(14, passage.length)
        put(15, passage.width)
        put(16, passage.height)
        for (field, text) in [
            (17, passage.plate), (19, passage.passageID), (21, passage.vendorFlags),
        ] {
            put(field, text.utf8.count)
            texts[field + 1, default: []] += Array(text.utf8)
        }
    }

    private mutating func put(_ field: Int, _ value: Int) {
        columns[field, default: []].append(UInt32(value))
    }

    private mutating func dropEmptyColumns() {
        for field in [9, 12, 13, 14, 15, 16, 17, 19, 21]
        where columns[field, default: []].allSatisfy({ $0 == 0 }) {
            columns[field] = nil
        }
    }

    /// The `PassageColumns` message.
    func columnBytes(_ packing: Packing = .packed) -> [UInt8] {
        var bytes: [UInt8] = []
        for site in sites { bytes += Wire.delimited(1, Array(site.utf8)) }
        for field in 2...22 {
            if field == 4 {
                let elements = passedAt.map { Wire.bytes(UInt64(bitPattern: $0), 8) }
                bytes += Wire.column(field, elements, wireType: 1, packing)
            } else if let text = texts[field] {
                if !text.isEmpty { bytes += Wire.delimited(field, text) }
            } else if let column = columns[field] {
                let elements = column.map { Wire.bytes(UInt64($0), 4) }
                bytes += Wire.column(field, elements, wireType: 5, packing)
            }
        }
        return bytes
    }

    /// What stands before the frames.
    func head() -> [UInt8] {
        var bytes = Wire.delimited(1, Array(gateway.utf8)) + Wire.delimited(2, Array(spool.utf8))
        bytes += Wire.varint(3 << 3 | 1) + Wire.bytes(first, 8)
        return bytes + Wire.delimited(4, digest) + Wire.delimited(5, hashes)
    }

    /// The `FrameBatch` message.
    func encoded(_ packing: Packing = .packed) -> [UInt8] {
        var bytes = head()
        if !passedAt.isEmpty { bytes += Wire.delimited(10, columnBytes(packing)) }
        for frame in unreadable {
            let message =
                Wire.delimited(1, frame.bytes) + Wire.delimited(2, Array(frame.reason.utf8))
            bytes += Wire.delimited(11, message)
        }
        return bytes
    }
}

/// Pieces of protobuf.
enum Wire {
    static func varint(_ value: UInt64) -> [UInt8] {
        value < 0x80 ? [UInt8(value)] : [UInt8(value & 0x7f) | 0x80] + varint(value >> 7)
    }

    static func bytes(_ value: UInt64, _ count: Int) -> [UInt8] {
        (0..<count).map { UInt8(truncatingIfNeeded: value >> UInt64(8 * $0)) }
    }

    static func delimited(_ field: Int, _ contents: [UInt8]) -> [UInt8] {
        varint(UInt64(field << 3 | 2)) + varint(UInt64(contents.count)) + contents
    }

    static func column(
        _ field: Int,
        _ elements: [[UInt8]],
        wireType: Int,
        _ packing: BatchModel.Packing
    ) -> [UInt8] {
        let tag = varint(UInt64(field << 3 | wireType))
        switch packing {
        case .packed:
            return elements.isEmpty ? [] : delimited(field, elements.flatMap(\.self))
        case .single: return elements.flatMap { tag + $0 }
        case .pieces:
            let half = elements.count / 2
            let parts = [Array(elements[..<half]), Array(elements[half...])]
            return parts.flatMap { delimited(field, $0.flatMap(\.self)) }
        }
    }
}

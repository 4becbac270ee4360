// Copyright the Steelyard authors. SPDX-License-Identifier: Apache-2.0

import Records
import Uplink
import UplinkClient
import Weighing

/// A passage file as a spool: row n is frame n, a row that cannot be read is an unreadable frame.
struct ReplaySource: FrameSource {
    private let file: String
    private let ignoreUnknown: Bool
    private var reader: PassageReader
    private let block = PassageBlock()
    /// A row that was read but belongs to the next group.
    private var pending: PassageRow?

    /// Opens the file.
    init(file: String, ignoreUnknown: Bool) throws {
        self.file = file
        self.ignoreUnknown = ignoreUnknown
        reader = try ReplaySource.open(file, ignoreUnknown)
    }

    private static func open(_ file: String, _ ignoreUnknown: Bool) throws -> PassageReader {
        let source = try ByteSource(path: file)
        let format = try RecordFormat(fileName: file) ?? RecordFormat.detected(in: source)
        return try PassageReader(source, format: format, ignoreUnknownColumns: ignoreUnknown)
    }

    mutating func next() throws -> FrameGroup? {
        guard let first = try takeRow() else { return nil }
        switch first {
        case .fault(let fault): return try unreadable(from: fault)
        case .passage(let passage, let row):
            block.reset()
            var isIn = block.append(passage, sequence: UInt64(row))
            precondition(isIn, "An empty block takes any passage.")
            while isIn, let following = try takeRow() {
                guard case .passage(let passage, let row) = following else {
                    pending = following
                    break
                }
                isIn = block.append(passage, sequence: UInt64(row))
                if !isIn { pending = following }
            }
            return .passages(block)
        }
    }

    private mutating func unreadable(from first: RowFault) throws -> FrameGroup {
        var frames = [ReplaySource.frame(first)]
        while frames.count < PassageBlock.rowCapacity, let row = try takeRow() {
            guard case .fault(let fault) = row else {
                pending = row
                break
            }
            frames.append(ReplaySource.frame(fault))
        }
        return .unreadable(firstSequence: UInt64(first.row), frames: frames)
    }

    private static func frame(_ fault: RowFault) -> UnreadableFrame {
        standardError("\(fault)")
        return UnreadableFrame(bytes: fault.bytes, reason: fault.reason, hash: [])
    }

    private mutating func takeRow() throws -> PassageRow? {
        if let row = pending {
            pending = nil
            return row
        }
        return try reader.next()
    }

    mutating func rewind(to sequence: UInt64) throws {
        reader = try ReplaySource.open(file, ignoreUnknown)
        pending = nil
        while UInt64(reader.rowCount) + 1 < sequence {
            guard try reader.next() != nil else { return }
        }
    }
}

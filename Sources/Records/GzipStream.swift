// Copyright the Steelyard authors. SPDX-License-Identifier: Apache-2.0

/// Unpacked bytes of a gzip file, member after member.
///
/// Zero bytes after a member are padding (tape blocks); anything else that is no further member is
/// damage, and so is an end inside a member. Source: RFC 1952, section 2.2 (members).
final class GzipStream {
    private let origin: ByteOrigin
    private let inflater: GzipInflater
    private var packed: [UInt8]
    private var pending: Range<Int>
    private var isBetweenMembers = false
    /// Found with bytes still to hand out before it.
    private var fault: FileFault?

    /// Begins with packed bytes that were read already.
    ///
    /// - Parameters:
    ///   - origin: Where the further ones come from.
    ///   - packed: A buffer.
    ///   - filled: How many bytes of it are there, at least 1.
    /// - Throws: ``FileFault`` where there is no memory for unpacking.
    init(_ origin: ByteOrigin, packed: [UInt8], filled: Int) throws(FileFault) {
        guard let inflater = GzipInflater() else {
            throw .corrupt(path: origin.name, detail: "there is no memory to unpack it")
        }
        self.inflater = inflater
        self.origin = origin
        self.packed = packed
        pending = 0..<filled
    }

    /// Unpacks at most so many bytes into `buffer[offset...]`; 0 at the end.
    func read(into buffer: inout [UInt8], at offset: Int, most: Int) throws(FileFault) -> Int {
        while true {
            if let fault { throw fault }
            if pending.isEmpty { pending = 0..<(try origin.read(into: &packed, at: 0)) }
            if isBetweenMembers {
                skipPadding()
                guard !pending.isEmpty else {
                    if try isAtEnd() { return 0 }
                    continue
                }
                try beginMember()
            }
            guard !pending.isEmpty else { throw .truncated(path: origin.name) }
            let (outcome, produced) = inflater.step(
                input: packed,
                pending: &pending,
                output: &buffer,
                offset: offset,
                most: most
            )
            switch outcome {
            case .running: break
            case .memberEnd: isBetweenMembers = true
            case .corrupt(let detail): fault = .corrupt(path: origin.name, detail: detail)
            }
            if produced > 0 { return produced }
        }
    }

    private func skipPadding() {
        while let first = pending.first, packed[first] == 0 { pending.removeFirst() }
    }

    private func isAtEnd() throws(FileFault) -> Bool {
        pending = 0..<(try origin.read(into: &packed, at: 0))
        return pending.isEmpty
    }

    private func beginMember() throws(FileFault) {
        guard packed[pending.lowerBound] == 0x1F else {
            throw .corrupt(path: origin.name, detail: "something else follows its gzip data")
        }
        inflater.reset()
        isBetweenMembers = false
    }
}

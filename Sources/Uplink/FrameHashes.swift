// Copyright the Steelyard authors. SPDX-License-Identifier: Apache-2.0

public import Weighing

extension PassageBlock {
    /// The hash of a row's frame, 32 bytes.
    public func frameHash(at row: Int) -> [UInt8] {
        precondition((0..<count).contains(row), "Row \(row) of a block of \(count).")
        let size = PassageBlock.hashByteCount
        // Sound: the hash column has 32 bytes for each of the block's rows.
        return unsafe Array(UnsafeBufferPointer(start: hashes + row * size, count: size))
    }

    /// Copies the hash of a row's frame into an array, from `offset` on, without allocating.
    public func copyFrameHash(at row: Int, into bytes: inout [UInt8], offset: Int) {
        precondition((0..<count).contains(row), "Row \(row) of a block of \(count).")
        let size = PassageBlock.hashByteCount
        precondition(offset >= 0 && offset + size <= bytes.count, "A hash has 32 bytes.")
        // Sound: the hash column has 32 bytes for each of the block's rows.
        for i in 0..<size { bytes[offset + i] = unsafe hashes[row * size + i] }
    }

    /// Sets the hash of a row's frame.
    ///
    /// - Parameters:
    ///   - hash: 32 bytes.
    ///   - row: 0 ..< `count`.
    public func setFrameHash(_ hash: [UInt8], row: Int) {
        precondition((0..<count).contains(row), "Row \(row) of a block of \(count).")
        let size = PassageBlock.hashByteCount
        precondition(hash.count == size, "A hash has 32 bytes.")
        // Sound: the hash column has 32 bytes for each of the block's rows.
        for i in 0..<size { unsafe hashes[row * size + i] = hash[i] }
    }

    /// The number of a row's frame in its spool.
    public func sequence(at row: Int) -> UInt64 {
        precondition((0..<count).contains(row), "Row \(row) of a block of \(count).")
        // Sound: the row was checked.
        return unsafe sequences[row]
    }
}

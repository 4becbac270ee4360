// Copyright the Steelyard authors. SPDX-License-Identifier: Apache-2.0
//
// FrameDigest makes a frame tamper-evident: SHA-256 (FIPS 180-4, by swift-crypto) over its canonical
// bytes, and a running digest that chains the hashes of a spool, so that one digest stands for every
// frame before it. The gateway makes both when it spools; the centre takes the hashes from the wire,
// chains them, and computes a hash anew only where a frame becomes evidence. It is a target of its own
// because `Uplink` needs no package from outside.

import Crypto
import Uplink
public import Weighing

/// Hashes of frames, and the digest that chains them.
///
/// ```
/// digest₀ = 32 zeros        digestₙ = SHA-256(digestₙ₋₁ ‖ hashₙ)
/// ```
public enum FrameDigest {
    /// Bytes of a hash and of a digest.
    public static let byteCount = PassageBlock.hashByteCount

    /// The running digest before the first frame of a spool.
    public static let zero = [UInt8](repeating: 0, count: byteCount)

    /// SHA-256 of bytes.
    public static func hash(_ bytes: [UInt8]) -> [UInt8] { Array(SHA256.hash(data: bytes)) }

    /// The running digest after a frame.
    ///
    /// - Parameters:
    ///   - previous: The digest before it; 32 bytes.
    ///   - frameHash: The frame's hash; 32 bytes.
    /// - Returns: 32 bytes.
    public static func chain(previous: [UInt8], frameHash: [UInt8]) -> [UInt8] {
        precondition(
            previous.count == byteCount && frameHash.count == byteCount,
            "A digest and a hash have 32 bytes."
        )
        var hasher = SHA256()
        hasher.update(data: previous)
        hasher.update(data: frameHash)
        return Array(hasher.finalize())
    }

    /// The running digest after the frames of a block, passages and refused ones in the order of
    /// their numbers.
    ///
    /// - Parameters:
    ///   - previous: The digest before the block's first frame; 32 bytes.
    ///   - block: A block with hashes and sequences, both ascending.
    /// - Returns: 32 bytes.
    /// - Complexity: O(frames), some 200 ns each.
    public static func chain(previous: [UInt8], over block: PassageBlock) -> [UInt8] {
        // The digest before a frame and the frame's hash, side by side.
        var pair = previous + zero
        var refused = block.rejected[...]
        for row in 0..<block.count {
            while let first = refused.first, first.sequence < block.sequence(at: row) {
                pair.replaceSubrange(byteCount..., with: first.hash)
                advance(&pair)
                refused.removeFirst()
            }
            block.copyFrameHash(at: row, into: &pair, offset: byteCount)
            advance(&pair)
        }
        for frame in refused {
            pair.replaceSubrange(byteCount..., with: frame.hash)
            advance(&pair)
        }
        return Array(pair[..<byteCount])
    }

    /// Puts the digest of the pair into its first half.
    private static func advance(_ pair: inout [UInt8]) {
        precondition(pair.count == 2 * byteCount, "A digest and a hash have 32 bytes.")
        // Sound: both buffers are read and written inside their closures only, and the pair is as long
        // as was checked. The centre does this for every frame; by arrays it takes twice as long.
        var hasher = SHA256()
        unsafe pair.withUnsafeMutableBytes { bytes in
            unsafe hasher.update(bufferPointer: UnsafeRawBufferPointer(bytes))
            unsafe hasher.finalize().withUnsafeBytes { digest in
                for i in 0..<byteCount { unsafe bytes[i] = digest[i] }
            }
        }
    }

    /// The hash of a row's canonical bytes.
    public static func hash(of block: PassageBlock, row: Int) -> [UInt8] {
        hash(BatchEncoder.canonicalBytes(block, row: row))
    }

    /// Writes the hash of every row, as the gateway does when it spools.
    public static func fillHashes(_ block: PassageBlock) {
        for row in 0..<block.count { block.setFrameHash(hash(of: block, row: row), row: row) }
    }

    /// Whether a row's hash, which came with it, is that of its bytes.
    public static func isGenuine(_ block: PassageBlock, row: Int) -> Bool {
        hash(of: block, row: row) == block.frameHash(at: row)
    }
}

/// SHA-256 of bytes that come in pieces, such as a file's.
public struct RunningHash {
    private var hasher = SHA256()

    /// Starts without bytes.
    public init() {}

    /// Adds the next bytes.
    public mutating func update(_ bytes: some Sequence<UInt8>) { hasher.update(data: Array(bytes)) }

    /// The hash of all bytes so far as 64 hexadecimal digits.
    public var hexadecimal: String {
        hasher.finalize().map { byte in
            let digits = String(byte, radix: 16)
            return digits.count == 1 ? "0" + digits : digits
        }.joined()
    }
}

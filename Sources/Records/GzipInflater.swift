// Copyright the Steelyard authors. SPDX-License-Identifier: Apache-2.0
//
// Streaming inflate of one gzip member after the other. zlib keeps a pointer back to its stream, so
// the stream lives in one allocation of its own from init to deinit.

import CZlib

/// Unpacks gzip data piece by piece.
@safe
final class GzipInflater {
    /// What one step came to.
    enum Outcome: Equatable {
        /// More input or more room is needed.
        case running
        /// The member ended and its checksum and length were right.
        case memberEnd
        /// The data are no gzip; the sentence says how.
        case corrupt(String)
    }

    /// 15 bits of window, and 16 for "a gzip header and nothing else".
    private static let gzipWindowBits: Int32 = 15 + 16

    private let stream: UnsafeMutablePointer<z_stream>

    /// Makes an inflater; nil when there is no memory for its window.
    init?() {
        unsafe stream = UnsafeMutablePointer<z_stream>.allocate(capacity: 1)
        unsafe stream.initialize(to: z_stream())
        let size = unsafe Int32(MemoryLayout<z_stream>.size)
        // Sound: the stream is initialised and stays at this address until deinit.
        let code = unsafe inflateInit2_(stream, GzipInflater.gzipWindowBits, ZLIB_VERSION, size)
        guard code == Z_OK else { return nil }
    }

    deinit {
        unsafe inflateEnd(stream)
        unsafe stream.deallocate()
    }

    /// Begins the next member.
    func reset() { _ = unsafe inflateReset(stream) }

    /// Unpacks from `input[pending]` into `output[offset...]`.
    ///
    /// - Parameters:
    ///   - input: Packed bytes.
    ///   - pending: The part of them not used yet; shortened by what was used.
    ///   - output: Where unpacked bytes go.
    ///   - offset: Where in the output they begin.
    ///   - most: The most bytes unpacked, at least 1.
    /// - Returns: The outcome and the number of bytes unpacked.
    func step(
        input: [UInt8],
        pending: inout Range<Int>,
        output: inout [UInt8],
        offset: Int,
        most: Int
    ) -> (outcome: Outcome, produced: Int) {
        let room = min(output.count - offset, most)
        precondition(offset >= 0 && room > 0 && pending.upperBound <= input.count, "No room.")
        // Sound: both pointers are used inside the closures only, and the counts given to zlib are
        // those of the slices or less, which the precondition bounds; zlib does not write to its
        // input.
        let code = unsafe input.withUnsafeBufferPointer { packed in
            unsafe output.withUnsafeMutableBufferPointer { unpacked in
                unsafe stream.pointee.next_in = UnsafeMutablePointer(
                    mutating: packed.baseAddress.map { unsafe $0 + pending.lowerBound }
                )
                unsafe stream.pointee.avail_in = UInt32(pending.count)
                unsafe stream.pointee.next_out = unpacked.baseAddress.map { unsafe $0 + offset }
                unsafe stream.pointee.avail_out = UInt32(room)
                return unsafe inflate(stream, Z_NO_FLUSH)
            }
        }
        pending = pending.upperBound - Int(unsafe stream.pointee.avail_in)..<pending.upperBound
        let produced = room - Int(unsafe stream.pointee.avail_out)
        return (outcome(of: code), produced)
    }

    private func outcome(of code: Int32) -> Outcome {
        switch code {
        case Z_OK, Z_BUF_ERROR: return .running
        case Z_STREAM_END: return .memberEnd
        case Z_MEM_ERROR: return .corrupt("no memory to unpack it")
        default:
            // Sound: zlib's messages are constant terminated strings.
            guard let message = unsafe stream.pointee.msg else {
                return .corrupt("its gzip data are not valid (code \(code))")
            }
            return .corrupt("its gzip data are not valid (\(unsafe String(cString: message)))")
        }
    }
}

// Copyright the Steelyard authors. SPDX-License-Identifier: Apache-2.0

/// A plate as UTF-8 without memory of its own: up to 15 bytes.
///
/// A Chinese plate is one character of three bytes (the province) and six or seven of one byte.
struct PlateText: Sendable, Equatable {
    /// Bytes of the province's character.
    static let provinceByteCount = 3

    private(set) var bytes: InlineArray<15, UInt8> = .init(repeating: 0)
    private(set) var count: UInt8 = 0

    /// An empty plate.
    init() {}

    /// The text of a plate; characters beyond 15 bytes are left out.
    init(_ text: String) { for byte in text.utf8 { append(byte) } }

    /// Adds a byte, as long as there is room.
    @inline(__always)
    mutating func append(_ byte: UInt8) {
        guard count < 15 else { return }
        bytes[Int(count)] = byte
        count += 1
    }

    /// The byte at a place, 0 ..< `count`.
    subscript(index: Int) -> UInt8 {
        get { bytes[index] }
        set { bytes[index] = newValue }
    }

    /// Whether there is no plate.
    var isEmpty: Bool { count == 0 }

    /// The plate without its last byte.
    mutating func dropLast() { if count > 0 { count -= 1 } }

    /// The plate as a string.
    var text: String {
        String(decoding: (0..<Int(count)).map { bytes[$0] }, as: UTF8.self)
    }

    static func == (a: PlateText, b: PlateText) -> Bool {
        a.count == b.count && (0..<Int(a.count)).allSatisfy { a.bytes[$0] == b.bytes[$0] }
    }
}

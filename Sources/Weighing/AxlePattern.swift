// Copyright the Steelyard authors. SPDX-License-Identifier: Apache-2.0

/// How the axles of a vehicle stand in groups, front to rear: `1-2-3` is a steer axle, a tandem and a
/// tridem.
///
/// One 16-bit code holds it, and is the key of the rulebook's class table:
/// ```
/// bit     15 … n       n−1      n−2 … 0
///         0            1        bit i: a new group begins after axle i (from 0)
/// ```
/// The highest set bit gives the axle count (2…16), the bits below it the breaks.
public struct AxlePattern: Sendable, Hashable {
    /// The code described above.
    public var code: UInt16

    /// Takes a code as the kernels write it.
    public init(code: UInt16) { self.code = code }

    /// Makes the pattern of these group sizes front to rear; nil unless they add up to 2…16.
    public init?(groups: [Int]) {
        let axles = groups.reduce(0, +)
        guard (2...16).contains(axles), groups.allSatisfy({ $0 > 0 }) else { return nil }
        var code: UInt16 = 0
        var axle = 0
        for size in groups {
            axle += size
            code |= 1 << UInt16(axle - 1)
        }
        self.code = code
    }

    /// Makes the pattern of a text such as `1-2-3`; nil where it is none.
    public init?(_ text: String) {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        let groups = parts.compactMap { Int($0) }
        guard groups.count == parts.count else { return nil }
        self.init(groups: groups)
    }

    /// The number of axles, 1…16; 0 for the code 0.
    public var axleCount: Int { 16 - code.leadingZeroBitCount }

    /// The sizes of the groups front to rear.
    public var groups: [Int] {
        var sizes: [Int] = []
        var size = 0
        for axle in 0..<axleCount {
            size += 1
            if code & (1 << UInt16(axle)) != 0 {
                sizes.append(size)
                size = 0
            }
        }
        return sizes
    }

    /// The groups as text, `1-2-3`.
    public var groupsText: String { groups.map(String.init).joined(separator: "-") }

    /// The vehicle class as text: axle count and pattern, `6:1-2-3`.
    public var classText: String { "\(axleCount):\(groupsText)" }
}

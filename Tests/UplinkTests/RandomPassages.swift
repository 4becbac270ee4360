// Copyright the Steelyard authors. SPDX-License-Identifier: Apache-2.0

import Weighing

/// Passages that look like a road's, the same for the same seed.
struct RandomPassages {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    /// The next 64 bits; the SplitMix64 step of Steele, Lea and Flood (2014).
    mutating func bits() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var z = state
        z = (z ^ (z >> 30)) &* 0xbf58_476d_1ce4_e5b9
        z = (z ^ (z >> 27)) &* 0x94d0_49bb_1331_11eb
        return z ^ (z >> 31)
    }

    /// A number of a range.
    mutating func number(_ range: ClosedRange<Int>) -> Int {
        range.lowerBound + Int(bits() % UInt64(range.count))
    }

    /// True once in `count` times.
    mutating func onceIn(_ count: Int) -> Bool { number(1...count) == 1 }

    /// The next passage.
    mutating func next() -> Passage {
        var passage = Passage()
        let axles = onceIn(20) ? number(2...16) : number(2...6)
        passage.site = "site-\(number(1...6))"
        passage.lane = number(0...4)
        passage.passedAt = Instant(
            microseconds: 1_780_000_000_000_000 + Int64(number(0...86_400_000_000))
        )
        passage.plate =
            onceIn(8) ? "" : "湘\(["A", "B", "C"][number(0...2)])\(number(10_000...99_999))"
        passage.speed = Int32(number(-100...12_000))
        passage.axleLoads = (0..<axles).map { _ in number(0...19_000) }
        passage.spacings = (1..<axles).map { _ in number(1_000...65_535) }
        if onceIn(4) { addWheels(&passage) }
        passage.plateColor = PlateColor.allCases[number(0...7)]
        passage.vehicleType = VehicleType.allCases[number(0...2)]
        if onceIn(2) { passage.length = number(0...100_000) }
        if onceIn(3) { passage.width = number(0...100_000) }
        if onceIn(3) { passage.height = number(0...100_000) }
        passage.passageID = onceIn(3) ? "" : "p-\(number(0...Int(UInt32.max)))"
        passage.vendorFlags = onceIn(9) ? "straddle 越线 lane_change" : ""
        return passage
    }

    private mutating func addWheels(_ passage: inout Passage) {
        passage.leftLoads = passage.axleLoads.map { $0 / 2 }
        passage.rightLoads = zip(passage.axleLoads, passage.leftLoads).map { load, left in
            max(0, load - left + number(-20...20))
        }
        for axle in passage.axleLoads.indices where passage.axleLoads[axle] < 20 {
            passage.leftLoads[axle] = passage.axleLoads[axle]
            passage.rightLoads[axle] = 0
        }
    }

    /// Several passages.
    mutating func next(_ count: Int) -> [Passage] { (0..<count).map { _ in next() } }
}

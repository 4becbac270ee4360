// Copyright the Steelyard authors. SPDX-License-Identifier: Apache-2.0

import Weighing

/// SplitMix64: the same vehicles in every run of a benchmark.
struct BenchRandom: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }
}

/// Made-up freight traffic for benchmarks: shares of axle counts as a freight corridor has them
/// (2: 35 %, 3: 8 %, 4: 15 %, 5: 7 %, 6: 35 %), a share of them far over the limit.
struct Fleet {
    private var random: BenchRandom
    private let hasWheelLoads: Bool
    private let overloadedPermille: Int
    private let longAxles: ClosedRange<Int>?
    private var clock: Int64

    /// Makes a fleet.
    ///
    /// - Parameters:
    ///   - seed: Decides every vehicle.
    ///   - hasWheelLoads: Whether left and right are given.
    ///   - overloadedPermille: Share of trucks that are loaded far above the limit, of 1,000.
    ///   - longAxles: Every vehicle has so many axles, in pairs and triples; nil is usual traffic.
    ///   - start: The first vehicle's instant.
    init(
        seed: UInt64,
        hasWheelLoads: Bool,
        overloadedPermille: Int = 20,
        longAxles: ClosedRange<Int>? = nil,
        start: Instant = Instant(seconds: 1_780_000_000)
    ) {
        random = BenchRandom(seed: seed)
        self.hasWheelLoads = hasWheelLoads
        self.overloadedPermille = overloadedPermille
        self.longAxles = longAxles
        clock = start.microseconds
    }

    /// The next vehicle.
    mutating func next(site: String, plated: Bool) -> Passage {
        var passage = Passage()
        let (spacings, capacity): ([Int], Int) =
            if let longAxles { longVehicle(longAxles) } else { usualVehicle() }
        let isOverloaded = Int.random(in: 0..<1_000, using: &random) < overloadedPermille
        let share = isOverloaded ? jitter(1_200, 80) : jitter(620, 300)
        passage.spacings = spacings
        let axles = spacings.count + 1
        passage.axleLoads = (0..<axles).map { _ in
            max(capacity * share / 1_000 / axles + jitter(0, 600), 300)
        }
        if hasWheelLoads {
            passage.leftLoads = passage.axleLoads.map { $0 / 2 + jitter(0, $0 / 40 + 1) }
            passage.rightLoads = zip(passage.axleLoads, passage.leftLoads).map { $0 - $1 }
        }
        passage.site = site
        passage.lane = Int.random(in: 1...4, using: &random)
        clock += Int64.random(in: 1_000...90_000, using: &random)
        passage.passedAt = Instant(microseconds: clock)
        passage.speed = Int32(jitter(6_500, 1_500))
        passage.plateColor = .yellow
        if plated { passage.plate = "湘A" + String(Int.random(in: 10_000...99_999, using: &random)) }
        return passage
    }

    /// Spacings and what the whole may weigh, as a freight corridor has them.
    private mutating func usualVehicle() -> ([Int], Int) {
        switch Int.random(in: 0..<100, using: &random) {
        case 0..<35: ([jitter(4_200, 900)], 18_000)
        case 35..<43: ([jitter(4_000, 400), jitter(1_350, 50)], 25_000)
        case 43..<58:
            ([jitter(1_820, 120), jitter(2_600, 300), jitter(1_350, 40)], 31_000)
        case 58..<65:
            (
                [jitter(3_500, 200), jitter(6_200, 500), jitter(1_310, 20), jitter(1_310, 20)],
                42_000
            )
        default:
            (
                [
                    jitter(3_200, 200), jitter(1_350, 30), jitter(6_800, 600),
                    jitter(1_310, 20), jitter(1_310, 20),
                ], 49_000
            )
        }
    }

    private mutating func longVehicle(_ axles: ClosedRange<Int>) -> ([Int], Int) {
        let count = Int.random(in: axles, using: &random)
        let spacings = (1..<count).map { jitter($0 % 3 == 1 ? 4_000 : 1_400, 300) }
        return (spacings, 8_000 * count)
    }

    private mutating func jitter(_ middle: Int, _ width: Int) -> Int {
        middle + Int.random(in: -width...width, using: &random)
    }

    /// Blocks full of vehicles, with the permissible error of class 5.
    mutating func blocks(count: Int, plated: Bool = false) -> [PassageBlock] {
        (0..<count).map { _ in
            let block = PassageBlock()
            while block.count < PassageBlock.rowCapacity {
                let isIn = block.append(next(site: "CS-N-01", plated: plated))
                precondition(isIn, "A block has room for 256 bench vehicles.")
                block.setStanding(
                    SiteStanding(permissibleErrorPermille: 50),
                    row: block.count - 1
                )
            }
            return block
        }
    }
}

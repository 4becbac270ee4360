// Copyright the Steelyard authors. SPDX-License-Identifier: Apache-2.0

import Weighing

/// Values at which some rule of the default law changes its mind.
private enum Edges {
    /// Spacings, mm: grouping, steer pair, bands, validity.
    static let spacings = [600, 1_000, 1_300, 1_800, 2_600, 20_000]
    /// Axle loads, kg: validity, group limits, the cap and the standard axle of the wear.
    static let loads = [200, 7_000, 10_000, 11_500, 35_000, 50_000]
    /// Group limits, kg.
    static let groups = [7_000, 10_000, 11_500, 14_000, 16_000, 18_000, 21_000, 24_000]
    /// Gross limits, kg, by axle count from 2 to 5, then those of six and more.
    static let gross = [[18_000], [25_000, 27_000], [31_000, 36_000], [42_000, 43_000]]
    static let grossOfMany = [46_000, 49_000]
    /// The heaviest believable vehicle, kg.
    static let grossMax = 150_000
    /// Speeds, hundredths of km/h.
    static let speeds: [Int32] = [500, 12_000]
}

extension PassageGenerator {
    mutating func hostile() -> PassageSample {
        var passage = Passage()
        label(&passage)
        let axles =
            chance.happens(percent: 75) ? chance.number(2...7) : chance.number(2...16)
        passage.spacings = (1..<axles).map { _ in spacing() }
        let standing = standing()
        passage.axleLoads = loads(axles, permissibleError: Int(standing.permissibleErrorPermille))
        if chance.happens(percent: 50) { weighWheels(&passage) }
        passage.speed = chance.happens(percent: 60) ? 6_000 : speed()
        passage.passedAt = chance.happens(percent: 60) ? now : instant()
        passage.vehicleType = chance.pick([.unspecified, .unspecified, .rigid, .combination])
        passage.length = chance.pick([0, 1, 18_100, Passage.dimensionMax])
        passage.width = chance.pick([0, 2_550, 2_551, Passage.dimensionMax])
        passage.height = chance.pick([0, 4_000, 4_001, Passage.dimensionMax])
        return PassageSample(passage: passage, standing: standing)
    }

    // MARK: Single numbers

    private mutating func beside(_ edge: Int) -> Int { edge + chance.number(-1...1) }

    private mutating func spacing() -> Int {
        switch chance.number(1...100) {
        case ...70: beside(chance.pick(Edges.spacings))
        case ...80: chance.number(1_200...1_450)
        case ...95: chance.number(600...9_000)
        default: chance.pick([0, 1, Passage.valueMax])
        }
    }

    private mutating func speed() -> Int32 {
        switch chance.number(1...3) {
        case 1: chance.pick(Edges.speeds) + Int32(chance.number(-1...1))
        case 2: chance.pick([.min, -1, 0, 1, .max])
        default: Int32(chance.number(-20_000...20_000))
        }
    }

    private mutating func instant() -> Instant {
        let edge = chance.pick([
            SampleLaw.effectiveFrom, SampleLaw.clockEarliest, Instant(seconds: 946_684_800),
            Instant(seconds: 0), now, now.advanced(bySeconds: 600),
        ])
        switch chance.number(1...10) {
        case 1:
            return Instant(
                microseconds: chance.pick([-9_000_000_000_000_000, 9_000_000_000_000_000])
            )
        case 2:
            return Instant(
                microseconds: Int64.random(
                    in: -9_000_000_000_000_000...9_000_000_000_000_000,
                    using: &chance
                )
            )
        default:
            return Instant(microseconds: edge.microseconds + Int64(chance.number(-1...1)))
        }
    }

    private mutating func standing() -> SiteStanding {
        let permille =
            chance.happens(percent: 60)
            ? chance.pick([0, 20, 50, 100, 999]) : chance.number(0...999)
        return SiteStanding(
            permissibleErrorPermille: UInt16(permille),
            reasons: chance.pick([[], [], .noCertificate, .unknownSite])
        )
    }

    // MARK: Loads

    private mutating func loads(_ axles: Int, permissibleError p: Int) -> [Int] {
        switch chance.number(1...100) {
        case ...35: return split(beside(chance.pick(grossLimits(axles))), over: axles)
        case ...50:
            // The smallest gross that is over the limit with p permille taken off, and its
            // neighbours: the edge between marginal and overload.
            let limit = chance.pick(grossLimits(axles)) + 1
            let gross = (limit * 1_000 + 999 - p) / (1_000 - p)
            return split(beside(min(gross, axles * Passage.valueMax - 1)), over: axles)
        case ...55: return split(beside(Edges.grossMax), over: axles)
        case ...75:
            return (0..<axles).map { _ in beside(chance.pick(Edges.loads + Edges.groups)) }
        case ...95:
            return (0..<axles).map { _ in beside(chance.pick(Edges.groups) / chance.number(1...3)) }
        default:
            return (0..<axles).map { _ in
                chance.pick([0, 1, 50_000, 50_001, Passage.valueMax, chance.number(0...65_535)])
            }
        }
    }

    private func grossLimits(_ axles: Int) -> [Int] {
        axles <= 5 ? Edges.gross[axles - 2] : Edges.grossOfMany
    }

    /// A sum as loads of so many axles, each about as heavy and none above the largest value.
    private mutating func split(_ sum: Int, over axles: Int) -> [Int] {
        var rest = min(max(sum, 0), axles * Passage.valueMax)
        var loads: [Int] = []
        for axlesLeft in stride(from: axles, to: 1, by: -1) {
            let mean = rest / axlesLeft
            let least = max(mean * 3 / 4, rest - (axlesLeft - 1) * Passage.valueMax, 0)
            let load = chance.number(least...max(least, min(mean * 5 / 4, Passage.valueMax)))
            loads.append(load)
            rest -= load
        }
        return loads + [rest]
    }

    // MARK: Wheels

    private mutating func weighWheels(_ passage: inout Passage) {
        let sums = passage.axleLoads.map { load in
            min(max(load + chance.pick([-20, -1, 0, 0, 1, 20]), 0), Passage.valueMax)
        }
        switch chance.number(1...3) {
        case 1: passage.leftLoads = sums.map { chance.number(0...$0) }
        case 2: passage.leftLoads = imbalanced(sums)
        default: passage.leftLoads = mirrored(sums)
        }
        passage.rightLoads = zip(sums, passage.leftLoads).map { $0 - $1 }
    }

    /// Left loads of which the total is 7 or 3 tenths of all, so that |ΣL − ΣR| is 0.4 × (ΣL + ΣR),
    /// or beside that.
    private mutating func imbalanced(_ sums: [Int]) -> [Int] {
        let total = sums.reduce(0, +)
        let target = beside(total * chance.pick([3, 7]) / 10)
        var left = sums.map { total == 0 ? 0 : $0 * target / total }
        left = zip(left, sums).map { min(max($0, 0), $1) }
        var missing = target - left.reduce(0, +)
        for axle in left.indices where missing > 0 {
            let step = min(missing, sums[axle] - left[axle])
            left[axle] += step
            missing -= step
        }
        return left
    }

    /// Left loads so that left and right differ by up to 10 kg, on some axle perhaps by 11 or 12.
    private mutating func mirrored(_ sums: [Int]) -> [Int] {
        var left = sums.map { sum in
            min(max((sum + chance.pick([-10, -9, 0, 9, 10])) / 2, 0), sum)
        }
        if chance.happens(percent: 40) {
            let axle = chance.number(0...sums.count - 1)
            left[axle] = min(
                max((sums[axle] + chance.pick([-12, -11, 11, 12])) / 2, 0),
                sums[axle]
            )
        }
        return left
    }
}

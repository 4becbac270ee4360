// Copyright the Steelyard authors. SPDX-License-Identifier: Apache-2.0

import Weighing

/// A kind of truck: spacings as built, and the share of the mass that each axle carries.
private struct TruckModel: Sendable {
    var spacings: [ClosedRange<Int>]
    /// Permille of the gross mass, front to rear; they add up to about 1000.
    var shares: [Int]
    /// Gross mass from empty to badly overloaded, kg.
    var gross: ClosedRange<Int>

    static let all = [
        // Two axles.
        TruckModel(spacings: [3_300...5_800], shares: [330, 670], gross: 4_500...30_000),
        // Three axles rigid, 1-2 and 2-1.
        TruckModel(
            spacings: [3_800...5_600, 1_300...1_400],
            shares: [250, 380, 370],
            gross: 9_000...42_000
        ),
        TruckModel(
            spacings: [1_750...2_200, 4_000...5_500],
            shares: [250, 250, 500],
            gross: 9_000...40_000
        ),
        // Three axles, tractor and semi-trailer.
        TruckModel(
            spacings: [3_000...3_600, 5_000...8_000],
            shares: [230, 390, 380],
            gross: 11_000...40_000
        ),
        // The 8x4 tipper, whose first spacing lies on both sides of 1,800 mm.
        TruckModel(
            spacings: [1_750...2_200, 2_600...4_600, 1_300...1_400],
            shares: [190, 190, 310, 310],
            gross: 14_000...75_000
        ),
        TruckModel(
            spacings: [3_000...3_600, 5_500...8_000, 1_300...1_360],
            shares: [180, 300, 260, 260],
            gross: 14_000...60_000
        ),
        // Five axles, 1-2-2 and 1-1-3.
        TruckModel(
            spacings: [3_000...3_500, 1_300...1_400, 5_500...8_000, 1_300...1_360],
            shares: [150, 220, 220, 205, 205],
            gross: 15_000...70_000
        ),
        TruckModel(
            spacings: [3_000...3_600, 5_500...8_000, 1_300...1_340, 1_300...1_340],
            shares: [150, 250, 200, 200, 200],
            gross: 15_000...70_000
        ),
        // Six axles, 1-2-3, the commonest heavy truck; the second with a short wheelbase.
        TruckModel(
            spacings: [3_000...3_500, 1_300...1_400, 5_500...8_000, 1_300...1_340, 1_300...1_340],
            shares: [120, 185, 185, 170, 170, 170],
            gross: 16_000...90_000
        ),
        TruckModel(
            spacings: [2_000...2_700, 1_300...1_400, 5_000...7_000, 1_300...1_420, 1_300...1_340],
            shares: [120, 185, 185, 170, 170, 170],
            gross: 16_000...90_000
        ),
    ]
}

extension PassageGenerator {
    mutating func realistic() -> PassageSample {
        let model = chance.pick(TruckModel.all)
        var passage = Passage()
        label(&passage)
        let gross = chance.number(model.gross)
        for share in model.shares {
            let load = gross * share / 1_000 * chance.number(920...1_080) / 1_000
            passage.axleLoads.append(load)
        }
        passage.spacings = model.spacings.map { chance.number($0) }
        if chance.happens(percent: 60) { weighWheels(&passage) }
        let ageSeconds = chance.number(0...300 * 86_400)
        passage.passedAt = now.advanced(bySeconds: Int64(-ageSeconds))
        passage.speed = Int32(chance.number(1_500...9_500))
        passage.length = passage.spacings.reduce(2_500, +)
        passage.width = chance.number(2_300...2_600)
        passage.height = chance.number(2_600...4_200)
        passage.vehicleType = chance.pick([.unspecified, .unspecified, .unspecified, .rigid])
        if passage.axleLoads.count > 4, passage.vehicleType == .rigid {
            passage.vehicleType = .combination
        }
        let standing = chance.pick([
            SiteStanding(permissibleErrorPermille: 50), SiteStanding(permissibleErrorPermille: 20),
            SiteStanding(permissibleErrorPermille: 100),
            SiteStanding(permissibleErrorPermille: 50, reasons: .noCertificate),
        ])
        return PassageSample(passage: passage, standing: standing)
    }

    /// Wheel loads as scales give them: a slight lean, sums that differ from the axle by rounding.
    private mutating func weighWheels(_ passage: inout Passage) {
        let lean = chance.number(400...600)
        for load in passage.axleLoads {
            let left = load * (lean + chance.number(-15...15)) / 1_000
            passage.leftLoads.append(left)
            passage.rightLoads.append(load - left + chance.number(-5...5))
        }
    }
}

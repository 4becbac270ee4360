// Copyright the Steelyard authors. SPDX-License-Identifier: Apache-2.0

import Weighing

/// Gives vehicles their plates, in the formats of GA 36-2018.
///
///     湘A 12345     province, letter of the city, five of digits and letters (never I or O)
///     湘A 12345D    large new-energy vehicle: five digits, then D (battery) or F
///     湘A D12345    small new-energy vehicle: D or F first
struct PlateIssuer: Sendable {
    /// Provinces with their share of through traffic, and the letters of their cities in use.
    ///
    /// Hunan and its neighbours first; the shares are assumptions of this simulator.
    private static let provinces: [(character: String, share: Double, letters: String)] = [
        ("湘", 0.62, "ABCDEFGHJKLMNU"), ("鄂", 0.07, "ABCDEFGHJKLMN"), ("赣", 0.06, "ABCDEFGHJKLM"),
        ("粤", 0.05, "ABCDEFGHJKLMNPQRSTUVWXY"), ("桂", 0.03, "ABCDEFGHJKLMNPR"),
        ("豫", 0.04, "ABCDEFGHJKLMNPQRSU"), ("冀", 0.02, "ABCDEFGHJRT"),
        ("鲁", 0.02, "ABCDEFGHJKLMNPQRSUVWY"),
        ("皖", 0.02, "ABCDEFGHJKLMNPRS"), ("苏", 0.02, "ABCDEFGHJKLMN"), ("贵", 0.02, "ABCDEFGHJ"),
        ("川", 0.01, "ABCDEFGHJKLMQRSTUVWXYZ"), ("浙", 0.01, "ABCDEFGHJKL"), ("渝", 0.01, "ABCDFGH"),
    ]
    private static let letters = Array("ABCDEFGHJKLMNPQRSTUVWXYZ".utf8)

    /// Serials of five places with no, one or two letters: 10⁵ + 5 × 24 × 10⁴ + 10 × 24² × 10³.
    static let serialCount: UInt64 = 100_000 + 1_200_000 + 5_760_000
    /// Vehicles of a fleet that can have a new-energy plate: those with the lowest numbers.
    static let newEnergyCount: UInt64 = 50_000
    /// Where the numbers of through traffic begin among the serials; enterprises have those before.
    private static let throughBegins: UInt64 = 2_000_000
    /// Places of two letters among five.
    private static let pairs: [(Int, Int)] = [
        (0, 1), (0, 2), (0, 3), (0, 4), (1, 2), (1, 3), (1, 4), (2, 3), (2, 4), (3, 4),
    ]

    private let seed: UInt64
    private let newEnergyShares: [FleetKind: Double]
    private let provinces: [(upTo: Double, character: [UInt8], letters: [UInt8])]

    /// Makes an issuer.
    ///
    /// - Parameters:
    ///   - seed: The world's.
    ///   - newEnergyShare: Share of plates of eight characters, as far as there are so many.
    ///   - throughFleet: Vehicles of through traffic.
    init(seed: UInt64, newEnergyShare: Double, throughFleet: Int) {
        self.seed = seed
        // In large fleets all of them have low numbers, so those have more.
        let share = { (vehicles: Double) in
            min(1, newEnergyShare * max(1, vehicles / Double(PlateIssuer.newEnergyCount)))
        }
        newEnergyShares = [
            .light: share(Double(VehicleFleet.lightCount)), .through: share(Double(throughFleet)),
            .enterprise: share(1),
        ]
        var sum = 0.0
        provinces = PlateIssuer.provinces.map {
            sum += $0.share
            return (sum, Array($0.character.utf8), Array($0.letters.utf8))
        }
    }

    /// The plate of a vehicle and its colour.
    ///
    /// No two vehicles of one colour have the same, as long as a fleet has fewer vehicles than there
    /// are serials: the serial is a permutation of the vehicle's number.
    func plate(of number: UInt64, _ kind: FleetKind) -> (PlateText, PlateColor) {
        var random = TrafficRandom(seed: seed, .plate, kind.rawValue, number)
        let isHeavy = kind != .light
        let isLocal = kind == .enterprise || random.happens(0.55)
        let share = random.unit()
        let letter = random.next()
        var plate = PlateText()
        let place = isLocal ? 0 : provinces.firstIndex { share < $0.upTo } ?? 0
        for byte in provinces[place].character { plate.append(byte) }
        let letters = provinces[place].letters
        plate.append(isLocal ? letters[0] : letters[Int(letter % UInt64(letters.count))])
        guard number < PlateIssuer.newEnergyCount, random.happens(newEnergyShares[kind] ?? 0)
        else {
            let first = kind == .through ? PlateIssuer.throughBegins : 0
            // A multiplier without a common factor permutes all serials.
            let serial =
                ((first + number) % PlateIssuer.serialCount &* 2_654_435_761 &+ seed % 1_000_003)
                % PlateIssuer.serialCount
            append(serial: serial, to: &plate)
            return (plate, isHeavy ? .yellow : .blue)
        }
        let first = kind == .through ? PlateIssuer.newEnergyCount : 0
        let digits = Int(((first + number) &* 61_417 &+ seed % 1_000_003) % 100_000)
        let kindLetter = UInt8(ascii: letter & 0xFF < 205 ? "D" : "F")
        if !isHeavy { plate.append(kindLetter) }
        append(digits: digits, 5, to: &plate)
        if isHeavy { plate.append(kindLetter) }
        return (plate, isHeavy ? .yellowGreen : .green)
    }

    private func append(digits: Int, _ count: Int, to plate: inout PlateText) {
        var divisor = 1
        for _ in 1..<count { divisor *= 10 }
        for _ in 0..<count {
            plate.append(UInt8(ascii: "0") + UInt8(digits / divisor % 10))
            divisor /= 10
        }
    }

    /// Five places: digits, but for one or two letters where the number of the serial says so.
    private func append(serial: UInt64, to plate: inout PlateText) {
        let number = Int(serial)
        guard number >= 100_000 else { return append(digits: number, 5, to: &plate) }
        var at = (-1, -1)
        var letters = (0, 0)
        var digits: Int
        if number < 1_300_000 {
            let rest = number - 100_000
            at.0 = rest / 240_000
            letters.0 = rest % 240_000 / 10_000
            digits = rest % 10_000
        } else {
            let rest = number - 1_300_000
            at = PlateIssuer.pairs[rest / 576_000]
            letters = (rest % 576_000 / 24_000, rest % 24_000 / 1_000)
            digits = rest % 1_000
        }
        for place in 0..<5 {
            if place == at.0 {
                plate.append(PlateIssuer.letters[letters.0])
            } else if place == at.1 {
                plate.append(PlateIssuer.letters[letters.1])
            } else {
                plate.append(UInt8(ascii: "0") + UInt8(digits % 10))
                digits /= 10
            }
        }
    }
}

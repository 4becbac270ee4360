// Copyright the Steelyard authors. SPDX-License-Identifier: Apache-2.0

import Weighing

/// Up to eight whole numbers without memory of their own: one for each axle, or gap.
typealias AxleCells = InlineArray<8, UInt16>

/// A kind of vehicle: its axle groups, and the measured distributions that its masses and spacings are
/// drawn from.
struct VehicleModel: Sendable {
    /// The most axles of a model; one more may be seen where none is.
    static let axleCountMax = 6

    /// Its name in the truth of a simulation.
    let name: String
    /// Sizes of its axle groups, front to rear.
    let groups: [Int]
    /// Whether it is a truck or a bus of 3.5 t and more.
    let isHeavy: Bool
    /// Its axle pattern.
    let pattern: AxlePattern
    /// Its mass without load, kg, the least and the most.
    let tare: ClosedRange<Double>
    /// Its measured gross mass, kg.
    let gross: QuantileTable
    /// Its gaps: the measured distribution, the part of it to draw from, and what is drawn where
    /// nothing was measured there.
    private let gaps: [(table: QuantileTable, part: ClosedRange<Double>)]
    private let edges: [Double]
    private let shares: [[Double]]
    private let spreads: [[Double]]

    /// A spacing of this much or more begins a new group, mm.
    private static let groupGap = 1_800.0

    /// Makes a model.
    ///
    /// - Parameters:
    ///   - name: Its name.
    ///   - key: Its key in ``FittedTraffic``.
    ///   - groups: Sizes of its axle groups; a steer pair is one group, whatever its gap.
    ///   - isHeavy: Whether it is a truck or a bus.
    ///   - tare: Its mass without load.
    ///   - gross: Its measured gross mass.
    init(
        _ name: String,
        key: String,
        groups: [Int],
        isHeavy: Bool = true,
        tare: ClosedRange<Double>,
        gross: [Double]
    ) {
        self.name = name
        self.groups = groups
        self.isHeavy = isHeavy
        self.tare = tare
        self.gross = QuantileTable(gross)
        pattern = AxlePattern(groups: groups) ?? AxlePattern(code: 2)
        let axles = groups.reduce(0, +)
        edges = FittedTraffic.axleShareEdges[key] ?? []
        shares = FittedTraffic.axleShares[key] ?? []
        spreads = FittedTraffic.axleShareSD[key] ?? []
        precondition(
            edges.count == shares.count + 1 && shares.allSatisfy { $0.count == axles },
            "The measured axle shares of \(key) are not those of \(axles) axles."
        )
        let tables = (FittedTraffic.spacings[key] ?? []).map { QuantileTable($0) }
        precondition(tables.count == axles - 1, "\(key) has \(axles - 1) gaps.")
        var ends: Set<Int> = []
        var axle = -1
        for size in groups {
            axle += size
            ends.insert(axle)
        }
        gaps = tables.enumerated().map { gap, table in
            let border = table.share(below: VehicleModel.groupGap)
            let isPair = gap == 0 && groups[0] == 2
            if isPair { return (table, 0...1) }
            return (table, ends.contains(gap) ? border...1 : 0...border)
        }
    }

    /// Axles of the model.
    var axleCount: Int { pattern.axleCount }

    /// Draws the gaps between axles, mm.
    func spacings(_ random: inout TrafficRandom) -> AxleCells {
        var cells = AxleCells(repeating: 0)
        for (i, gap) in gaps.enumerated() {
            let share = random.number(in: gap.part)
            cells[i] = UInt16(inside(gap.table[share], gap: i))
        }
        return cells
    }

    /// Keeps a gap on its side of the border between groups.
    ///
    /// Not the first gap of a steer pair: it lies on both sides, as measured, and belongs to one group.
    /// From 700 to 15,000 mm, so that no gap is implausible by itself.
    private func inside(_ drawn: Double, gap: Int) -> Double {
        if gap == 0 && groups[0] == 2 { return min(max(drawn, 1_200), 2_590) }
        if isInner(gap) { return min(max(drawn, 700), 1_790) }
        // With a first gap below 2,600 mm and a second one that begins a group it would be a steer
        // pair: no tractor with one steer axle and one drive axle is as short as that.
        let looksLikePair = gap == 0 && axleCount > 2 && !isInner(1)
        return min(max(drawn, looksLikePair ? 2_650 : 1_810), 15_000)
    }

    /// Whether a gap lies inside an axle group.
    private func isInner(_ gap: Int) -> Bool {
        var axle = -1
        for size in groups {
            if gap > axle && gap < axle + size { return true }
            axle += size
        }
        return false
    }

    /// Spreads a gross mass over the axles, as measured for masses like it.
    ///
    /// - Parameters:
    ///   - gross: kg; each axle gets at least 250 and at most 34,000.
    ///   - random: The trip's chance.
    /// - Returns: Axle loads in kg, front to rear, whose sum is the gross mass wherever those bounds
    ///   allow it.
    func axleLoads(gross: Int32, _ random: inout TrafficRandom) -> AxleCells {
        var bin = 0
        while bin < shares.count - 1 && Double(gross) >= edges[bin + 1] { bin += 1 }
        var parts = InlineArray<8, Double>(repeating: 0)
        var sum = 0.0
        for axle in 0..<axleCount {
            let part = shares[bin][axle] + spreads[bin][axle] * random.normal()
            parts[axle] = max(part, shares[bin][axle] * 0.4)
            sum += parts[axle]
        }
        var cells = AxleCells(repeating: 0)
        var rest = gross
        for axle in 0..<axleCount - 1 {
            let load = Int32(Double(gross) * parts[axle] / sum)
            let kept = min(max(load, 250), 34_000)
            cells[axle] = UInt16(kept)
            rest -= kept
        }
        cells[axleCount - 1] = UInt16(min(max(rest, 250), 34_000))
        return cells
    }
}

/// The models, and how often each is met.
struct VehicleCatalogue: Sendable {
    /// Cars, vans and light trucks below 3.5 t.
    let light: VehicleModel
    /// Trucks and buses.
    let heavy: [VehicleModel]
    private let throughShares: [Double]
    private let haulShares: [Double]

    /// The catalogue from the measured distributions.
    init() {
        let gross = { (axles: Int) in FittedTraffic.gross[axles] ?? [0, 1] }
        light = VehicleModel(
            "light",
            key: "2light",
            groups: [1, 1],
            isHeavy: false,
            tare: 900...2_200,
            gross: FittedTraffic.grossLight2
        )
        let three = FittedTraffic.threeAxleShares
        heavy = [
            VehicleModel(
                "truck-2",
                key: "2heavy",
                groups: [1, 1],
                tare: 3_200...6_500,
                gross: FittedTraffic.grossHeavy2
            ),
            VehicleModel(
                "truck-3-tandem",
                key: "3a",
                groups: [1, 2],
                tare: 8_000...11_000,
                gross: gross(3)
            ),
            VehicleModel(
                "truck-3-twin-steer",
                key: "3b",
                groups: [2, 1],
                tare: 7_500...9_500,
                gross: gross(3)
            ),
            VehicleModel(
                "tractor-2-semi-1",
                key: "3c",
                groups: [1, 1, 1],
                tare: 8_500...11_000,
                gross: gross(3)
            ),
            VehicleModel(
                "truck-4-8x4",
                key: "4tipper",
                groups: [2, 2],
                tare: 11_500...15_500,
                gross: FittedTraffic.grossTipper
            ),
            VehicleModel(
                "tractor-2-semi-2",
                key: "4other",
                groups: [1, 1, 2],
                tare: 10_500...13_500,
                gross: gross(4)
            ),
            VehicleModel(
                "tractor-2-semi-3",
                key: "5",
                groups: [1, 1, 3],
                tare: 12_500...15_000,
                gross: gross(5)
            ),
            VehicleModel(
                "tractor-3-semi-3",
                key: "6",
                groups: [1, 2, 3],
                tare: 14_000...17_500,
                gross: gross(6)
            ),
        ]
        // Through traffic: a freight corridor of articulated vehicles (an assumption; the measured
        // station is a city bridge with hauls). Haul: what sand, stone and concrete is carried in.
        throughShares = [
            0.30, 0.05 * (three["3a"] ?? 0.34), 0.05 * (three["3b"] ?? 0.33),
            0.05 * (three["3c"] ?? 0.33), 0.08, 0.07, 0.08, 0.42,
        ]
        haulShares = [0.06, 0.05, 0.03, 0.01, 0.55, 0.03, 0.03, 0.24]
    }

    /// Which model a vehicle of through traffic, or of an enterprise, has.
    func heavyIndex(isHaul: Bool, _ random: inout TrafficRandom) -> Int {
        let shares = isHaul ? haulShares : throughShares
        var rest = random.unit() * shares.reduce(0, +)
        for (index, share) in shares.enumerated() {
            rest -= share
            if rest < 0 { return index }
        }
        return shares.count - 1
    }
}

/// One vehicle: what stays the same from trip to trip.
struct Vehicle: Sendable {
    /// Its number in its fleet.
    let number: UInt64
    /// Its model: −1 light, else an index of the catalogue's heavy ones.
    let model: Int
    /// The plate that it carries.
    let plate: PlateText
    /// Colour of the plate.
    let color: PlateColor
    /// Whether the plate is another vehicle's.
    let isCloned: Bool
    /// Its mass without load, kg.
    let tare: Int32
    /// Its gaps between axles, mm.
    let spacings: AxleCells
    /// Number of its carrier.
    let carrier: Int
}

/// Which fleet a vehicle is of.
enum FleetKind: UInt64, Sendable {
    case light = 1
    case through, enterprise
}

/// Every vehicle of the world, made when it is asked for: its number and the seed are all it takes.
struct VehicleFleet: Sendable {
    /// Light vehicles that are met.
    static let lightCount = 2_000_000

    private let seed: UInt64
    private let catalogue: VehicleCatalogue
    private let issuer: PlateIssuer
    private let clonedDraw: Double

    init(
        seed: UInt64,
        _ catalogue: VehicleCatalogue,
        _ plates: PlateReading,
        throughFleet: Int = TrafficVolumes().throughFleet
    ) {
        self.seed = seed
        self.catalogue = catalogue
        issuer = PlateIssuer(
            seed: seed,
            newEnergyShare: plates.newEnergy,
            throughFleet: throughFleet
        )
        // Of two neighbours that draw it only the first is one: p × (1 − p) is the share asked for.
        clonedDraw = (1 - (1 - 4 * min(plates.cloned, 0.25)).squareRoot()) / 2
    }

    /// The plate that was given to a vehicle.
    func ownPlate(of number: UInt64, _ kind: FleetKind) -> (PlateText, PlateColor) {
        issuer.plate(of: number, kind)
    }

    /// Whether a vehicle carries another one's plate; that one carries its own.
    private func isCloned(_ number: UInt64, _ kind: FleetKind) -> Bool {
        guard clonedDraw > 0, number > 0 else { return false }
        func draws(_ number: UInt64) -> Bool {
            var random = TrafficRandom(seed: seed, .clone, kind.rawValue, number)
            return random.happens(clonedDraw)
        }
        return draws(number) && !draws(number - 1)
    }

    /// The vehicle of a number.
    ///
    /// - Parameters:
    ///   - number: Its number in the fleet.
    ///   - kind: The fleet.
    /// - Returns: The same vehicle for the same number, always.
    func vehicle(_ number: UInt64, of kind: FleetKind) -> Vehicle {
        var random = TrafficRandom(seed: seed, .vehicle, kind.rawValue, number)
        let isHeavy = kind != .light
        let model =
            isHeavy
            ? catalogue.heavyIndex(isHaul: kind == .enterprise, &random) : -1
        let shape = isHeavy ? catalogue.heavy[model] : catalogue.light
        let tare = Int32(random.number(in: shape.tare))
        let spacings = shape.spacings(&random)
        let isCloned = isHeavy && isCloned(number, kind)
        let carrier = random.number(below: City.carrierCount)
        // A cloned plate is that of the vehicle one number before.
        let (plate, color) = issuer.plate(of: isCloned ? number - 1 : number, kind)
        return Vehicle(
            number: number,
            model: model,
            plate: plate,
            color: color,
            isCloned: isCloned,
            tare: tare,
            spacings: spacings,
            carrier: carrier
        )
    }
}

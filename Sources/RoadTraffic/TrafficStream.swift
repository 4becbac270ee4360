// Copyright the Steelyard authors. SPDX-License-Identifier: Apache-2.0
//
// RoadTraffic is a world in a seed: a city's freight traffic with its truth. The same seed, scenario,
// registry and version give the same vehicles, passages, records and frauds, byte for byte.
//
//   scenario ─┐                     ┌─▶ trips (the truth)
//   sites     ├─▶ TrafficStream ────┼─▶ sightings ─▶ PassageBlock ─▶ file, wire batch or judge
//   gates     │   slice by slice    ├─▶ exit records
//   seed ─────┘   of five minutes   └─▶ static weighings
//
// Time goes by in slices. In each, every source (a lane's light vehicles, through traffic, a gate)
// draws with chance of its own how many set out and when; what they will pass later waits in the slice
// of its arrival. So memory holds what is on the road and does not grow with the days, and nothing
// depends on how the results are taken: in blocks of 256 or one by one.

public import Rulebook
public import Weighing

/// A simulated city, slice by slice.
///
/// Call ``advance()``, take the slice's trips, records and weighings, and fill blocks from it until it
/// gives no more; then advance again.
public struct TrafficStream: Sendable {
    /// Length of a slice.
    static let sliceMicroseconds: Int64 = 300_000_000
    static let slicesPerDay = 288

    /// The scenario.
    public let scenario: Scenario
    /// The sites, in the order of their indices.
    public var sites: [Site] { city.sites }
    /// The enterprises, in the order of their indices.
    public var enterprises: [Enterprise] { city.gates.map(\.enterprise) }

    /// Trips that set out in the slice; empty where no truth is wanted.
    public internal(set) var trips: [Trip] = []
    /// Records uploaded in the slice, in the order of their upload.
    public internal(set) var records: [ExitRecord] = []
    /// Static weighings of the slice, in the order of their time.
    public internal(set) var weighings: [StaticWeighing] = []
    /// What happened so far.
    public internal(set) var totals = TrafficTotals()

    /// The seed.
    public let seed: UInt64
    /// Days in which trips set out.
    public let days: Int
    let start: Int64
    let utcOffsetSeconds: Int
    let city: City
    let catalogue: VehicleCatalogue
    let fleet: VehicleFleet
    let reader: PlateReader
    let sensors: [[SiteSensor]]
    let limits: [Int32]
    let lightLimit: Int32
    let speedLight = QuantileTable(FittedTraffic.speedLight)
    let speedHeavy = QuantileTable(FittedTraffic.speedHeavy)
    let withTruth: Bool

    /// The slice that is current; −1 before the first.
    var slice = -1
    /// Sightings on their way, by the slice of their arrival.
    var ahead: [Int: [Sighting]] = [:]
    var recordsAhead: [Int: [ExitRecord]] = [:]
    var weighingsAhead: [Int: [StaticWeighing]] = [:]
    /// Sightings of the slice, and the order in which they arrive.
    var current: [Sighting] = []
    var order: [Int32] = []
    var taken = 0
    var tripCount: UInt64 = 0
    var tickets: [Int]
    /// Slot of each site in the block that is being filled; 255 has none yet.
    var slots: [UInt8]

    /// Makes a world.
    ///
    /// - Parameters:
    ///   - scenario: What kind of world.
    ///   - sites: Where vehicles are weighed; at least one.
    ///   - enterprises: Where loads come from; may be empty.
    ///   - law: Says what the limits are; the edition in force on the first day.
    ///   - seed: Decides everything.
    ///   - days: Days in which trips set out; their passages may come a little later.
    ///   - withTruth: Whether ``trips`` is filled; without it, it is faster.
    public init(
        _ scenario: Scenario,
        sites: [Site],
        enterprises: [Enterprise],
        law: CompiledRulebook,
        seed: UInt64,
        days: Int,
        withTruth: Bool = true
    ) {
        self.scenario = scenario
        self.seed = seed
        self.days = days
        self.withTruth = withTruth
        utcOffsetSeconds = law.rulebook.utcOffsetSeconds
        let start = scenario.start.instant(offsetSeconds: utcOffsetSeconds)
        self.start = start.microseconds
        city = City(sites, enterprises, scenario, seed: seed)
        catalogue = VehicleCatalogue()
        fleet = VehicleFleet(
            seed: seed,
            catalogue,
            scenario.plates,
            throughFleet: scenario.traffic.throughFleet
        )
        reader = PlateReader(scenario.plates)
        let edition = law.editions[law.editionIndex(at: start)]
        let limit = { (model: VehicleModel) in
            edition.grossClass(of: model.pattern, type: .unspecified).limit
        }
        limits = catalogue.heavy.map(limit)
        lightLimit = limit(catalogue.light)
        sensors = TrafficStream.sensors(of: sites, scenario.sensors, seed: seed, start)
        tickets = Array(repeating: 0, count: enterprises.count)
        slots = Array(repeating: 255, count: sites.count)
    }

    private static func sensors(
        of sites: [Site],
        _ habits: SensorHabits,
        seed: UInt64,
        _ start: Instant
    ) -> [[SiteSensor]] {
        sites.enumerated().map { index, site in
            let stated = Double(site.certificate(at: start)?.accuracyClass ?? "10") ?? 10
            return (0..<max(1, site.lanes)).map { lane in
                var random = TrafficRandom(seed: seed, .lane, UInt64(index), UInt64(lane + 1))
                return SiteSensor(
                    habits,
                    site: site,
                    classPercent: habits.accuracyClass ?? stated,
                    isFirstLane: lane == 0,
                    start: start.microseconds,
                    siteRandom: TrafficRandom(seed: seed, .lane, UInt64(index), 0),
                    &random
                )
            }
        }
    }

    /// Goes on to the next slice.
    ///
    /// - Returns: false when the days are over and everything on its way has arrived.
    public mutating func advance() -> Bool {
        let next = slice + 1
        let isOver = next >= days * TrafficStream.slicesPerDay
        guard !isOver || !ahead.isEmpty || !recordsAhead.isEmpty || !weighingsAhead.isEmpty else {
            current = []
            order = []
            taken = 0
            trips = []
            records = []
            weighings = []
            return false
        }
        slice = next
        trips.removeAll(keepingCapacity: true)
        if !isOver { setOut() }
        arrive()
        return true
    }

    /// Sightings of the slice that no block has taken yet.
    public var remaining: Int { order.count - taken }

    private mutating func arrive() {
        current = ahead.removeValue(forKey: slice) ?? []
        taken = 0
        order = (0..<Int32(current.count)).map { $0 }
        order.sort { a, b in
            let x = current[Int(a)]
            let y = current[Int(b)]
            return x.arrival != y.arrival ? x.arrival < y.arrival : x.key < y.key
        }
        records = (recordsAhead.removeValue(forKey: slice) ?? []).sorted {
            $0.uploadedAt != $1.uploadedAt
                ? $0.uploadedAt < $1.uploadedAt
                : ($0.enterprise, $0.id) < ($1.enterprise, $1.id)
        }
        weighings = (weighingsAhead.removeValue(forKey: slice) ?? []).sorted {
            $0.weighedAt != $1.weighedAt ? $0.weighedAt < $1.weighedAt : $0.id < $1.id
        }
        totals.passages += current.count
        totals.records += records.count
        totals.weighings += weighings.count
    }

    /// Adds sightings of the slice to a block, until it is full or the slice has no more.
    ///
    /// - Parameters:
    ///   - block: Receives passages; its rows must all come from this stream.
    ///   - rows: The most rows that the block is to have.
    ///   - wanted: Only passages of these sites, by index; nil takes all.
    /// - Returns: Whether the block has so many rows now.
    public mutating func fill(
        _ block: PassageBlock,
        rows: Int = PassageBlock.rowCapacity,
        sites wanted: Set<Int>? = nil
    ) -> Bool {
        if block.count == 0 {
            for site in slots.indices { slots[site] = 255 }
        }
        while taken < order.count {
            guard block.count < min(rows, PassageBlock.rowCapacity) else { return true }
            let sighting = current[Int(order[taken])]
            let site = Int(sighting.site)
            if let wanted, !wanted.contains(site) {
                taken += 1
                continue
            }
            if slots[site] == 255 {
                guard let slot = block.slot(ofSite: city.sites[site].code) else { return true }
                slots[site] = slot
            }
            guard sighting.append(to: block, slot: slots[site]) else { return true }
            taken += 1
        }
        return block.count >= min(rows, PassageBlock.rowCapacity)
    }

    /// Fills a block to its end from as many slices as it takes.
    ///
    /// - Returns: false when the world is over and the block is empty.
    public mutating func next(
        into block: PassageBlock,
        rows: Int = PassageBlock.rowCapacity,
        sites wanted: Set<Int>? = nil
    ) -> Bool {
        block.reset()
        while !fill(block, rows: rows, sites: wanted) {
            if !advance() { break }
        }
        return block.count > 0
    }
}

/// What happened in a world so far.
public struct TrafficTotals: Sendable, Equatable {
    /// Trips by kind.
    public var trips: [TripKind: Int] = [:]
    /// Passages that were sent.
    public var passages = 0
    /// Passages of heavy vehicles that were sent, by axles seen.
    public var heavyPassagesByAxles: [Int: Int] = [:]
    /// Passages that a dead sensor did not send.
    public var unsentPassages = 0
    /// Passages that were sent of vehicles truly over their limit.
    public var overloadedPassages = 0
    /// Trips truly over their limit.
    public var overloadedTrips = 0
    /// Exit records.
    public var records = 0
    /// Static weighings.
    public var weighings = 0
    /// What was done, how often.
    public var frauds: [Fraud: Int] = [:]
    /// What sensors and cameras did, how often, by name.
    public var effects: [String: Int] = [:]
}

extension Sighting {
    /// Adds it to a block as the next row.
    ///
    /// - Returns: false, with nothing changed, when the block has no room.
    func append(to block: PassageBlock, slot: UInt8) -> Bool {
        var id = InlineArray<16, UInt8>(repeating: 0)
        for place in 0..<16 {
            let digit = UInt8(truncatingIfNeeded: key >> UInt64(60 - 4 * place)) & 0xF
            id[place] = digit < 10 ? UInt8(ascii: "0") + digit : UInt8(ascii: "a") + digit - 10
        }
        let axles = Int(axleCount)
        return block.append(
            slot: slot,
            lane: lane,
            instant: Instant(microseconds: instant),
            speed: speed,
            plateColor: plate.isEmpty ? .unknown : color,
            loads: loads.span.extracting(0..<axles),
            lefts: lefts.span.extracting(0..<axles),
            spacings: spacings.span.extracting(0..<axles - 1),
            plate: plate.bytes.span.extracting(0..<Int(plate.count)),
            passageID: id.span
        )
    }
}

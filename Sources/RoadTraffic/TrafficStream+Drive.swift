// Copyright the Steelyard authors. SPDX-License-Identifier: Apache-2.0

internal import Glibc
import Weighing

/// A trip while it is driven: what is counted of every trip, and its truth where that is wanted.
struct OpenTrip {
    let number: UInt64
    let kind: TripKind
    let gross: Int32
    let limit: Int32
    var isOverloaded: Bool { gross > limit }
    var passageCount: UInt64 = 0
    var truth: Trip?
}

extension TrafficStream {
    /// Begins a trip.
    mutating func open(
        _ kind: TripKind,
        _ vehicle: Vehicle,
        at departure: Int64,
        enterprise: Int?,
        _ loads: AxleCells
    ) -> OpenTrip {
        let model = vehicle.model < 0 ? catalogue.light : catalogue.heavy[vehicle.model]
        let limit = vehicle.model < 0 ? lightLimit : limits[vehicle.model]
        let gross = TrafficStream.sum(loads, model.axleCount)
        tripCount += 1
        totals.trips[kind, default: 0] += 1
        if gross > limit { totals.overloadedTrips += 1 }
        var trip = OpenTrip(number: tripCount, kind: kind, gross: gross, limit: limit)
        if withTruth {
            trip.truth = Trip(
                number: tripCount,
                kind: kind,
                enterprise: enterprise,
                carrier: vehicle.carrier,
                plate: vehicle.plate.text,
                color: vehicle.color,
                model: model.name,
                pattern: model.pattern,
                departedAt: Instant(microseconds: departure),
                axleLoads: (0..<model.axleCount).map { Int32(loads[$0]) },
                tare: vehicle.tare,
                limit: limit
            )
        }
        if vehicle.isCloned { note(.clonedPlate, &trip) }
        return trip
    }

    /// Ends a trip.
    mutating func close(_ trip: OpenTrip) {
        if let truth = trip.truth { trips.append(truth) }
    }

    /// Writes down what was done on a trip.
    mutating func note(_ fraud: Fraud, _ trip: inout OpenTrip) {
        totals.frauds[fraud, default: 0] += 1
        trip.truth?.frauds.append(fraud)
    }

    /// Drives a way and passes its sites.
    ///
    /// - Parameters:
    ///   - route: The way.
    ///   - kilometresPerHour: The usual speed on it; the hour's delay and chance change it.
    ///   - departure: When it begins.
    ///   - vehicle: Who drives.
    ///   - loads: True axle loads, kg.
    ///   - clock: The slice's.
    ///   - trip: Receives what happens.
    ///   - random: The trip's chance.
    ///   - evades: Whether a driver over the limit may go round the stations.
    /// - Returns: When the way ends.
    @discardableResult
    mutating func drive(
        _ route: Route,
        _ kilometresPerHour: Double,
        at departure: Int64,
        _ vehicle: Vehicle,
        _ loads: AxleCells,
        _ clock: SliceClock,
        _ trip: inout OpenTrip,
        _ random: inout TrafficRandom,
        evades: Bool = false
    ) -> Int64 {
        let goesRound =
            evades && trip.isOverloaded && random.happens(scenario.loading.evasionShare)
        let pace = 3_600e6 / kilometresPerHour * clock.delay
        var time = Double(departure)
        var place = 0.0
        var hasEvaded = false
        for step in route.steps {
            let spread = exp(scenario.traffic.travelSpread * random.normal())
            time += (step.kilometres - place) * pace * spread
            place = step.kilometres
            if goesRound, city.sites[step.site].kind == .station {
                hasEvaded = true
                trip.truth?.avoided.append(step.site)
                time += random.number(in: 300e6...1_500e6)
                continue
            }
            let lane = random.number(below: sensors[step.site].count)
            pass(step.site, lane: lane, at: Int64(time), vehicle, loads, clock, &trip, &random)
        }
        if hasEvaded { note(.evasion, &trip) }
        return Int64(time + max(0, route.kilometres - place) * pace)
    }

    /// Passes a site.
    mutating func pass(
        _ site: Int,
        lane: Int,
        at instant: Int64,
        _ vehicle: Vehicle,
        _ loads: AxleCells,
        _ clock: SliceClock,
        _ trip: inout OpenTrip,
        _ random: inout TrafficRandom
    ) {
        let isHeavy = vehicle.model >= 0
        let axles = isHeavy ? catalogue.heavy[vehicle.model].axleCount : 2
        var sighting = Sighting()
        sighting.arrival = instant
        sighting.instant = instant
        sighting.key = key(of: &trip)
        sighting.site = UInt16(site)
        sighting.lane = UInt16(lane + 1)
        sighting.axleCount = UInt8(axles)
        sighting.color = vehicle.color
        let speeds = isHeavy ? speedHeavy : speedLight
        // Within what sensors are made for; faster and slower ones are not met at a working site.
        sighting.speed = Int32(min(max(speeds[random.unit()], 12), 115) * 100)
        let (plate, reading) = reader.read(vehicle.plate, &random)
        sighting.plate = plate
        sighting.effects = reading
        let rear = sensors[site][lane].measure(
            loads: loads,
            spacings: vehicle.spacings,
            temperature: clock.temperature,
            into: &sighting,
            &random
        )
        send(sighting, isHeavy, &trip)
        if var rear {
            rear.key = key(of: &trip)
            send(rear, isHeavy, &trip)
        }
        if city.sites[site].kind == .station, isHeavy {
            weighOnStaticScale(sighting, vehicle, loads, axles, &trip, &random)
        }
    }

    private func key(of trip: inout OpenTrip) -> UInt64 {
        trip.passageCount += 1
        return TrafficRandom.mixed(
            seed ^ TrafficRandom.mixed(trip.number << 6 | trip.passageCount)
        )
    }

    private mutating func send(_ sighting: Sighting, _ isHeavy: Bool, _ trip: inout OpenTrip) {
        trip.truth?.passages.append(
            TruePassage(
                key: sighting.key,
                site: Int(sighting.site),
                instant: Instant(microseconds: sighting.arrival),
                effects: sighting.effects
            )
        )
        if !sighting.effects.isEmpty {
            for name in sighting.effects.names { totals.effects[name, default: 0] += 1 }
        }
        guard !sighting.effects.contains(.deadSensor) else {
            totals.unsentPassages += 1
            return
        }
        if trip.isOverloaded { totals.overloadedPassages += 1 }
        if isHeavy { totals.heavyPassagesByAxles[Int(sighting.axleCount), default: 0] += 1 }
        ahead[max(slice, sliceIndex(of: sighting.arrival)), default: []].append(sighting)
    }

    /// The slice of an instant.
    func sliceIndex(of microseconds: Int64) -> Int {
        Int((microseconds - start) / TrafficStream.sliceMicroseconds)
    }

    /// Some of the trucks near or over their limit are called in and weighed standing.
    private mutating func weighOnStaticScale(
        _ sighting: Sighting,
        _ vehicle: Vehicle,
        _ loads: AxleCells,
        _ axles: Int,
        _ trip: inout OpenTrip,
        _ random: inout TrafficRandom
    ) {
        guard sighting.gross > trip.limit / 10 * 9,
            !sighting.effects.contains(.deadSensor),
            random.happens(scenario.sensors.staticWeighing)
        else { return }
        let at = sighting.arrival + Int64(random.number(in: 300e6...1_500e6))
        // A scale of class III with steps of 10 kg an axle: half a step of spread.
        let weighed = (0..<axles).map { axle in
            Int32(((Double(loads[axle]) + 5 * random.normal()) / 10).rounded()) * 10
        }
        let id = "W-" + Trip.passageID(sighting.key)
        trip.truth?.weighingIDs.append(id)
        weighingsAhead[sliceIndex(of: at), default: []].append(
            StaticWeighing(
                id: id,
                site: Int(sighting.site),
                weighedAt: Instant(microseconds: at),
                plate: vehicle.plate.text,
                axleLoads: weighed,
                passage: sighting.key
            )
        )
    }
}

extension Trip {
    /// A passage id as text: 16 hexadecimal digits.
    public static func passageID(_ key: UInt64) -> String {
        let digits = String(key, radix: 16)
        return String(repeating: "0", count: 16 - digits.utf8.count) + digits
    }
}

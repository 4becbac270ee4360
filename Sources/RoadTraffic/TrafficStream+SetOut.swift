// Copyright the Steelyard authors. SPDX-License-Identifier: Apache-2.0

internal import Glibc
import Weighing

/// When a slice is, for everything that depends on the time of day or year.
struct SliceClock {
    let start: Int64
    let day: Int
    let hour: Int
    let temperature: Double
    /// How much heavy traffic there is, relative to an average slice.
    let heavy: Double
    /// The same of light traffic.
    let light: Double
    /// How many times longer a way takes.
    let delay: Double
}

extension TrafficStream {
    /// Everything that sets out in the slice.
    mutating func setOut() {
        let clock = clock(of: slice)
        setOutLight(clock)
        setOutThrough(clock)
        for gate in city.gates.indices { setOutExits(gate, clock) }
    }

    private func clock(of slice: Int) -> SliceClock {
        let start = self.start + Int64(slice) * TrafficStream.sliceMicroseconds
        let local = CivilTime(Instant(microseconds: start), offsetSeconds: utcOffsetSeconds)
        // Days since Monday 1970-01-05.
        let seconds = start / 1_000_000 + Int64(utcOffsetSeconds)
        let weekday = Int((seconds / 86_400 + 3) % 7)
        let isWeekend = weekday >= 5
        let volumes = scenario.traffic
        let season = 1 + volumes.seasonShare * cos(2 * .pi * (Double(local.dayOfYear) - 300) / 365)
        let isPeak =
            !isWeekend && ((7...8).contains(local.hour) || (17...18).contains(local.hour))
        return SliceClock(
            start: start,
            day: slice / TrafficStream.slicesPerDay,
            hour: local.hour,
            temperature: Weather.temperature(
                dayOfYear: local.dayOfYear,
                hour: Double(local.hour) + Double(local.minute) / 60
            ),
            heavy: FittedTraffic.hourHeavy[local.hour] * season
                * (isWeekend ? volumes.weekendFactor : 1),
            light: FittedTraffic.hourLight[local.hour],
            delay: isPeak ? volumes.peakDelay : 1
        )
    }

    // MARK: - Light vehicles

    private mutating func setOutLight(_ clock: SliceClock) {
        let mean = scenario.traffic.lightPerLane * clock.light / Double(TrafficStream.slicesPerDay)
        guard mean > 0 else { return }
        for site in city.sites.indices where city.sites[site].kind == .nonstop {
            for lane in sensors[site].indices {
                let source = UInt64(site) << 8 | UInt64(lane)
                var random = TrafficRandom(seed: seed, .light, UInt64(slice), source)
                for _ in 0..<random.poisson(mean) {
                    let vehicle = fleet.vehicle(
                        UInt64(random.number(below: VehicleFleet.lightCount)),
                        of: .light
                    )
                    let gross = Int32(max(catalogue.light.gross[random.unit()], 700))
                    let loads = catalogue.light.axleLoads(gross: gross, &random)
                    let at = clock.start + moment(&random)
                    var trip = open(.light, vehicle, at: at, enterprise: nil, loads)
                    pass(site, lane: lane, at: at, vehicle, loads, clock, &trip, &random)
                    close(trip)
                }
            }
        }
    }

    // MARK: - Through traffic

    private mutating func setOutThrough(_ clock: SliceClock) {
        let mean = scenario.traffic.throughTrips * clock.heavy / Double(TrafficStream.slicesPerDay)
        guard mean > 0, !city.throughRoutes.isEmpty else { return }
        var random = TrafficRandom(seed: seed, .through, UInt64(slice))
        for _ in 0..<random.poisson(mean) {
            let number = UInt64(random.number(below: max(1, scenario.traffic.throughFleet)))
            let vehicle = fleet.vehicle(number, of: .through)
            let gross = throughGross(vehicle, &random)
            let loads = catalogue.heavy[vehicle.model].axleLoads(gross: gross, &random)
            let route = city.throughRoutes[random.number(below: city.throughRoutes.count)]
            let at = clock.start + moment(&random)
            var trip = open(.through, vehicle, at: at, enterprise: nil, loads)
            drive(route, 58, at: at, vehicle, loads, clock, &trip, &random)
            close(trip)
        }
    }

    /// What a vehicle of through traffic weighs: as measured for its model, but over the limit only as
    /// often as the scenario says.
    private func throughGross(_ vehicle: Vehicle, _ random: inout TrafficRandom) -> Int32 {
        let model = catalogue.heavy[vehicle.model]
        let limit = Double(limits[vehicle.model])
        let floor = Double(vehicle.tare)
        if scenario.loading.asMeasured { return Int32(max(model.gross[random.unit()], 3_500)) }
        let appetite = city.carrierAppetites[vehicle.carrier]
        if random.happens(min(0.9, scenario.loading.throughOverloadShare * appetite)) {
            return overloaded(limit, &random)
        }
        for _ in 0..<8 {
            let gross = model.gross[random.unit()]
            if gross >= floor && gross <= limit { return Int32(gross) }
        }
        return Int32(random.number(in: floor...max(floor, limit)))
    }

    private func overloaded(_ limit: Double, _ random: inout TrafficRandom) -> Int32 {
        Int32(limit * min(1 + scenario.loading.excessMean * random.exponential(), 2.2)) + 1
    }

    // MARK: - Exits of enterprises

    private mutating func setOutExits(_ index: Int, _ clock: SliceClock) {
        let gate = city.gates[index]
        let mean =
            scenario.traffic.exits * gate.share * clock.heavy
            / Double(TrafficStream.slicesPerDay)
        var random = TrafficRandom(seed: seed, .exits, UInt64(slice), UInt64(index))
        let count = random.poisson(mean)
        guard count > 0 else { return }
        // In the order of time, since tickets are numbered in it.
        let moments = (0..<count).map { _ in moment(&random) }.sorted()
        for (place, moment) in moments.enumerated() {
            let next =
                place + 1 < count ? moments[place + 1] : TrafficStream.sliceMicroseconds
            setOutExit(
                index,
                gate,
                at: clock.start + moment,
                before: clock.start + next,
                clock,
                &random
            )
        }
    }

    private mutating func setOutExit(
        _ index: Int,
        _ gate: Gate,
        at departure: Int64,
        before nextDeparture: Int64,
        _ clock: SliceClock,
        _ random: inout TrafficRandom
    ) {
        let number = gate.firstVehicle + UInt64(random.number(below: gate.fleetSize))
        let vehicle = fleet.vehicle(number, of: .enterprise)
        let model = catalogue.heavy[vehicle.model]
        let limit = Double(limits[vehicle.model])
        let isOverloaded = random.happens(
            min(
                0.9,
                scenario.loading.overloadShare * gate.appetite
                    * city.carrierAppetites[vehicle.carrier]
            )
        )
        let part = 1 - 0.4 * random.unit() * random.unit()
        let lawful = Double(vehicle.tare) + (limit - Double(vehicle.tare)) * part
        let gateGross = isOverloaded ? overloaded(limit, &random) : Int32(lawful)
        let loadsMore = random.happens(scenario.frauds.loadingAfterGate)
        let more = loadsMore ? Int32(random.number(in: 3_000...12_000)) : 0
        let loads = model.axleLoads(gross: gateGross + more, &random)
        var trip = open(.exit, vehicle, at: departure, enterprise: index, loads)
        if loadsMore { note(.loadingAfterGate, &trip) }
        leaveRecords(
            gate,
            index,
            Exit(
                vehicle: vehicle,
                axleCount: model.axleCount,
                gross: loadsMore ? gateGross : TrafficStream.sum(loads, model.axleCount),
                limit: limits[vehicle.model],
                departure: departure,
                nextDeparture: nextDeparture,
                day: clock.day
            ),
            &trip,
            &random
        )
        let route = gate.routes[random.number(below: gate.routes.count)]
        let wait = loadsMore ? Int64(random.number(in: 600e6...2_400e6)) : 0
        let arrival = drive(
            route,
            42,
            at: departure + wait,
            vehicle,
            loads,
            clock,
            &trip,
            &random,
            evades: true
        )
        close(trip)
        setOutBack(index, route, vehicle, after: arrival, clock, &random)
    }

    /// The way back, empty, past the same sites; seven of ten trucks take it.
    private mutating func setOutBack(
        _ index: Int,
        _ route: Route,
        _ vehicle: Vehicle,
        after arrival: Int64,
        _ clock: SliceClock,
        _ random: inout TrafficRandom
    ) {
        guard random.happens(0.7) else { return }
        let loads = catalogue.heavy[vehicle.model].axleLoads(gross: vehicle.tare, &random)
        let at = arrival + Int64(random.number(in: 900e6...3_600e6))
        let back = Route(
            steps: route.steps.reversed().map {
                RouteStep(site: $0.site, kilometres: route.kilometres - $0.kilometres)
            },
            kilometres: route.kilometres
        )
        var trip = open(.back, vehicle, at: at, enterprise: index, loads)
        drive(back, 46, at: at, vehicle, loads, clock, &trip, &random)
        close(trip)
    }

    static func sum(_ loads: AxleCells, _ axles: Int) -> Int32 {
        var sum: Int32 = 0
        for axle in 0..<axles { sum += Int32(loads[axle]) }
        return sum
    }

    /// A moment of the slice, microseconds from its start.
    private func moment(_ random: inout TrafficRandom) -> Int64 {
        Int64(random.unit() * Double(TrafficStream.sliceMicroseconds))
    }
}

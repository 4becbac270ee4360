// Copyright the Steelyard authors. SPDX-License-Identifier: Apache-2.0

import Rulebook
import Testing
import Weighing

@testable import RoadTraffic

@Suite("A world and its truth")
struct WorldTests {
    /// Everything that can go wrong goes wrong here, often.
    private static let world = try? CollectedWorld(
        SampleCity.small {
            $0.sensors.straddling = 0.01
            $0.sensors.missedAxle = 0.01
            $0.sensors.ghostAxle = 0.01
            $0.sensors.split = 0.01
            $0.sensors.mirroredSites = ["CS-N-03", "CS-S-02"]
            $0.sensors.dyingLanes = 0.6
            $0.sensors.driftingClocks = 0.5
            $0.sensors.clockSecondsPerDay = 900
            $0.plates.cloned = 0.01
            $0.loading.overloadShare = 0.2
        },
        seed: 51,
        days: 2
    )

    @Test("Passages arrive in the order of true time, whatever the sites' clocks say")
    func order() throws {
        let world = try #require(WorldTests.world)
        let arrivals = world.sightings.map(\.arrival)
        let isInOrder = neverFalls(arrivals)
        #expect(isInOrder && arrivals.count > 80_000)
        let areClocksInOrder = neverFalls(world.sightings.map(\.instant))
        #expect(!areClocksInOrder)
    }

    @Test("No two passages have one id, not even unsent ones")
    func ids() throws {
        let world = try #require(WorldTests.world)
        let keys = world.trips.flatMap { $0.passages.map(\.key) }
        #expect(Set(keys).count == keys.count)
        #expect(Set(world.sightings.map(\.key)).count == world.sightings.count)
    }

    @Test("Each true passage over a working sensor is sent once, and no other")
    func bothWays() throws {
        let world = try #require(WorldTests.world)
        var truth: [UInt64: TruePassage] = [:]
        var dead = 0
        for passage in world.trips.flatMap(\.passages) {
            if passage.effects.contains(.deadSensor) {
                dead += 1
            } else {
                truth[passage.key] = passage
            }
        }
        #expect(dead > 300 && dead == world.stream.totals.unsentPassages)
        #expect(truth.count == world.sightings.count)
        for sighting in world.sightings {
            let known = truth.removeValue(forKey: sighting.key)
            let passage = try #require(known)
            #expect(passage.site == Int(sighting.site))
            #expect(passage.instant.microseconds == sighting.arrival)
            #expect(passage.effects == sighting.effects)
            let lanes = SampleCity.sites[passage.site].lanes
            #expect((1...lanes).contains(Int(sighting.lane)))
        }
        #expect(truth.isEmpty)
    }

    @Test("Trips are numbered one after the other, and light ones pass one non-stop system")
    func trips() throws {
        let world = try #require(WorldTests.world)
        let numbers = Set(world.trips.map(\.number))
        #expect(numbers.count == world.trips.count && numbers.min() == 1)
        #expect(numbers.max() == UInt64(world.trips.count))
        for trip in world.trips where trip.kind == .light {
            #expect(trip.passages.count == 1 && trip.enterprise == nil)
            #expect(trip.passages.allSatisfy { SampleCity.sites[$0.site].kind == .nonstop })
        }
        for trip in world.trips where trip.kind == .through {
            // Five sites, each of which may take it for two.
            #expect((1...10).contains(trip.passages.count) && trip.enterprise == nil)
        }
    }

    @Test("The totals are what a recount gives")
    func totals() throws {
        let world = try #require(WorldTests.world)
        var counted = TrafficTotals()
        for trip in world.trips {
            counted.trips[trip.kind, default: 0] += 1
            let isOver = trip.gross > trip.limit
            if isOver { counted.overloadedTrips += 1 }
            for fraud in trip.frauds { counted.frauds[fraud, default: 0] += 1 }
            for passage in trip.passages {
                for name in passage.effects.names { counted.effects[name, default: 0] += 1 }
                if passage.effects.contains(.deadSensor) {
                    counted.unsentPassages += 1
                } else if isOver {
                    counted.overloadedPassages += 1
                }
            }
        }
        let light = Set(
            world.trips.filter { $0.kind == .light }.flatMap { $0.passages.map(\.key) }
        )
        for sighting in world.sightings where !light.contains(sighting.key) {
            counted.heavyPassagesByAxles[Int(sighting.axleCount), default: 0] += 1
        }
        counted.passages = world.sightings.count
        counted.records = world.records.count
        counted.weighings = world.weighings.count
        #expect(counted == world.stream.totals)
        #expect(counted.effects.count == SightingEffects.named.count, "all of them happened")
    }

    @Test("Every trip's limit is that of the law for its axle pattern")
    func limits() throws {
        let world = try #require(WorldTests.world)
        let edition = try #require(SampleCity.law?.editions.first)
        var patterns: Set<AxlePattern> = []
        for trip in world.trips {
            let known = edition.grossClass(of: trip.pattern, type: .unspecified)
            #expect(trip.limit == known.limit && !known.isPatternUnknown)
            patterns.insert(trip.pattern)
        }
        #expect(patterns.count == 8)
    }

    @Test("Static weighings follow passages at stations and agree with the truth")
    func weighings() throws {
        let world = try #require(WorldTests.world)
        var trips: [String: Trip] = [:]
        for trip in world.trips { for id in trip.weighingIDs { trips[id] = trip } }
        #expect(world.weighings.count > 100 && trips.count == world.weighings.count)
        for weighing in world.weighings {
            let trip = try #require(trips[weighing.id])
            let passage = try #require(trip.passages.first { $0.key == weighing.passage })
            #expect(passage.site == weighing.site && weighing.plate == trip.plate)
            #expect(SampleCity.sites[weighing.site].kind == .station)
            let wait = weighing.weighedAt.microseconds - passage.instant.microseconds
            #expect((300_000_000...1_500_000_000).contains(wait))
            #expect(weighing.axleLoads.count == trip.axleLoads.count)
            for (weighed, truth) in zip(weighing.axleLoads, trip.axleLoads) {
                #expect(weighed % 10 == 0 && abs(weighed - truth) <= 35)
            }
        }
    }

    @Test("Of the trucks over 90 % of their limit at stations as many are weighed as asked")
    func weighingShare() throws {
        let world = try #require(WorldTests.world)
        let sent = Dictionary(world.sightings.map { ($0.key, $0.gross) }) { first, _ in first }
        let weighed = Set(world.weighings.map(\.passage))
        var rate = Rate()
        for trip in world.trips where trip.kind != .light {
            for passage in trip.passages where SampleCity.sites[passage.site].kind == .station {
                guard let gross = sent[passage.key], gross * 10 > trip.limit * 9,
                    !passage.effects.contains(.split)
                else { continue }
                rate.add(weighed.contains(passage.key))
            }
        }
        #expect(rate.agrees(with: SensorHabits().staticWeighing), "\(rate)")
    }

    @Test("No two trucks of the registry of vehicles have one plate")
    func registeredVehicles() throws {
        let world = try #require(WorldTests.world)
        let vehicles = world.stream.registeredVehicles()
        let plates = Set(vehicles.map { "\($0.plate) \($0.color)" })
        #expect(plates.count == vehicles.count)
        #expect(vehicles.count >= 3 * SampleCity.enterprises.count)
    }
}

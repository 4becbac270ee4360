// Copyright the Steelyard authors. SPDX-License-Identifier: Apache-2.0

import Weighing

@testable import RoadTraffic

/// Lanes and vehicles for tests of sensors, without a city around them.
enum SensorBench {
    static let start: Int64 = 1_780_000_000_000_000
    static let catalogue = VehicleCatalogue()
    static let day: Int64 = 86_400_000_000

    /// The sensor of a lane of a site.
    static func sensor(
        _ habits: SensorHabits,
        classPercent: Double = 0,
        site: Int = 0,
        lane: Int = 1,
        seed: UInt64 = 8
    ) -> SiteSensor {
        var random = TrafficRandom(seed: seed, .lane, UInt64(site), UInt64(lane))
        return SiteSensor(
            habits,
            site: SampleCity.sites[site % SampleCity.sites.count],
            classPercent: classPercent,
            isFirstLane: lane == 1,
            start: start,
            siteRandom: TrafficRandom(seed: seed, .lane, UInt64(site), 0),
            &random
        )
    }

    /// A loaded vehicle of a model.
    struct Load {
        let axles: Int
        let loads: AxleCells
        let spacings: AxleCells

        var gross: Int32 { TrafficStream.sum(loads, axles) }
        var loadList: [Int] { (0..<axles).map { Int(loads[$0]) } }
        var gapList: [Int] { (0..<axles - 1).map { Int(spacings[$0]) } }
    }

    /// Loads a vehicle of the catalogue; −1 is a light one.
    static func load(_ model: Int, _ random: inout TrafficRandom) -> Load {
        let shape = model < 0 ? catalogue.light : catalogue.heavy[model]
        let gross = Int32(model < 0 ? 2_000 : random.number(in: 12_000...45_000))
        return Load(
            axles: shape.axleCount,
            loads: shape.axleLoads(gross: gross, &random),
            spacings: shape.spacings(&random)
        )
    }

    /// What a sensor makes of a load, and the second part where it takes it for two.
    static func measure(
        _ load: Load,
        by sensor: SiteSensor,
        at instant: Int64 = start,
        speed: Int32 = 5_000,
        temperature: Double = 20,
        _ random: inout TrafficRandom
    ) -> (Sighting, rear: Sighting?) {
        var sighting = Sighting()
        sighting.arrival = instant
        sighting.instant = instant
        sighting.speed = speed
        sighting.axleCount = UInt8(load.axles)
        let rear = sensor.measure(
            loads: load.loads,
            spacings: load.spacings,
            temperature: temperature,
            into: &sighting,
            &random
        )
        return (sighting, rear)
    }
}

extension Sighting {
    var loadList: [Int] { (0..<Int(axleCount)).map { Int(loads[$0]) } }
    var leftList: [Int] { (0..<Int(axleCount)).map { Int(lefts[$0]) } }
    var gapList: [Int] { (0..<Int(axleCount) - 1).map { Int(spacings[$0]) } }
}

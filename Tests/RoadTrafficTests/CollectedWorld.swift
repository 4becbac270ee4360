// Copyright the Steelyard authors. SPDX-License-Identifier: Apache-2.0

import Weighing

@testable import RoadTraffic

/// A whole world: everything that its stream gave, from its first slice to its last.
struct CollectedWorld {
    /// The stream at its end.
    private(set) var stream: TrafficStream
    /// The truth.
    private(set) var trips: [Trip] = []
    /// Exit records in the order of their upload.
    private(set) var records: [ExitRecord] = []
    /// Static weighings in the order of their time.
    private(set) var weighings: [StaticWeighing] = []
    /// What the sites sent, in the order of arrival.
    private(set) var sightings: [Sighting] = []

    /// Runs a world of the sample city to its end.
    init(_ scenario: Scenario, seed: UInt64, days: Int) throws {
        stream = try SampleCity.stream(scenario, seed: seed, days: days)
        while stream.advance() {
            trips += stream.trips
            records += stream.records
            weighings += stream.weighings
            for index in stream.order { sightings.append(stream.current[Int(index)]) }
        }
    }

    /// The loads that left gates.
    var exits: [Trip] { trips.filter { $0.kind == .exit } }

    /// Records by their ids; an id that was uploaded twice has two.
    var recordsByID: [String: [ExitRecord]] { Dictionary(grouping: records) { $0.id } }

    /// The local day of the world, from 0.
    func day(of instant: Instant) -> Int {
        Int((instant.microseconds - stream.start) / 86_400_000_000)
    }
}

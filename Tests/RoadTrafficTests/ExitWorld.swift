// Copyright the Steelyard authors. SPDX-License-Identifier: Apache-2.0

import Weighing

@testable import RoadTraffic

/// Worlds of nothing but exits from gates, for tests of records.
enum ExitWorld {
    /// A world in which half of all loads are over their limit, and nobody does anything but what
    /// `change` says.
    static func collect(
        seed: UInt64,
        days: Int = 2,
        exits: Double = 5_000,
        _ change: (inout FraudRates) -> Void = { _ in }
    ) throws -> CollectedWorld {
        var scenario = Scenario()
        scenario.traffic.lightPerLane = 0
        scenario.traffic.throughTrips = 0
        scenario.traffic.exits = exits
        scenario.loading.overloadShare = 0.5
        scenario.loading.appetiteSpread = 0
        scenario.sensors = .exact
        scenario.plates = .exact
        scenario.frauds = .none
        change(&scenario.frauds)
        return try CollectedWorld(scenario, seed: seed, days: days)
    }

    /// Three steps of a weighbridge, and what it spreads.
    static let tolerance = 100

    /// The number at the end of a ticket.
    static func number(_ ticket: String) -> Int? {
        ticket.split(separator: "-").last.flatMap { Int($0) }
    }

    /// The plates of an enterprise's fleet.
    static func fleet(of enterprise: Int, in world: CollectedWorld) -> Set<String> {
        let gate = world.stream.city.gates[enterprise]
        return Set(
            (0..<UInt64(gate.fleetSize)).map {
                world.stream.fleet.vehicle(gate.firstVehicle + $0, of: .enterprise).plate.text
            }
        )
    }

    /// Whether a record is an honest one of a trip, to within the scale's tolerance.
    static func isHonest(_ record: ExitRecord, of trip: Trip) -> Bool {
        // The tare is an older weighing, 60 kg spread.
        record.plate == trip.plate && record.color == trip.color
            && record.weighedAt == trip.departedAt && record.axleCount == trip.axleLoads.count
            && abs(record.gross - trip.gross) <= Int32(tolerance * 3)
            && abs(record.tare - trip.tare) <= 400
    }
}

// Copyright the Steelyard authors. SPDX-License-Identifier: Apache-2.0

public import Weighing

/// A truck of an enterprise as a registry of vehicles has it.
public struct RegisteredVehicle: Sendable, Equatable {
    /// Its plate.
    public let plate: String
    /// Colour of the plate.
    public let color: PlateColor
    /// Its carrier, by a made-up code.
    public let carrier: String
    /// Its axles.
    public let axleCount: Int
    /// The mass that it may have by the law, kg.
    public let registeredGross: Int32
}

/// A passage of which a raw signal can be made.
public struct SignalledPassage: Sendable {
    /// The passage id.
    public let passageID: String
    /// The site's code.
    public let site: String
    /// The lane.
    public let lane: Int
    /// When it passed.
    public let passedAt: Instant
    /// What rolls over the sensors.
    public let vehicle: StripWaveform.Vehicle
    /// Seeds the signal's noise.
    let key: UInt64

    /// The raw samples, sample by sample; nil where the layout or the vehicle is not valid.
    public func samples(layout: StripWaveform.Layout, seed: UInt64) -> [Int16]? {
        var random = TrafficRandom(seed: seed, .waveform, key)
        return StripWaveform(vehicle, layout: layout)?.samples(random: &random)
    }
}

extension TrafficStream {
    /// The trucks of all enterprises, one after the other.
    public func registeredVehicles() -> [RegisteredVehicle] {
        city.gates.flatMap { gate in
            (0..<gate.fleetSize).map { place in
                let number = gate.firstVehicle + UInt64(place)
                let vehicle = fleet.vehicle(number, of: .enterprise)
                // Its own plate, also where it drives under another.
                let (plate, color) = fleet.ownPlate(of: number, .enterprise)
                return RegisteredVehicle(
                    plate: plate.text,
                    color: color,
                    carrier: "SC-\(vehicle.carrier)",
                    axleCount: catalogue.heavy[vehicle.model].axleCount,
                    registeredGross: limits[vehicle.model]
                )
            }
        }
    }

    /// The first passages of the slice with three and more axles, for raw signals.
    ///
    /// The signal is made of the loads that the passage reports: they are what the wheels put on the
    /// sensor in that instant.
    ///
    /// - Parameter count: The most passages.
    /// - Returns: Passages of the slice, in the order of their arrival.
    public func signalledPassages(upTo count: Int) -> [SignalledPassage] {
        var passages: [SignalledPassage] = []
        for index in order where passages.count < count {
            let sighting = current[Int(index)]
            let axles = Int(sighting.axleCount)
            guard axles >= 3, !sighting.effects.contains(.mirrored) else { continue }
            var random = TrafficRandom(seed: seed, .waveform, sighting.key, 1)
            var vehicle = StripWaveform.Vehicle()
            vehicle.axleLoads = (0..<axles).map { Int32(sighting.loads[$0]) }
            vehicle.leftShares = (0..<axles).map {
                Double(sighting.lefts[$0]) / Double(max(1, sighting.loads[$0]))
            }
            vehicle.spacings = (0..<axles - 1).map { Int32(sighting.spacings[$0]) }
            vehicle.speed = sighting.speed
            // Lanes are kept to about 20 cm.
            vehicle.lateralOffset = Int32(200 * random.normal())
            let local = CivilTime(
                Instant(microseconds: sighting.arrival),
                offsetSeconds: utcOffsetSeconds
            )
            vehicle.temperature = Weather.temperature(
                dayOfYear: local.dayOfYear,
                hour: Double(local.hour)
            )
            passages.append(
                SignalledPassage(
                    passageID: Trip.passageID(sighting.key),
                    site: city.sites[Int(sighting.site)].code,
                    lane: Int(sighting.lane),
                    passedAt: Instant(microseconds: sighting.instant),
                    vehicle: vehicle,
                    key: sighting.key
                )
            )
        }
        return passages
    }
}

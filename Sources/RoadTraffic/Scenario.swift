// Copyright the Steelyard authors. SPDX-License-Identifier: Apache-2.0

public import Weighing

/// What kind of world is simulated: volumes, habits, errors and frauds.
///
/// Every share is a probability 0…1. `Scenario()` is the calm city; a scenario file changes what it
/// names (docs/scenarios.md has the schema).
public struct Scenario: Sendable, Equatable {
    /// Its name on the command line.
    public var name = "calm-city"
    /// The first local day.
    public var start = CivilTime(year: 2026, month: 5, day: 18)
    /// Volumes of traffic.
    public var traffic = TrafficVolumes()
    /// How trucks are loaded.
    public var loading = LoadingHabits()
    /// What the sensors do.
    public var sensors = SensorHabits()
    /// How plates are read.
    public var plates = PlateReading()
    /// What enterprises and their drivers do to their records.
    public var frauds = FraudRates()

    /// The calm city.
    public init() {}
}

/// Volumes of traffic on an average weekday.
public struct TrafficVolumes: Sendable, Equatable {
    /// Cars, vans and light trucks past each lane of a non-stop system, a day.
    public var lightPerLane = 4_000.0
    /// Heavy vehicles on a trip through the city, a day; each passes one to five sites.
    public var throughTrips = 60_000.0
    /// Loaded trucks that leave the gates of all enterprises together, a day.
    public var exits = 30_000.0
    /// Vehicles that through traffic is drawn from; each keeps plate and axle pattern.
    public var throughFleet = 200_000
    /// Heavy traffic of Saturday and Sunday, as a factor of a weekday's.
    public var weekendFactor = 0.75
    /// Height of the yearly wave, as a share of the mean; the top is in autumn.
    public var seasonShare = 0.12
    /// How many times longer a way takes in the morning and evening peak.
    public var peakDelay = 1.5
    /// Standard deviation of the logarithm of a travel time.
    public var travelSpread = 0.18

    /// The calm city's.
    public init() {}
}

/// How trucks are loaded.
public struct LoadingHabits: Sendable, Equatable {
    /// Share of loads beyond the limit of an enterprise of average appetite.
    public var overloadShare = 0.03
    /// How unlike enterprises are: the standard deviation of the logarithm of their appetite; that of
    /// carriers is half of it.
    public var appetiteSpread = 0.8
    /// Mean of the excess of an overload, as a share of the limit.
    public var excessMean = 0.18
    /// Share of overloads among through traffic.
    public var throughOverloadShare = 0.02
    /// Share of drivers with an overload from a gate who go round the stations on their way.
    public var evasionShare = 0.25
    /// Whether through traffic weighs what was measured at a real station, over the limit or not,
    /// instead of keeping to ``throughOverloadShare``.
    public var asMeasured = false

    /// The calm city's.
    public init() {}
}

/// What the sensors do.
public struct SensorHabits: Sendable, Equatable {
    /// Accuracy class of all sites in percent of gross mass (2, 5, 10); nil takes that of each site's
    /// certificate; 0 measures without error.
    public var accuracyClass: Double?
    /// Share of a class's variance that is the lane's own lasting error; the rest changes from vehicle
    /// to vehicle.
    public var systematicShare = 0.35
    /// Drift of a lane's scale, percent a year, one standard deviation.
    public var agingPerYear = 1.0
    /// Error of temperature compensation, percent per degree from 20 °C, one standard deviation.
    public var temperaturePerDegree = 0.02
    /// Standard deviation of the left share of an axle's load.
    ///
    /// Roads fall to the right, so that side has more on average.
    public var sideSpread = 0.02
    /// Share of vehicles that straddle two lanes: part of their load is not on the sensor.
    public var straddling = 0.001
    /// Share of vehicles of which an axle is not seen.
    public var missedAxle = 0.000_5
    /// Share of vehicles with an axle too many.
    public var ghostAxle = 0.000_5
    /// Share of vehicles of four and more axles that are taken for two.
    public var split = 0.000_3
    /// Sites of which the first lane writes half of each axle on both sides instead of measuring.
    public var mirroredSites: [String] = []
    /// Share of lanes that die, each on its own day of the first 30.
    public var dyingLanes = 0.0
    /// Share of sites whose clock runs off.
    public var driftingClocks = 0.0
    /// How far such a clock runs off, seconds a day.
    public var clockSecondsPerDay = 20.0
    /// Share of the trucks over 90 % of their limit at a station that are weighed on its static scale.
    public var staticWeighing = 0.3

    /// The calm city's.
    public init() {}

    /// Sensors that see everything and err nowhere.
    public static var exact: SensorHabits {
        var habits = SensorHabits()
        habits.accuracyClass = 0
        habits.agingPerYear = 0
        habits.temperaturePerDegree = 0
        habits.straddling = 0
        habits.missedAxle = 0
        habits.ghostAxle = 0
        habits.split = 0
        habits.mirroredSites = []
        habits.dyingLanes = 0
        habits.driftingClocks = 0
        return habits
    }
}

/// How plates are read.
public struct PlateReading: Sendable, Equatable {
    /// Share of passages without any plate.
    public var none = 0.02
    /// Share of plates with characters that are marked as unread.
    public var unread = 0.03
    /// Share of plates with one or more characters taken for others.
    public var misread = 0.02
    /// Of the characters taken for others, the share taken for one that looks alike.
    public var lookAlike = 0.7
    /// Share of plates of which the front or the end is missing.
    public var partial = 0.004
    /// Share of heavy vehicles that drive under another one's plate; at most a quarter do.
    public var cloned = 0.000_5
    /// Share of new-energy trucks, with plates of eight characters.
    public var newEnergy = 0.06

    /// The calm city's.
    public init() {}

    /// Every plate is there and read as it is.
    public static var exact: PlateReading {
        var reading = PlateReading()
        reading.none = 0
        reading.unread = 0
        reading.misread = 0
        reading.partial = 0
        reading.cloned = 0
        return reading
    }
}

/// What enterprises and their drivers do to their records; shares of the exits unless said otherwise.
public struct FraudRates: Sendable, Equatable {
    /// The record of an overloaded exit is deleted: share of the overloaded exits.
    public var deletedRecord = 0.02
    /// An overloaded exit is written down just under its limit: share of the overloaded exits.
    public var falsifiedGross = 0.10
    /// The record carries the plate of another vehicle.
    public var swappedPlate = 0.002
    /// The tare is written too high, so that the net comes out too low.
    public var inflatedTare = 0.003
    /// One load is written as two records: share of the overloaded exits.
    public var splitExit = 0.03
    /// More is loaded on the way between gate and road.
    public var loadingAfterGate = 0.003
    /// Share of enterprises whose scale is tampered with from some day of the first 30 on.
    public var tamperedBridge = 0.02
    /// By how much a tampered scale weighs less, as a share.
    public var tamperedShare = 0.06
    /// Share of an enterprise's days that are never uploaded.
    public var missingDay = 0.005
    /// A record is uploaded one to three days late.
    public var lateUpload = 0.01
    /// A record is uploaded twice.
    public var duplicateUpload = 0.005
    /// Share of an enterprise's records for which no truck left.
    public var inventedRecord = 0.001

    /// The calm city's.
    public init() {}

    /// Nobody does anything.
    public static var none: FraudRates {
        var rates = FraudRates()
        rates.deletedRecord = 0
        rates.falsifiedGross = 0
        rates.swappedPlate = 0
        rates.inflatedTare = 0
        rates.splitExit = 0
        rates.loadingAfterGate = 0
        rates.tamperedBridge = 0
        rates.missingDay = 0
        rates.lateUpload = 0
        rates.duplicateUpload = 0
        rates.inventedRecord = 0
        return rates
    }
}

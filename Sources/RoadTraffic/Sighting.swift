// Copyright the Steelyard authors. SPDX-License-Identifier: Apache-2.0

import Weighing

/// What a sensor or a camera did to a passage; the truth of a simulation names it.
public struct SightingEffects: OptionSet, Sendable {
    /// The bits.
    public let rawValue: UInt16

    /// Effects from their bits.
    public init(rawValue: UInt16) { self.rawValue = rawValue }

    /// Part of the vehicle was beside the sensor.
    public static let straddle = SightingEffects(rawValue: 1 << 0)
    /// An axle was not seen.
    public static let missedAxle = SightingEffects(rawValue: 1 << 1)
    /// An axle too many was seen.
    public static let ghostAxle = SightingEffects(rawValue: 1 << 2)
    /// The vehicle was taken for two.
    public static let split = SightingEffects(rawValue: 1 << 3)
    /// The lane writes half of each axle on both sides.
    public static let mirrored = SightingEffects(rawValue: 1 << 4)
    /// The lane's sensor is dead: nothing was sent.
    public static let deadSensor = SightingEffects(rawValue: 1 << 5)
    /// The site's clock runs off.
    public static let clockDrift = SightingEffects(rawValue: 1 << 6)
    /// No plate was read.
    public static let plateNone = SightingEffects(rawValue: 1 << 7)
    /// Characters of the plate are marked as unread.
    public static let plateUnread = SightingEffects(rawValue: 1 << 8)
    /// Characters of the plate were taken for others.
    public static let plateMisread = SightingEffects(rawValue: 1 << 9)
    /// Part of the plate is missing.
    public static let platePartial = SightingEffects(rawValue: 1 << 10)

    /// The effects with their names in `truth.ndjson`.
    public static let named: [(effect: SightingEffects, name: String)] = [
        (.straddle, "straddle"), (.missedAxle, "missed_axle"), (.ghostAxle, "ghost_axle"),
        (.split, "split"), (.mirrored, "mirrored"), (.deadSensor, "dead_sensor"),
        (.clockDrift, "clock_drift"), (.plateNone, "plate_none"), (.plateUnread, "plate_unread"),
        (.plateMisread, "plate_misread"), (.platePartial, "plate_partial"),
    ]

    /// The names of the effects given.
    public var names: [String] {
        SightingEffects.named.compactMap { contains($0.effect) ? $0.name : nil }
    }
}

/// One passage as the site sends it; without memory of its own, since there are millions.
struct Sighting: Sendable {
    /// When, by a right clock, microseconds since the epoch.
    var arrival: Int64 = 0
    /// When, by the site's clock.
    var instant: Int64 = 0
    /// Its number, which becomes the passage id; unlike any other's, and tells nothing.
    var key: UInt64 = 0
    /// Index of the site.
    var site: UInt16 = 0
    /// Lane, from 1.
    var lane: UInt16 = 1
    /// Axles seen, 2…7.
    var axleCount: UInt8 = 2
    /// Colour of the plate.
    var color = PlateColor.unknown
    /// Hundredths of km/h.
    var speed: Int32 = 0
    /// Axle loads, kg.
    var loads = AxleCells(repeating: 0)
    /// Loads of the left wheels, kg; the right ones have the rest.
    var lefts = AxleCells(repeating: 0)
    /// Gaps, mm.
    var spacings = AxleCells(repeating: 0)
    /// The plate as it was read.
    var plate = PlateText()
    /// What happened to it.
    var effects: SightingEffects = []

    /// Sum of the axle loads, kg.
    var gross: Int32 {
        var sum: Int32 = 0
        for axle in 0..<Int(axleCount) { sum += Int32(loads[axle]) }
        return sum
    }
}

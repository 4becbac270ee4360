// Copyright the Steelyard authors. SPDX-License-Identifier: Apache-2.0

/// What the vehicle registry knows of a vehicle; nil and empty where it does not know.
public struct VehicleFacts: Sendable, Equatable {
    /// Number of axles.
    public var axleCount: Int?
    /// Gross mass on the driving licence (行驶证), kg.
    public var registeredGross: Int32?
    /// Axles, other than steered ones, that have one tyre a side.
    public var singleTyreAxles: Int?
    /// How many of those have wide tyres, which count as two.
    public var wideTyreAxles = 0
    /// Whether it has air suspension.
    public var hasAirSuspension: Bool?
    /// Class of vehicle that a law may treat apart, such as `refrigerated`; empty where it is none.
    public var exemptClass = ""
    /// The first instant at which its permit for over-limit transport no longer holds.
    public var permitUntil: Instant?
    /// What the permit allows, kg; nil where the registry does not know.
    public var permitGross: Int32?

    /// Facts of which none is known.
    public init() {}
}

/// The vehicles that the registry knows, by plate and plate colour.
public struct VehicleBook: Sendable {
    private struct Key: Hashable {
        var plate: [UInt8]
        var color: UInt8
    }

    private var facts: [Key: VehicleFacts] = [:]

    /// An empty book.
    public init() {}

    /// Number of vehicles.
    public var count: Int { facts.count }

    /// The facts of a vehicle; `color` unknown is a vehicle of its own.
    public subscript(plate: String, color: PlateColor) -> VehicleFacts? {
        get { facts[Key(plate: Array(plate.utf8), color: color.rawValue)] }
        set { facts[Key(plate: Array(plate.utf8), color: color.rawValue)] = newValue }
    }

    /// The facts of the vehicle in a row of a block; nil where it has no plate or is not known.
    public func facts(of block: PassageBlock, row: Int) -> VehicleFacts? {
        let plate = block.plateBytes(at: row)
        guard !plate.isEmpty else { return nil }
        return facts[Key(plate: plate, color: block.plateColor(at: row).rawValue)]
    }
}

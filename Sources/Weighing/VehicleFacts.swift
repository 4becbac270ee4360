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
///
/// Most vehicles that pass are not known; a small table of bits says so of nearly all of them before
/// anything is looked up or copied.
public struct VehicleBook: Sendable {
    private struct Key: Hashable {
        var plate: [UInt8]
        var color: UInt8
    }

    private static let filterBits: UInt64 = 1 << 18
    private var facts: [Key: VehicleFacts] = [:]
    /// A bit is set where a known vehicle's hash has its number; empty in an empty book.
    private var filter: [UInt64] = []

    /// An empty book.
    public init() {}

    /// Number of vehicles.
    public var count: Int { facts.count }

    /// The facts of a vehicle; `color` unknown is a vehicle of its own.
    public subscript(plate: String, color: PlateColor) -> VehicleFacts? {
        get { facts[Key(plate: Array(plate.utf8), color: color.rawValue)] }
        set {
            let key = Key(plate: Array(plate.utf8), color: color.rawValue)
            facts[key] = newValue
            if filter.isEmpty {
                filter = [UInt64](repeating: 0, count: Int(VehicleBook.filterBits / 64))
            }
            // A vehicle that is taken out leaves its bit: a bit only says that looking up may pay.
            let bit = VehicleBook.bit(key.plate.span, key.color)
            filter[Int(bit / 64)] |= 1 << (bit % 64)
        }
    }

    /// The facts of the vehicle in a row of a block; nil where it has no plate or is not known.
    public func facts(of block: PassageBlock, row: Int) -> VehicleFacts? {
        guard !filter.isEmpty else { return nil }
        let color = block.plateColor(at: row).rawValue
        let bit = block.withPlateBytes(at: row) { VehicleBook.bit($0, color) }
        guard filter[Int(bit / 64)] & 1 << (bit % 64) != 0 else { return nil }
        let plate = block.plateBytes(at: row)
        return plate.isEmpty ? nil : facts[Key(plate: plate, color: color)]
    }

    /// FNV-1a of plate and colour, folded to the filter's bits.
    private static func bit(_ plate: Span<UInt8>, _ color: UInt8) -> UInt64 {
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325 ^ UInt64(color)
        for index in plate.indices {
            hash = (hash ^ UInt64(plate[index])) &* 0x100_0000_01B3
        }
        return (hash ^ hash >> 32) % filterBits
    }
}

// Copyright the Steelyard authors. SPDX-License-Identifier: Apache-2.0

/// Whether a vehicle is one body or a tractor with a trailer, where the sensor could tell.
public enum VehicleType: UInt8, Sendable, CaseIterable {
    /// Not given: taken from the axle pattern.
    case unspecified = 0
    /// A rigid truck.
    case rigid = 1
    /// A tractor with a trailer or semi-trailer.
    case combination = 2

    /// The name in files; empty when not given.
    public var name: String {
        switch self {
        case .unspecified: ""
        case .rigid: "rigid"
        case .combination: "combination"
        }
    }

    /// The type of a name; nil where the name is not known.
    public init?(name: String) {
        switch name {
        case "": self = .unspecified
        case "rigid": self = .rigid
        case "combination": self = .combination
        default: return nil
        }
    }
}

/// One vehicle over one site, as its sensors measured it.
public struct Passage: Sendable, Equatable {
    /// The fewest axles of a vehicle that is judged.
    public static let axleCountMin = 2
    /// The most axles of a vehicle that is judged.
    public static let axleCountMax = 16
    /// The largest axle load, wheel load or spacing, so that all arithmetic fits 32 bits.
    public static let valueMax = 65_535
    /// How far left and right together may differ from the axle, kg.
    public static let wheelSumToleranceKilograms = 20
    /// The most bytes of UTF-8 of a passage id or of vendor flags.
    public static let textByteCountMax = 128
    /// The most bytes of UTF-8 of a site code.
    public static let siteByteCountMax = 32
    /// The highest lane number.
    public static let laneMax = 32_767
    /// The largest length, width or height, mm.
    public static let dimensionMax = 100_000

    /// The sender's own name of the passage; empty when it has none.
    public var passageID = ""
    /// The code of the site.
    public var site = ""
    /// The lane, counted as the site counts, 0…32,767.
    public var lane = 0
    /// When the vehicle passed.
    public var passedAt = Instant(microseconds: 0)
    /// The plate as read; empty when there is none.
    public var plate = ""
    /// The plate's colour.
    public var plateColor = PlateColor.unknown
    /// Speed in hundredths of km/h; negative and absurd values are kept and judged invalid.
    public var speed: Int32 = 0
    /// Axle loads front to rear, kg, each 0…65,535.
    public var axleLoads: [Int] = []
    /// Distances between neighbouring axles front to rear, mm; one fewer than the axles.
    public var spacings: [Int] = []
    /// Loads of the left wheels per axle, kg; empty when not measured.
    public var leftLoads: [Int] = []
    /// Loads of the right wheels per axle, kg; empty when not measured.
    public var rightLoads: [Int] = []
    /// Vehicle length, mm; 0 when not measured.
    public var length = 0
    /// Vehicle width, mm; 0 when not measured.
    public var width = 0
    /// Vehicle height, mm; 0 when not measured.
    public var height = 0
    /// Rigid or combination, where known.
    public var vehicleType = VehicleType.unspecified
    /// Flags of the site's controller, names separated by spaces; kept, not interpreted.
    public var vendorFlags = ""

    /// Makes a passage with every field empty.
    public init() {}

    /// The first reason for which the passage cannot be judged at all, or nil.
    ///
    /// Such a passage is refused where it enters; see the default rulebook, section 4, "Refused, not
    /// judged". What passes here fits a ``PassageBlock``.
    public func fault() -> PassageFault? {
        let axles = axleLoads.count
        guard (Passage.axleCountMin...Passage.axleCountMax).contains(axles) else {
            return .axleCount(axles)
        }
        guard spacings.count == axles - 1 else {
            return .spacingCount(spacings.count, axles: axles)
        }
        for value in axleLoads + spacings + leftLoads + rightLoads {
            guard (0...Passage.valueMax).contains(value) else { return .value(value) }
        }
        if !leftLoads.isEmpty || !rightLoads.isEmpty {
            guard leftLoads.count == axles, rightLoads.count == axles else {
                return .wheelCount(left: leftLoads.count, right: rightLoads.count, axles: axles)
            }
            for axle in 0..<axles {
                let difference = leftLoads[axle] + rightLoads[axle] - axleLoads[axle]
                guard abs(difference) <= Passage.wheelSumToleranceKilograms else {
                    return .wheelSum(axle: axle + 1, difference: difference)
                }
            }
        }
        return scalarFault()
    }

    private func scalarFault() -> PassageFault? {
        guard (0...Passage.laneMax).contains(lane) else { return .lane(lane) }
        for size in [length, width, height] {
            guard (0...Passage.dimensionMax).contains(size) else { return .dimension(size) }
        }
        guard !site.isEmpty else { return .siteMissing }
        let texts = [
            ("site", site, Passage.siteByteCountMax), ("plate", plate, Plate.byteCountMax),
            ("passage_id", passageID, Passage.textByteCountMax),
            ("flags", vendorFlags, Passage.textByteCountMax),
        ]
        for (name, text, most) in texts {
            let byteCount = text.utf8.count
            guard byteCount <= most else { return .textLong(name, byteCount: byteCount) }
            guard !text.utf8.contains(0) else { return .textZeroByte(name) }
        }
        return nil
    }
}

/// Why a passage was refused before it was judged.
public enum PassageFault: Error, Sendable, Equatable, CustomStringConvertible {
    /// Fewer than 2 or more than 16 axles.
    case axleCount(Int)
    /// Another number of spacings than axles − 1.
    case spacingCount(Int, axles: Int)
    /// A load or spacing below 0 or above 65,535.
    case value(Int)
    /// Wheel columns of another length than the axles, or only one side.
    case wheelCount(left: Int, right: Int, axles: Int)
    /// Left and right together differ from the axle by more than 20 kg; `axle` from 1.
    case wheelSum(axle: Int, difference: Int)
    /// A lane outside 0…32,767.
    case lane(Int)
    /// A vehicle size outside 0…100,000 mm.
    case dimension(Int)
    /// No site code.
    case siteMissing
    /// A text of more bytes than its column takes.
    case textLong(String, byteCount: Int)
    /// A text with a zero byte, which PostgreSQL cannot store.
    case textZeroByte(String)
    /// A text that is not UTF-8.
    case textEncoding(String)
    /// A code of an enumeration (plate colour, vehicle type) that is not defined.
    case code(String, value: Int)

    /// The fault in one sentence, without the plate or any other personal data.
    public var description: String {
        switch self {
        case .axleCount(let n): "\(n) axles; a vehicle has 2 to 16"
        case .spacingCount(let n, let axles):
            "\(n) spacings for \(axles) axles; there must be \(axles - 1)"
        case .value(let v): "load or spacing \(v); it must be a whole number from 0 to 65535"
        case .wheelCount(let l, let r, let axles):
            "\(l) left and \(r) right wheel loads for \(axles) axles; give both for every axle or none"
        case .wheelSum(let axle, let d):
            "left and right wheels of axle \(axle) differ from its load by \(d) kg; at most 20"
        case .lane(let l): "lane \(l); it must be from 0 to 32767"
        case .dimension(let d): "vehicle size \(d) mm; it must be from 0 to 100000"
        case .siteMissing: "no site code"
        case .textLong(let name, let n): "\(name) of \(n) bytes is too long"
        case .textZeroByte(let name): "\(name) contains a zero byte"
        case .textEncoding(let name): "\(name) is not valid UTF-8"
        case .code(let name, let value): "\(name) has the undefined code \(value)"
        }
    }
}

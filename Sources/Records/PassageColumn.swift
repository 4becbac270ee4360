// Copyright the Steelyard authors. SPDX-License-Identifier: Apache-2.0

/// The columns of a passage file, in its order.
public enum PassageColumn: Int, Sendable, CaseIterable {
    /// The sender's own name of the passage.
    case passageID
    /// Code of the site.
    case site
    /// Lane.
    case lane
    /// Instant, RFC 3339.
    case passedAt
    /// Plate as read.
    case plate
    /// Colour of the plate.
    case plateColor
    /// Speed, km/h.
    case speed
    /// Axle loads, kg.
    case axleLoads
    /// Distances between axles, mm.
    case spacings
    /// Left wheel loads, kg.
    case leftLoads
    /// Right wheel loads, kg.
    case rightLoads
    /// Length, mm.
    case length
    /// Width, mm.
    case width
    /// Height, mm.
    case height
    /// Rigid or combination.
    case vehicleType
    /// Flags of the site's controller.
    case flags

    /// The name in the header row and as a JSON key.
    public var name: String {
        switch self {
        case .passageID: "passage_id"
        case .site: "site"
        case .lane: "lane"
        case .passedAt: "passed_at"
        case .plate: "plate"
        case .plateColor: "plate_color"
        case .speed: "speed_kmh"
        case .axleLoads: "axle_kg"
        case .spacings: "spacing_mm"
        case .leftLoads: "left_kg"
        case .rightLoads: "right_kg"
        case .length: "length_mm"
        case .width: "width_mm"
        case .height: "height_mm"
        case .vehicleType: "vehicle_type"
        case .flags: "flags"
        }
    }

    /// The column of a name; nil where it is none.
    public init?(name: String) {
        guard let column = PassageColumn.allCases.first(where: { $0.name == name }) else {
            return nil
        }
        self = column
    }

    /// Whether a file must have it.
    public var isRequired: Bool {
        switch self {
        case .site, .lane, .passedAt, .speed, .axleLoads, .spacings: true
        default: false
        }
    }

    /// Whether it holds several whole numbers.
    var isList: Bool {
        switch self {
        case .axleLoads, .spacings, .leftLoads, .rightLoads: true
        default: false
        }
    }

    /// The columns as a reader checks them.
    static func set(ignoringUnknown: Bool) -> ColumnSet {
        ColumnSet(
            required: allCases.filter(\.isRequired).map(\.name),
            optional: allCases.filter { !$0.isRequired }.map(\.name),
            ignoresUnknown: ignoringUnknown
        )
    }
}

/// Where the values of one row lie; an absent one is an empty range.
struct CellTable {
    private var ranges = InlineArray<16, Range<Int>>(repeating: 0..<0)
    private var arrays: UInt32 = 0

    subscript(column: PassageColumn) -> Range<Int> {
        @inline(__always) get { ranges[column.rawValue] }
        @inline(__always) set { ranges[column.rawValue] = newValue }
    }

    /// Whether a list is the inside of a JSON array and not a text.
    @inline(__always)
    func isArray(_ column: PassageColumn) -> Bool { arrays & (1 << UInt32(column.rawValue)) != 0 }

    /// Says that a list is the inside of a JSON array.
    mutating func markArray(_ column: PassageColumn) { arrays |= 1 << UInt32(column.rawValue) }

    /// Makes every cell absent.
    mutating func clear() {
        ranges = InlineArray(repeating: 0..<0)
        arrays = 0
    }
}

// Copyright the Steelyard authors. SPDX-License-Identifier: Apache-2.0
//
// Where the columns of a batch lie in its bytes. A writer of packed columns, as every current protobuf
// library is, leaves each column in one piece, and the layout points into the batch itself. Any other
// lawful encoding (single elements, a column in pieces, a submessage in pieces) is first merged into a
// buffer in which each column is one piece: slower, and seen only from odd writers.

/// The columns of `PassageColumns`; the raw values are the field numbers.
enum ColumnField: Int, CaseIterable {
    case site = 2
    case lane, passedAt, speed, axleCount, axleLoad, spacing
    case wheelCount, left, right
    case vehicleType, plateColor, length, width, height
    case plateLength, plateText, idLength, idText, flagsLength, flagsText

    /// The name in the schema.
    var name: String { ColumnField.names[rawValue - 2] }

    private static let names = [
        "site", "lane", "passed_at_us", "speed_ckmh", "axle_count", "axle_kg", "spacing_mm",
        "wheel_count", "left_kg", "right_kg", "vehicle_type", "plate_color", "length_mm",
        "width_mm", "height_mm", "plate_length", "plate_text", "passage_id_length",
        "passage_id_text", "flags_length", "flags_text",
    ]

    /// Bytes of an element; 1 for texts.
    var elementByteCount: Int {
        switch self {
        case .passedAt: 8
        case .plateText, .idText, .flagsText: 1
        default: 4
        }
    }

    var isText: Bool { elementByteCount == 1 }
}

/// Where a column lies and how many elements it has.
struct Extent: Sendable {
    var offset = 0
    var count = 0
}

/// The extents of all columns.
struct ColumnLayout: Sendable {
    private var extents = InlineArray<23, Extent>(repeating: Extent())

    subscript(field: ColumnField) -> Extent {
        get { extents[field.rawValue] }
        set { extents[field.rawValue] = newValue }
    }
}

/// Collects the columns of the `passages` field.
struct ColumnParser {
    private(set) var layout = ColumnLayout()
    /// Where the site codes lie.
    private(set) var siteCodes: [Range<Int>] = []
    /// Whether a column came in several pieces, so that ``merged(_:)`` is needed.
    private(set) var isScattered = false
    private var messages: [Range<Int>] = []

    var isEmpty: Bool { messages.isEmpty }

    /// Reads one occurrence of the field.
    mutating func read(
        _ message: Range<Int>,
        _ bytes: RawSpan,
        limits: BatchLimits
    ) throws(BatchFault) {
        messages.append(message)
        var reader = WireReader(message)
        while !reader.isAtEnd {
            let tag = try reader.tag(bytes)
            if tag.field == 1 {
                guard tag.type == .lengthDelimited else {
                    throw .wireType(field: "site_codes", found: tag.type.rawValue)
                }
                siteCodes.append(try reader.delimited(bytes))
                guard siteCodes.count <= limits.siteCodeCount else {
                    throw .siteCodeCount(siteCodes.count, most: limits.siteCodeCount)
                }
            } else if let field = ColumnField(rawValue: tag.field) {
                add(try ColumnParser.piece(of: field, tag, &reader, bytes), to: field)
            } else {
                try reader.skip(tag, bytes)
            }
        }
    }

    /// One occurrence of a column: packed, or a single element.
    private static func piece(
        of field: ColumnField,
        _ tag: WireTag,
        _ reader: inout WireReader,
        _ bytes: RawSpan
    ) throws(BatchFault) -> Range<Int> {
        let size = field.elementByteCount
        switch (tag.type, size) {
        case (.lengthDelimited, _):
            let piece = try reader.delimited(bytes)
            guard piece.count % size == 0 else {
                throw .columnBytes(field: field.name, byteCount: piece.count)
            }
            return piece
        case (.fixed32, 4), (.fixed64, 8): return try reader.take(size)
        default: throw .wireType(field: field.name, found: tag.type.rawValue)
        }
    }

    private mutating func add(_ piece: Range<Int>, to field: ColumnField) {
        let extent = Extent(
            offset: piece.lowerBound,
            count: piece.count / field.elementByteCount
        )
        // A second text replaces the first, a second piece of a column continues it.
        if field.isText || layout[field].count == 0 {
            layout[field] = extent
        } else if extent.count > 0 {
            isScattered = true
        }
    }

    /// Brings every column into one piece; the layout then points into the returned bytes.
    mutating func merged(_ bytes: RawSpan) throws(BatchFault) -> [UInt8] {
        var columns: [ColumnField: [UInt8]] = [:]
        for message in messages {
            var reader = WireReader(message)
            while !reader.isAtEnd {
                let tag = try reader.tag(bytes)
                guard let field = ColumnField(rawValue: tag.field) else {
                    try reader.skip(tag, bytes)
                    continue
                }
                let piece = try ColumnParser.piece(of: field, tag, &reader, bytes)
                if field.isText { columns[field] = [] }
                columns[field, default: []].append(contentsOf: bytes.copied(piece))
            }
        }
        var whole: [UInt8] = []
        for field in ColumnField.allCases {
            let column = columns[field] ?? []
            layout[field] = Extent(
                offset: whole.count,
                count: column.count / field.elementByteCount
            )
            whole.append(contentsOf: column)
        }
        return whole
    }
}

extension RawSpan {
    /// A copy of a range of the bytes.
    func copied(_ range: Range<Int>) -> [UInt8] {
        // Sound: the slice is taken with a bounds check and read inside the closure only.
        unsafe extracting(range).withUnsafeBytes { unsafe Array($0) }
    }
}

// Copyright the Steelyard authors. SPDX-License-Identifier: Apache-2.0
//
// One row on its way into a Passage or a PassageBlock. Numbers are read into fixed slots and texts
// stay where they lie, so that a good row costs no allocation. The draft finds exactly the faults
// of Passage.fault(), in its order, and before them what only text can have wrong.

import Weighing

/// A row as parsed, before it is a passage.
struct PassageDraft {
    var lane = 0
    var microseconds: Int64 = 0
    var plateColor = PlateColor.unknown
    var speed: Int32 = 0
    var length = 0
    var width = 0
    var height = 0
    var vehicleType = VehicleType.unspecified
    var axleCount = 0
    var spacingCount = 0
    var leftCount = 0
    var rightCount = 0
    var loads = InlineArray<16, UInt16>(repeating: 0)
    var spacings = InlineArray<16, UInt16>(repeating: 0)
    var lefts = InlineArray<16, UInt16>(repeating: 0)
    var rights = InlineArray<16, UInt16>(repeating: 0)
    /// Where the row's values lie, the texts among them.
    var cells = CellTable()
    private var colors = NameMemo<PlateColor>()
    private var types = NameMemo<VehicleType>()

    /// Reads the row whose values lie in `cells`.
    ///
    /// - Parameter bytes: Where the row stands.
    /// - Throws: The row's first fault; the draft is then of no use.
    mutating func read(_ bytes: Span<UInt8>) throws(FieldFault) {
        lane = try Self.number(bytes, cells[.lane], .lane, most: Passage.laneMax)
        microseconds = try Self.instant(bytes, cells[.passedAt])
        plateColor = try color(bytes)
        speed = try Self.decimal(bytes, cells[.speed])
        axleCount = try Self.list(
            bytes,
            cells[.axleLoads],
            cells.isArray(.axleLoads),
            .axleLoads,
            into: &loads
        )
        spacingCount = try Self.list(
            bytes,
            cells[.spacings],
            cells.isArray(.spacings),
            .spacings,
            into: &spacings
        )
        leftCount = try Self.list(
            bytes,
            cells[.leftLoads],
            cells.isArray(.leftLoads),
            .leftLoads,
            into: &lefts
        )
        rightCount = try Self.list(
            bytes,
            cells[.rightLoads],
            cells.isArray(.rightLoads),
            .rightLoads,
            into: &rights
        )
        length = try Self.size(bytes, cells[.length], .length)
        width = try Self.size(bytes, cells[.width], .width)
        height = try Self.size(bytes, cells[.height], .height)
        vehicleType = try type(bytes)
        if let fault = fault(bytes) { throw FieldFault(fault.description) }
    }

    /// The passage; the draft was read without a fault from the same bytes.
    func passage(_ bytes: Span<UInt8>) -> Passage {
        var passage = Passage()
        passage.passageID = FieldText.string(bytes, cells[.passageID])
        passage.site = FieldText.string(bytes, cells[.site])
        passage.plate = FieldText.string(bytes, cells[.plate])
        passage.vendorFlags = FieldText.string(bytes, cells[.flags])
        passage.lane = lane
        passage.passedAt = Instant(microseconds: microseconds)
        passage.plateColor = plateColor
        passage.speed = speed
        passage.axleLoads = (0..<axleCount).map { Int(loads[$0]) }
        passage.spacings = (0..<spacingCount).map { Int(spacings[$0]) }
        passage.leftLoads = (0..<leftCount).map { Int(lefts[$0]) }
        passage.rightLoads = (0..<rightCount).map { Int(rights[$0]) }
        passage.length = length
        passage.width = width
        passage.height = height
        passage.vehicleType = vehicleType
        return passage
    }
}

// MARK: - Fields

extension PassageDraft {
    // Static or mutating, because a call of a method that does not mutate copies the draft.

    private static func number(
        _ bytes: Span<UInt8>,
        _ range: Range<Int>,
        _ column: PassageColumn,
        most: Int
    ) throws(FieldFault) -> Int {
        if let value = FieldText.wholeNumber(bytes, range, most: most) { return value }
        throw fault(bytes, range, column, isNot: "a whole number from 0 to \(most)")
    }

    private static func size(
        _ bytes: Span<UInt8>,
        _ range: Range<Int>,
        _ column: PassageColumn
    ) throws(FieldFault) -> Int {
        guard !range.isEmpty else { return 0 }
        return try number(bytes, range, column, most: Passage.dimensionMax)
    }

    @inline(__always)
    private static func list(
        _ bytes: Span<UInt8>,
        _ range: Range<Int>,
        _ isArray: Bool,
        _ column: PassageColumn,
        into values: inout InlineArray<16, UInt16>
    ) throws(FieldFault) -> Int {
        guard isArray else {
            return try FieldText.list(bytes, range, column, into: &values)
        }
        return try FieldText.array(bytes, range, column, into: &values)
    }

    private static func instant(
        _ bytes: Span<UInt8>,
        _ range: Range<Int>
    ) throws(FieldFault) -> Int64 {
        if let instant = TimestampText.instant(bytes, range) { return instant.microseconds }
        throw fault(bytes, range, .passedAt, isNot: TimestampText.wanted)
    }

    private static func decimal(
        _ bytes: Span<UInt8>,
        _ range: Range<Int>
    ) throws(FieldFault) -> Int32 {
        if let value = FieldText.hundredths(bytes, range) { return value }
        throw fault(
            bytes,
            range,
            .speed,
            isNot: "a decimal of at most two places within ±21474836.47"
        )
    }

    private mutating func color(_ bytes: Span<UInt8>) throws(FieldFault) -> PlateColor {
        guard !cells[.plateColor].isEmpty else { return .unknown }
        let known = colors.value(bytes, cells[.plateColor]) { PlateColor(name: $0) }
        if let known { return known }
        throw Self.fault(
            bytes,
            cells[.plateColor],
            .plateColor,
            isNot: "a plate colour such as yellow or blue"
        )
    }

    private mutating func type(_ bytes: Span<UInt8>) throws(FieldFault) -> VehicleType {
        guard !cells[.vehicleType].isEmpty else { return .unspecified }
        let known = types.value(bytes, cells[.vehicleType]) { VehicleType(name: $0) }
        if let known { return known }
        throw Self.fault(
            bytes,
            cells[.vehicleType],
            .vehicleType,
            isNot: "rigid, combination or empty"
        )
    }

    private static func fault(
        _ bytes: Span<UInt8>,
        _ range: Range<Int>,
        _ column: PassageColumn,
        isNot wanted: String
    ) -> FieldFault {
        FieldFault(column.name, Excerpt.text(bytes, range), isNot: wanted)
    }
}

// MARK: - The rules of Passage.fault()

extension PassageDraft {
    /// The fault that the passage would have; ranges of numbers were checked when they were read.
    private mutating func fault(_ bytes: Span<UInt8>) -> PassageFault? {
        guard (Passage.axleCountMin...Passage.axleCountMax).contains(axleCount) else {
            return .axleCount(axleCount)
        }
        guard spacingCount == axleCount - 1 else {
            return .spacingCount(spacingCount, axles: axleCount)
        }
        if leftCount > 0 || rightCount > 0 {
            guard leftCount == axleCount, rightCount == axleCount else {
                return .wheelCount(left: leftCount, right: rightCount, axles: axleCount)
            }
            for axle in 0..<axleCount {
                let difference = Int(lefts[axle]) + Int(rights[axle]) - Int(loads[axle])
                guard abs(difference) <= Passage.wheelSumToleranceKilograms else {
                    return .wheelSum(axle: axle + 1, difference: difference)
                }
            }
        }
        guard !cells[.site].isEmpty else { return .siteMissing }
        return textFault(bytes, .site, most: Passage.siteByteCountMax)
            ?? textFault(bytes, .plate, most: Plate.byteCountMax)
            ?? textFault(bytes, .passageID, most: Passage.textByteCountMax)
            ?? textFault(bytes, .flags, most: Passage.textByteCountMax)
    }

    private mutating func textFault(
        _ bytes: Span<UInt8>,
        _ column: PassageColumn,
        most: Int
    ) -> PassageFault? {
        let range = cells[column]
        if range.isEmpty { return nil }
        guard range.count <= most else {
            return .textLong(column.name, byteCount: range.count)
        }
        let (hasZero, isASCII) = FieldText.scan(bytes, range)
        if hasZero { return .textZeroByte(column.name) }
        return isASCII || FieldText.isLongUTF8(bytes, range) ? nil : .textEncoding(column.name)
    }
}

/// A short text in two registers, for comparing.
private struct ShortText: Equatable {
    static let byteCountMax = 16
    private let low: UInt64
    private let high: UInt64
    private let count: Int

    /// - Precondition: The range has no more than ``byteCountMax`` bytes.
    @inline(__always)
    init(_ bytes: Span<UInt8>, _ range: Range<Int>) {
        count = range.count
        low = ByteWord.head(bytes.word(at: range.lowerBound), min(count, 8))
        let more = max(count &- 8, 0)
        high = more == 0 ? 0 : ByteWord.head(bytes.word(at: range.lowerBound &+ 8), more)
    }

    /// A number 0…63 that differs for most texts.
    var hash: Int { Int(((low ^ (high &* 31)) &* 0x9E37_79B9_7F4A_7C15) &>> 58) }
}

/// Remembers the names of an enumeration that were met: a file has few of them.
private struct NameMemo<Value: Sendable> {
    private static var countMax: Int { 16 }
    private var names: [(text: ShortText, value: Value)] = []

    /// The value of a name; nil where the name is not known.
    @inline(__always)
    mutating func value(
        _ bytes: Span<UInt8>,
        _ range: Range<Int>,
        _ look: (String) -> Value?
    ) -> Value? {
        guard range.count <= ShortText.byteCountMax else { return Self.find(bytes, range, look) }
        let text = ShortText(bytes, range)
        for index in names.indices where names[index].text == text { return names[index].value }
        guard let found = Self.find(bytes, range, look) else { return nil }
        if names.count < Self.countMax { names.append((text, found)) }
        return found
    }

    @inline(never)
    private static func find(
        _ bytes: Span<UInt8>,
        _ range: Range<Int>,
        _ look: (String) -> Value?
    ) -> Value? {
        FieldText.isUTF8(bytes, range) ? look(FieldText.string(bytes, range)) : nil
    }
}

/// Remembers which slot a site has in a block, so that no row needs a String.
struct SiteMemo {
    private struct Entry {
        let text: ShortText
        let slot: UInt8
        let fill: Int
    }

    private var entries: [Entry?] = Array(repeating: nil, count: 64)
    private var fill = 0
    /// The sites that the block had in the end.
    private var known: [String] = []

    /// Begins with a block; what was remembered counts if its sites are those of the one before.
    mutating func begin(_ block: PassageBlock) {
        if block.sites != known { fill += 1 }
    }

    /// Ends with a block.
    mutating func end(_ block: PassageBlock) { known = block.sites }

    /// The slot of a site in a block; nil where the block has no room for another.
    @inline(__always)
    mutating func slot(
        _ bytes: Span<UInt8>,
        _ range: Range<Int>,
        in block: PassageBlock
    ) -> UInt8? {
        guard range.count <= ShortText.byteCountMax else {
            return block.slot(ofSite: FieldText.string(bytes, range))
        }
        let text = ShortText(bytes, range)
        if let entry = entries[text.hash], entry.fill == fill, entry.text == text {
            return entry.slot
        }
        guard let slot = block.slot(ofSite: FieldText.string(bytes, range)) else { return nil }
        entries[text.hash] = Entry(text: text, slot: slot, fill: fill)
        return slot
    }
}

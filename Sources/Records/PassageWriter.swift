// Copyright the Steelyard authors. SPDX-License-Identifier: Apache-2.0

public import Weighing

/// Writes a passage file, all sixteen columns in order, which ``PassageReader`` reads back equal.
///
/// It appends to bytes and leaves it to the caller when to write them out.
public struct PassageWriter: Sendable {
    private let sink: RecordSink
    private var printer: TimestampPrinter
    /// Room for a record, kept from one to the next.
    private var record: [UInt8] = []

    /// Makes a writer.
    ///
    /// - Parameters:
    ///   - format: CSV unless told otherwise; NDJSON writes the lists of numbers as strings.
    ///   - offsetSeconds: The offset in which instants are printed, seconds east of UTC, whole
    ///     minutes. The instant is the same in any.
    public init(format: RecordFormat = .csv, offsetSeconds: Int = 28_800) {
        sink = RecordSink(columns: PassageColumn.allCases.map(\.name), format: format)
        printer = TimestampPrinter(offsetSeconds: offsetSeconds)
    }

    /// Appends the header row; nothing in NDJSON.
    public func appendHeader(to output: inout [UInt8]) { sink.appendHeader(to: &output) }

    /// Appends a passage.
    public mutating func append(_ passage: Passage, to output: inout [UInt8]) {
        let texts = PassageTexts(passage)
        let needed =
            sink.frameByteCount + texts.byteCountMax + PassageWriter.numbersByteCount(passage)
        if record.count < needed { record = [UInt8](repeating: 0, count: needed) }
        // Taken out for the while, so that it does not count as one with the rest of the writer.
        var record: [UInt8] = []
        swap(&record, &self.record)
        let end = fill(&record, passage, texts)
        output.append(contentsOf: record[..<end])
        swap(&record, &self.record)
    }

    /// The most bytes that the numbers and the instant of a passage take.
    private static func numbersByteCount(_ passage: Passage) -> Int {
        let numbers =
            passage.axleLoads.count + passage.spacings.count + passage.leftLoads.count
            + passage.rightLoads.count
        return TimestampPrinter.byteCountMax + 21 * (numbers + 5) + MutableRawSpan.margin
    }

    /// Puts a passage into the room, and says how long it is.
    private mutating func fill(
        _ record: inout [UInt8],
        _ passage: Passage,
        _ texts: PassageTexts
    ) -> Int {
        var span = record.mutableSpan
        // Sound: any byte is a UInt8.
        var room = unsafe span.mutableBytes
        var end = 0
        putText(.passageID, texts, 0, &room, &end)
        putText(.site, texts, 1, &room, &end)
        sink.number(PassageColumn.lane.rawValue, Int32(clamping: passage.lane), &room, &end)
        sink.lead(PassageColumn.passedAt.rawValue, &room, &end)
        sink.quote(&room, &end)
        printer.put(passage.passedAt, &room, &end)
        sink.quote(&room, &end)
        putText(.plate, texts, 2, &room, &end)
        putText(.plateColor, texts, 3, &room, &end)
        sink.lead(PassageColumn.speed.rawValue, &room, &end)
        room.put(hundredths: passage.speed, &end)
        putList(.axleLoads, passage.axleLoads, &room, &end)
        putList(.spacings, passage.spacings, &room, &end)
        putList(.leftLoads, passage.leftLoads, &room, &end)
        putList(.rightLoads, passage.rightLoads, &room, &end)
        putSize(.length, passage.length, &room, &end)
        putSize(.width, passage.width, &room, &end)
        putSize(.height, passage.height, &room, &end)
        putText(.vehicleType, texts, 4, &room, &end)
        putText(.flags, texts, 5, &room, &end)
        sink.end(&room, &end)
        return end
    }

    private func putText(
        _ column: PassageColumn,
        _ texts: PassageTexts,
        _ index: Int,
        _ room: inout MutableRawSpan,
        _ end: inout Int
    ) {
        sink.text(column.rawValue, texts.bytes.span, texts.ranges[index], &room, &end)
    }

    private func putList(
        _ column: PassageColumn,
        _ values: [Int],
        _ room: inout MutableRawSpan,
        _ end: inout Int
    ) {
        sink.lead(column.rawValue, &room, &end)
        sink.quote(&room, &end)
        for (index, value) in values.enumerated() {
            if index > 0 { room.put(ASCII.space, &end) }
            room.put(decimal: value, &end)
        }
        sink.quote(&room, &end)
    }

    /// A size; 0 says that it was not measured.
    private func putSize(
        _ column: PassageColumn,
        _ value: Int,
        _ room: inout MutableRawSpan,
        _ end: inout Int
    ) {
        sink.number(column.rawValue, value == 0 ? nil : Int32(clamping: value), &room, &end)
    }
}

/// The texts of a passage, one after the other.
private struct PassageTexts {
    private(set) var bytes: [UInt8] = []
    /// Id, site, plate, colour, type, flags.
    private(set) var ranges: [Range<Int>] = []

    init(_ passage: Passage) {
        for text in [
            passage.passageID, passage.site, passage.plate, passage.plateColor.name,
            passage.vehicleType.name, passage.vendorFlags,
        ] {
            let start = bytes.count
            bytes.append(contentsOf: text.utf8)
            ranges.append(start..<bytes.count)
        }
    }

    /// The most bytes that they take in a record.
    var byteCountMax: Int { 6 * bytes.count + 2 * ranges.count }
}

// Copyright the Steelyard authors. SPDX-License-Identifier: Apache-2.0

public import Weighing

/// Writes a passage file, all sixteen columns in order, which ``PassageReader`` reads back equal.
///
/// It appends to bytes and leaves it to the caller when to write them out.
public struct PassageWriter: Sendable {
    private let offsetSeconds: Int
    private var sink: RecordSink

    /// Makes a writer.
    ///
    /// - Parameters:
    ///   - format: CSV unless told otherwise; NDJSON writes the lists of numbers as strings.
    ///   - offsetSeconds: The offset in which instants are printed, seconds east of UTC, whole
    ///     minutes. The instant is the same in any.
    public init(format: RecordFormat = .csv, offsetSeconds: Int = 28_800) {
        self.offsetSeconds = offsetSeconds
        sink = RecordSink(columns: PassageColumn.allCases.map(\.name), format: format)
    }

    /// Appends the header row; nothing in NDJSON.
    public func appendHeader(to output: inout [UInt8]) { sink.appendHeader(to: &output) }

    /// Appends a passage.
    public mutating func append(_ passage: Passage, to output: inout [UInt8]) {
        sink.text(passage.passageID, to: &output)
        sink.text(passage.site, to: &output)
        sink.number(Int32(clamping: passage.lane), to: &output)
        let offset = offsetSeconds
        sink.plain(to: &output) {
            TimestampText.append(passage.passedAt, offsetSeconds: offset, to: &$0)
        }
        sink.text(passage.plate, to: &output)
        sink.text(passage.plateColor.name, to: &output)
        sink.raw(to: &output) { $0.append(hundredths: passage.speed) }
        for values in [
            passage.axleLoads, passage.spacings, passage.leftLoads, passage.rightLoads,
        ] {
            sink.plain(to: &output) { $0.append(list: values) }
        }
        for size in [passage.length, passage.width, passage.height] {
            sink.number(size == 0 ? nil : Int32(clamping: size), to: &output)
        }
        sink.text(passage.vehicleType.name, to: &output)
        sink.text(passage.vendorFlags, to: &output)
        sink.end(to: &output)
    }
}

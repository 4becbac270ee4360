// Copyright the Steelyard authors. SPDX-License-Identifier: Apache-2.0

public import Weighing

/// Writes a verdict file: one row a passage, eighteen columns in order.
///
/// It appends to bytes and leaves it to the caller when to write them out. Passage id, site and
/// plate stand as they came in; the instant is the same one, printed in the offset of the
/// configured time zone, because a block does not carry the sender's. Neither CSV nor NDJSON is
/// guarded against spreadsheets that run formulas.
public struct VerdictWriter: Sendable {
    /// The columns in order.
    public static let columns = [
        "passage_id", "site", "passed_at", "plate", "axle_count", "axle_groups", "vehicle_class",
        "combination", "gross_kg", "gross_limit_kg", "gross_excess_kg", "excess_permille",
        "worst_group_excess_kg", "deduction_kg", "esal_milli", "verdict", "reasons", "article",
    ]

    private let offsetSeconds: Int
    private var sink: RecordSink

    /// Makes a writer.
    ///
    /// - Parameters:
    ///   - format: CSV or NDJSON; in NDJSON numbers are numbers, `combination` is true or false and
    ///     `worst_group_excess_kg` null where no group has a limit.
    ///   - offsetSeconds: The offset in which `passed_at` is printed, seconds east of UTC, whole
    ///     minutes.
    public init(format: RecordFormat, offsetSeconds: Int = 28_800) {
        self.offsetSeconds = offsetSeconds
        sink = RecordSink(columns: VerdictWriter.columns, format: format)
    }

    /// Appends the header row; nothing in NDJSON.
    public func appendHeader(to output: inout [UInt8]) { sink.appendHeader(to: &output) }

    /// Appends the verdicts of all rows of a judged block.
    ///
    /// - Parameters:
    ///   - block: A block with its verdicts.
    ///   - output: Where to.
    ///   - articleText: The article that the gross limit of a row comes from.
    public mutating func append(
        _ block: PassageBlock,
        to output: inout [UInt8],
        articleText: (_ row: Int, _ judgement: Judgement) -> String
    ) {
        for row in 0..<block.count {
            let judgement = block.judgement(at: row)
            append(
                block,
                row: row,
                judgement,
                article: articleText(row, judgement),
                to: &output
            )
        }
    }

    /// Appends the verdict of one passage.
    ///
    /// - Parameters:
    ///   - block: The block that holds the passage.
    ///   - row: Its row, 0 ..< `block.count`.
    ///   - judgement: What the law says of it.
    ///   - article: The article that the gross limit comes from.
    ///   - output: Where to.
    public mutating func append(
        _ block: PassageBlock,
        row: Int,
        _ judgement: Judgement,
        article: String,
        to output: inout [UInt8]
    ) {
        precondition((0..<block.count).contains(row), "Row \(row) of a block of \(block.count).")
        let texts = RowTexts(block, row)
        let offset = offsetSeconds
        sink.text(to: &output) { texts.appendPassageID(to: &$0) }
        sink.text(block.site(at: row), to: &output)
        sink.plain(to: &output) {
            TimestampText.append(block.instant(at: row), offsetSeconds: offset, to: &$0)
        }
        sink.text(to: &output) { texts.appendPlate(to: &$0) }
        append(judgement, to: &output)
        sink.text(article, to: &output)
        sink.end(to: &output)
    }

    private mutating func append(_ judgement: Judgement, to output: inout [UInt8]) {
        let pattern = judgement.pattern
        sink.number(Int32(pattern.axleCount), to: &output)
        sink.plain(to: &output) { VerdictWriter.append(pattern, to: &$0) }
        sink.plain(to: &output) {
            $0.append(decimal: pattern.axleCount)
            $0.append(ASCII.colon)
            VerdictWriter.append(pattern, to: &$0)
        }
        sink.boolean(judgement.isCombination, to: &output)
        sink.number(judgement.gross, to: &output)
        sink.number(judgement.grossLimit, to: &output)
        sink.number(judgement.grossExcess, to: &output)
        sink.number(judgement.excessPermille, to: &output)
        sink.number(judgement.worstGroupExcess, to: &output)
        sink.number(judgement.deduction, to: &output)
        sink.number(judgement.esalMilli, to: &output)
        sink.plain(to: &output) { $0.append(contentsOf: judgement.verdict.name.utf8) }
        sink.plain(to: &output) { $0.append(contentsOf: judgement.reasons.text.utf8) }
    }

    /// `AxlePattern.groupsText` without its arrays: the sizes of the groups with a hyphen between.
    private static func append(_ pattern: AxlePattern, to output: inout [UInt8]) {
        var size = 0
        var isFirst = true
        for axle in 0..<pattern.axleCount {
            size += 1
            guard pattern.code & (1 << UInt16(axle)) != 0 else { continue }
            if !isFirst { output.append(ASCII.minus) }
            output.append(decimal: size)
            isFirst = false
            size = 0
        }
    }
}

/// The texts of a row, copied without a String in between.
private struct RowTexts {
    let block: PassageBlock
    let plate: Range<Int>
    let passageID: Range<Int>

    init(_ block: PassageBlock, _ row: Int) {
        self.block = block
        // Sound: the caller checked the row; plate and passage id lie one after the other.
        let start = unsafe Int(block.textOffsets[row])
        let plateEnd = unsafe start + Int(block.plateByteCounts[row])
        plate = start..<plateEnd
        passageID = plateEnd..<(unsafe plateEnd + Int(block.idByteCounts[row]))
    }

    func appendPlate(to output: inout [UInt8]) { append(plate, to: &output) }
    func appendPassageID(to output: inout [UInt8]) { append(passageID, to: &output) }

    private func append(_ range: Range<Int>, to output: inout [UInt8]) {
        // Sound: whoever filled the block checked that the row's texts lie inside its arena.
        unsafe output.append(
            contentsOf: UnsafeBufferPointer(
                start: block.text + range.lowerBound,
                count: range.count
            )
        )
    }
}

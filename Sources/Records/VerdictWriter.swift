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

    private let sink: RecordSink
    private var printer: TimestampPrinter
    /// Room for a record, kept from one to the next.
    private var record: [UInt8] = []
    private var texts: SharedTexts

    /// Makes a writer.
    ///
    /// - Parameters:
    ///   - format: CSV or NDJSON; in NDJSON numbers are numbers, `combination` is true or false and
    ///     `worst_group_excess_kg` null where no group has a limit.
    ///   - offsetSeconds: The offset in which `passed_at` is printed, seconds east of UTC, whole
    ///     minutes.
    public init(format: RecordFormat, offsetSeconds: Int = 28_800) {
        sink = RecordSink(columns: VerdictWriter.columns, format: format)
        printer = TimestampPrinter(offsetSeconds: offsetSeconds)
        texts = SharedTexts(sink)
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
        // A local: a property of a class costs a check at every use.
        let sites = block.sites
        for row in 0..<block.count {
            let judgement = block.judgement(at: row)
            let own = RowTexts(block, row)
            let article = articleText(row, judgement)
            append(own, sites[own.siteSlot], judgement, article: article, to: &output)
        }
    }

    /// Appends the verdict of one passage.
    ///
    /// - Parameters:
    ///   - block: The block that holds the passage.
    ///   - row: Its row, 0 ..< `block.count`.
    ///   - judgement: What the law says of it.
    ///   - article: The article that the gross limit comes from.
    ///   - className: The vehicle's class, where the law names it otherwise than by its axles.
    ///   - output: Where to.
    public mutating func append(
        _ block: PassageBlock,
        row: Int,
        _ judgement: Judgement,
        article: String,
        className: String? = nil,
        to output: inout [UInt8]
    ) {
        precondition((0..<block.count).contains(row), "Row \(row) of a block of \(block.count).")
        append(
            RowTexts(block, row),
            block.site(at: row),
            judgement,
            article: article,
            className: className.map { sink.ready($0) },
            to: &output
        )
    }

    @inline(__always)
    private mutating func append(
        _ own: RowTexts,
        _ site: String,
        _ judgement: Judgement,
        article: String,
        className: ArraySlice<UInt8>? = nil,
        to output: inout [UInt8]
    ) {
        let shared = texts.places(site, article, judgement, slot: own.siteSlot)
        let needed =
            sink.frameByteCount + 6 * own.count + shared.count + VerdictWriter.numbersByteCount
            + (className?.count ?? 0)
        if record.count < needed { record = [UInt8](repeating: 0, count: needed) }
        let end = VerdictWriter.fill(
            &record,
            judgement,
            own,
            shared,
            texts.bytes.span,
            className,
            sink,
            &printer
        )
        output.append(contentsOf: record[..<end])
    }

    /// The most bytes of the instant, ten numbers, two patterns and a flag.
    private static let numbersByteCount =
        TimestampPrinter.byteCountMax + 10 * 21 + 2 * 40 + 8 + MutableRawSpan.margin

    /// Puts a record into the room, and says how long it is.
    private static func fill(
        _ record: inout [UInt8],
        _ judgement: Judgement,
        _ own: RowTexts,
        _ shared: SharedTexts.Places,
        _ sharedBytes: Span<UInt8>,
        _ className: ArraySlice<UInt8>?,
        _ sink: RecordSink,
        _ printer: inout TimestampPrinter
    ) -> Int {
        var span = record.mutableSpan
        // Sound: any byte is a UInt8.
        var room = unsafe span.mutableBytes
        var end = 0
        // Sound: whoever called holds the block.
        let ownBytes = unsafe own.arena.span
        sink.text(0, ownBytes, own.passageID, &room, &end)
        sink.ready(1, sharedBytes, shared.site, &room, &end)
        sink.lead(2, &room, &end)
        sink.quote(&room, &end)
        printer.put(own.instant, &room, &end)
        sink.quote(&room, &end)
        sink.text(3, ownBytes, own.plate, &room, &end)
        put(judgement.pattern, className, sink, &room, &end)
        sink.lead(7, &room, &end)
        // "true" or "false", the first byte lowest.
        if judgement.isCombination {
            room.put(0x6575_7274, count: 4, &end)
        } else {
            room.put(0x65_736C_6166, count: 5, &end)
        }
        sink.number(8, judgement.gross, &room, &end)
        sink.number(9, judgement.grossLimit, &room, &end)
        sink.number(10, judgement.grossExcess, &room, &end)
        sink.number(11, judgement.excessPermille, &room, &end)
        sink.number(12, judgement.worstGroupExcess, &room, &end)
        sink.number(13, judgement.deduction, &room, &end)
        sink.number(14, judgement.esalMilli, &room, &end)
        sink.ready(15, sharedBytes, shared.verdict, &room, &end)
        sink.ready(16, sharedBytes, shared.reasons, &room, &end)
        sink.ready(17, sharedBytes, shared.article, &room, &end)
        sink.end(&room, &end)
        return end
    }

    /// The number of axles, the groups, and both together or the name of the class.
    @inline(__always)
    private static func put(
        _ pattern: AxlePattern,
        _ className: ArraySlice<UInt8>?,
        _ sink: RecordSink,
        _ room: inout MutableRawSpan,
        _ end: inout Int
    ) {
        let axles = pattern.axleCount
        sink.number(4, Int32(axles), &room, &end)
        sink.lead(5, &room, &end)
        sink.quote(&room, &end)
        putGroups(pattern, &room, &end)
        sink.quote(&room, &end)
        sink.lead(6, &room, &end)
        sink.quote(&room, &end)
        if let className {
            for byte in className { room.put(byte, &end) }
        } else {
            room.put(decimal: axles, &end)
            room.put(ASCII.colon, &end)
            putGroups(pattern, &room, &end)
        }
        sink.quote(&room, &end)
    }

    /// `AxlePattern.groupsText` without its arrays: the sizes of the groups with a hyphen between.
    @inline(__always)
    private static func putGroups(
        _ pattern: AxlePattern,
        _ room: inout MutableRawSpan,
        _ end: inout Int
    ) {
        var ends = pattern.code
        var axles = 0
        while ends != 0 {
            let last = ends.trailingZeroBitCount + 1
            if axles > 0 { room.put(ASCII.minus, &end) }
            room.put(decimal: last - axles, &end)
            axles = last
            ends &= ends &- 1
        }
    }
}

/// Texts that many rows share, as they stand in a record.
private struct SharedTexts {
    /// Where those of a row stand.
    struct Places {
        let site: Range<Int>
        let verdict: Range<Int>
        let reasons: Range<Int>
        let article: Range<Int>

        /// Bytes of all of them.
        var count: Int { site.count + verdict.count + reasons.count + article.count }
    }

    /// A file may name thousands of sites: past this the texts are made anew.
    private static let byteCountMax = 1 << 16

    private let sink: RecordSink
    private var shelf = TextShelf()
    private let verdicts: [Range<Int>]
    private let verdictsByteCount: Int
    private var places: [String: Range<Int>] = [:]
    /// What was found last, by the slot of the site in its block and by the article's index.
    private var sites: [(text: String, place: Range<Int>)] = []
    private var articles: [(text: String, place: Range<Int>)] = []
    private var reasons: (raw: UInt32, place: Range<Int>) = (0, 0..<0)

    init(_ sink: RecordSink) {
        self.sink = sink
        var shelf = TextShelf()
        verdicts = (0...3).map { shelf.add((Verdict(rawValue: $0) ?? .invalid).name.utf8) }
        verdictsByteCount = shelf.count
        self.shelf = shelf
    }

    /// Where the texts stand.
    var bytes: [UInt8] { shelf.bytes }

    /// The texts of a row, made where they are not there yet.
    @inline(__always)
    mutating func places(
        _ site: String,
        _ article: String,
        _ judgement: Judgement,
        slot: Int
    ) -> Places {
        if shelf.count > SharedTexts.byteCountMax { forget() }
        let index = Int(judgement.articleIndex)
        if slot >= sites.count || sites[slot].text != site {
            let place = place(of: site)
            SharedTexts.set((site, place), slot, in: &sites)
        }
        if index >= articles.count || articles[index].text != article {
            let place = place(of: article)
            SharedTexts.set((article, place), index, in: &articles)
        }
        if judgement.reasons.rawValue != reasons.raw {
            let text = judgement.reasons.text
            reasons = (judgement.reasons.rawValue, shelf.add(text.utf8))
        }
        return Places(
            site: sites[slot].place,
            verdict: verdicts[Int(judgement.verdict.rawValue)],
            reasons: reasons.place,
            article: articles[index].place
        )
    }

    @inline(never)
    private mutating func place(of text: String) -> Range<Int> {
        if let place = places[text] { return place }
        let place = shelf.add(sink.ready(text))
        places[text] = place
        return place
    }

    private static func set(
        _ entry: (String, Range<Int>),
        _ index: Int,
        in list: inout [(text: String, place: Range<Int>)]
    ) {
        while list.count <= index { list.append(("", 0..<0)) }
        list[index] = entry
    }

    private mutating func forget() {
        shelf.cut(to: verdictsByteCount)
        places = [:]
        sites = []
        articles = []
        reasons = (0, 0..<0)
    }
}

/// Where the texts of a row lie in its block.
@safe
private struct RowTexts {
    /// All texts of the block.
    let arena: UnsafeBufferPointer<UInt8>
    let instant: Instant
    let siteSlot: Int
    let plate: Range<Int>
    let passageID: Range<Int>

    init(_ block: PassageBlock, _ row: Int) {
        // Sound: the arena of a block has this many bytes, all of them initialised.
        unsafe arena = UnsafeBufferPointer(start: block.text, count: PassageBlock.textCapacity)
        // Sound: the caller checked the row; plate and passage id lie one after the other.
        let start = unsafe Int(block.textOffsets[row])
        let plateEnd = unsafe start + Int(block.plateByteCounts[row])
        instant = unsafe Instant(microseconds: block.instants[row])
        siteSlot = unsafe Int(block.siteSlots[row])
        plate = start..<plateEnd
        passageID = plateEnd..<(unsafe plateEnd + Int(block.idByteCounts[row]))
    }

    /// Bytes of both together.
    var count: Int { plate.count + passageID.count }
}

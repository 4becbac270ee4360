// Copyright the Steelyard authors. SPDX-License-Identifier: Apache-2.0

internal import Rulebook
internal import Weighing

/// Encodes flagged passages for `cases_copy.sql` and `case_intake_copy.sql`, with the law and the
/// certificate of their instant; the order of the fields is the statements'.
struct CaseEncoder {
    private static let columnCount: Int16 = 34

    /// The law by which the passages were judged.
    let law: CompiledRulebook
    /// The sites with their certificates.
    let sites: SiteBook

    /// Appends one flagged passage.
    ///
    /// - Parameters:
    ///   - flagged: The passage; its block has evidence for its row.
    ///   - id: The number of the case that it opens; nil for `case_intake`, which has in its place
    ///     whether it is a duplicate.
    ///   - texts: Makes class and reason texts.
    ///   - buffer: Takes the row.
    func encode(
        _ flagged: FlaggedPassage,
        id: Int64? = nil,
        _ texts: inout PassageEncoder,
        into buffer: inout CopyBuffer
    ) {
        let block = flagged.block
        let row = flagged.row
        buffer.beginRow(columns: CaseEncoder.columnCount)
        if let id { buffer.int64(id) } else { buffer.bool(flagged.isDuplicate) }
        buffer.text(flagged.weighing.site)
        buffer.int16(flagged.weighing.lane)
        buffer.timestamp(flagged.weighing.passedAt.microseconds)
        // Sound: a flagged passage is a row of its block, here and below.
        PassageEncoder.text(block, row, skip: 0, unsafe block.plateByteCounts[row], &buffer)
        PassageEncoder.code(unsafe block.plateColors[row], &buffer)
        buffer.int32(unsafe block.speeds[row])
        PassageEncoder.axles(block, row, &buffer)
        buffer.bytes(texts.classText(unsafe block.patterns[row]))
        let grossClass = block.grossClass(at: row)
        buffer.bool(grossClass.isCombination)
        let gross = unsafe block.grosses[row]
        let limit = grossClass.limit
        buffer.int32(gross)
        buffer.int32(limit)
        buffer.int32(gross &- limit)
        buffer.int32(block.excessPermille(at: row))
        buffer.int32(block.deduction(at: row))
        PassageEncoder.worstGroup(block, row, &buffer)
        buffer.int32(unsafe block.esals[row])
        buffer.bytes(texts.reasonText(unsafe block.reasons[row]))
        basis(flagged, &buffer)
        PassageEncoder.passageID(block, row, &buffer)
        evidence(flagged, &buffer)
    }

    /// From `rulebook` to `permissible_error_permille`.
    private func basis(_ flagged: FlaggedPassage, _ buffer: inout CopyBuffer) {
        let block = flagged.block
        let instant = block.instant(at: flagged.row)
        let edition = law.editions[law.editionIndex(at: instant)]
        let index = Int(block.grossClass(at: flagged.row).articleIndex)
        // An index that the edition does not have comes from a block judged by another rulebook.
        let articles = edition.edition.articles
        let article = articles.indices.contains(index) ? articles[index] : nil
        let certificate = sites[flagged.weighing.site]?.certificate(at: instant)
        buffer.text(law.rulebook.id)
        buffer.text(edition.edition.name)
        buffer.text(article?.id ?? "")
        buffer.bool(article?.isVerified ?? false)
        CaseEncoder.optional(certificate?.accuracyClass, &buffer)
        CaseEncoder.optional(certificate?.document, &buffer)
        buffer.int16(Int16(truncatingIfNeeded: unsafe block.permissibleErrors[flagged.row]))
    }

    /// From `frame` to `received_at`.
    private func evidence(_ flagged: FlaggedPassage, _ buffer: inout CopyBuffer) {
        let block = flagged.block
        let size = PassageBlock.hashByteCount
        buffer.bytes(block.evidence[flagged.row] ?? [])
        // Sound: the column holds `size` bytes for each of the block's rows.
        let hash = unsafe UnsafeBufferPointer(start: block.hashes + flagged.row * size, count: size)
        unsafe buffer.bytes(hash)
        buffer.int32(block.uplink)
        buffer.int64(flagged.sequence)
        buffer.timestamp(StoredInstant.clamped(block.receivedAt.microseconds))
    }

    private static func optional(_ text: String?, _ buffer: inout CopyBuffer) {
        if let text { buffer.text(text) } else { buffer.null() }
    }
}

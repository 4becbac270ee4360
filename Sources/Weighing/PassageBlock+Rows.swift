// Copyright the Steelyard authors. SPDX-License-Identifier: Apache-2.0
//
// Rows of a block as values: for file readers, writers of text, tests and the scalar reference. The
// hot path works on the columns.

extension PassageBlock {
    /// Adds a passage as the next row.
    ///
    /// - Parameters:
    ///   - passage: A passage without a ``Passage/fault()``.
    ///   - sequence: Its number in the spool.
    /// - Returns: false, with nothing changed, when the block has no room for it.
    /// - Precondition: `passage.fault() == nil`.
    public func append(_ passage: Passage, sequence: UInt64 = 0) -> Bool {
        precondition(passage.fault() == nil, "A faulty passage must be refused, not appended.")
        let texts =
            passage.plate.utf8.count + passage.passageID.utf8.count
            + passage.vendorFlags.utf8.count
        guard count < PassageBlock.rowCapacity,
            textByteCount + texts <= PassageBlock.textCapacity,
            let slot = slot(ofSite: passage.site)
        else { return false }
        let row = count
        // Sound: row < rowCapacity was checked above, and `fault()` bounds axles and values.
        unsafe siteSlots[row] = slot
        unsafe sequences[row] = sequence
        unsafe lanes[row] = UInt16(passage.lane)
        unsafe instants[row] = passage.passedAt.microseconds
        unsafe speeds[row] = passage.speed
        unsafe vehicleTypes[row] = passage.vehicleType.rawValue
        unsafe plateColors[row] = passage.plateColor.rawValue
        unsafe lengths[row] = Int32(passage.length)
        unsafe widths[row] = Int32(passage.width)
        unsafe heights[row] = Int32(passage.height)
        unsafe reasons[row] = 0
        unsafe permissibleErrors[row] = 0
        appendAxles(of: passage, row: row)
        appendTexts(of: passage, row: row)
        instantMin = min(instantMin, passage.passedAt.microseconds)
        instantMax = max(instantMax, passage.passedAt.microseconds)
        count += 1
        return true
    }

    /// Adds a passage as the next row from values that need no memory of their own.
    ///
    /// - Parameters:
    ///   - slot: From ``slot(ofSite:)``.
    ///   - lane: The lane.
    ///   - instant: When it passed.
    ///   - speed: Hundredths of km/h.
    ///   - plateColor: Colour of the plate.
    ///   - axleLoads: Axle loads in kg, 2…16.
    ///   - leftLoads: Loads of the left wheels, as many; none above its axle's load. Empty: no wheel loads.
    ///   - gaps: Gaps in mm, one fewer.
    ///   - plate: UTF-8, at most 255 bytes.
    ///   - passageID: UTF-8, at most 255 bytes.
    /// - Returns: false, with nothing changed, when the block has no room for it.
    public func append(
        slot: UInt8,
        lane: UInt16,
        instant: Instant,
        speed: Int32,
        plateColor: PlateColor,
        loads axleLoads: Span<UInt16>,
        lefts leftLoads: Span<UInt16>,
        spacings gaps: Span<UInt16>,
        plate: Span<UInt8>,
        passageID: Span<UInt8>
    ) -> Bool {
        let axles = axleLoads.count
        precondition(
            (Passage.axleCountMin...Passage.axleCountMax).contains(axles)
                && gaps.count == axles - 1
                && (leftLoads.isEmpty || leftLoads.count == axles)
                && plate.count <= 255 && passageID.count <= 255 && Int(slot) < sites.count,
            "A faulty passage must be refused, not appended."
        )
        guard count < PassageBlock.rowCapacity,
            textByteCount + plate.count + passageID.count <= PassageBlock.textCapacity
        else { return false }
        let row = count
        // Sound: row < rowCapacity and the number of axles were checked above.
        unsafe siteSlots[row] = slot
        unsafe sequences[row] = 0
        unsafe lanes[row] = lane
        unsafe instants[row] = instant.microseconds
        unsafe speeds[row] = speed
        unsafe vehicleTypes[row] = VehicleType.unspecified.rawValue
        unsafe plateColors[row] = plateColor.rawValue
        unsafe lengths[row] = 0
        unsafe widths[row] = 0
        unsafe heights[row] = 0
        unsafe reasons[row] = 0
        unsafe permissibleErrors[row] = 0
        unsafe axleCounts[row] = UInt8(axles)
        let group = row / PassageBlock.laneCount
        unsafe axleCountMaxima[group] = max(axleCountMaxima[group], UInt8(axles))
        unsafe wheelFlags[row] = leftLoads.isEmpty ? 0 : 1
        if !leftLoads.isEmpty { hasWheelLoads = true }
        for axle in 0..<axles {
            let cell = axle * PassageBlock.axleStride + row
            unsafe loads[cell] = axleLoads[axle]
            if axle < axles - 1 { unsafe spacings[cell] = gaps[axle] }
            guard !leftLoads.isEmpty else { continue }
            unsafe lefts[cell] = leftLoads[axle]
            unsafe rights[cell] = axleLoads[axle] - leftLoads[axle]
        }
        unsafe textOffsets[row] = UInt32(textByteCount)
        unsafe plateByteCounts[row] = UInt8(plate.count)
        unsafe idByteCounts[row] = UInt8(passageID.count)
        unsafe flagByteCounts[row] = 0
        for i in plate.indices { unsafe text[textByteCount + i] = plate[i] }
        textByteCount += plate.count
        for i in passageID.indices { unsafe text[textByteCount + i] = passageID[i] }
        textByteCount += passageID.count
        instantMin = min(instantMin, instant.microseconds)
        instantMax = max(instantMax, instant.microseconds)
        count += 1
        return true
    }

    private func appendAxles(of passage: Passage, row: Int) {
        let axles = passage.axleLoads.count
        unsafe axleCounts[row] = UInt8(axles)
        let group = row / PassageBlock.laneCount
        unsafe axleCountMaxima[group] = max(axleCountMaxima[group], UInt8(axles))
        for axle in 0..<axles {
            unsafe loads[axle * PassageBlock.axleStride + row] = UInt16(passage.axleLoads[axle])
        }
        for axle in 0..<axles - 1 {
            unsafe spacings[axle * PassageBlock.axleStride + row] = UInt16(passage.spacings[axle])
        }
        unsafe wheelFlags[row] = passage.leftLoads.isEmpty ? 0 : 1
        guard !passage.leftLoads.isEmpty else { return }
        hasWheelLoads = true
        for axle in 0..<axles {
            unsafe lefts[axle * PassageBlock.axleStride + row] = UInt16(passage.leftLoads[axle])
            unsafe rights[axle * PassageBlock.axleStride + row] = UInt16(passage.rightLoads[axle])
        }
    }

    private func appendTexts(of passage: Passage, row: Int) {
        unsafe textOffsets[row] = UInt32(textByteCount)
        unsafe plateByteCounts[row] = UInt8(passage.plate.utf8.count)
        unsafe idByteCounts[row] = UInt8(passage.passageID.utf8.count)
        unsafe flagByteCounts[row] = UInt8(passage.vendorFlags.utf8.count)
        for part in [passage.plate, passage.passageID, passage.vendorFlags] {
            for byte in part.utf8 {
                unsafe text[textByteCount] = byte
                textByteCount += 1
            }
        }
    }

    /// Numbers the rows, one after the other.
    ///
    /// - Parameter sequence: The number of the first row in its spool.
    public func number(from sequence: UInt64) {
        // Sound: every row is inside the block.
        for row in 0..<count { unsafe sequences[row] = sequence + UInt64(row) }
    }

    /// The passage in a row.
    ///
    /// - Parameter row: 0 ..< ``count``.
    /// - Returns: The passage as it was appended or decoded.
    public func passage(at row: Int) -> Passage {
        precondition((0..<count).contains(row), "Row \(row) of a block of \(count).")
        var passage = Passage()
        passage.site = site(at: row)
        passage.passageID = passageID(at: row)
        passage.plate = plate(at: row)
        passage.vendorFlags = vendorFlags(at: row)
        unsafe passage.lane = Int(lanes[row])
        passage.passedAt = instant(at: row)
        unsafe passage.speed = speeds[row]
        unsafe passage.vehicleType = VehicleType(rawValue: vehicleTypes[row]) ?? .unspecified
        unsafe passage.plateColor = PlateColor(rawValue: plateColors[row]) ?? .unknown
        unsafe passage.length = Int(lengths[row])
        unsafe passage.width = Int(widths[row])
        unsafe passage.height = Int(heights[row])
        let axles = unsafe Int(axleCounts[row])
        passage.axleLoads = unsafe values(of: loads, axles: axles, row: row)
        passage.spacings = unsafe values(of: spacings, axles: axles - 1, row: row)
        if unsafe wheelFlags[row] != 0 {
            passage.leftLoads = unsafe values(of: lefts, axles: axles, row: row)
            passage.rightLoads = unsafe values(of: rights, axles: axles, row: row)
        }
        return passage
    }

    private func values(of column: UnsafeMutablePointer<UInt16>, axles: Int, row: Int) -> [Int] {
        (0..<axles).map { unsafe Int(column[$0 * PassageBlock.axleStride + row]) }
    }

    /// The judgement in a row, once the block is judged.
    ///
    /// - Parameter row: 0 ..< ``count``.
    /// - Returns: What the judge wrote.
    public func judgement(at row: Int) -> Judgement {
        precondition((0..<count).contains(row), "Row \(row) of a block of \(count).")
        let worst = unsafe worstGroupExcesses[row]
        let grossClass = grossClass(at: row)
        return Judgement(
            pattern: AxlePattern(code: unsafe patterns[row]),
            isCombination: grossClass.isCombination,
            gross: unsafe grosses[row],
            grossLimit: grossClass.limit,
            excessPermille: excessPermille(at: row),
            worstGroupExcess: worst == PassageBlock.noGroupLimit ? nil : worst,
            deduction: deduction(at: row),
            esalMilli: unsafe esals[row],
            verdict: verdict(at: row),
            reasons: Reasons(rawValue: unsafe reasons[row]),
            articleIndex: grossClass.articleIndex
        )
    }

    /// Writes a judgement into a row; its deduction and its permille follow from the row's permissible
    /// error and the limit.
    public func setJudgement(_ judgement: Judgement, row: Int) {
        precondition((0..<count).contains(row), "Row \(row) of a block of \(count).")
        unsafe patterns[row] = judgement.pattern.code
        unsafe grosses[row] = judgement.gross
        unsafe worstGroupExcesses[row] = judgement.worstGroupExcess ?? PassageBlock.noGroupLimit
        unsafe esals[row] = judgement.esalMilli
        unsafe verdicts[row] = judgement.verdict.rawValue
        unsafe reasons[row] = judgement.reasons.rawValue
        unsafe classes[row] =
            GrossClass(
                limit: judgement.grossLimit,
                articleIndex: judgement.articleIndex,
                isCombination: judgement.isCombination,
                isPatternUnknown: judgement.reasons.contains(.patternUnknown),
                isWithoutLimit: judgement.reasons.contains(.noRigidLimit)
            ).rawValue
    }

    /// What the law says about the gross mass of a row, once the block is judged.
    public func grossClass(at row: Int) -> GrossClass {
        precondition((0..<count).contains(row), "Row \(row) of a block of \(count).")
        return unsafe GrossClass(rawValue: classes[row])
    }

    /// The gross mass of a row, kg, once the block is judged.
    public func gross(at row: Int) -> Int32 {
        precondition((0..<count).contains(row), "Row \(row) of a block of \(count).")
        return unsafe grosses[row]
    }

    /// How far a row is over its gross limit: ⌊excess × 1,000 ÷ limit⌋ permille, 0 when it is not.
    public func excessPermille(at row: Int) -> Int32 {
        let limit = grossClass(at: row).limit
        let excess = unsafe grosses[row] - limit
        return excess > 0 ? excess * 1_000 / limit : 0
    }

    /// What is deducted from a row's gross mass: gross − ⌊gross × (1,000 − permissible error) ÷ 1,000⌋ kg.
    public func deduction(at row: Int) -> Int32 {
        precondition((0..<count).contains(row), "Row \(row) of a block of \(count).")
        let gross = unsafe grosses[row]
        return unsafe gross - gross * (1_000 - Int32(permissibleErrors[row])) / 1_000
    }

    /// The verdict in a row.
    public func verdict(at row: Int) -> Verdict {
        precondition((0..<count).contains(row), "Row \(row) of a block of \(count).")
        return unsafe Verdict(rawValue: verdicts[row]) ?? .invalid
    }

    /// The reasons in a row.
    public func reasons(at row: Int) -> Reasons {
        precondition((0..<count).contains(row), "Row \(row) of a block of \(count).")
        return unsafe Reasons(rawValue: reasons[row])
    }

    /// The frame's hash in a row; 32 bytes.
    public func hash(at row: Int) -> [UInt8] {
        precondition((0..<count).contains(row), "Row \(row) of a block of \(count).")
        // Sound: the column has hashByteCount bytes for each row.
        return unsafe Array(
            UnsafeBufferPointer(
                start: hashes + row * PassageBlock.hashByteCount,
                count: PassageBlock.hashByteCount
            )
        )
    }

    /// The instant in a row.
    public func instant(at row: Int) -> Instant {
        precondition((0..<count).contains(row), "Row \(row) of a block of \(count).")
        return unsafe Instant(microseconds: instants[row])
    }

    /// The site code of a row.
    public func site(at row: Int) -> String {
        precondition((0..<count).contains(row), "Row \(row) of a block of \(count).")
        return unsafe sites[Int(siteSlots[row])]
    }

    /// Grants a row what its site's certificate grants, before judging.
    public func setStanding(_ standing: SiteStanding, row: Int) {
        precondition((0..<count).contains(row), "Row \(row) of a block of \(count).")
        unsafe permissibleErrors[row] = standing.permissibleErrorPermille
        unsafe reasons[row] = standing.reasons.rawValue
    }

    /// What a row's gross mass is granted, permille.
    public func permissibleError(at row: Int) -> UInt16 {
        precondition((0..<count).contains(row), "Row \(row) of a block of \(count).")
        return unsafe permissibleErrors[row]
    }

    /// Adds reasons that the way to the store found, after judging; the verdict stays.
    public func addReasons(_ more: Reasons, row: Int) {
        precondition((0..<count).contains(row), "Row \(row) of a block of \(count).")
        unsafe reasons[row] |= more.rawValue
    }

    /// The plate of a row; empty when there is none.
    public func plate(at row: Int) -> String { string(row, from: 0, unsafe plateByteCounts[row]) }

    /// Gives the plate of a row as UTF-8 where it lies; empty when there is none.
    public func withPlateBytes<R>(at row: Int, _ body: (Span<UInt8>) -> R) -> R {
        precondition((0..<count).contains(row), "Row \(row) of a block of \(count).")
        let byteCount = unsafe Int(plateByteCounts[row])
        // Sound: as in `string`; a span cannot outlive the call.
        return unsafe body(
            UnsafeBufferPointer(start: text + Int(textOffsets[row]), count: byteCount).span
        )
    }

    /// The plate of a row as UTF-8; empty when there is none.
    public func plateBytes(at row: Int) -> [UInt8] {
        withPlateBytes(at: row) { plate in plate.indices.map { plate[$0] } }
    }

    /// The plate's colour of a row.
    public func plateColor(at row: Int) -> PlateColor {
        precondition((0..<count).contains(row), "Row \(row) of a block of \(count).")
        return unsafe PlateColor(rawValue: plateColors[row]) ?? .unknown
    }

    /// The sender's passage id of a row; empty when there is none.
    public func passageID(at row: Int) -> String {
        string(row, from: unsafe Int(plateByteCounts[row]), unsafe idByteCounts[row])
    }

    /// The vendor flags of a row.
    public func vendorFlags(at row: Int) -> String {
        string(
            row,
            from: unsafe Int(plateByteCounts[row]) + Int(idByteCounts[row]),
            unsafe flagByteCounts[row]
        )
    }

    private func string(_ row: Int, from skip: Int, _ byteCount: UInt8) -> String {
        precondition((0..<count).contains(row), "Row \(row) of a block of \(count).")
        guard byteCount > 0 else { return "" }
        // Sound: offsets and counts of a row lie inside the arena; `append` and the decoder check it.
        let start = unsafe text + Int(textOffsets[row]) + skip
        let bytes = unsafe UnsafeBufferPointer(start: start, count: Int(byteCount))
        return unsafe String(decoding: bytes, as: UTF8.self)
    }
}

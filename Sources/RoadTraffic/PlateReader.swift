// Copyright the Steelyard authors. SPDX-License-Identifier: Apache-2.0

/// Reads plates as cameras do: mostly right, sometimes with characters unread or taken for others.
struct PlateReader: Sendable {
    /// Characters that cameras take for one another.
    static let lookAlikes = [
        "0DQ", "8B", "2Z", "5S", "17T", "6GC", "VYU", "MNHW", "4A", "KX", "EFPR",
    ]
    .map { Array($0.utf8) }
    private static let anything = Array("0123456789ABCDEFGHJKLMNPQRSTUVWXYZ".utf8)

    private let rates: PlateReading
    /// Which group of look-alikes a byte is in, by its value.
    private let group: [Int?]

    init(_ rates: PlateReading) {
        self.rates = rates
        var group = [Int?](repeating: nil, count: 128)
        for (index, bytes) in PlateReader.lookAlikes.enumerated() {
            for byte in bytes { group[Int(byte)] = index }
        }
        self.group = group
    }

    /// What the camera makes of a plate.
    ///
    /// - Returns: The text that it sends, empty without a plate, and what happened.
    func read(_ plate: PlateText, _ random: inout TrafficRandom) -> (PlateText, SightingEffects) {
        // One draw decides, since mostly nothing happens.
        let chance = random.unit()
        var limit = rates.none
        if chance < limit { return (PlateText(), .plateNone) }
        limit += rates.unread
        if chance < limit { return (unread(plate, &random), .plateUnread) }
        limit += rates.misread
        if chance < limit { return (misread(plate, &random), .plateMisread) }
        limit += rates.partial
        if chance < limit { return (partial(plate, &random), .platePartial) }
        return (plate, [])
    }

    private func unread(_ plate: PlateText, _ random: inout TrafficRandom) -> PlateText {
        var read = plate
        for _ in 0..<errorCount(&random) {
            read[place(in: plate, &random)] = UInt8(ascii: "?")
        }
        return read
    }

    private func misread(_ plate: PlateText, _ random: inout TrafficRandom) -> PlateText {
        var read = plate
        for _ in 0..<errorCount(&random) {
            let isLookAlike = random.happens(rates.lookAlike)
            var place = place(in: plate, &random)
            // Where one that looks alike is asked for, the next character that has one.
            for _ in 0..<Int(plate.count) where isLookAlike && group(of: plate[place]) == nil {
                place += 1
                if place == Int(plate.count) { place = PlateText.provinceByteCount }
            }
            let byte = plate[place]
            let alike = group(of: byte).map { PlateReader.lookAlikes[$0] } ?? []
            let others =
                isLookAlike && !alike.isEmpty
                ? alike : PlateReader.anything.filter { !alike.contains($0) }
            let candidates = others.filter { $0 != byte }
            read[place] = candidates[random.number(below: candidates.count)]
        }
        return read
    }

    /// The group of characters that look like a byte's.
    private func group(of byte: UInt8) -> Int? { group[Int(byte & 0x7F)] }

    /// The end is missing, or the province.
    private func partial(_ plate: PlateText, _ random: inout TrafficRandom) -> PlateText {
        var read = PlateText()
        let skip = random.happens(0.5) ? PlateText.provinceByteCount : 0
        for i in skip..<Int(plate.count) { read.append(plate[i]) }
        if skip == 0 {
            for _ in 0...random.number(below: 2) { read.dropLast() }
        }
        return read
    }

    /// How many characters of a bad plate are bad: as measured, mostly one.
    private func errorCount(_ random: inout TrafficRandom) -> Int {
        var share = random.unit()
        for (index, chance) in FittedTraffic.wrongCharacters.enumerated() {
            share -= chance
            if share < 0 { return index + 1 }
        }
        return 1
    }

    /// A place after the province's character.
    private func place(in plate: PlateText, _ random: inout TrafficRandom) -> Int {
        PlateText.provinceByteCount
            + random.number(below: Int(plate.count) - PlateText.provinceByteCount)
    }
}

// Copyright the Steelyard authors. SPDX-License-Identifier: Apache-2.0
//
// hs-data: the table of a Chinese high-speed weigh-in-motion controller as comma-separated values,
// one wheel a column:
//
//   row, ts_local, lane, axles, gross_kg, lw1_kg … lw8_kg, rw1_kg … rw8_kg, dist1_mm … dist7_mm,
//   speed_kmh
//
// Cells beyond the vehicle's axles hold 0. There are no plates and no vehicle types.

public import Weighing

/// The layout `hs-data`.
///
/// The axle load is left + right. A row that contradicts itself is refused: axles outside 2…8, a
/// gross mass other than the sum of the wheels, a load or spacing beyond the last axle.
public struct HSDataLayout: PassageLayout {
    /// The layout's name.
    public static let name = "hs-data"
    /// The site where none is named.
    public static let siteDefault = "dazhang"
    /// The offset of the controller's clock where none is named, China Standard Time.
    public static let utcOffsetDefault = 28_800

    private static let axleMost = 8
    private static let leftBase = 5
    private static let rightBase = leftBase + axleMost
    private static let spacingBase = rightBase + axleMost
    private static let speedColumn = spacingBase + axleMost - 1

    /// The columns, all of them required.
    public static let columns = ColumnSet(
        required: ["row", "ts_local", "lane", "axles", "gross_kg"]
            + (1...axleMost).map { "lw\($0)_kg" } + (1...axleMost).map { "rw\($0)_kg" }
            + (1..<axleMost).map { "dist\($0)_mm" } + ["speed_kmh"]
    )

    private let site: String
    private let utcOffsetSeconds: Int

    /// Makes the layout for the files of one site.
    public init(
        site: String? = nil,
        utcOffsetSeconds: Int = HSDataLayout.utcOffsetDefault
    ) {
        self.site = site ?? HSDataLayout.siteDefault
        self.utcOffsetSeconds = utcOffsetSeconds
    }

    /// The passage of a row.
    public func passage(from record: CSVRecord) throws(FieldFault) -> Passage {
        var passage = Passage()
        passage.passageID = try record.text(0)
        passage.site = site
        passage.passedAt = try record.localInstant(1, offsetSeconds: utcOffsetSeconds)
        passage.lane = try record.wholeNumber(2, most: Passage.laneMax)
        let axles = try axleCount(of: record)
        let gross = try record.wholeNumber(4, most: Passage.valueMax * HSDataLayout.axleMost)
        passage.leftLoads = try values(record, from: HSDataLayout.leftBase, axles, of: 8)
        passage.rightLoads = try values(record, from: HSDataLayout.rightBase, axles, of: 8)
        passage.axleLoads = zip(passage.leftLoads, passage.rightLoads).map { $0 + $1 }
        passage.spacings = try values(record, from: HSDataLayout.spacingBase, axles - 1, of: 7)
        passage.speed = try record.hundredths(HSDataLayout.speedColumn)
        let sum = passage.axleLoads.reduce(0, +)
        guard gross == sum else {
            throw FieldFault("gross_kg: \(gross) is not the sum of the wheels, \(sum)")
        }
        return passage
    }

    private func axleCount(of record: CSVRecord) throws(FieldFault) -> Int {
        let axles = try record.wholeNumber(3, most: HSDataLayout.axleMost)
        guard axles >= Passage.axleCountMin else {
            throw FieldFault("axles: \(axles) is not from 2 to \(HSDataLayout.axleMost)")
        }
        return axles
    }

    /// The first `used` of `all` columns; the others hold 0.
    private func values(
        _ record: CSVRecord,
        from base: Int,
        _ used: Int,
        of all: Int
    ) throws(FieldFault) -> [Int] {
        var values: [Int] = []
        for column in base..<base + all {
            let value = try record.wholeNumber(column, most: Passage.valueMax)
            if column < base + used {
                values.append(value)
            } else if value != 0 {
                throw FieldFault("\(record.columns[column]): \(value) beyond the last axle")
            }
        }
        return values
    }
}

/// Reads files of the layout `hs-data`.
public typealias HSDataReader = LayoutReader<HSDataLayout>

extension LayoutReader where Layout == HSDataLayout {
    /// Begins to read an hs-data file; the header row is read and checked here.
    ///
    /// - Parameters:
    ///   - source: Where the rows come from; nothing was read from it yet.
    ///   - site: Code of the site.
    ///   - utcOffsetSeconds: The offset of its clock, seconds east of UTC.
    /// - Throws: ``HeaderFault`` or ``FileFault``.
    public convenience init(
        _ source: ByteSource,
        site: String = HSDataLayout.siteDefault,
        utcOffsetSeconds: Int = HSDataLayout.utcOffsetDefault
    ) throws {
        try self.init(
            source,
            layout: HSDataLayout(site: site, utcOffsetSeconds: utcOffsetSeconds)
        )
    }
}

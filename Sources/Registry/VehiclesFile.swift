// Copyright the Steelyard authors. SPDX-License-Identifier: Apache-2.0

public import Rulebook
public import Weighing

/// Reads the registry of vehicles, `config/vehicles.csv`.
///
/// A header row names the columns, in any order: `plate,plate_color,carrier,axle_count,
/// registered_gross_kg,single_tyre_axles,air_suspension,exempt_class,permit_until`, and where they are
/// known `wide_tyre_axles` and `permit_gross_kg`. All but the plate may be empty: then nobody knows, and
/// nothing is held against the vehicle that only such knowledge would tell. Blank lines and lines that
/// begin with `#` are left out.
public enum VehiclesFile {
    /// The columns that must be there.
    static let columns = [
        "plate", "plate_color", "carrier", "axle_count", "registered_gross_kg",
        "single_tyre_axles", "air_suspension", "exempt_class", "permit_until",
    ]
    /// The columns that may be there.
    static let optionalColumns = ["wide_tyre_axles", "permit_gross_kg"]

    /// The most bytes of the name of a class.
    static let classByteCountMax = 32

    /// The vehicles of a file.
    ///
    /// - Parameters:
    ///   - path: A CSV file in UTF-8.
    ///   - utcOffsetSeconds: Seconds east of UTC in which the last day of a permit ends.
    ///   - classes: The names that `exempt_class` may have, normally those of the rulebook
    ///     (``Rulebook/vehicleClasses``); nil takes any. A class that no rule speaks of is most often a
    ///     slip of the hand, and would silently change nothing.
    /// - Returns: The vehicles by plate and plate colour.
    /// - Throws: ``ConfigFaults`` with everything that is wrong in the file.
    public static func load(
        _ path: String,
        utcOffsetSeconds: Int,
        classes: Set<String>? = nil
    ) throws(ConfigFaults) -> VehicleBook {
        let faults = FaultList(file: path)
        let rows = try RegistryTable.rows(
            of: path,
            columns: columns,
            optional: optionalColumns,
            faults
        )
        let reader = VehicleReader(utcOffsetSeconds: utcOffsetSeconds, classes: classes)
        var lines: [String: Int] = [:]
        var book = VehicleBook()
        for row in rows {
            let plate = reader.plate(row)
            let color = reader.color(row)
            let facts = reader.facts(row)
            let key = color.name + " " + plate
            if let line = lines[key], !plate.isEmpty {
                faults.add(
                    "the vehicle '\(plate)' stands here again, first in line \(line)",
                    line: row.line,
                    column: 1
                )
            }
            lines[key] = lines[key] ?? row.line
            book[plate, color] = facts
        }
        try faults.check()
        return book
    }

    /// Whether a text is the name of a class of vehicles: small letters, digits and `_`.
    static func isClassName(_ text: String) -> Bool {
        !text.isEmpty
            && text.utf8.allSatisfy {
                (UInt8(ascii: "a")...UInt8(ascii: "z")) ~= $0 || $0 == UInt8(ascii: "_")
                    || (UInt8(ascii: "0")...UInt8(ascii: "9")) ~= $0
            }
    }
}

extension Rulebook {
    /// Every class of vehicles that an edition treats apart, such as `tractor`.
    public var vehicleClasses: Set<String> {
        editions.reduce(into: []) { names, edition in
            names.formUnion(edition.registry?.licensed?.names ?? [])
            names.formUnion(edition.registry?.exempt?.names ?? [])
        }
    }
}

private struct VehicleReader {
    let utcOffsetSeconds: Int
    let classes: Set<String>?

    func plate(_ row: RegistryRow) -> String {
        let plate = row.text("plate", byteCountMax: Plate.byteCountMax)
        if plate.contains(where: \.isWhitespace), !plate.allSatisfy(\.isWhitespace) {
            row.fault("'plate' must have no spaces, unlike '\(plate)'", in: "plate")
        }
        return plate
    }

    func color(_ row: RegistryRow) -> PlateColor {
        let name = row.optionalText("plate_color")
        if let color = PlateColor(name: name) { return color }
        let names = PlateColor.allCases.map(\.name).filter { !$0.isEmpty }
        row.fault(
            "'plate_color' must be one of \(names.joined(separator: ", ")) or empty, not '\(name)'"
                + Suggestion.hint(for: name, among: names),
            in: "plate_color"
        )
        return .unknown
    }

    func facts(_ row: RegistryRow) -> VehicleFacts {
        let masses: ClosedRange<Int32> = 1...Int32(GrossClass.limitMask)
        var facts = VehicleFacts()
        // The model has no carrier yet; the column is checked all the same.
        _ = row.optionalText("carrier")
        facts.axleCount = row.whole("axle_count", in: 1...Passage.axleCountMax)
        facts.registeredGross = row.whole("registered_gross_kg", in: masses)
        facts.singleTyreAxles = row.whole("single_tyre_axles", in: 0...Passage.axleCountMax)
        facts.wideTyreAxles = row.whole("wide_tyre_axles", in: 0...Passage.axleCountMax) ?? 0
        facts.hasAirSuspension = row.bool("air_suspension")
        facts.exemptClass = exemptClass(row)
        facts.permitUntil = permitUntil(row)
        facts.permitGross = row.whole("permit_gross_kg", in: masses)
        faultContradictions(facts, row)
        return facts
    }

    private func exemptClass(_ row: RegistryRow) -> String {
        let name = row.optionalText(
            "exempt_class",
            byteCountMax: VehiclesFile.classByteCountMax
        )
        if name.isEmpty { return "" }
        if !VehiclesFile.isClassName(name) {
            row.fault(
                "'exempt_class' takes small letters, digits and '_', not '\(name)'",
                in: "exempt_class"
            )
        } else if let classes, !classes.contains(name) {
            let known = classes.sorted()
            row.fault(
                "the rulebook has no class '\(name)'"
                    + Suggestion.hint(for: name, among: known),
                in: "exempt_class"
            )
        }
        return name
    }

    /// The last day of a permit counts whole: it ends with the midnight after it.
    private func permitUntil(_ row: RegistryRow) -> Instant? {
        let text = row.optionalText("permit_until")
        if text.isEmpty { return nil }
        guard let day = CivilTime(day: text) else {
            row.fault(
                "'permit_until' must be a date such as 2026-12-31 or empty, not '\(text)'",
                in: "permit_until"
            )
            return nil
        }
        return day.instant(offsetSeconds: utcOffsetSeconds).advanced(bySeconds: 86_400)
    }

    private func faultContradictions(_ facts: VehicleFacts, _ row: RegistryRow) {
        let single = facts.singleTyreAxles ?? 0
        if let axles = facts.axleCount, single > axles {
            row.fault(
                "\(single) axles with single tyres are more than the vehicle's \(axles)",
                in: "single_tyre_axles"
            )
        }
        if facts.wideTyreAxles > single {
            row.fault(
                "'wide_tyre_axles' says how many of 'single_tyre_axles' have wide tyres; "
                    + "\(facts.wideTyreAxles) are more than \(single)",
                in: "wide_tyre_axles"
            )
        }
        if facts.permitGross != nil, facts.permitUntil == nil {
            row.fault("'permit_gross_kg' goes with 'permit_until'", in: "permit_gross_kg")
        }
    }
}

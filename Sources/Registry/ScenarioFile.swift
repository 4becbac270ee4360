// Copyright the Steelyard authors. SPDX-License-Identifier: Apache-2.0

public import RoadTraffic
import Weighing
import Yams

/// Reads what kind of traffic is simulated, `config/scenarios/*.yaml`.
///
/// ```yaml
/// name: autumn
/// start: 2026-10-12
/// traffic:
///   light_per_lane: 5000
/// loading:
///   overload_share: 0.05
/// sensors: exact
/// frauds: none
/// ```
///
/// docs/scenarios.md lists every key with its unit, range and default.
public enum ScenarioFile {
    /// The scenario of a file; what it leaves out has its default.
    ///
    /// Whether the mirrored sites are in the registry of sites is not checked here.
    ///
    /// - Parameter path: A YAML file.
    /// - Returns: A scenario with every number in its range.
    /// - Throws: ``ConfigFaults`` with everything that is wrong in the file.
    public static func load(_ path: String) throws(ConfigFaults) -> Scenario {
        let (root, faults) = try YAMLSource.root(of: path, allowsEmpty: true)
        var scenario = Scenario()
        root.mapping { scenario.read($0) }
        try faults.check()
        return scenario
    }
}

extension Scenario {
    fileprivate mutating func read(_ keys: YAMLMapping) {
        name = keys.optional("name")?.code(byteCountMax: 64) ?? name
        if let value = keys.optional("start") { start = Self.firstDay(value) }
        keys.optional("traffic")?.mapping { traffic.read($0) }
        keys.optional("loading")?.mapping { loading.read($0) }
        keys.optional("sensors")?.read(&sensors, or: ("exact", .exact)) { $0.read($1) }
        keys.optional("plates")?.read(&plates, or: ("exact", .exact)) { $0.read($1) }
        keys.optional("frauds")?.read(&frauds, or: ("none", .none)) { $0.read($1) }
    }

    /// The day that a scenario begins on; one of another century is a slip of the hand.
    private static func firstDay(_ value: YAMLValue) -> CivilTime {
        var day = CivilTime(year: 2000, month: 1, day: 1)
        let isDay = value.faults.isClean { day = value.day() }
        if isDay, !(2000...2099).contains(day.year) {
            value.fault(
                "'start' must be a date from 2000-01-01 to 2099-12-31, not '\(day.dayText)'"
            )
        }
        return day
    }
}

extension TrafficVolumes {
    fileprivate mutating func read(_ keys: YAMLMapping) {
        keys.number("light_per_lane", &lightPerLane, in: 0...200_000, "vehicles a day")
        keys.number("through_trips", &throughTrips, in: 0...40_000_000, "trips a day")
        keys.number("exits", &exits, in: 0...5_000_000, "trucks a day")
        keys.whole("through_fleet", &throughFleet, in: 1...100_000_000, "vehicles")
        keys.number("weekend_factor", &weekendFactor, in: 0...2, "times a weekday")
        keys.share("season_share", &seasonShare)
        keys.number("peak_delay", &peakDelay, in: 1...10, "times a free way")
        keys.number("travel_spread", &travelSpread, in: 0...1, "of the logarithm")
    }
}

extension LoadingHabits {
    fileprivate mutating func read(_ keys: YAMLMapping) {
        keys.share("overload_share", &overloadShare)
        keys.number("appetite_spread", &appetiteSpread, in: 0...3, "of the logarithm")
        keys.share("excess_mean", &excessMean)
        keys.share("through_overload_share", &throughOverloadShare)
        keys.share("evasion_share", &evasionShare)
        asMeasured = keys.optional("as_measured")?.bool() ?? asMeasured
    }
}

extension SensorHabits {
    fileprivate mutating func read(_ keys: YAMLMapping) {
        if let value = keys.optional("accuracy_class") { accuracyClass = Self.gross(value) }
        keys.share("systematic_share", &systematicShare)
        keys.number("aging_per_year", &agingPerYear, in: 0...50, "percent a year")
        keys.number("temperature_per_degree", &temperaturePerDegree, in: 0...5, "percent a degree")
        keys.number("side_spread", &sideSpread, in: 0...0.25, "of an axle's load")
        keys.share("straddling", &straddling)
        keys.share("missed_axle", &missedAxle)
        keys.share("ghost_axle", &ghostAxle)
        keys.share("split", &split)
        mirroredSites = keys.optional("mirrored_sites").map(Self.sites) ?? mirroredSites
        keys.share("dying_lanes", &dyingLanes)
        keys.share("drifting_clocks", &driftingClocks)
        keys.number("clock_seconds_per_day", &clockSecondsPerDay, in: 0...3_600, "seconds a day")
        keys.share("static_weighing", &staticWeighing)
    }

    private static func gross(_ value: YAMLValue) -> Double? {
        if value.word == "certificate" { return nil }
        return value.decimal(in: 0...25, unit: "percent, or 'certificate'")
    }

    private static func sites(_ value: YAMLValue) -> [String] {
        var codes: [String] = []
        for item in value.list() {
            let code = item.code(byteCountMax: Passage.siteByteCountMax)
            if codes.contains(code), !code.isEmpty {
                item.fault("the site '\(code)' stands here again")
            }
            codes.append(code)
        }
        return codes
    }
}

extension PlateReading {
    fileprivate mutating func read(_ keys: YAMLMapping) {
        keys.share("none", &none)
        keys.share("unread", &unread)
        keys.share("misread", &misread)
        keys.share("look_alike", &lookAlike)
        keys.share("partial", &partial)
        keys.share("cloned", &cloned)
        keys.share("new_energy", &newEnergy)
    }
}

extension FraudRates {
    fileprivate mutating func read(_ keys: YAMLMapping) {
        keys.share("deleted_record", &deletedRecord)
        keys.share("falsified_gross", &falsifiedGross)
        keys.share("swapped_plate", &swappedPlate)
        keys.share("inflated_tare", &inflatedTare)
        keys.share("split_exit", &splitExit)
        keys.share("loading_after_gate", &loadingAfterGate)
        keys.share("tampered_bridge", &tamperedBridge)
        keys.share("tampered_share", &tamperedShare)
        keys.share("missing_day", &missingDay)
        keys.share("late_upload", &lateUpload)
        keys.share("duplicate_upload", &duplicateUpload)
        keys.share("invented_record", &inventedRecord)
    }
}

extension YAMLMapping {
    /// Reads a number that may be absent into its field.
    fileprivate func number(
        _ key: String,
        _ field: inout Double,
        in range: ClosedRange<Double>,
        _ unit: String
    ) {
        if let value = optional(key) { field = value.decimal(in: range, unit: unit) }
    }

    /// Reads a share that may be absent into its field.
    fileprivate func share(_ key: String, _ field: inout Double) {
        number(key, &field, in: 0...1, "as a share")
    }

    /// Reads a whole number that may be absent into its field.
    fileprivate func whole<I: FixedWidthInteger>(
        _ key: String,
        _ field: inout I,
        in range: ClosedRange<I>,
        _ unit: String
    ) {
        if let value = optional(key) { field = value.integer(in: range, unit: unit) }
    }
}

extension YAMLValue {
    /// The text of a scalar; nil where there is a list, a mapping or nothing.
    fileprivate var word: String? {
        guard case .scalar(let scalar) = node, !isEmpty else { return nil }
        return scalar.string
    }

    /// Reads a group of keys into its part of the scenario, or the one word for a preset of it.
    fileprivate func read<Part>(
        _ part: inout Part,
        or preset: (word: String, part: Part),
        _ keys: (inout Part, YAMLMapping) -> Void
    ) {
        guard let word else { return mapping { keys(&part, $0) } }
        if word != preset.word {
            let hint = Suggestion.hint(for: word, among: [preset.word])
            fault(
                "'\(name)' must be '\(preset.word)' or a mapping of keys to values, not "
                    + "'\(word)'\(hint)"
            )
        }
        part = preset.part
    }
}

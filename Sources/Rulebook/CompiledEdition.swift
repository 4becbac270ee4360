// Copyright the Steelyard authors. SPDX-License-Identifier: Apache-2.0
//
// An edition as the judging kernels read it: thresholds as plain numbers, and one table that answers
// everything that depends on the axle pattern and the vehicle type:
//
//   classTable[type × 65,536 + pattern code]
//
//   each entry a GrossClass: article, flags and limit in 32 bits
//
// A pattern code is unique to an axle count (see AxlePattern), so one look-up gives limit,
// combination, reasons and article. The table is filled once, when an edition is compiled.

public import Weighing

/// Why an edition cannot be compiled.
public struct EditionFault: Error, Sendable, Equatable, CustomStringConvertible {
    /// What is wrong, in one sentence.
    public var description: String
}

/// The tables of one edition.
@safe
public final class CompiledEdition: Sendable {
    /// The edition it was made from.
    public let edition: Edition
    /// 3 × 65,536 entries; see the top of the file.
    ///
    /// Sound to share: written in `init` only, freed in `deinit`.
    public nonisolated(unsafe) let classTable: UnsafePointer<UInt32>
    /// The thresholds as the kernels read them.
    public let thresholds: KernelThresholds
    /// Where the law has a ``BridgeRule``: kg by number of axles × ``bridgeStride`` + feet; else one 0.
    ///
    /// Sound to share: written in `init` only, freed in `deinit`.
    public nonisolated(unsafe) let bridgeTable: UnsafePointer<Int32>

    /// Entries of ``bridgeTable`` of one number of axles; longer stretches count as 255 feet.
    public static let bridgeStride = 256

    /// Entries of one vehicle type.
    public static let patternCount = 65_536

    /// Compiles an edition.
    ///
    /// - Parameter edition: A complete edition.
    /// - Throws: ``EditionFault`` where an axle count is left without a limit, a limit does not fit
    ///   20 bits, an article is cited that is not there, or bands do not rise to the end.
    public init(_ edition: Edition) throws(EditionFault) {
        try CompiledEdition.check(edition)
        self.edition = edition
        let count = 3 * CompiledEdition.patternCount
        let table = UnsafeMutablePointer<UInt32>.allocate(capacity: count)
        unsafe table.initialize(repeating: 0, count: count)
        for code in 2..<CompiledEdition.patternCount {
            let pattern = AxlePattern(code: UInt16(code))
            for type in VehicleType.allCases {
                let entry = CompiledEdition.entry(edition, pattern, type)
                // Sound: type < 3 and code < patternCount.
                unsafe table[Int(type.rawValue) * CompiledEdition.patternCount + code] = entry
            }
        }
        unsafe classTable = UnsafePointer(table)
        thresholds = KernelThresholds(edition)
        unsafe bridgeTable = CompiledEdition.bridgeTable(edition.bridge)
    }

    deinit {
        unsafe classTable.deallocate()
        unsafe bridgeTable.deallocate()
    }

    private static func bridgeTable(_ rule: BridgeRule?) -> UnsafePointer<Int32> {
        let count = rule == nil ? 1 : (Passage.axleCountMax + 1) * bridgeStride
        let table = UnsafeMutablePointer<Int32>.allocate(capacity: count)
        unsafe table.initialize(repeating: 0, count: count)
        guard let rule else { return unsafe UnsafePointer(table) }
        for axles in 2...Passage.axleCountMax {
            for feet in 0..<bridgeStride {
                let limit = BridgeRule.kilograms(rule.pounds(axles: axles, feet: feet))
                // Sound: axles is at most axleCountMax and feet below bridgeStride.
                unsafe table[axles * bridgeStride + feet] = Int32(limit)
            }
        }
        return unsafe UnsafePointer(table)
    }

    /// What the edition says about the gross mass of a pattern.
    ///
    /// - Parameters:
    ///   - pattern: The axle groups.
    ///   - type: The vehicle's type; unspecified takes it from the pattern.
    /// - Returns: The entry of ``classTable``.
    public func grossClass(of pattern: AxlePattern, type: VehicleType) -> GrossClass {
        // Sound: type < 3 and every code is below patternCount.
        unsafe GrossClass(
            rawValue: classTable[
                Int(type.rawValue) * CompiledEdition.patternCount + Int(pattern.code)
            ]
        )
    }

    /// The article of an index that a judgement carries.
    public func article(at index: UInt8) -> Article { edition.articles[Int(index)] }

    private static func entry(
        _ edition: Edition,
        _ pattern: AxlePattern,
        _ type: VehicleType
    ) -> UInt32 {
        guard let rule = edition.grossRules.first(where: { $0.covers(pattern) }) else { return 0 }
        var limit = rule.limit
        var article = rule.article
        var isCombination = rule.isCombination
        var isWithoutLimit = false
        var isWheelbaseLimited = rule.isWheelbaseLimited
        if type != .unspecified {
            isCombination = type == .combination
            let typeRule = edition.typeRules.first {
                $0.type == type && $0.axles.contains(pattern.axleCount)
            }
            if let typeRule {
                limit = typeRule.limit ?? limit
                article = typeRule.article ?? article
                isWithoutLimit = typeRule.isWithoutLimit
                if typeRule.limit != nil { isWheelbaseLimited = typeRule.isWheelbaseLimited }
            }
        }
        let index = edition.articles.firstIndex { $0.id == article } ?? 0
        return GrossClass(
            limit: limit,
            articleIndex: UInt8(index),
            isCombination: isCombination,
            isPatternUnknown: type == .unspecified && rule.isPatternUnknown,
            isWithoutLimit: isWithoutLimit,
            isWheelbaseLimited: isWheelbaseLimited
        ).rawValue
    }

    private static func check(_ edition: Edition) throws(EditionFault) {
        let ids = Set(edition.articles.map(\.id))
        guard edition.articles.count <= 256 else {
            throw EditionFault(description: "an edition cites at most 256 articles")
        }
        let cited =
            edition.grossRules.map(\.article) + edition.typeRules.compactMap(\.article)
            + [edition.groupLimits.article, edition.deduction.article]
            + [edition.bridge?.article, edition.wheelbase?.article, edition.classes?.article]
            .compactMap(\.self) + (edition.registry?.articles ?? [])
            + (edition.penalty?.articles ?? [])
        for id in cited where !ids.contains(id) {
            throw EditionFault(description: "article '\(id)' is cited but not listed")
        }
        let limits = edition.grossRules.map(\.limit) + edition.typeRules.compactMap(\.limit)
        // The upper end is that of a class's 20 bits; below 1,000 kg no road vehicle was meant.
        for limit in limits
        where !(GrossClass.limitMin...Int32(GrossClass.limitMask)).contains(limit) {
            throw EditionFault(
                description:
                    "gross limit \(limit) kg is outside \(GrossClass.limitMin) to \(GrossClass.limitMask)"
            )
        }
        for axles in Passage.axleCountMin...Passage.axleCountMax {
            let isClosed = edition.grossRules.contains {
                $0.axles.contains(axles) && $0.match == .any
            }
            guard isClosed else {
                throw EditionFault(
                    description: "\(axles) axles have no rule for 'any other pattern'"
                )
            }
        }
        // Kernels compare with the last value below a bound, and 0 has none.
        let bounds = [edition.grouping.joinedBelow, edition.grouping.steerPair?.secondAtLeast ?? 1]
        guard bounds.allSatisfy({ $0 >= 1 }) else {
            throw EditionFault(description: "a spacing that groups axles is at least 1 mm")
        }
        let groups = edition.groupLimits
        for (name, bands, isOptional) in [
            ("pair", groups.pair, false), ("drive pair", groups.drivePair, true),
            ("tridem", groups.tridem, edition.bridge != nil),
        ] where !(isOptional && bands.isEmpty) {
            let belows = bands.map(\.below)
            guard (1...3).contains(bands.count), belows == belows.sorted(), belows.last == .max,
                belows.allSatisfy({ $0 >= 1 })
            else {
                throw EditionFault(
                    description:
                        "\(name) needs 1 to 3 bands with rising spacings from 1 mm, the last open"
                )
            }
        }
        let isLimitedByWheelbase =
            edition.grossRules.contains(where: \.isWheelbaseLimited)
            || edition.typeRules.contains(where: \.isWheelbaseLimited)
        guard edition.wheelbase != nil || !isLimitedByWheelbase else {
            throw EditionFault(description: "a limit by wheelbase is named but not given")
        }
        if let wheelbase = edition.wheelbase {
            guard (1...50).contains(wheelbase.kilogramsPerMillimetre) else {
                throw EditionFault(description: "a wheelbase allows 1 to 50 kg a millimetre")
            }
        }
        if let bridge = edition.bridge {
            // So that a limit fits 20 bits even at 255 feet.
            guard (1...1_000).contains(bridge.unit), (0...100).contains(bridge.perAxle),
                (0...200).contains(bridge.constant), (1...200).contains(bridge.lengthMin),
                bridge.pounds(axles: Passage.axleCountMax, feet: 255) < 2_000_000,
                bridge.pounds(axles: 2, feet: 255) < 2_000_000,
                bridge.pounds(axles: Passage.axleCountMax, feet: 0) >= 2_205,
                bridge.pounds(axles: 2, feet: 0) >= 2_205
            else { throw EditionFault(description: "the bridge formula is out of range") }
        }
        guard edition.wear.reference >= 1_000, (1...50_000).contains(edition.wear.cap) else {
            throw EditionFault(
                description: "wear needs a reference of at least 1000 kg and a cap up to 50000 kg"
            )
        }
        guard KernelThresholds.isWearExact(edition.wear) else {
            throw EditionFault(
                description:
                    "a wear reference of \(edition.wear.reference) kg cannot be counted exactly"
            )
        }
    }
}

extension GrossRule {
    /// Whether the rule speaks of a pattern.
    public func covers(_ pattern: AxlePattern) -> Bool {
        guard axles.contains(pattern.axleCount) else { return false }
        switch match {
        case .any: return true
        case .patterns(let patterns): return patterns.contains(pattern)
        case .groups(let atLeast, let driveAxles):
            let groups = pattern.groups
            return groups.count >= atLeast && groups.count >= 2 && driveAxles.contains(groups[1])
        }
    }
}

/// A rulebook with all its editions compiled, oldest first.
public struct CompiledRulebook: Sendable {
    /// The rulebook it was made from.
    public let rulebook: Rulebook
    /// Its editions.
    public let editions: [CompiledEdition]

    /// Compiles every edition.
    ///
    /// - Parameter rulebook: A rulebook with at least one edition.
    /// - Throws: ``EditionFault`` of the first edition that is not complete.
    public init(_ rulebook: Rulebook) throws(EditionFault) {
        guard !rulebook.editions.isEmpty else {
            throw EditionFault(description: "rulebook '\(rulebook.id)' has no edition")
        }
        self.rulebook = rulebook
        var compiled: [CompiledEdition] = []
        for edition in rulebook.editions { compiled.append(try CompiledEdition(edition)) }
        editions = compiled
    }

    /// Index of the edition in force at an instant; the first one also before it began.
    public func editionIndex(at instant: Instant) -> Int {
        max(0, (editions.lastIndex { $0.edition.effectiveFrom <= instant }) ?? 0)
    }
}

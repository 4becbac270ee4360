// Copyright the Steelyard authors. SPDX-License-Identifier: Apache-2.0
//
// An edition as the judging kernels read it: thresholds as plain numbers, and one table that answers
// everything that depends on the axle pattern and the vehicle type:
//
//   classTable[type × 65,536 + pattern code]
//
//   bit  31 … 24        23 … 20                                             19 … 0
//        article index  1 rigid without limit | pattern unknown | combination | gross limit, kg
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
    }

    deinit { unsafe classTable.deallocate() }

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
        if type != .unspecified {
            isCombination = type == .combination
            let typeRule = edition.typeRules.first {
                $0.type == type && $0.axles.contains(pattern.axleCount)
            }
            if let typeRule {
                limit = typeRule.limit ?? limit
                article = typeRule.article ?? article
                isWithoutLimit = typeRule.isWithoutLimit
            }
        }
        let index = edition.articles.firstIndex { $0.id == article } ?? 0
        return GrossClass(
            limit: limit,
            articleIndex: UInt8(index),
            isCombination: isCombination,
            isPatternUnknown: type == .unspecified && rule.isPatternUnknown,
            isWithoutLimit: isWithoutLimit
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
        for id in cited where !ids.contains(id) {
            throw EditionFault(description: "article '\(id)' is cited but not listed")
        }
        let limits = edition.grossRules.map(\.limit) + edition.typeRules.compactMap(\.limit)
        // The upper end is that of a class's 20 bits; below 1,000 kg no road vehicle was meant.
        for limit in limits where !(1_000...Int32(GrossClass.limitMask)).contains(limit) {
            throw EditionFault(
                description: "gross limit \(limit) kg is outside 1000 to \(GrossClass.limitMask)"
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
        for (name, bands) in [
            ("pair", edition.groupLimits.pair), ("tridem", edition.groupLimits.tridem),
        ] {
            let belows = bands.map(\.below)
            guard (1...3).contains(bands.count), belows == belows.sorted(), belows.last == .max
            else {
                throw EditionFault(
                    description: "\(name) needs 1 to 3 bands with rising spacings, the last open"
                )
            }
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

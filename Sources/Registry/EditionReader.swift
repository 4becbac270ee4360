// Copyright the Steelyard authors. SPDX-License-Identifier: Apache-2.0

import Rulebook
import Weighing

/// Reads one edition of a rulebook: its articles first, then the rules that cite them.
struct EditionReader {
    /// Seconds east of UTC in which dates begin.
    let utcOffsetSeconds: Int
    private var articleIDs: [String] = []
    /// Whether the grouping knows a steer pair; nil where it could not be read.
    private(set) var hasSteerPair: Bool?
    /// Whether a bridge formula limits what other rules may leave open.
    private(set) var hasBridge = false
    /// Whether rules may name the limit by wheelbase.
    private(set) var hasWheelbase = false

    init(utcOffsetSeconds: Int) { self.utcOffsetSeconds = utcOffsetSeconds }

    /// The heaviest limit of an axle group, kg: what fits the kernels' 20 bits.
    static let groupLimits: ClosedRange<Int32> = 1...Int32(GrossClass.limitMask)

    /// Reads the edition.
    func edition(_ value: YAMLValue) -> Edition {
        value.mapping { keys in
            let day = keys.required("effective_from").day()
            let articles = articles(keys.required("articles"))
            var reader = self
            reader.articleIDs = articles.map(\.id)
            _ = reader.citation(keys)
            var grouping = Grouping(joinedBelow: 0, steerPair: nil)
            let isClean = value.faults.isClean {
                grouping = reader.grouping(keys.required("grouping"))
            }
            let bridge = keys.optional("bridge_formula")
            let wheelbase = keys.optional("wheelbase_limit")
            reader.hasSteerPair = isClean ? grouping.steerPair != nil : nil
            reader.hasBridge = bridge != nil
            reader.hasWheelbase = wheelbase != nil
            let edition = Edition(
                name: day.dayText,
                effectiveFrom: day.instant(offsetSeconds: utcOffsetSeconds),
                articles: articles,
                grouping: grouping,
                grossRules: reader.grossRules(keys.required("gross_limits")),
                typeRules: reader.typeRules(keys.required("vehicle_type_limits")),
                groupLimits: reader.groupLimits(keys.required("group_limits")),
                deduction: reader.deduction(keys.required("deduction")),
                validity: reader.validity(keys.required("validity")),
                wear: reader.wear(keys.required("wear")),
                bridge: bridge.map(reader.bridge),
                wheelbase: wheelbase.map(reader.wheelbase),
                registry: keys.optional("registry").map(reader.registry),
                penalty: keys.optional("penalty").map(reader.penalty),
                classes: keys.optional("vehicle_classes").map(reader.classes)
            )
            faultUnusedWheelbase(wheelbase, edition)
            return edition
        }
    }

    private func faultUnusedWheelbase(_ wheelbase: YAMLValue?, _ edition: Edition) {
        let isUsed =
            edition.grossRules.contains(where: \.isWheelbaseLimited)
            || edition.typeRules.contains(where: \.isWheelbaseLimited)
        guard !isUsed else { return }
        wheelbase?.fault("no rule has 'wheelbase_limited: true', so this limit never decides")
    }

    private func articles(_ value: YAMLValue) -> [Article] {
        let items = value.list()
        if items.isEmpty { value.fault("'articles' must list at least one article") }
        if items.count > 256 { value.fault("an edition lists at most 256 articles") }
        var lines: [String: Int] = [:]
        return items.map { item in
            item.mapping { keys in
                let id = keys.required("id")
                let text = id.text(byteCountMax: 128)
                if let line = lines[text], !text.isEmpty {
                    id.fault("the article '\(text)' is listed again, first in line \(line)")
                }
                lines[text] = lines[text] ?? id.line
                return Article(
                    id: text,
                    citation: bilingualText(keys.required("citation")),
                    isVerified: keys.required("verified").bool()
                )
            }
        }
    }

    /// The article that a rule cites; it must be listed in the edition.
    func citation(_ keys: YAMLMapping) -> String { checked(keys.required("article")) }

    /// The article that a value names.
    func checked(_ value: YAMLValue) -> String {
        let id = value.text()
        if !id.isEmpty, !articleIDs.contains(id) {
            let hint = Suggestion.hint(for: id, among: articleIDs)
            value.fault("the article '\(id)' is not listed under 'articles'\(hint)")
        }
        return id
    }

    private func grouping(_ value: YAMLValue) -> Grouping {
        value.mapping { keys in
            _ = citation(keys)
            let joinedBelow = keys.required("joined_below_mm").spacingBound()
            let steerPair = keys.optional("steer_pair")?.mapping { keys in
                SteerPairRule(
                    axleCountMin: keys.required("axles_at_least").integer(
                        in: 2...16,
                        unit: "axles"
                    ),
                    firstBelow: keys.required("first_spacing_below_mm").millimetres(),
                    secondAtLeast: keys.required("second_spacing_at_least_mm").spacingBound()
                )
            }
            return Grouping(joinedBelow: joinedBelow, steerPair: steerPair)
        }
    }

    private func deduction(_ value: YAMLValue) -> DeductionRule {
        value.mapping { keys in
            let classes = keys.required("permille_by_class")
            let pairs = classes.mapping { keys in
                keys.entries().map { ($0.key, $0.value.integer(in: UInt16(0)...999)) }
            }
            if pairs.isEmpty, classes.node != nil {
                classes.fault("'permille_by_class' must give at least one accuracy class")
            }
            return DeductionRule(
                permilleByClass: Dictionary(pairs) { first, _ in first },
                unknownSitePermille: keys.required("unknown_site_permille").integer(in: 0...999),
                noCertificatePermille: keys.required("no_certificate_permille").integer(
                    in: 0...999
                ),
                article: citation(keys)
            )
        }
    }

    private func wear(_ value: YAMLValue) -> WearRule {
        value.mapping { keys in
            _ = citation(keys)
            let cap = keys.required("cap_kg")
            var rule = WearRule(reference: 0, cap: 0)
            let isClean = value.faults.isClean {
                rule.reference = keys.required("reference_kg").integer(
                    in: 1_000...50_000,
                    unit: "kg"
                )
                rule.cap = cap.integer(in: 1...50_000, unit: "kg")
            }
            // 16 axles of 19 standard axles each wear 16 × 19⁴ × 1,000 < 2³¹ thousandths; 20 would not
            // fit the column.
            if isClean, rule.cap > 19 * rule.reference {
                cap.fault("'cap_kg' must be at most 19 times 'reference_kg'")
            }
            return rule
        }
    }
}

extension YAMLValue {
    /// A spacing, mm.
    func millimetres() -> Int32 { integer(in: 0...Int32(Passage.valueMax), unit: "mm") }

    /// A spacing that parts two groups, mm.
    func spacingBound() -> Int32 { integer(in: 1...Int32(Passage.valueMax), unit: "mm") }

    /// A range of axle counts, `5` or `6-16`.
    func range(in bounds: ClosedRange<Int>, of things: String) -> ClosedRange<Int> {
        let text = text()
        let standIn = bounds.lowerBound...bounds.lowerBound
        guard !text.isEmpty else { return standIn }
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        let ends = parts.filter(Decimals.isDigits).compactMap { Int($0) }
        guard
            ends.count == parts.count, (1...2).contains(ends.count), let low = ends.first,
            let high = ends.last, low <= high, bounds.contains(low), bounds.contains(high)
        else {
            fault(
                "'\(name)' must be \(things) such as 5 or 6-16 within \(bounds.lowerBound)-"
                    + "\(bounds.upperBound), not '\(text)'"
            )
            return standIn
        }
        return low...high
    }
}

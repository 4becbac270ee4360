// Copyright the Steelyard authors. SPDX-License-Identifier: Apache-2.0
//
// Tables of vehicle classes give spacings in hundredths of a foot and masses in pounds, and their rows
// meet: one ends at 10.10 ft, the next begins at 10.11 ft. Taken to the millimetre, 3,080 mm would lie
// between the two and in neither. So a spacing is rounded to the nearest hundredth of a foot and a mass
// to the nearest pound before it is held against such a bound; a half goes up.

import Rulebook
import Weighing

extension EditionReader {
    /// The names of vehicle classes.
    func classes(_ value: YAMLValue) -> ClassScheme {
        value.mapping { keys in
            let list = keys.required("rules")
            let items = list.list()
            if items.isEmpty, list.isList || list.isEmpty {
                list.fault("'rules' must list at least one class")
            }
            var rules: [ClassScheme.Rule] = []
            let isClean = value.faults.isClean { rules = items.map(classRule) }
            if isClean { faultCovered(rules, items) }
            return ClassScheme(
                rules: rules,
                otherwise: keys.required("otherwise").code(byteCountMax: 32),
                article: citation(keys)
            )
        }
    }

    private func classRule(_ value: YAMLValue) -> ClassScheme.Rule {
        value.mapping { keys in
            let axles = keys.required("axles").range(in: Self.axleCounts, of: "axle counts")
            let range = 0...Self.groupLimits.upperBound
            let most = keys.optional("gross_at_most_kg", or: "gross_at_most_lb")
            var gross: (low: Int32, high: Int32) = (0, .max)
            let isClean = value.faults.isClean {
                gross.low =
                    keys.optional("gross_at_least_kg", or: "gross_at_least_lb")?
                    .leastMass(in: range) ?? 0
                gross.high = most?.mostMass(in: range) ?? .max
            }
            if isClean, gross.high < gross.low {
                most?.fault("'\(most?.name ?? "")' must not be below the least gross mass")
            }
            return ClassScheme.Rule(
                name: keys.required("name").code(byteCountMax: 32),
                axles: axles,
                spacings: spacings(keys, axles),
                gross: gross.low...max(gross.low, gross.high),
                firstAxleMin: keys.optional("first_axle_at_least_kg", or: "first_axle_at_least_lb")?
                    .leastMass(in: range) ?? 0
            )
        }
    }

    private func spacings(
        _ keys: YAMLMapping,
        _ axles: ClosedRange<Int>
    ) -> [ClosedRange<Int32>] {
        guard let value = keys.optional("spacings_mm", or: "spacings_ft") else { return [] }
        let items = value.list()
        if items.count >= axles.upperBound {
            value.fault(
                "'\(value.name)' bounds \(items.count) spacings, but the rule speaks of at most "
                    + "\(axles.upperBound - 1)"
            )
        }
        return items.map { value.name.hasSuffix("_ft") ? $0.spacingFeet() : $0.spacing() }
    }

    /// Notes rules that never give a name because a rule above them takes everything that they would.
    private func faultCovered(_ rules: [ClassScheme.Rule], _ items: [YAMLValue]) {
        for (index, rule) in rules.enumerated() {
            let first = zip(rules, items).prefix(index).first { $0.0.includes(rule) }
            guard let line = first?.1.line else { continue }
            items[index].fault(
                "the rule never gives its name: the one in line \(line) takes it all"
            )
        }
    }
}

extension ClassScheme.Rule {
    /// Whether every vehicle of which another rule speaks is one of which this rule speaks.
    fileprivate func includes(_ other: ClassScheme.Rule) -> Bool {
        axles.contains(other.axles) && gross.contains(other.gross)
            && firstAxleMin <= other.firstAxleMin
            && (0..<other.axles.upperBound - 1).allSatisfy {
                bounds(of: $0).contains(other.bounds(of: $0))
            }
    }

    private func bounds(of spacing: Int) -> ClosedRange<Int32> {
        spacings.isEmpty ? 0...Int32.max : spacings[min(spacing, spacings.count - 1)]
    }
}

extension YAMLValue {
    /// The least mass that a bound in the unit of the key takes, kg.
    fileprivate func leastMass(in range: ClosedRange<Int32>) -> Int32 {
        guard isPounds else { return integer(in: range, unit: "kg") }
        return Pounds.leastKilograms(integer(in: Pounds.range(range), unit: "lb"))
    }

    /// The largest mass that a bound in the unit of the key takes, kg.
    fileprivate func mostMass(in range: ClosedRange<Int32>) -> Int32 {
        guard isPounds else { return integer(in: range, unit: "kg") }
        return Pounds.mostKilograms(integer(in: Pounds.range(range), unit: "lb"))
    }

    /// The bounds of a spacing, `[1828, 3079]`, mm.
    fileprivate func spacing() -> ClosedRange<Int32> {
        bounds { $0.millimetres() }
    }

    /// The bounds of a spacing in feet, `[6.00, 10.10]`, as the millimetres that they take.
    fileprivate func spacingFeet() -> ClosedRange<Int32> {
        // 215 ft is the last whole foot that fits a spacing of 65,535 mm.
        let ends = bounds { $0.hundredths(in: 0...21_500, unit: "ft") }
        return Feet.leastMillimetres(ends.lowerBound)...Feet.mostMillimetres(ends.upperBound)
    }

    private func bounds(_ read: (YAMLValue) -> Int32) -> ClosedRange<Int32> {
        let ends = list().map { YAMLValue(node: $0.node, name: name, faults: faults) }
        guard ends.count == 2 else {
            if isList || isEmpty { fault("a spacing has two bounds such as [6.00, 10.10]") }
            return 0...0
        }
        var low: Int32 = 0
        var high: Int32 = 0
        let isClean = faults.isClean {
            low = read(ends[0])
            high = read(ends[1])
        }
        if isClean, high < low { ends[1].fault("the second bound must not be below the first") }
        return low...max(low, high)
    }
}

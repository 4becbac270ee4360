// Copyright the Steelyard authors. SPDX-License-Identifier: Apache-2.0

import Rulebook
import Weighing

extension EditionReader {
    /// What the vehicle registry changes in the gross limit.
    func registry(_ value: YAMLValue) -> RegistryRule {
        value.mapping { keys in
            let exempt = keys.optional("exempt_classes")
            let rule = RegistryRule(
                singleTyres: keys.optional("single_tyres").map(singleTyres),
                airSuspension: keys.optional("air_suspension").map(airSuspension) ?? [],
                sumOfGroups: keys.optional("sum_of_groups")?.mapping(citation),
                registeredGross: keys.optional("registered_gross").map(registeredGross),
                licensed: keys.optional("licensed_classes").map(classNames),
                exempt: exempt.map(classNames),
                permit: keys.optional("permit")?.mapping(citation)
            )
            if rule == RegistryRule() {
                value.fault("'registry' has no rule; leave it out where the law has none")
            }
            for name in (rule.exempt?.names ?? []).intersection(rule.licensed?.names ?? []).sorted()
            {
                exempt?.fault("the class '\(name)' is one of 'licensed_classes' too")
            }
            return rule
        }
    }

    private func singleTyres(_ value: YAMLValue) -> RegistryRule.SingleTyres {
        value.mapping { keys in
            RegistryRule.SingleTyres(
                reduction: keys.mass("reduction", in: Self.groupLimits),
                isPerAxle: keys.required("mode").choice([("per_axle", true), ("once", false)]),
                article: citation(keys)
            )
        }
    }

    private func airSuspension(_ value: YAMLValue) -> [RegistryRule.AirSuspension] {
        let items = value.list()
        if items.isEmpty, value.isList || value.isEmpty {
            value.fault("'air_suspension' must list at least one rule")
        }
        let rules = items.map { item in
            item.mapping { keys in
                RegistryRule.AirSuspension(
                    patterns: patterns(keys.required("patterns"), Self.axleCounts),
                    isCombination: keys.required("combination").bool(),
                    lastSpacingMin: keys.optional("last_spacing_at_least_mm")?.millimetres() ?? 0,
                    limit: keys.mass("limit", in: Self.grossLimits),
                    article: citation(keys)
                )
            }
        }
        for (index, rule) in rules.enumerated() {
            for pattern in rule.patterns {
                let first = zip(rules, items).prefix(index).first {
                    $0.0.patterns.contains(pattern) && $0.0.isCombination == rule.isCombination
                        && $0.0.lastSpacingMin <= rule.lastSpacingMin
                }
                guard let line = first?.1.line else { continue }
                items[index].fault(
                    "the pattern \(pattern.groupsText) was decided by the rule in line \(line)"
                )
            }
        }
        return rules
    }

    private func registeredGross(_ value: YAMLValue) -> RegistryRule.RegisteredGross {
        value.mapping { keys in
            RegistryRule.RegisteredGross(
                axles: keys.required("axles").range(in: Self.axleCounts, of: "axle counts"),
                article: citation(keys)
            )
        }
    }

    private func classNames(_ value: YAMLValue) -> RegistryRule.Classes {
        value.mapping { keys in
            let list = keys.required("names")
            let items = list.list()
            if items.isEmpty, list.isList || list.isEmpty {
                list.fault("'names' must list at least one class")
            }
            var names: Set<String> = []
            for item in items {
                let name = item.text(byteCountMax: VehiclesFile.classByteCountMax)
                if name.isEmpty { continue }
                if !VehiclesFile.isClassName(name) {
                    item.fault("a class takes small letters, digits and '_', not '\(name)'")
                }
                if !names.insert(name).inserted {
                    item.fault("the class '\(name)' stands here again")
                }
            }
            return RegistryRule.Classes(names: names, article: citation(keys))
        }
    }
}

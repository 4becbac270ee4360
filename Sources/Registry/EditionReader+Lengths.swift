// Copyright the Steelyard authors. SPDX-License-Identifier: Apache-2.0

import Rulebook
import Weighing

extension EditionReader {
    /// The limit of every stretch of neighbouring axles by its length.
    func bridge(_ value: YAMLValue) -> BridgeRule {
        value.mapping { keys in
            var rule = BridgeRule(
                unit: 1,
                perAxle: 0,
                constant: 0,
                lengthMin: 1,
                twoPairs: nil,
                article: citation(keys)
            )
            let isClean = value.faults.isClean {
                rule.unit = keys.required("unit_lb").integer(in: 1...1_000, unit: "lb")
                rule.perAxle = keys.required("per_axle").integer(in: 0...100)
                rule.constant = keys.required("constant").integer(in: 0...200)
                rule.lengthMin = keys.required("length_at_least_ft").feet()
            }
            rule.twoPairs = keys.optional("two_pairs")?.mapping { keys in
                BridgeRule.TwoPairs(
                    lengthMin: keys.required("length_at_least_ft").feet(),
                    limit: keys.mass("limit", in: Self.groupLimits)
                )
            }
            if isClean, !isInRange(rule) {
                value.fault("the formula gives more than 2000000 lb for the longest vehicles")
            }
            return rule
        }
    }

    /// Whether even the longest stretch stays within what a limit can be; fewest axles make its length
    /// count most, most axles their number.
    private func isInRange(_ rule: BridgeRule) -> Bool {
        [2, Passage.axleCountMax].allSatisfy { rule.pounds(axles: $0, feet: 255) < 2_000_000 }
    }

    /// What the distance of the outer axles allows.
    func wheelbase(_ value: YAMLValue) -> WheelbaseRule {
        value.mapping { keys in
            WheelbaseRule(
                kilogramsPerMillimetre: keys.required("kg_per_mm").integer(
                    in: 1...50,
                    unit: "kg/mm"
                ),
                article: citation(keys)
            )
        }
    }
}

extension YAMLValue {
    /// A length in whole feet.
    fileprivate func feet() -> Int32 { integer(in: 1...200, unit: "ft") }
}

// Copyright the Steelyard authors. SPDX-License-Identifier: Apache-2.0

import Rulebook
import Weighing

extension EditionReader {
    /// The limits of axle groups.
    func groupLimits(_ value: YAMLValue) -> GroupLimits {
        value.mapping { keys in
            GroupLimits(
                steerSingle: keys.mass("steer_single", in: Self.groupLimits),
                steerPair: steerPairLimit(keys),
                driveSingle: keys.mass("drive_single", in: Self.groupLimits),
                otherSingle: keys.mass("other_single", in: Self.groupLimits),
                pair: bands(keys.required("pair")),
                drivePair: keys.optional("drive_pair").map(bands) ?? [],
                tridem: tridem(keys),
                isDeciding: keys.optional("deciding")?.bool() ?? false,
                article: citation(keys)
            )
        }
    }

    /// The limit of the steer pair, which stands where the grouping knows such a pair and only there.
    private func steerPairLimit(_ keys: YAMLMapping) -> Int32 {
        if hasSteerPair == true { return keys.mass("steer_pair", in: Self.groupLimits) }
        let value = keys.optional("steer_pair_kg", or: "steer_pair_lb")
        if let value, hasSteerPair == false {
            value.fault("'\(value.name)' never decides: 'grouping' has no 'steer_pair'")
        }
        // No group is a steer pair then, so nothing is ever held against it.
        return value?.mass(in: Self.groupLimits) ?? Self.groupLimits.upperBound
    }

    /// The bands of a group of three; only a bridge formula can stand in for them.
    private func tridem(_ keys: YAMLMapping) -> [SpacingBand] {
        let value = hasBridge ? keys.optional("tridem") : keys.required("tridem")
        return value.map(bands) ?? []
    }

    /// One to three bands of spacing, rising, the last one open.
    private func bands(_ value: YAMLValue) -> [SpacingBand] {
        let items = value.list()
        guard (1...3).contains(items.count) else {
            value.fault("'\(value.name)' must list 1 to 3 bands")
            return []
        }
        var bands: [SpacingBand] = []
        let isClean = value.faults.isClean {
            for (index, item) in items.enumerated() {
                bands.append(band(item, isLast: index == items.count - 1))
            }
        }
        guard isClean else { return bands }
        for index in bands.indices.dropFirst() where bands[index].below <= bands[index - 1].below {
            items[index].fault(
                "bands must rise, but this one ends at or below the end of the one above it"
            )
        }
        return bands
    }

    private func band(_ value: YAMLValue, isLast: Bool) -> SpacingBand {
        value.mapping { keys in
            let limit = keys.mass("limit", in: Self.groupLimits)
            let below = keys.optional("below_mm")
            let upTo = keys.optional("up_to_mm")
            let end = below?.millimetres() ?? upTo.map { $0.millimetres() + 1 }
            switch (below, upTo, isLast) {
            case (.some, .some, _):
                value.fault("a band has either 'below_mm' or 'up_to_mm', not both")
            case (nil, nil, false):
                value.fault("a band needs 'below_mm' or 'up_to_mm'; only the last one goes on")
            case (.some, nil, true), (nil, .some, true):
                value.fault("the last band takes every wider spacing: no 'below_mm' or 'up_to_mm'")
            default: break
            }
            return SpacingBand(below: end ?? .max, limit: limit)
        }
    }

    /// What makes a measurement unusable.
    func validity(_ value: YAMLValue) -> ValidityRule {
        value.mapping { keys in
            _ = citation(keys)
            let gross: ClosedRange<Int32> = 1...Int32(GrossClass.limitMask)
            let axle: ClosedRange<Int32> = 0...Int32(Passage.valueMax)
            let speed: ClosedRange<Int32> = 0...50_000
            let speeds = pair(keys, "speed_at_least_kmh", "speed_at_most_kmh") {
                $0.hundredths(in: speed, unit: "km/h")
            }
            let axles = pair(keys, "axle_at_least_kg", "axle_at_most_kg") {
                $0.integer(in: axle, unit: "kg")
            }
            let spacings = pair(keys, "spacing_at_least_mm", "spacing_at_most_mm") {
                $0.millimetres()
            }
            let earliest = keys.required("clock_earliest").day()
            let ahead: Int64 = keys.required("clock_ahead_at_most_minutes").integer(
                in: 0...1_440,
                unit: "minutes"
            )
            return ValidityRule(
                speedMin: speeds.low,
                speedMax: speeds.high,
                axleMin: axles.low,
                axleMax: axles.high,
                grossMax: keys.required("gross_at_most_kg").integer(in: gross, unit: "kg"),
                spacingMin: spacings.low,
                spacingMax: spacings.high,
                imbalanceMaxPermille: keys.required("imbalance_at_most_permille").integer(
                    in: 0...1_000,
                    unit: "permille"
                ),
                clockEarliest: earliest.instant(offsetSeconds: utcOffsetSeconds),
                clockAheadMaxSeconds: ahead * 60,
                mirroredAxleCountMin: keys.required("mirrored_axles_at_least").integer(
                    in: 2...16,
                    unit: "axles"
                ),
                mirroredTolerance: keys.required("mirrored_at_most_kg").integer(
                    in: axle,
                    unit: "kg"
                )
            )
        }
    }

    /// Two bounds of one quantity; the lower must not be above the upper.
    private func pair(
        _ keys: YAMLMapping,
        _ lowKey: String,
        _ highKey: String,
        _ read: (YAMLValue) -> Int32
    ) -> (low: Int32, high: Int32) {
        let highValue = keys.required(highKey)
        var bounds = (low: Int32(0), high: Int32(0))
        let isClean = highValue.faults.isClean {
            bounds = (read(keys.required(lowKey)), read(highValue))
        }
        if isClean, highValue.node != nil, bounds.low > bounds.high {
            highValue.fault("'\(highKey)' must not be below '\(lowKey)'")
        }
        return bounds
    }
}

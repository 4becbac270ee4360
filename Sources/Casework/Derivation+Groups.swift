// Copyright the Steelyard authors. SPDX-License-Identifier: Apache-2.0

import Phrases
import Rulebook
import Weighing

extension Edition {
    /// Whether the first two axles are a steer pair.
    func isSteerPair(_ spacings: [Int]) -> Bool {
        guard let rule = grouping.steerPair, spacings.count >= 2 else { return false }
        return spacings.count + 1 >= Int(rule.axleCountMin) && spacings[0] < Int(rule.firstBelow)
            && spacings[1] >= Int(rule.secondAtLeast)
    }

    /// The axle groups front to rear.
    func groups(_ passage: Passage, hasSteerPair: Bool) -> [DerivedGroup] {
        var ends: [Int] = []
        for (index, spacing) in passage.spacings.enumerated() {
            let isSplit =
                hasSteerPair && index < 2 ? index == 1 : spacing >= Int(grouping.joinedBelow)
            if isSplit { ends.append(index) }
        }
        ends.append(passage.spacings.count)
        var first = 0
        return ends.enumerated().map { number, last in
            defer { first = last + 1 }
            let role: Phrase.GroupRole =
                switch number {
                case 0: hasSteerPair ? .steerPair : .steer
                case 1: .drive
                default: .other
                }
            let inner = Array(passage.spacings[first..<last])
            return DerivedGroup(
                role: role,
                axles: Axles(first + 1, last + 1),
                innerSpacings: inner,
                load: passage.axleLoads[first...last].reduce(0, +),
                limit: groupLimits.limit(role, inner)
            )
        }
    }

    /// What a bridge rule allows the axles of a stretch, counted from 1, kg.
    func limit(by bridge: BridgeRule, _ spacings: ArraySlice<Int>) -> Int {
        // The law's table ends at 255 feet; nothing on the road is longer.
        let feet = min(BridgeRule.feet(spacings.reduce(0, +)), 255)
        let limit = BridgeRule.kilograms(bridge.pounds(axles: spacings.count + 1, feet: feet))
        let joins = spacings.map { $0 < Int(grouping.joinedBelow) }
        guard let pairs = bridge.twoPairs, feet >= Int(pairs.lengthMin),
            joins == [true, false, true]
        else { return limit }
        return max(limit, Int(pairs.limit))
    }

    /// Every stretch of two or more neighbouring axles but that of all, where a bridge rule limits it.
    func stretches(_ passage: Passage) -> [WeighedPart] {
        guard let bridge else { return [] }
        let last = passage.spacings.count
        var parts: [WeighedPart] = []
        for first in 0..<last {
            for end in first + 1...last where end - first < last {
                let spacings = passage.spacings[first..<end]
                parts.append(
                    WeighedPart(
                        axles: Axles(first + 1, end + 1),
                        length: spacings.reduce(0, +),
                        load: passage.axleLoads[first...end].reduce(0, +),
                        limit: limit(by: bridge, spacings)
                    )
                )
            }
        }
        return parts
    }
}

extension GroupLimits {
    /// The limit of a group, kg; nil where the law has none.
    func limit(_ role: Phrase.GroupRole, _ innerSpacings: [Int]) -> Int? {
        let widest = innerSpacings.max() ?? 0
        func banded(_ bands: [SpacingBand]) -> Int? {
            bands.first { widest < Int($0.below) }.map { Int($0.limit) }
        }
        switch innerSpacings.count {
        case 0:
            return switch role {
            case .steer, .steerPair: Int(steerSingle)
            case .drive: Int(driveSingle)
            case .other: Int(otherSingle)
            }
        case 1:
            return switch role {
            case .steerPair: Int(steerPair)
            case .drive where !drivePair.isEmpty: banded(drivePair)
            default: banded(pair)
            }
        case 2: return banded(tridem)
        default: return nil
        }
    }
}

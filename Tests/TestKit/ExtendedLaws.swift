// Copyright the Steelyard authors. SPDX-License-Identifier: Apache-2.0

public import Rulebook
import Weighing

/// Laws that ask what `cn` does not, for tests: their numbers are those of no country.
public enum ExtendedLaws {
    private static let article = "Sample"

    private static func changed(_ id: String, _ change: (inout Edition) -> Void) -> Rulebook {
        var edition = SampleLaw.edition
        edition.articles.append(
            Article(id: article, citation: BilingualText(zh: "样例", en: "Sample"), isVerified: false)
        )
        change(&edition)
        return Rulebook(
            id: id,
            title: BilingualText(zh: "样例", en: "Sample"),
            utcOffsetSeconds: SampleLaw.utcOffsetSeconds,
            editions: [edition]
        )
    }

    /// Groups decide; drive groups of two have limits of their own; the wheelbase limits four axles.
    public static let deciding = changed("deciding") { edition in
        edition.groupLimits.isDeciding = true
        edition.groupLimits.article = article
        edition.groupLimits.drivePair = [
            SpacingBand(below: 1_000, limit: 11_400), SpacingBand(below: 1_350, limit: 16_500),
            SpacingBand(below: .max, limit: 19_000),
        ]
        edition.wheelbase = WheelbaseRule(kilogramsPerMillimetre: 5, article: article)
        edition.grossRules = edition.grossRules.map { rule in
            var rule = rule
            rule.isWheelbaseLimited = rule.axles == 4...4 && !rule.isCombination
            return rule
        }
    }

    /// Groups are only shown, but drive groups of two have limits of their own.
    public static let shown = changed("shown") { edition in
        edition.groupLimits.drivePair = [SpacingBand(below: .max, limit: 17_000)]
    }

    /// Every stretch of axles has a limit by its length; groups decide; there is no steer pair.
    public static let bridged = changed("bridged") { edition in
        edition.grouping.joinedBelow = 2_439
        edition.grouping.steerPair = nil
        edition.groupLimits.isDeciding = true
        edition.groupLimits.pair = [
            SpacingBand(below: 1_017, limit: 9_071), SpacingBand(below: .max, limit: 15_422),
        ]
        edition.groupLimits.tridem = []
        edition.bridge = BridgeRule(
            unit: 500,
            perAxle: 12,
            constant: 36,
            lengthMin: 4,
            twoPairs: BridgeRule.TwoPairs(lengthMin: 36, limit: 30_844),
            article: article
        )
    }

    /// Bounds at the ends of their ranges.
    public static let edges = changed("edges") { edition in
        edition.grouping.joinedBelow = 1
        edition.grouping.steerPair = SteerPairRule(
            axleCountMin: 2,
            firstBelow: 65_535,
            secondAtLeast: 1
        )
        edition.groupLimits.pair = [
            SpacingBand(below: 1, limit: 1), SpacingBand(below: 65_535, limit: 2),
            SpacingBand(below: .max, limit: 1_048_575),
        ]
        edition.validity.spacingMin = 0
        edition.validity.spacingMax = 65_535
        edition.validity.axleMin = 0
        edition.validity.axleMax = 65_535
    }

    /// Everything joins: the widest spacing that can be named.
    public static let joined = changed("joined") { edition in
        edition.grouping.joinedBelow = 65_535
        edition.grouping.steerPair = SteerPairRule(
            axleCountMin: 16,
            firstBelow: 0,
            secondAtLeast: 65_535
        )
        edition.groupLimits.tridem = [
            SpacingBand(below: 1, limit: 3), SpacingBand(below: .max, limit: 4),
        ]
        edition.validity.spacingMin = 65_535
        edition.validity.axleMin = 65_535
    }

    /// All of them.
    public static let all = [deciding, shown, bridged, edges, joined]
}

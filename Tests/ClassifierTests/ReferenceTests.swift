// Copyright the Steelyard authors. SPDX-License-Identifier: Apache-2.0

import TestKit
import Testing
import Weighing

/// Loads, spacings and the one number that a rule gives for them, as literals.
typealias Worked = (loads: String, spacings: String, expected: Int32?)

/// Groups, group limits and numbers of the rulebook `cn`, sentence by sentence.
///
/// The limit table is in `LawTableTests`; "cn §3" is section 3 of that rulebook.
@Suite("The reference follows the text of the law")
struct ReferenceTests {
    @Test(
        "Spacings make groups, the steer pair first",
        arguments: [
            // EVIDENCE: cn §1, one group when the spacing is < 1,800 mm
            ("1799", "2"), ("1800", "1-1"),
            // EVIDENCE: cn §1, the steer pair needs three or more axles
            ("2000", "1-1"), ("2599", "1-1"),
            // EVIDENCE: cn §1, steer pair: first spacing < 2,600 mm
            ("2599 1800", "2-1"), ("2600 1800", "1-1-1"), ("2601 1800", "1-1-1"),
            // EVIDENCE: cn §1, steer pair: second spacing ≥ 1,800 mm
            ("2599 1799", "1-2"), ("1800 1799", "1-2"), ("2600 1799", "1-2"), ("1800 1800", "2-1"),
            // EVIDENCE: cn §1, 8x4 tippers from 1,750 to 2,200 mm are one class
            ("1750 3000 1350", "2-2"), ("1799 3000 1350", "2-2"), ("1800 3000 1350", "2-2"),
            ("2200 3000 1350", "2-2"),
            // EVIDENCE: cn §1, without the second condition no steer pair
            ("1799 1799", "3"), ("1799 1800", "2-1"), ("2018 1372 5235 1408 1341", "1-2-3"),
            // EVIDENCE: cn §1, a later spacing is never a steer pair
            ("3000 2000 3000", "1-1-1-1"), ("3000 1799 1800", "1-2-1"),
            ("600 600 600 600 600 600 600 600 600 600 600 600 600 600 600", "16"),
        ]
    )
    func grouping(spacings: String, pattern: String) {
        let gaps = numbers(spacings)
        let found = judged(vehicle(Array(repeating: 3_000, count: gaps.count + 1), gaps))
        #expect(found.pattern.groupsText == pattern)
        #expect(found.pattern.axleCount == gaps.count + 1)
    }

    @Test(
        "The worst group counts, negative while every group is under",
        arguments: [
            // EVIDENCE: cn §3, steer group of one axle 7,000; drive group of one axle 11,500
            ("6999 5000", "4000", -1), ("7000 5000", "4000", 0), ("7001 5000", "4000", 1),
            ("2000 11499", "4000", -1), ("2000 11500", "4000", 0), ("2000 11501", "4000", 1),
            // EVIDENCE: cn §3, any other group of one axle 10,000
            ("2000 3000 9999", "3500 6000", -1), ("2000 3000 10001", "3500 6000", 1),
            ("2000 3000 3000 10001", "3500 6000 6000", 1),
            // EVIDENCE: cn §3, steer pair 14,000, whatever its spacing
            ("7000 6999 3000", "1799 1800", -1), ("7000 7000 3000", "1799 1800", 0),
            ("7000 7001 3000", "999 1800", 1), ("7000 7001 3000", "2599 1800", 1),
            // EVIDENCE: cn §1, the drive group is the group after the steer group, here the pair
            ("3000 3000 11501", "2000 4000", 1), ("3000 3000 11500 9999", "2000 4000 6000", 0),
            // EVIDENCE: cn §3, group of two: < 1,000 mm 11,500
            ("2000 5750 5751", "4000 999", 1), ("2000 5750 5750", "4000 999", 0),
            // EVIDENCE: cn §3, group of two: < 1,300 mm 16,000
            ("2000 5750 5751", "4000 1000", -4_499), ("2000 8000 8001", "4000 1000", 1),
            ("2000 8000 8001", "4000 1299", 1), ("2000 8000 7999", "4000 1299", -1),
            // EVIDENCE: cn §3, group of two: otherwise 18,000
            ("2000 8000 8001", "4000 1300", -1_999), ("2000 9000 9001", "4000 1300", 1),
            ("2000 9000 9001", "4000 1799", 1), ("2000 9000 9000", "4000 1799", 0),
            // EVIDENCE: cn §3, group of three by its larger inner spacing: ≤ 1,300 mm 21,000
            ("2000 7000 7000 7001", "4000 1300 1300", 1),
            ("2000 7000 7000 7000", "4000 1300 1299", 0),
            // EVIDENCE: cn §3, group of three: otherwise 24,000
            ("2000 7000 7000 7001", "4000 1301 1300", -2_999),
            ("2000 8000 8000 8001", "4000 1300 1301", 1),
            ("2000 8000 8000 8000", "4000 600 1799", 0),
            // EVIDENCE: cn §3, a first group of two or more, no steer pair, goes by its size
            ("5750 5751", "999", 1), ("9000 9001", "1799", 1), ("8000 8000 8001", "1350 1350", 1),
            // EVIDENCE: cn §3, groups of four or more have no limit; the others still count
            ("7001 9000 9000 9000 9000", "4000 1350 1350 1350", 1),
            ("9000 9000 9000 9000", "1350 1350 1350", nil),
            // EVIDENCE: cn §3, the maximum over all groups
            ("8000 13500 12000", "3500 6000", 2_000),
            ("7500 9300 9300 9000 9000 9000", "3300 1350 6000 1310 1310", 3_000),
        ] as [Worked]
    )
    func worstGroup(worked: Worked) {
        let loads = numbers(worked.loads)
        let found = judged(vehicle(loads, numbers(worked.spacings)))
        #expect(found.worstGroupExcess == worked.expected)
        let hasLargeGroup = found.pattern.groups.contains { $0 >= 4 }
        #expect(found.reasons.contains(.groupLimitUnknown) == hasLargeGroup)
    }

    @Test(
        "The excess in permille is cut toward zero, and 0 when not over",
        arguments: [
            // EVIDENCE: cn §3, 1000 × excess ÷ 18,000, toward zero; 0 when not over
            (10_000, -8_000, 0), (17_999, -1, 0), (18_000, 0, 0), (18_017, 17, 0), (18_018, 18, 1),
            (18_035, 35, 1), (18_036, 36, 2), (19_799, 1_799, 99), (19_800, 1_800, 100),
            (36_000, 18_000, 1_000), (131_070, 113_070, 6_281),
        ] as [(Int, Int32, Int32)]
    )
    func permille(gross: Int, excess: Int32, permille: Int32) {
        let found = judged(vehicle([gross / 2, gross - gross / 2], [4_000]))
        #expect(found.gross == Int32(gross))
        #expect(found.grossExcess == excess)
        #expect(found.excessPermille == permille)
    }

    @Test(
        "The permissible error is granted to the vehicle",
        arguments: [
            // EVIDENCE: cn §3, gross − ⌊gross × (1000 − p) ÷ 1000⌋, limit 18,000; class 5
            (18_000, 50, 900, .within), (18_001, 50, 901, .marginal), (18_947, 50, 948, .marginal),
            // 18,948 × 0.95 = 18,000.6, which is 18,000 in whole kilograms: not over
            (18_948, 50, 948, .marginal), (18_949, 50, 948, .overload),
            (19_000, 50, 950, .overload),
            // EVIDENCE: cn §3, class 2
            (18_367, 20, 368, .marginal), (18_368, 20, 368, .marginal),
            (18_369, 20, 368, .overload),
            // EVIDENCE: cn §3, class 10
            (20_001, 100, 2_001, .marginal), (20_002, 100, 2_001, .overload),
            // EVIDENCE: cn §3, P from 0 to 999
            (18_000, 0, 0, .within), (18_001, 0, 0, .overload), (18_001, 1, 19, .marginal),
            (18_020, 1, 19, .overload), (18_019, 1, 19, .marginal),
            (18_001, 999, 17_983, .marginal),
            (69_999, 999, 69_930, .marginal), (400, 999, 400, .within),
        ] as [(Int, UInt16, Int32, Verdict)]
    )
    func deduction(gross: Int, permille: UInt16, deduction: Int32, verdict: Verdict) {
        let half = gross / 2
        let found = judged(vehicle([half, gross - half], [4_000]), permille: permille)
        #expect(found.deduction == deduction)
        #expect(found.verdict == verdict)
    }

    @Test(
        "A six-axle truck is over once 49,001 kg are left of it",
        arguments: [
            // EVIDENCE: cn §3, 51,579 × 0.95 = 49,000.05; 51,580 × 0.95 = 49,001.0
            (51_579, 2_579, .marginal), (51_580, 2_579, .overload),
        ] as [(Int, Int32, Verdict)]
    )
    func deductionOfSixAxles(gross: Int, deduction: Int32, verdict: Verdict) {
        let loads = [7_000, 9_000, 9_000, 9_000, 9_000, gross - 43_000]
        let found = judged(vehicle(loads, [3_300, 1_350, 6_000, 1_310, 1_310]))
        #expect(found.grossLimit == 49_000)
        #expect(found.deduction == deduction)
        #expect(found.verdict == verdict)
    }

    @Test(
        "Road wear is the fourth power of each axle, cut to whole thousandths",
        arguments: [
            // EVIDENCE: cn §3, ⌊kg⁴ ÷ 10¹³⌋ (fourth power, 10 t = 1); the other axle wears nothing
            (0, 0), (1_778, 0), (1_779, 1), (7_000, 240), (9_999, 999), (10_000, 1_000),
            (11_500, 1_749), (13_000, 2_856), (15_000, 5_062), (20_000, 16_000),
            // EVIDENCE: cn §3, loads capped at 50,000 kg
            (49_999, 624_950), (50_000, 625_000), (50_001, 625_000), (60_000, 625_000),
            (65_535, 625_000),
        ] as [(Int, Int32)]
    )
    func wear(load: Int, thousandths: Int32) {
        #expect(judged(vehicle([load, 0], [4_000])).esalMilli == thousandths)
    }

    @Test("Road wear is cut axle by axle and then added")
    func wearOfAll() {
        // EVIDENCE: cn §3, Σ over axles of ⌊…⌋: 5,000⁴ ÷ 10¹³ = 62.5, so 62 + 62 and not 125
        #expect(judged(vehicle([5_000, 5_000], [4_000])).esalMilli == 124)
        // EVIDENCE: cn §3, 240 + 5 × 656 (9,000⁴ ÷ 10¹³ = 656.1)
        let six = vehicle(
            [7_000, 9_000, 9_000, 9_000, 9_000, 9_000],
            [3_300, 1_350, 6_000, 1_310, 1_310]
        )
        #expect(judged(six).esalMilli == 3_520)
        // EVIDENCE: cn §3, sixteen axles at the cap
        let heaviest = vehicle(
            Array(repeating: 65_535, count: 16),
            Array(repeating: 3_000, count: 15)
        )
        #expect(judged(heaviest).esalMilli == 10_000_000)
        #expect(judged(heaviest).gross == 1_048_560)
        #expect(judged(heaviest).excessPermille == 21_794)
    }
}

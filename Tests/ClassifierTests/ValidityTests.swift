// Copyright the Steelyard authors. SPDX-License-Identifier: Apache-2.0

import Classifier
import Rulebook
import TestKit
import Testing
import Weighing

/// One flag of cn §4 with a passage at its bound and one a step beyond.
struct Bound: Sendable, CustomTestStringConvertible {
    let reason: Reasons
    let name: String
    let good: Passage
    let bad: Passage

    init(_ reason: Reasons, _ name: String, good: Passage, bad: Passage) {
        self.reason = reason
        self.name = name
        self.good = good
        self.bad = bad
    }

    var testDescription: String { "\(reason.text) \(name)" }
}

private let plainLoads = [6_000, 10_000]

private func truck(
    _ loads: [Int] = plainLoads,
    _ spacings: [Int] = [4_000],
    speed: Int32 = 6_000,
    at instant: Instant = noon
) -> Passage {
    vehicle(loads, spacings) {
        $0.speed = speed
        $0.passedAt = instant
    }
}

private func wheels(_ left: [Int], _ right: [Int]) -> Passage {
    vehicle(
        zip(left, right).map { $0 + $1 },
        [3_500, 6_000, 5_000].prefix(left.count - 1).map { $0 }
    ) {
        $0.leftLoads = left
        $0.rightLoads = right
    }
}

private func later(_ instant: Instant, by microseconds: Int64) -> Instant {
    Instant(microseconds: instant.microseconds + microseconds)
}

/// Section 4 of the rulebook `cn`, each flag at its bound and one step beyond.
@Suite("What makes a measurement unusable")
struct ValidityTests {
    static let bounds = [
        // EVIDENCE: cn §4, speed outside 5–120 km/h
        Bound(.speed, "slow", good: truck(speed: 500), bad: truck(speed: 499)),
        Bound(.speed, "fast", good: truck(speed: 12_000), bad: truck(speed: 12_001)),
        Bound(.speed, "backward", good: truck(speed: 501), bad: truck(speed: -6_000)),
        Bound(.speed, "least", good: truck(speed: 11_999), bad: truck(speed: .min)),
        Bound(.speed, "most", good: truck(), bad: truck(speed: .max)),
        // EVIDENCE: cn §4, an axle < 200 kg
        Bound(.axleLight, "first", good: truck([200, 9_000]), bad: truck([199, 9_000])),
        Bound(.axleLight, "last", good: truck([9_000, 200]), bad: truck([9_000, 0])),
        // EVIDENCE: cn §4, an axle > 35,000 kg
        Bound(.axleHeavy, "first", good: truck([35_000, 900]), bad: truck([35_001, 900])),
        Bound(.axleHeavy, "last", good: truck([900, 35_000]), bad: truck([900, 65_535])),
        // EVIDENCE: cn §4, gross > 150,000 kg
        Bound(
            .grossHeavy,
            "five axles",
            good: truck(Array(repeating: 30_000, count: 5), [3_500, 5_000, 5_000, 5_000]),
            bad: truck([30_001, 30_000, 30_000, 30_000, 30_000], [3_500, 5_000, 5_000, 5_000])
        ),
        // EVIDENCE: cn §4, a spacing < 600 mm
        Bound(.spacingShort, "only", good: truck(plainLoads, [600]), bad: truck(plainLoads, [599])),
        Bound(
            .spacingShort,
            "last",
            good: truck([6_000, 6_000, 6_000], [3_000, 600]),
            bad: truck([6_000, 6_000, 6_000], [3_000, 0])
        ),
        // EVIDENCE: cn §4, a spacing > 20,000 mm
        Bound(
            .spacingLong,
            "only",
            good: truck(plainLoads, [20_000]),
            bad: truck(plainLoads, [20_001])
        ),
        Bound(
            .spacingLong,
            "last",
            good: truck([6_000, 6_000, 6_000], [3_000, 20_000]),
            bad: truck([6_000, 6_000, 6_000], [3_000, 65_535])
        ),
        // EVIDENCE: cn §4, |ΣL − ΣR| > 0.4 × (ΣL + ΣR); 10,000 kg: 4,000 is not more, 4,002 is
        Bound(
            .imbalance,
            "left",
            good: wheels([3_000, 4_000], [1_000, 2_000]),
            bad: wheels([3_001, 4_000], [999, 2_000])
        ),
        Bound(
            .imbalance,
            "right",
            good: wheels([1_000, 2_000], [3_000, 4_000]),
            bad: wheels([1_000, 1_999], [3_000, 4_001])
        ),
        // EVIDENCE: cn §4, of 10,001 kg 0.4 are 4,000.4: 3,999 is not more, 4,001 is
        Bound(
            .imbalance,
            "odd sum",
            good: wheels([7_000, 0], [1_001, 2_000]),
            bad: wheels([7_000, 1], [1_000, 2_000])
        ),
        // EVIDENCE: cn §4, more than 10 minutes ahead of the clock
        Bound(
            .clock,
            "ahead",
            good: truck(at: later(noon, by: 600_000_000)),
            bad: truck(at: later(noon, by: 600_000_001))
        ),
        Bound(
            .clock,
            "far ahead",
            good: truck(at: noon),
            bad: truck(at: Instant(microseconds: .max))
        ),
    ]

    @Test("A value at the bound is believed, one beyond is not", arguments: bounds)
    func bound(bound: Bound) {
        #expect(judged(bound.good).reasons.isDisjoint(with: .validity))
        #expect(judged(bound.good).verdict != .invalid)
        let bad = judged(bound.bad)
        #expect(bad.reasons.intersection(.validity) == bound.reason)
        #expect(bad.verdict == .invalid)
    }

    @Test("Before the first edition there is no rulebook, but numbers by it")
    func noRulebook() {
        // EVIDENCE: cn §4, no_rulebook before the first edition (2016-09-21, local midnight)
        let start = Instant(seconds: 1_474_387_200)
        #expect(judged(truck(at: start)).reasons == [])
        let early = judged(truck([10_000, 9_001], at: later(start, by: -1)))
        #expect(early.reasons == .noRulebook)
        #expect(early.verdict == .invalid)
        #expect(early.grossLimit == 18_000)
        #expect(early.deduction == 951)
    }

    @Test("No clock is believed before 2000-01-01, local midnight")
    func clockEarliest() {
        // EVIDENCE: cn §4, clock before 2000-01-01: 946,656,000 is that midnight at +08:00
        let start = Instant(seconds: 946_656_000)
        #expect(judged(truck(at: start)).reasons == .noRulebook)
        let before = judged(truck(at: later(start, by: -1)))
        #expect(before.reasons == [.clock, .noRulebook])
        #expect(judged(truck(at: Instant(microseconds: .min))).reasons == [.clock, .noRulebook])
    }

    @Test("A clock near the end of time does not overflow")
    func clockEnds() {
        let last = Instant(microseconds: .max)
        #expect(judged(truck(at: last), now: last).reasons == [])
        #expect(judged(truck(), now: Instant(microseconds: .min)).reasons == .clock)
    }

    @Test("Wheels are mirrored when every axle of three or more is within 10 kg")
    func mirrored() {
        // EVIDENCE: cn §4, mirrored_wheels is only shown: the verdict stays
        let same = judged(wheels([3_000, 4_000, 4_010], [3_010, 3_990, 4_000]))
        #expect(same.reasons == .mirroredWheels)
        #expect(same.verdict == .within)
        // EVIDENCE: cn §4, |L − R| ≤ 10 kg on every axle
        #expect(judged(wheels([3_000, 4_000, 4_011], [3_010, 3_990, 4_000])).reasons == [])
        // EVIDENCE: cn §4, three or more axles
        #expect(judged(wheels([3_000, 4_000], [3_000, 4_000])).reasons == [])
        // Without wheel loads nothing is known of the sides.
        #expect(judged(truck([3_000, 3_000, 3_000], [3_500, 6_000])).reasons == [])
    }

    @Test("All flags together are printed validity first, and every number is there")
    func everything() {
        // EVIDENCE: cn §4, numbers are still computed; printed in the order of the section
        let wrong = vehicle([40_000, 60_000, 60_000, 0], [599, 1_000, 1_000]) {
            $0.speed = -1
            $0.leftLoads = [40_000, 60_000, 60_000, 0]
            $0.rightLoads = [0, 0, 0, 0]
            $0.passedAt = Instant(seconds: 0)
        }
        let found = judged(wrong, reasons: .noCertificate)
        #expect(
            found.reasons.text
                == "speed axle_light axle_heavy gross_heavy spacing_short imbalance clock "
                + "no_rulebook no_certificate pattern_unknown group_limit_unknown"
        )
        #expect(found.verdict == .invalid)
        #expect(found.gross == 160_000)
        #expect(found.grossLimit == 36_000)
        #expect(found.excessPermille == 3_444)
        #expect(found.deduction == 8_000)
        // 40,000⁴ ÷ 10¹³ = 256,000; the two others count 50,000 kg
        #expect(found.esalMilli == 1_506_000)
        #expect(found.worstGroupExcess == nil)
    }

    @Test("The standing's reasons are added and leave the verdict")
    func standing() {
        // EVIDENCE: cn §4, only shown, not invalid: no_certificate
        let over = truck([10_000, 10_000])
        #expect(judged(over).verdict == .overload)
        for reason in [Reasons.noCertificate, .unknownSite] {
            let found = judged(over, reasons: reason)
            #expect(found.reasons == reason)
            #expect(found.verdict == .overload)
        }
    }

    @Test("An invalid measurement is invalid however heavy")
    func verdictOrder() {
        // EVIDENCE: cn §4, verdict order: invalid, then within, marginal, overload
        for (loads, verdict) in [
            ([9_000, 9_000], Verdict.within), ([9_000, 9_001], .marginal),
            ([10_000, 9_000], .overload),
        ] {
            #expect(judged(truck(loads)).verdict == verdict)
            #expect(judged(truck(loads, speed: 499)).verdict == .invalid)
        }
    }

    @Test("A passage is judged by the edition of its own date")
    func editions() {
        var strict = SampleLaw.edition
        strict.name = "2026-01-01"
        strict.effectiveFrom = Instant(seconds: 1_767_196_800)
        strict.articles = Array(strict.articles.reversed())
        strict.grossRules[0].limit = 15_000
        strict.validity.speedMax = 5_000
        var book = SampleLaw.cn
        book.editions.append(strict)
        let reference = ScalarReference(book)
        let standing = SiteStanding(permissibleErrorPermille: 50)
        let before = truck([8_000, 8_000], at: later(strict.effectiveFrom, by: -1))
        let old = reference.judge(before, standing: standing, now: noon)
        #expect(old.grossLimit == 18_000)
        #expect(old.articleIndex == 0)
        #expect(old.verdict == .within)
        let after = truck([8_000, 8_000], at: strict.effectiveFrom)
        let new = reference.judge(after, standing: standing, now: noon)
        #expect(new.grossLimit == 15_000)
        #expect(new.articleIndex == strict.articles.count - 1)
        #expect(new.reasons == .speed)
    }
}

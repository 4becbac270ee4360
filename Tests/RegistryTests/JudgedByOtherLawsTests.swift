// Copyright the Steelyard authors. SPDX-License-Identifier: Apache-2.0
//
// Whole vehicles under the laws that ship, judged by the reference: what the numbers of a rulebook mean
// together, which a table of its numbers does not show.

import Classifier
import Registry
import Rulebook
import Testing
import Weighing

/// The reference's judgement under a rulebook that ships, with nothing deducted.
private func judged(
    _ name: String,
    _ loads: [Int],
    _ spacings: [Int],
    facts: VehicleFacts? = nil
) throws -> (judgement: Judgement, article: String) {
    let law = try RulebookFile.load(Checkout.path("config/rulebooks/\(name).yaml"))
    let edition = try #require(law.editions.first)
    var passage = Passage()
    passage.passedAt = CivilTime(year: 2026, month: 3, day: 1, hour: 12).instant(offsetSeconds: 0)
    passage.site = "S1"
    passage.speed = 6_000
    passage.axleLoads = loads
    passage.spacings = spacings
    let judgement = ScalarReference(law).judge(
        passage,
        standing: SiteStanding(permissibleErrorPermille: 0),
        facts: facts,
        now: passage.passedAt
    )
    return (judgement, edition.article(at: judgement.articleIndex))
}

extension Edition {
    fileprivate func article(at index: UInt8) -> String { articles[Int(index)].id }
}

@Suite("Vehicles under the laws that ship")
struct JudgedByOtherLawsTests {
    @Test("A six-axle combination may weigh 49 t in China and 40 t in the Union")
    func sixAxles() throws {
        let loads = [6_500, 8_500, 8_500, 7_500, 7_500, 7_500]
        let spacings = [3_200, 1_350, 6_500, 1_310, 1_310]
        let china = try judged("cn", loads, spacings).judgement
        #expect(china.grossLimit == 49_000)
        #expect(china.verdict == .within)
        let union = try judged("eu", loads, spacings)
        #expect(union.judgement.grossLimit == 40_000)
        #expect(union.judgement.verdict == .overload)
        #expect(union.article == "96/53/EC Annex I 2.2.1 and 2.2.2")
    }

    @Test(
        "A European truck of four axles may weigh five tonnes a metre, up to 32 t",
        arguments: [(2_700, 29_750), (3_200, 32_000)]
    )
    func wheelbase(_ spacing: Int, _ limit: Int32) throws {
        let spacings = [1_900, spacing, 1_350]
        let (judgement, article) = try judged("eu", [7_000, 7_000, 8_000, 8_000], spacings)
        #expect(judgement.pattern.groupsText == "2-2")
        #expect(!judgement.isCombination)
        #expect(judgement.grossLimit == limit)
        #expect(judgement.verdict == (limit < 30_000 ? .overload : .within))
        #expect(article == "96/53/EC Annex I " + (limit < 32_000 ? "4.3" : "2.3.3"))
    }

    @Test("A European group over its limit is an overload though the gross mass is lawful")
    func group() throws {
        let heavy = try judged("eu", [6_000, 11_600], [3_600]).judgement
        #expect(heavy.verdict == .overload)
        #expect(heavy.reasons == .groupOver)
        #expect(heavy.worstGroupExcess == 100)
        let lawful = try judged("eu", [6_000, 11_500], [3_600]).judgement
        #expect(lawful.verdict == .within)
    }

    @Test("European semi-trailer axles 1.81 m apart carry 38 t on air, at 1.80 m 36 t")
    func airSuspension() throws {
        var facts = VehicleFacts()
        facts.hasAirSuspension = true
        let loads = [7_000, 11_000, 9_500, 9_500]
        let wide = try judged("eu", loads, [3_600, 5_500, 1_801], facts: facts)
        #expect(wide.judgement.grossLimit == 38_000)
        #expect(wide.judgement.verdict == .within)
        let narrow = try judged("eu", loads, [3_600, 5_500, 1_800], facts: facts)
        #expect(narrow.judgement.grossLimit == 36_000)
        let unknown = try judged("eu", loads, [3_600, 5_500, 1_801])
        #expect(unknown.judgement.grossLimit == 36_000)
    }

    // 12,000 and 34,000 and 34,000 lb: the commonest truck of the country.
    @Test("An American 3-S2 of 80,000 lb is lawful on 51 ft and not on 45 ft")
    func american() throws {
        let loads = [5_443, 7_711, 7_711, 7_711, 7_711]
        let long = try judged("us", loads, [4_267, 1_321, 8_636, 1_321])
        #expect(long.judgement.pattern.groupsText == "1-2-2")
        #expect(long.judgement.gross == 36_287)
        #expect(long.judgement.grossLimit == 36_287)
        #expect(long.judgement.verdict == .within)
        #expect(long.article == "23 CFR 658.17(b)")
        // 500 × (45 × 5 ÷ 4 + 96) = 76,125, so 76,000 lb.
        let short = try judged("us", loads, [4_572, 1_321, 6_503, 1_321])
        #expect(short.judgement.grossLimit == 34_473)
        #expect(short.judgement.verdict == .overload)
        #expect(short.article == "23 USC 127(a)(2)")
    }

    @Test("American tandems carry 34,000 lb each from 36 ft on, and no pound more")
    func americanTandems() throws {
        // Outer axles of both tandems 36 ft apart: 10,973 mm.
        let spacings = [6_000, 1_321, 8_331, 1_321]
        let lawful = try judged("us", [5_000, 7_711, 7_711, 7_711, 7_711], spacings).judgement
        #expect(lawful.verdict == .within)
        let heavy = try judged("us", [5_000, 7_711, 7_711, 7_712, 7_712], spacings).judgement
        #expect(heavy.verdict == .overload)
        #expect(heavy.reasons == .groupOver)
        // At 35 ft the formula gives the four axles 65,500 lb (29,710 kg); they have 30,844 kg.
        let short = try judged(
            "us",
            [5_000, 7_711, 7_711, 7_711, 7_711],
            [6_000, 1_321, 8_026, 1_321]
        ).judgement
        #expect(short.verdict == .overload)
        #expect(short.worstGroupExcess == 1_134)
    }

    @Test("Two American axles 40 in apart are one axle of 20,000 lb, wider ones a tandem")
    func americanPair() throws {
        let close = try judged("us", [5_000, 5_000, 5_000], [6_000, 1_016]).judgement
        #expect(close.verdict == .overload)
        #expect(close.worstGroupExcess == 929)
        let tandem = try judged("us", [5_000, 5_000, 5_000], [6_000, 1_017]).judgement
        #expect(tandem.verdict == .within)
    }
}

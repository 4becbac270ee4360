// Copyright the Steelyard authors. SPDX-License-Identifier: Apache-2.0

import Registry
import Rulebook
import Testing

@Suite("Limits in pounds")
struct PoundTests {
    @Test("A limit in pounds is the largest whole kilogram that is not more, wherever it stands")
    func everywhere() throws {
        let text = try Checkout.text("config/rulebooks/cn.yaml")
            .replacing("_kg: 14000", with: "_lb: 30865")
            .replacing("_kg: 25000", with: "_lb: 55115")
            .replacing("_kg: 24000", with: "_lb: 52911")
            .replacing("_kg: 3000", with: "_lb: 6614")
            .replacing("_kg: 26000", with: "_lb: 57320")
            .replacing("step_kg: 1000", with: "step_lb: 2205")
            .replacing("warning_up_to_kg: 1000", with: "warning_up_to_lb: 2204")
        let book = try withFile(text) { try RulebookFile.load($0) }
        let edition = try #require(book.editions.first)
        #expect(edition.groupLimits.steerPair == 14_000)  // 14,000.13 kg
        #expect(edition.grossRules[1].limit == 24_999)  // 24,999.7 kg
        #expect(edition.typeRules[1].limit == 24_999)
        #expect(edition.groupLimits.tridem[1].limit == 24_000)  // 24,000.03 kg
        #expect(edition.registry?.singleTyres?.reduction == 3_000)  // 3,000.06 kg
        #expect(edition.registry?.airSuspension[0].limit == 25_999)  // 25,999.9 kg
        #expect(edition.penalty?.mass.step == 1_000)  // 1,000.17 kg
        #expect(edition.penalty?.mass.warningUpTo == 999)  // 999.7 kg
    }

    @Test(
        "The least and the most that fit are those of the kilograms",
        arguments: [2_205, 2_311_714]
    )
    func ends(_ pounds: Int) throws {
        let text = try Checkout.text("config/rulebooks/us.yaml")
            .replacing("limit_lb: 40000", with: "limit_lb: \(pounds)")
        let book = try withFile(text) { try RulebookFile.load($0) }
        let limit = try #require(book.editions.first?.grossRules.first?.limit)
        #expect(limit == (pounds == 2_205 ? 1_000 : 1_048_575))
    }
}

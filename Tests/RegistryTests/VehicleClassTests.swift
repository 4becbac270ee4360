// Copyright the Steelyard authors. SPDX-License-Identifier: Apache-2.0

import Registry
import Rulebook
import Testing
import Weighing

/// A passage of axles and spacings in pounds and hundredths of a foot, to the nearest kg and mm.
private func vehicle(pounds: [Int], feet: [Double]) -> Passage {
    var passage = Passage()
    passage.axleLoads = pounds.map { Int((Double($0) * 0.453_592_37).rounded()) }
    passage.spacings = feet.map { Int(($0 * 304.8).rounded()) }
    return passage
}

// EVIDENCE: the LTPP rules as in the table of the rulebook, unverified.
@Suite("The thirteen classes")
struct VehicleClassTests {
    let scheme: ClassScheme

    init() throws {
        scheme = try #require(
            RulebookFile.load(Checkout.path("config/rulebooks/us.yaml")).editions.first?.classes
        )
    }

    @Test(
        "A vehicle in the middle of a row gets the row's name",
        arguments: [
            ("1", [300, 400], [4.5]), ("2", [2_000, 1_800], [9]), ("3", [3_000, 2_500], [12]),
            ("4", [9_000, 16_000], [25]), ("5", [6_000, 9_000], [15]),
            ("2", [2_000, 1_800, 900], [9, 12]), ("3", [3_000, 2_800, 1_500], [12, 14]),
            ("4", [10_000, 12_000, 8_000], [24, 4.5]), ("5", [5_000, 6_000, 3_000], [14, 15]),
            ("6", [12_000, 15_000, 15_000], [15, 4.4]), ("8", [9_000, 15_000, 12_000], [12, 25]),
            ("2", [2_000, 1_800, 900, 900], [9, 12, 3]),
            ("3", [3_000, 2_800, 1_500, 1_500], [12, 14, 3]),
            ("5", [5_000, 6_000, 2_000, 2_000], [14, 15, 3]),
            ("7", [15_000, 12_000, 16_000, 16_000], [12, 4.4, 4.4]),
            ("8", [10_000, 14_000, 14_000, 12_000], [15, 4.4, 25]),
            ("8", [9_000, 15_000, 12_000, 12_000], [12, 25, 4]),
            ("7", [15_000, 9_000, 9_000, 16_000, 16_000], [12, 4.4, 4.4, 4.4]),
            ("9", [12_000, 17_000, 17_000, 17_000, 17_000], [17, 4.4, 33, 4]),
            ("9", [12_000, 15_000, 15_000, 15_000, 15_000], [17, 4.4, 20, 20]),
            ("9", [10_000, 15_000, 12_000, 12_000, 12_000], [12, 25, 4.4, 4.4]),
            ("11", [10_000, 17_000, 16_000, 16_000, 16_000], [12, 21, 9, 21]),
            ("10", [12_000, 17_000, 17_000, 14_000, 14_000, 14_000], [17, 4.4, 33, 4, 4]),
            ("12", [12_000, 15_000, 15_000, 14_000, 14_000, 14_000], [14, 4.4, 20, 9, 21]),
            ("13", [12_000, 15_000, 15_000, 9_000, 9_000, 9_000, 9_000], [14, 4, 20, 4, 9, 4]),
            ("unclassified", [12_000, 15_000, 15_000], [15, 8]),
            ("unclassified", [3_000, 3_000, 1_000, 1_000, 1_000], [15, 4.4, 33, 4]),
        ] as [(String, [Int], [Double])]
    )
    func name(_ name: String, _ pounds: [Int], _ feet: [Double]) {
        #expect(scheme.name(of: vehicle(pounds: pounds, feet: feet)) == name)
    }

    @Test("Rows that meet leave no millimetre and no kilogram between them")
    func noGap() {
        for millimetres in 1_830...12_190 {
            var passage = Passage()
            passage.axleLoads = [900, 900]
            passage.spacings = [millimetres]
            let expected = millimetres <= 3_080 ? "2" : millimetres <= 7_039 ? "3" : "unclassified"
            #expect(scheme.name(of: passage) == expected, "\(millimetres) mm")
        }
        for kilograms in 1_000...6_000 {
            var passage = Passage()
            passage.axleLoads = [kilograms / 2, kilograms - kilograms / 2]
            passage.spacings = [4_000]
            // 7,999.5 lb are 3,628.5 kg; the front axle of class 5 needs 2,500 lb, 1,133.98 kg.
            let expected = kilograms <= 3_628 ? "3" : "5"
            #expect(scheme.name(of: passage) == expected, "\(kilograms) kg")
        }
    }

    @Test("Bounds in millimetres and kilograms are taken as they stand")
    func metric() throws {
        let text = try Checkout.text("config/rulebooks/us.yaml")
            .replacing("spacings_ft: [[1.00, 5.99]]", with: "spacings_mm: [[305, 1827]]")
            .replacing("gross_at_least_lb: 100\n", with: "gross_at_least_kg: 45\n")
            .replacing("gross_at_most_lb: 3000\n", with: "gross_at_most_kg: 1361\n")
        let book = try withFile(text) { try RulebookFile.load($0) }
        let rule = try #require(book.editions.first?.classes?.rules.first)
        #expect(rule.spacings == [305...1_827])
        #expect(rule.gross == 45...1_361)
        #expect(rule.firstAxleMin == 0)
    }
}

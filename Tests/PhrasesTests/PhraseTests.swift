// Copyright the Steelyard authors. SPDX-License-Identifier: Apache-2.0

import Phrases
import Testing

/// Whether a character is Chinese or a Chinese punctuation mark.
private func isChinese(_ character: Character) -> Bool {
    character.unicodeScalars.contains {
        (0x3000...0x9FFF).contains($0.value) || (0xFF00...0xFFEF).contains($0.value)
    }
}

/// One phrase of every text in the catalogue; the sources have both languages.
private let catalogue: [Phrase] = {
    let source = Source(zh: "条文", en: "the article", isVerified: false)
    let mass = Mass(1_000)
    let length = Length(1_000)
    let share = Share(permille: 50)
    let money = Money(500, "CNY")
    let axles = Axles(1, 2)
    let moment = Moment(year: 2_026, month: 3, day: 1)
    let single: [Phrase] = [
        .law(zh: "规则", en: "rules", rulebook: "cn", edition: "2016-09-21"),
        .measured(axles: [1, 2], gross: mass),
        .steerPair(first: length, firstBelow: length, second: length, secondAtLeast: length),
        .spacing(after: 1, length, joinedBelow: Length(1_001)),
        .spacing(after: 1, length, joinedBelow: length),
        .pattern(groups: "1-2", vehicleClass: "3:1-2"), .className("9", source),
        .combination(true, isGiven: true), .combination(true, isGiven: false),
        .combination(false, isGiven: true), .combination(false, isGiven: false),
        .grossLimit(mass, source), .baseLimit(mass, byType: true, source),
        .baseLimit(mass, byType: false, source),
        .lengthLimit(length, mass, lowers: true, source),
        .lengthLimit(length, mass, lowers: false, source), .vehicleUnknown,
        .airSuspension(mass, source), .sumOfGroups(mass, source),
        .singleTyres(axles: 2, reduction: mass, limit: mass, source),
        .registeredGross(mass, limit: mass, source),
        .licensed(className: "low_speed", gross: mass, limit: mass, source),
        .permit(until: moment, mass, source), .permit(until: moment, nil, source),
        .exempt(className: "refrigerated", source), .group(1, .steer, axles, mass, limit: nil),
        .stretch(axles, length, mass, limit: mass),
        .partAfterDeduction(axles, mass, limit: mass),
        .partAfterDeduction(axles, mass, limit: Mass(999)),
        .certificate("N", accuracyClass: "5", share, isStated: true, source),
        .certificate("N", accuracyClass: "5", share, isStated: false, source),
        .noCertificate(share, source),
        .certificateClassUnknown("N", accuracyClass: "7", share, source),
        .siteUnknown(share, source), .errorFixed(share), .errorNotGranted,
        .deduction(gross: mass, permille: 50, kept: mass, deduction: mass),
        .excess(gross: mass, limit: mass, share), .excess(gross: mass, limit: Mass(1), share),
        .excessAfterDeduction(kept: mass, limit: mass),
        .excessAfterDeduction(kept: mass, limit: Mass(1)),
        .speed(Speed(hundredths: 1), from: Speed(hundredths: 2), to: Speed(hundredths: 3)),
        .axleLight(1, mass, least: mass), .axleHeavy(1, mass, most: mass),
        .grossHeavy(mass, most: mass), .spacingShort(after: 1, length, least: length),
        .spacingLong(after: 1, length, most: length),
        .imbalance(left: mass, right: mass, most: share), .clockEarly(earliest: moment),
        .clockAhead(mostSeconds: 600), .noRulebook(from: moment),
        .mirroredWheels(tolerance: mass), .opensCase, .noCaseByVerdict,
        .noCase(barredBy: [.duplicate, .permit]), .noCase(belowThreshold: share),
        .penaltyWarning(excess: mass, upTo: mass, source), .penaltyNone,
        .penaltySize(height: length, width: length, length: length, from: money, to: money, source),
        .penaltyTotal(from: money, to: money, most: money), .lawful(spare: mass),
        .lawfulWhateverMass, .lawfulIfGross(less: mass, atMost: mass),
        .lawfulIfPart(axles, less: mass, atMost: mass),
        .marginalIfGross(less: mass, atMost: mass),
        .marginalIfPart(axles, less: mass, atMost: mass), .lawfulIfValid([.speed, .clock]),
        .validGross(atMost: mass), .validPart(axles, atMost: mass), .checked(true),
        .checked(false),
    ]
    let changes = Phrase.RegistryChange.allCases.flatMap { change -> [Phrase] in
        [
            .registryIf(change, limit: nil, suffices: true),
            .registryIf(change, limit: mass, suffices: true),
            .registryIf(change, limit: mass, suffices: false),
        ]
    }
    let fines = Phrase.Rounding.allCases.map { rounding -> Phrase in
        .penaltyFine(
            money,
            excess: mass,
            step: mass,
            perStep: money,
            most: money,
            rounding: rounding,
            source
        )
    }
    return single + changes + fines + Phrase.Unknown.allCases.map { .unknown($0) }
        + Phrase.GroupEffect.allCases.map { .groupRule($0, source) }
        + Phrase.GroupRole.allCases.map { .group(1, $0, axles, mass, limit: mass) }
        + Phrase.Reason.allCases.flatMap { [.name(of: $0), .reason($0)] }
        + Phrase.Verdict.allCases.map { .verdict($0) }
        + Phrase.LawSection.allCases.map { .heading($0) }
}()

@Suite("Texts for people")
struct PhraseTests {
    @Test("English has no Chinese in it, and Chinese has no English but names and codes")
    func languages() {
        let codes: Set = [
            "cn", "low", "speed", "refrigerated", "N",
        ]
        for phrase in catalogue {
            let english = phrase.text(in: .en)
            let chinese = phrase.text(in: .zh)
            #expect(!english.isEmpty && !english.contains(where: isChinese), "\(english)")
            #expect(chinese.contains(where: isChinese), "\(chinese)")
            let words = chinese.split { !($0.isASCII && $0.isLetter) }.map(String.init)
            #expect(words.allSatisfy(codes.contains), "\(chinese)")
        }
    }

    @Test("No two texts are the same, and each is one line without doubled blanks")
    func distinct() {
        for language in Language.allCases {
            let texts = catalogue.map { $0.text(in: language) }
            for text in texts {
                #expect(!text.contains("  ") && !text.contains("\n"), "\(text)")
            }
            var seen: Set<String> = []
            // Names of reasons may be part of other texts, but no sentence stands twice.
            for text in texts where !seen.insert(text).inserted {
                Issue.record("twice: \(text)")
            }
        }
    }

    @Test(
        "English sets thousands off and writes signs, Chinese does not",
        arguments: [
            (0, "0千克", "0 kg"), (999, "999千克", "999 kg"), (1_000, "1000千克", "1,000 kg"),
            (49_000, "49000千克", "49,000 kg"), (1_048_575, "1048575千克", "1,048,575 kg"),
        ]
    )
    func masses(kilograms: Int, zh: String, en: String) {
        let phrase = Phrase.lawful(spare: Mass(kilograms))
        #expect(phrase.text(in: .zh).contains("还余\(zh)。"))
        #expect(phrase.text(in: .en).contains("is \(en) under"))
    }

    @Test(
        "Permille are written in per cent with at most one decimal",
        arguments: [(0, "0%"), (4, "0.4%"), (50, "5%"), (334, "33.4%"), (1_000, "100%")]
    )
    func shares(permille: Int, text: String) {
        let phrase = Phrase.errorFixed(Share(permille: permille))
        #expect(phrase.text(in: .en) == "The policy grants \(text) everywhere.")
        #expect(phrase.text(in: .zh) == "按执法政策统一扣减\(text)。")
    }

    @Test(
        "Speeds drop zeros at the end and keep their sign",
        arguments: [
            (500, "5 km/h"), (450, "4.5 km/h"), (5, "0.05 km/h"), (12_001, "120.01 km/h"),
            (-1, "−0.01 km/h"), (Int(Int32.min), "−21,474,836.48 km/h"),
        ]
    )
    func speeds(hundredths: Int, text: String) {
        let five = Speed(hundredths: 500)
        let phrase = Phrase.speed(Speed(hundredths: hundredths), from: five, to: five)
        let digits = text.filter { $0 != "," }
        #expect(phrase.text(in: .en).hasPrefix("A speed of \(digits) is"))
    }

    @Test("A moment is written in the order of ISO 8601, a single axle in the singular")
    func moments() {
        let second = Moment(year: 2_026, month: 3, day: 1, second: 8 * 3_600 + 61)
        #expect(Phrase.noRulebook(from: second).text(in: .zh).contains("自2026-03-01 08:01:01起"))
        let part = Phrase.validPart(Axles(2, 2), atMost: Mass(1))
        #expect(part.text(in: .en) == "A valid reading of axle 2 may be at most 1 kg.")
        #expect(part.text(in: .zh) == "有效读数中第2轴不得超过1千克。")
    }

    @Test("Another currency keeps its code")
    func currencies() {
        let total = Phrase.penaltyTotal(
            from: Money(0, "EUR"),
            to: Money(1_500, "EUR"),
            most: Money(2_000, "EUR")
        )
        #expect(total.text(in: .en) == "Together a fine of 0 EUR to 1,500 EUR, at most 2,000 EUR.")
        #expect(total.text(in: .zh) == "合计罚款建议0 EUR至1500 EUR，最高2000 EUR。")
    }
}

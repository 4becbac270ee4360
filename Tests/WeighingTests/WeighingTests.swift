// Copyright the Steelyard authors. SPDX-License-Identifier: Apache-2.0

import TestKit
import Testing
import Weighing

@Suite("The vocabulary")
struct WeighingTests {
    @Test("Every axle pattern of 2 to 16 axles comes back from its code and its text")
    func patterns() throws {
        for code in 2...UInt16.max {
            let pattern = AxlePattern(code: code)
            #expect(pattern.groups.reduce(0, +) == pattern.axleCount)
            guard AxlePattern(groups: pattern.groups) == pattern,
                AxlePattern(pattern.groupsText) == pattern
            else {
                Issue.record("code \(code) does not come back")
                return
            }
        }
        #expect(AxlePattern("1-2-3")?.classText == "6:1-2-3")
    }

    @Test(
        "A text that is no pattern is none",
        arguments: ["", "1", "0-2", "1--2", "a", "17", "9-8"]
    )
    func noPatterns(text: String) {
        #expect(AxlePattern(text) == nil)
    }

    @Test(
        "Civil times and instants agree with known ones",
        arguments: [
            (0, 0, "1970-1-1 0:0:0"), (951_782_400, 0, "2000-2-29 0:0:0"),
            (1_474_387_200, 28_800, "2016-9-21 0:0:0"), (-1, 0, "1969-12-31 23:59:59"),
            (4_107_542_399, 28_800, "2100-3-1 7:59:59"),
        ]
    )
    func civilTimes(seconds: Int64, offset: Int, text: String) {
        let instant = Instant(seconds: seconds)
        let civil = CivilTime(instant, offsetSeconds: offset)
        #expect(
            "\(civil.year)-\(civil.month)-\(civil.day) \(civil.hour):\(civil.minute):\(civil.second)"
                == text
        )
        #expect(civil.isValid)
        #expect(civil.instant(offsetSeconds: offset) == instant)
    }

    @Test("Days that no calendar has are not valid")
    func impossibleDays() {
        for (year, month, day) in [(2026, 2, 29), (1900, 2, 29), (2026, 13, 1), (2026, 4, 31)] {
            #expect(!CivilTime(year: year, month: month, day: day).isValid)
        }
        #expect(CivilTime(year: 2000, month: 2, day: 29).isValid)
    }

    @Test("Instants saturate at the ends of their range")
    func saturation() {
        #expect(Instant(microseconds: .max).advanced(bySeconds: 600).microseconds == .max)
        #expect(Instant(microseconds: .min).advanced(bySeconds: -600).microseconds == .min)
    }

    @Test(
        "A plate names a vehicle only when every character was read",
        arguments: [
            ("湘A12345", true), ("湘A12345D", true), ("湘A1234?", false), ("无牌", false),
            ("未挂牌车辆号", false), ("", false), ("湘A123", false),
        ]
    )
    func plates(text: String, isComplete: Bool) {
        #expect(Plate.isComplete(text) == isComplete)
    }

    @Test("Any passage comes back from a block as it went in", arguments: [UInt64(11), 12, 13])
    func blocks(seed: UInt64) {
        var generator = PassageGenerator(seed: seed)
        let block = PassageBlock()
        for round in 0..<40 {
            block.reset()
            var sent: [Passage] = []
            while block.count < PassageBlock.rowCapacity {
                let passage = generator.next().passage
                guard block.append(passage, sequence: UInt64(round)) else { break }
                sent.append(passage)
            }
            #expect(sent.count > 0)
            #expect((0..<block.count).map { block.passage(at: $0) } == sent)
            #expect(block.instantMin == sent.map(\.passedAt.microseconds).min())
            #expect(block.instantMax == sent.map(\.passedAt.microseconds).max())
        }
    }

    @Test("A block takes 255 sites and no more")
    func sites() {
        let block = PassageBlock()
        var passage = Passage()
        passage.axleLoads = [1_000, 1_000]
        passage.spacings = [3_000]
        for number in 0..<255 {
            passage.site = "site \(number)"
            let isIn = block.append(passage)
            #expect(isIn)
        }
        passage.site = "one more"
        let isIn = block.append(passage)
        #expect(!isIn)
        #expect(block.count == 255)
    }

    @Test("Reasons are named in the order of the law")
    func reasons() {
        #expect(
            Reasons(rawValue: .max >> 11).names == Reasons.named.map(\.name)
        )
        #expect(Reasons.validity.names.last == "no_rulebook")
        #expect((Reasons.mirroredWheels.union(.speed)).text == "speed mirrored_wheels")
    }
}

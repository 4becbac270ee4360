// Copyright the Steelyard authors. SPDX-License-Identifier: Apache-2.0

public import Weighing

/// A passage and what a judge must know besides it.
public struct PassageSample: Sendable, Equatable {
    /// A passage without a fault.
    public var passage: Passage
    /// What its site's certificate grants.
    public var standing: SiteStanding
}

/// Makes passages by chance, the same ones for the same seed; each can be appended to a block.
///
/// Two flavours: *realistic* trucks look like those on a road; *hostile* passages sit on the
/// thresholds of the law, one beside them and at the ends of the number ranges, because that is
/// where two implementations of one law differ.
///
/// ```swift
/// var generator = PassageGenerator(seed: 7)
/// let sample = generator.next()
/// ```
public struct PassageGenerator: Sendable {
    /// Which passages are made.
    public enum Flavour: Sendable, CaseIterable {
        /// Trucks as they pass: 2 to 6 axles, mostly valid, some overloaded.
        case realistic
        /// The edges of every rule, 2 to 16 axles.
        case hostile
    }

    /// The clock that the passages are made for; give it to the judge.
    public let now: Instant
    /// Where chance comes from.
    var chance: SeededGenerator
    private var passageCount = 0

    /// Starts a sequence.
    ///
    /// - Parameters:
    ///   - seed: Names the sequence; print it where a test fails.
    ///   - now: The clock of the world that the passages are made for.
    public init(
        seed: UInt64,
        now: Instant = CivilTime(year: 2026, month: 3, day: 1, hour: 12).instant(offsetSeconds: 0)
    ) {
        chance = SeededGenerator(seed: seed)
        self.now = now
    }

    /// The seed of the sequence.
    public var seed: UInt64 { chance.seed }

    /// The next passage of either flavour, hostile ones twice as often.
    public mutating func next() -> PassageSample {
        next(chance.number(1...3) == 1 ? .realistic : .hostile)
    }

    /// The next passage of a flavour.
    public mutating func next(_ flavour: Flavour) -> PassageSample {
        passageCount += 1
        switch flavour {
        case .realistic: return realistic()
        case .hostile: return hostile()
        }
    }

    /// Names and texts, at most 128 bytes together, so that 256 passages always fit a block; the
    /// sites are few, as at a gateway.
    mutating func label(_ passage: inout Passage) {
        passage.site = chance.pick(["CS-G107-01", "CS-S41-N", "长沙北站", "X"])
        passage.passageID = chance.pick(["", "p\(passageCount)", "a,b \"c\" \(passageCount)"])
        passage.lane = chance.pick([0, 1, 2, 3, Passage.laneMax])
        passage.plate = chance.pick(["", "湘A12345", "湘AD12345挂", "?A12*45", "B 1"])
        passage.plateColor = chance.pick(PlateColor.allCases)
        passage.vendorFlags = chance.pick(["", "", "straddle", "trigger_late speed_low"])
    }
}

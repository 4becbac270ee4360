// Copyright the Steelyard authors. SPDX-License-Identifier: Apache-2.0

import Classifier
import RoadTraffic
import Rulebook
import Testing
import Weighing

/// What the judge made of a world's passages, held against the truth.
struct Reckoning {
    /// Passages judged.
    var passages = 0
    /// Those of vehicles over their limit even after the deduction.
    var mustBeCases = 0
    /// Of those, passages that would open no case.
    var missed = 0
    /// Passages that would open a case, of vehicles truly within their limit.
    var falseCases = 0

    /// Judges every passage of a world.
    ///
    /// - Parameters:
    ///   - stream: The world from its beginning, with its truth.
    ///   - permille: The deduction of every site, whatever its certificate.
    ///   - each: Called with the truth of each passage that was sent.
    /// - Returns: The counts.
    /// - Throws: Where a passage has no truth.
    static func of(
        _ stream: TrafficStream,
        deducting permille: UInt16,
        each: (_ trip: Trip, _ sighting: Passage) -> Void = { _, _ in }
    ) throws -> Reckoning {
        var stream = stream
        let judge = Judge(try #require(SampleCity.law))
        let policy = CasePolicy()
        var truth: [String: Trip] = [:]
        var reckoning = Reckoning()
        let block = PassageBlock()
        while stream.advance() {
            for trip in stream.trips {
                for passage in trip.passages { truth[Trip.passageID(passage.key)] = trip }
            }
            while stream.remaining > 0 {
                block.reset()
                _ = stream.fill(block)
                for row in 0..<block.count {
                    block.setStanding(SiteStanding(permissibleErrorPermille: permille), row: row)
                }
                judge.judge(block, now: Instant(seconds: 4_000_000_000))
                for row in 0..<block.count {
                    let known = truth.removeValue(forKey: block.passageID(at: row))
                    let trip = try #require(known)
                    let isCase = policy.opensCase(block, row: row)
                    let kept = trip.gross * (1_000 - Int32(permille)) / 1_000
                    let mustBeCase = kept > trip.limit
                    reckoning.passages += 1
                    if mustBeCase { reckoning.mustBeCases += 1 }
                    if mustBeCase && !isCase { reckoning.missed += 1 }
                    if isCase && trip.gross <= trip.limit { reckoning.falseCases += 1 }
                    each(trip, block.passage(at: row))
                }
            }
        }
        #expect(truth.isEmpty, "Every true passage was sent.")
        return reckoning
    }
}

@Suite("A world without errors")
struct ExactWorldTests {
    @Test("Over 10⁶ passages every true overload is found and nobody is accused wrongly")
    func million() throws {
        var scenario = Scenario()
        scenario.sensors = .exact
        scenario.plates = .exact
        scenario.frauds = .none
        scenario.loading.overloadShare = 0.10
        scenario.loading.throughOverloadShare = 0.05
        let stream = try SampleCity.stream(scenario, seed: 20_260_518, days: 3)
        let reckoning = try Reckoning.of(stream, deducting: 50)
        #expect(reckoning.passages >= 1_000_000)
        #expect(reckoning.mustBeCases > 10_000)
        #expect(reckoning.missed == 0)
        #expect(reckoning.falseCases == 0)
    }
}

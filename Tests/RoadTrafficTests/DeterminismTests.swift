// Copyright the Steelyard authors. SPDX-License-Identifier: Apache-2.0

import RoadTraffic
import Testing
import Uplink
import Weighing

@Suite("One seed, one world")
struct DeterminismTests {
    /// Everything that a world gives, as bytes.
    private struct Output: Equatable {
        var passages: [UInt8] = []
        var texts: [UInt8] = []
        var totals: TrafficTotals?
    }

    private func output(seed: UInt64, rows: Int, perSlice: Bool) throws -> Output {
        var stream = try SampleCity.stream(SampleCity.small(), seed: seed, days: 1)
        let text = TrafficText(stream)
        var output = Output()
        let block = PassageBlock()
        func take(_ block: PassageBlock) {
            for row in 0..<block.count {
                // The block numbers its sites and knows the row before, so each row by itself.
                output.passages += BatchEncoder.canonicalBytes(block, row: row)
            }
        }
        block.reset()
        while true {
            let isFull = stream.fill(block, rows: rows)
            if isFull || (perSlice && block.count > 0) {
                take(block)
                block.reset()
                if isFull { continue }
            }
            guard stream.advance() else { break }
            for trip in stream.trips { text.append(trip, to: &output.texts) }
            for record in stream.records { text.append(record, to: &output.texts) }
            for weighing in stream.weighings { text.append(weighing, to: &output.texts) }
        }
        take(block)
        output.totals = stream.totals
        return output
    }

    @Test("The same bytes whatever the size of the batches, and others from another seed")
    func batches() throws {
        let whole = try output(seed: 11, rows: 256, perSlice: false)
        #expect(whole.passages.count > 4_000_000)
        #expect(try output(seed: 11, rows: 256, perSlice: true) == whole)
        #expect(try output(seed: 11, rows: 37, perSlice: false) == whole)
        let other = try output(seed: 12, rows: 256, perSlice: false)
        #expect(other.passages != whole.passages && other.texts != whole.texts)
    }

    @Test("Without the truth the passages are the same")
    func truthless() throws {
        var with = try SampleCity.stream(SampleCity.small(), seed: 3, days: 1)
        var without = try SampleCity.stream(SampleCity.small(), seed: 3, days: 1, withTruth: false)
        let a = PassageBlock()
        let b = PassageBlock()
        var count = 0
        while with.next(into: a) {
            let isThere = without.next(into: b)
            try #require(isThere && a.count == b.count)
            for row in 0..<a.count { #expect(a.passage(at: row) == b.passage(at: row)) }
            count += a.count
        }
        #expect(count > 40_000)
        let more = without.next(into: b)
        #expect(!more)
        #expect(with.totals == without.totals)
    }

    @Test("Some sites alone have what they have among all")
    func someSites() throws {
        let scenario = SampleCity.small()
        let wanted: Set<Int> = [3, 12, 40]
        var whole = try SampleCity.stream(scenario, seed: 5, days: 1, withTruth: false)
        var part = try SampleCity.stream(scenario, seed: 5, days: 1, withTruth: false)
        let codes = Set(wanted.map { SampleCity.sites[$0].code })
        var expected: [String] = []
        var found: [String] = []
        let block = PassageBlock()
        while whole.next(into: block) {
            for row in 0..<block.count where codes.contains(block.site(at: row)) {
                expected.append(block.passageID(at: row))
            }
        }
        while part.next(into: block, sites: wanted) {
            for row in 0..<block.count { found.append(block.passageID(at: row)) }
        }
        #expect(found == expected && !found.isEmpty)
    }
}

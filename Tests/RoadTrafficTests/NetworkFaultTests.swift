// Copyright the Steelyard authors. SPDX-License-Identifier: Apache-2.0

import Testing
import Weighing

@testable import RoadTraffic

@Suite("Faults of the network")
struct NetworkFaultTests {
    /// One passage a second.
    private static let sent = (0..<50_000).map { Instant(seconds: 1_780_000_000 + Int64($0)) }

    private static var none: NetworkFaults {
        var faults = NetworkFaults()
        faults.lateShare = 0
        faults.duplicateShare = 0
        faults.delayedShare = 0
        // So many frames are never sent in one stream.
        faults.framesPerCut = 1e12
        return faults
    }

    private func faults(_ change: (inout NetworkFaults) -> Void) -> NetworkFaults {
        var faults = NetworkFaultTests.none
        change(&faults)
        return faults
    }

    /// Seconds from sending to the first arrival, by index.
    private func delays(_ faults: NetworkFaults, seed: UInt64) -> [Double] {
        var delays = [Double](repeating: -1, count: NetworkFaultTests.sent.count)
        for arrival in faults.arrivals(of: NetworkFaultTests.sent, seed: seed)
        where !arrival.isRepeated {
            let sent = NetworkFaultTests.sent[arrival.index]
            let wait = arrival.instant.microseconds - sent.microseconds
            delays[arrival.index] = Double(wait) / 1e6
        }
        return delays
    }

    // MARK: - Single passages

    @Test("Every passage arrives, in the order of arrival, and repeated ones after the first")
    func everyPassage() {
        var faults = NetworkFaults()
        faults.lateShare = 0.3
        faults.duplicateShare = 0.1
        let arrivals = faults.arrivals(of: NetworkFaultTests.sent, seed: 1)
        var seen = Set<Int>()
        var rate = Rate()
        for arrival in arrivals {
            let isNew = seen.insert(arrival.index).inserted
            #expect(isNew == !arrival.isRepeated)
            #expect(arrival.instant >= NetworkFaultTests.sent[arrival.index])
        }
        let repeats = Dictionary(grouping: arrivals, by: \.index)
        for index in NetworkFaultTests.sent.indices { rate.add(repeats[index]?.count == 2) }
        #expect(seen.count == NetworkFaultTests.sent.count)
        #expect(repeats.values.allSatisfy { $0.count <= 2 })
        #expect(rate.agrees(with: 0.1), "\(rate)")
        let isInOrder = neverFalls(arrivals.map(\.instant))
        #expect(isInOrder)
    }

    @Test("Passages that arrive in one instant come in the order in which they were sent")
    func ties() {
        let sent = [Instant](repeating: Instant(seconds: 5), count: 500)
        let arrivals = NetworkFaultTests.none.arrivals(of: sent, seed: 2)
        #expect(arrivals.map(\.index) == Array(0..<500))
    }

    @Test("As many passages are late as asked, by the measured times")
    func late() {
        let faults = faults { $0.lateShare = 0.2 }
        let delays = delays(faults, seed: 3)
        var rate = Rate()
        for delay in delays { rate.add(delay > 0) }
        #expect(rate.agrees(with: 0.2), "\(rate)")
        let late = delays.filter { $0 > 0 }
        #expect(late.allSatisfy { $0 <= 38.1 } && (late.max() ?? 0) > 37)
        for (eighth, value) in faults.lateness.enumerated().dropFirst().dropLast() {
            let below = Rate(count: late.count { $0 < value }, trials: late.count)
            #expect(below.agrees(with: Double(eighth) / 8), "\(value) s: \(below)")
        }
    }

    @Test("Some come minutes late, by the longest delay at most", arguments: [120.0, 600])
    func delayed(longest: Double) {
        let delays = delays(
            faults {
                $0.delayedShare = 0.1
                $0.delayMax = longest
            },
            seed: 4
        )
        var rate = Rate()
        for delay in delays { rate.add(delay > 0) }
        #expect(rate.agrees(with: 0.1), "\(rate)")
        let late = delays.filter { $0 > 0 }
        #expect(late.allSatisfy { (60...longest).contains($0) })
        #expect((late.max() ?? 0) > longest * 0.99)
    }

    @Test("No delay is longer than the longest, short as it is", arguments: [0, 1, 30.0])
    func shortDelays(longest: Double) {
        let faults = faults {
            $0.delayedShare = 0.5
            $0.delayMax = longest
        }
        #expect((delays(faults, seed: 5).max() ?? .infinity) <= longest)
    }

    @Test("A repeated passage comes seconds after the first")
    func repeated() {
        let arrivals = faults { $0.duplicateShare = 1 }.arrivals(
            of: NetworkFaultTests.sent,
            seed: 6
        )
        #expect(arrivals.count == 2 * NetworkFaultTests.sent.count)
        for arrival in arrivals where arrival.isRepeated {
            let sent = NetworkFaultTests.sent[arrival.index]
            let wait = arrival.instant.microseconds - sent.microseconds
            #expect((500_000...30_000_000).contains(wait))
        }
    }

    @Test("Without faults everything arrives when it was sent")
    func withoutFaults() {
        let arrivals = NetworkFaultTests.none.arrivals(of: NetworkFaultTests.sent, seed: 7)
        let areSame =
            arrivals.map(\.instant) == NetworkFaultTests.sent
            && arrivals.map(\.index) == Array(NetworkFaultTests.sent.indices)
        #expect(areSame)
        #expect(arrivals.allSatisfy { !$0.isRepeated })
        #expect(NetworkFaults().arrivals(of: [], seed: 7).isEmpty)
    }

    @Test("One seed gives one order, another seed another")
    func seeds() {
        let faults = NetworkFaults()
        let first = faults.arrivals(of: NetworkFaultTests.sent, seed: 8)
        let isSame = first == faults.arrivals(of: NetworkFaultTests.sent, seed: 8)
        let isOther = first != faults.arrivals(of: NetworkFaultTests.sent, seed: 9)
        #expect(isSame && isOther)
        let connections = faults.connections(frameCount: 50_000, seed: 8)
        let isSameStream = connections == faults.connections(frameCount: 50_000, seed: 8)
        let isOtherStream = connections != faults.connections(frameCount: 50_000, seed: 9)
        #expect(isSameStream && isOtherStream)
    }

    // MARK: - Streams

    @Test(
        "Connections send every frame without a hole, and again what was not acknowledged",
        arguments: [1, 255, 256, 257, 100_000] as [Int]
    )
    func connections(frameCount: Int) {
        for seed in 0..<UInt64(20) {
            let faults = faults {
                $0.framesPerCut = 3_000
                $0.windowFrameMax = 1_000
            }
            var unsent = 0
            var lastStart = -1
            for batches in faults.connections(frameCount: frameCount, seed: seed) {
                let start = batches.first?.lowerBound ?? -1
                #expect(start <= unsent && start > lastStart)
                #expect(unsent - start < 1_000)
                lastStart = start
                var next = start
                for batch in batches {
                    #expect(batch.lowerBound == next)
                    #expect((1...256).contains(batch.count))
                    next = batch.upperBound
                }
                unsent = max(unsent, next)
            }
            #expect(unsent == frameCount)
        }
    }

    @Test("The last connection, and no other, ends with the last frame")
    func lastConnection() {
        let connections = faults { $0.framesPerCut = 500 }
            .connections(frameCount: 40_000, seed: 10)
        let ends = connections.map { $0.last?.upperBound ?? -1 }
        #expect(ends.last == 40_000)
        #expect(ends.dropLast().allSatisfy { $0 < 40_000 } && ends.count > 80)
    }

    @Test("Streams are cut as often as asked", arguments: [300.0, 5_000])
    func cuts(framesPerCut: Double) {
        let connections = faults {
            $0.framesPerCut = framesPerCut
            $0.windowFrameMax = 1
        }
        .connections(frameCount: Int(framesPerCut) * 2_000, seed: 11)
        #expect(abs(Double(connections.count) - 2_000) < 4 * 2_000.0.squareRoot())
    }

    @Test("Without cuts there is one connection")
    func oneConnection() {
        let connections = NetworkFaultTests.none.connections(frameCount: 10_000, seed: 12)
        #expect(connections.count == 1)
        #expect(connections.first?.first?.lowerBound == 0)
        #expect(connections.first?.last?.upperBound == 10_000)
    }

    @Test("Without frames there is no connection")
    func noFrames() {
        #expect(NetworkFaults().connections(frameCount: 0, seed: 13).isEmpty)
        #expect(NetworkFaultTests.none.connections(frameCount: 0, seed: 13).isEmpty)
    }

    @Test("Infinitely many frames between two cuts are no cut")
    func neverCut() async {
        await #expect(processExitsWith: .success) {
            var faults = NetworkFaults()
            faults.framesPerCut = .infinity
            let connections = faults.connections(frameCount: 1_000, seed: 14)
            #expect(connections.count == 1)
        }
    }

    @Test("A stream that is cut at every frame still ends")
    func alwaysCut() {
        let connections = faults { $0.framesPerCut = 0 }.connections(frameCount: 300, seed: 15)
        #expect(connections.last?.last?.upperBound == 300)
        #expect(connections.allSatisfy { $0.count == 1 && $0[0].count == 1 })
    }
}

// Copyright the Steelyard authors. SPDX-License-Identifier: Apache-2.0

/// One thing that is measured beside others.
struct Contestant {
    /// Its name in the table.
    var name: String
    /// Does the work once; returns what it counted, so that nothing can be left out.
    var run: () throws -> Void
}

/// What a contestant took, nanoseconds an item.
struct Timing {
    /// Its name in the table.
    var name: String
    /// Nanoseconds an item of each round, sorted.
    var rounds: [Double]

    /// The median round.
    var median: Double { rounds[rounds.count / 2] }
    /// The fastest and slowest round.
    var spread: String { "\(fixed(rounds[0]))–\(fixed(rounds[rounds.count - 1]))" }
}

/// Runs contestants in turn, round after round, so that what disturbs the machine disturbs all.
///
/// - Parameters:
///   - contestants: What is measured.
///   - items: Items that each run works through.
///   - rounds: Rounds counted, after one that warms up.
/// - Returns: Their timings in the same order.
/// - Throws: What a contestant throws.
func measure(
    _ contestants: [Contestant],
    items: Int,
    rounds: Int
) throws -> [Timing] {
    let clock = ContinuousClock()
    var times: [[Double]] = contestants.map { _ in [] }
    for round in 0...rounds {
        for (index, contestant) in contestants.enumerated() {
            let start = clock.now
            try contestant.run()
            let elapsed = clock.now - start
            guard round > 0 else { continue }
            let seconds =
                Double(elapsed.components.seconds) + Double(elapsed.components.attoseconds) / 1e18
            times[index].append(seconds * 1e9 / Double(items))
        }
    }
    return zip(contestants, times).map { Timing(name: $0.name, rounds: $1.sorted()) }
}

/// A number with two places.
func fixed(_ value: Double) -> String {
    let hundredths = Int((value * 100).rounded())
    let rest = hundredths % 100
    return "\(hundredths / 100).\(rest < 10 ? "0" : "")\(rest)"
}

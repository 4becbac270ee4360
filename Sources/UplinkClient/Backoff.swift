// Copyright the Steelyard authors. SPDX-License-Identifier: Apache-2.0

/// The waits between attempts: doubling up to a ceiling, each shortened by chance to between half and
/// all of it, so that many gateways do not come back at the same moment.
struct Backoff {
    private let first: Duration
    private let most: Duration
    private var step: Duration

    init(first: Duration, most: Duration) {
        self.first = first
        self.most = most
        step = first
    }

    /// The next wait.
    mutating func next(using generator: inout some RandomNumberGenerator) -> Duration {
        defer { step = min(step * 2, most) }
        return step * Double.random(in: 0.5...1, using: &generator)
    }

    /// Begins again with the shortest wait.
    mutating func reset() { step = first }
}

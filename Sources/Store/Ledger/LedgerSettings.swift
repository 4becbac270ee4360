// Copyright the Steelyard authors. SPDX-License-Identifier: Apache-2.0

internal import Glibc

/// What the ledger writer must know of the city and of the machine.
public struct LedgerSettings: Sendable {
    /// The time zone whose days the partitions of passages are, by its IANA name.
    public var timeZone: String
    /// How far apart two passages of one truck may lie to be one trip, seconds.
    public var tripWindowSeconds: Int64
    /// From this gross mass on a vehicle counts as a truck in the roll-ups, kg.
    public var truckMass: Int32
    /// How a commit that failed for want of a database is tried again.
    public var retry: RetryPolicy

    /// Puts the settings together.
    ///
    /// - Parameters:
    ///   - timeZone: IANA name, such as `Asia/Shanghai`.
    ///   - tripWindowSeconds: At least 0; 7,200 is two hours. A longer window joins more passages of
    ///     one truck to one case.
    ///   - truckMass: kg; most two-axle passages are cars, which the rates leave out.
    ///   - retry: Pauses between attempts.
    public init(
        timeZone: String,
        tripWindowSeconds: Int64 = 7_200,
        truckMass: Int32 = 3_500,
        retry: RetryPolicy = RetryPolicy()
    ) {
        self.timeZone = timeZone
        self.tripWindowSeconds = tripWindowSeconds
        self.truckMass = truckMass
        self.retry = retry
    }
}

/// The pauses between attempts: each twice as long as the one before, up to a ceiling, and each
/// shortened by chance so that several writers do not come back at the same moment.
public struct RetryPolicy: Sendable {
    /// The first pause.
    public var first: Duration
    /// The longest pause.
    public var ceiling: Duration
    /// Waits; tests give one that only counts.
    public var sleep: @Sendable (Duration) -> Void
    /// Chance: a number in 0..<1.
    public var jitter: @Sendable () -> Double

    /// Puts a policy together.
    public init(
        first: Duration = .milliseconds(50),
        ceiling: Duration = .seconds(5),
        sleep: @escaping @Sendable (Duration) -> Void = RetryPolicy.block,
        jitter: @escaping @Sendable () -> Double = { Double.random(in: 0..<1) }
    ) {
        self.first = first
        self.ceiling = ceiling
        self.sleep = sleep
        self.jitter = jitter
    }

    /// The pause after a number of failures, from 1 on: between half of the step and all of it.
    func pause(afterFailures failures: Int) -> Duration {
        let doublings = min(max(failures - 1, 0), 20)
        let step = min(ceiling, first * (1 << doublings))
        return step * (0.5 + jitter() / 2)
    }

    /// Blocks the calling thread.
    public static func block(_ duration: Duration) {
        let parts = duration.components
        var wanted = timespec(
            tv_sec: Int(parts.seconds),
            tv_nsec: Int(parts.attoseconds / 1_000_000_000)
        )
        var rest = timespec()
        // Sound: nanosleep reads the first and writes the second during the call only.
        while unsafe nanosleep(&wanted, &rest) == -1 && errno == EINTR { wanted = rest }
    }
}

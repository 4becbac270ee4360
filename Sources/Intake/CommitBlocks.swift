// Copyright the Steelyard authors. SPDX-License-Identifier: Apache-2.0

public import Weighing

/// Commits judged blocks, one outcome for each in order; waits and tries again while the store is away.
///
/// - Thread: the writer's.
public typealias CommitBlocks = @Sendable ([PassageBlock]) -> [Result<BlockOutcome, CommitFailure>]

/// Why the store refused a block for good.
public struct CommitFailure: Error, Sendable, Equatable {
    /// The reason, without personal data.
    public var message: String

    /// Makes a failure.
    public init(message: String) { self.message = message }
}

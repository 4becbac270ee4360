// Copyright the Steelyard authors. SPDX-License-Identifier: Apache-2.0

import Synchronization
import Weighing

/// What the intake has committed since it started.
///
/// - Thread: any.
public final class IntakeCounters: Sendable {
    private let passagesCommitted = Atomic<Int>(0)
    private let framesRejected = Atomic<Int>(0)
    private let passagesFlagged = Atomic<Int>(0)

    init() {}

    /// Passages committed.
    public var passages: Int { passagesCommitted.load(ordering: .relaxed) }
    /// Frames refused, and committed as rejected.
    public var rejected: Int { framesRejected.load(ordering: .relaxed) }
    /// Passages that opened or joined a case.
    public var flagged: Int { passagesFlagged.load(ordering: .relaxed) }

    func add(_ block: PassageBlock) {
        passagesCommitted.wrappingAdd(block.count, ordering: .relaxed)
        framesRejected.wrappingAdd(block.rejected.count, ordering: .relaxed)
        passagesFlagged.wrappingAdd(block.evidence.count, ordering: .relaxed)
    }
}

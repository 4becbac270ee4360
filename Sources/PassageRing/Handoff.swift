// Copyright the Steelyard authors. SPDX-License-Identifier: Apache-2.0

internal import Synchronization

/// Carries a value with one owner to the thread that will own it: put in once, taken out once.
///
/// - Thread: any.
public final class Handoff<Value: ~Copyable & Sendable>: Sendable {
    private let slot: Mutex<Value?>

    /// Takes the value in.
    public init(_ value: consuming sending Value) { slot = Mutex(value) }

    /// Gives the value out; nil after the first time.
    public func take() -> Value? { slot.withLock { $0.take() } }
}

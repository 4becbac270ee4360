// Copyright the Steelyard authors. SPDX-License-Identifier: Apache-2.0

internal import CHost
internal import Glibc

/// A dedicated, named thread for the hot path, outside the pool that runs tasks.
///
/// - Thread: made and joined by its owner.
@safe
public final class WorkerThread: @unchecked Sendable {
    // Sendable is sound: `thread` is written once in `init`, before anyone else has the object.
    private var thread = pthread_t()

    /// Starts a thread.
    ///
    /// - Parameters:
    ///   - name: Shown by ps and debuggers; up to 15 bytes, the rest is cut.
    ///   - body: What it does; the thread ends when this returns.
    public init(name: String, _ body: @escaping @Sendable () -> Void) {
        let box = unsafe Unmanaged.passRetained(Start(name: String(name.prefix(15)), body: body))
        let failed = unsafe pthread_create(
            &thread,
            nil,
            { argument in
                // Sound: `argument` is the retained box from above; it is released here, once.
                guard let argument = unsafe argument else { return nil }
                let start = unsafe Unmanaged<Start>.fromOpaque(argument).takeRetainedValue()
                unsafe steelyard_name_thread(start.name)
                start.body()
                return nil
            },
            box.toOpaque()
        )
        precondition(failed == 0, "The system gave no thread (error \(failed)).")
    }

    /// Waits until the thread has ended; to be called once.
    public func join() { _ = pthread_join(thread, nil) }

    private final class Start: Sendable {
        let name: String
        let body: @Sendable () -> Void

        init(name: String, body: @escaping @Sendable () -> Void) {
            self.name = name
            self.body = body
        }
    }
}

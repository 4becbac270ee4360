// Copyright the Steelyard authors. SPDX-License-Identifier: Apache-2.0

public import Weighing

extension LedgerWriter {
    /// Commits blocks, again and again while the database is away or a deadlock undoes the
    /// transaction, with growing pauses.
    ///
    /// A call that fails for another reason is taken apart: each block is committed by itself, so
    /// that a block which the database refuses does not hold up the others.
    ///
    /// - Parameters:
    ///   - blocks: As for ``commit(_:)``.
    ///   - isCancelled: Asked before each attempt and at least ten times a second in a pause.
    /// - Returns: One result per block, in the same order; a failure is an error that trying again
    ///   does not mend.
    /// - Throws: The last error, when the call is cancelled. Blocks of which no outcome was returned
    ///   may be in the store; sent again, they are recognised.
    public func commitWithRetry(
        _ blocks: [PassageBlock],
        isCancelled: () -> Bool
    ) throws(StoreError) -> [Result<BlockOutcome, StoreError>] {
        var failures = 0
        while true {
            do {
                return try commit(blocks).map { .success($0) }
            } catch {
                if isCancelled() { throw error }
                if LedgerWriter.isWorthRetrying(error) {
                    failures += 1
                    try pause(afterFailures: failures, error, isCancelled)
                } else if blocks.count == 1 {
                    return [.failure(error)]
                } else {
                    return try oneByOne(blocks, isCancelled)
                }
            }
        }
    }

    private func oneByOne(
        _ blocks: [PassageBlock],
        _ isCancelled: () -> Bool
    ) throws(StoreError) -> [Result<BlockOutcome, StoreError>] {
        var results: [Result<BlockOutcome, StoreError>] = []
        for block in blocks { results += try commitWithRetry([block], isCancelled: isCancelled) }
        return results
    }

    /// Whether time may mend an error: what ``StoreError/isTransient`` says, a server without room
    /// (53), stopped by an operator (57), or with trouble of its system (58), and a lock that was
    /// not to be had (55P03).
    ///
    /// Source: PostgreSQL documentation, appendix A, error codes.
    static func isWorthRetrying(_ error: StoreError) -> Bool {
        if error.isTransient || error.sqlState == "55P03" { return true }
        guard let state = error.sqlState else { return false }
        return ["53", "57", "58"].contains { state.hasPrefix($0) }
    }

    /// Pauses in slices, so that a cancelled writer ends soon.
    private func pause(
        afterFailures failures: Int,
        _ error: StoreError,
        _ isCancelled: () -> Bool
    ) throws(StoreError) {
        var rest = settings.retry.pause(afterFailures: failures)
        let slice = Duration.milliseconds(100)
        while rest > .zero {
            settings.retry.sleep(min(rest, slice))
            rest -= slice
            if isCancelled() { throw error }
        }
    }
}

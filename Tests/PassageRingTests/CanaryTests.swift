// Copyright the Steelyard authors. SPDX-License-Identifier: Apache-2.0
//
// Planted bugs that prove the sanitizers see. Each is switched on by the variable STEELYARD_CANARY;
// `scripts/sanitize` runs them and demands that the run fails with the detector's own words. In an
// ordinary run they are skipped: what they do is undefined on purpose.

import Glibc
import Testing

/// The planted bug asked for, empty in an ordinary run.
private let planted = getenv("STEELYARD_CANARY").map { String(cString: $0) } ?? ""

/// How often each thread of the race writes; enough for the detector's history on both.
private let writeCount = 1_000

@Suite("canary")
struct CanaryTests {
    @Test(
        "canary: the thread sanitizer sees two threads write one word",
        .enabled(if: planted == "race")
    )
    func race() throws {
        let word = UnsafeMutablePointer<Int>.allocate(capacity: 1)
        defer { word.deallocate() }
        word.initialize(to: 0)
        // Both threads run before either is joined, so nothing orders their writes.
        let first = try startWriter(of: word)
        let second = try startWriter(of: word)
        pthread_join(first, nil)
        pthread_join(second, nil)
        #expect(word.pointee > 0)
    }

    @Test(
        "canary: the address sanitizer sees a write past the end",
        .enabled(if: planted == "overflow")
    )
    func overflow() {
        let byteCount = 64
        let bytes = UnsafeMutablePointer<UInt8>.allocate(capacity: byteCount)
        defer { bytes.deallocate() }
        bytes.initialize(repeating: 0, count: byteCount)
        // The index comes from outside, so that the optimiser cannot know that it is past the end.
        let pastEnd = byteCount + Int(getpid() & 1)
        bytes[pastEnd] = 1
        #expect(bytes[0] == 0)
    }

    private func startWriter(of word: UnsafeMutablePointer<Int>) throws -> pthread_t {
        var thread = pthread_t()
        let status = pthread_create(
            &thread,
            nil,
            { argument in
                guard let word = argument?.assumingMemoryBound(to: Int.self) else { return nil }
                for _ in 0..<writeCount { word.pointee += 1 }
                return nil
            },
            word
        )
        try #require(status == 0, "pthread_create failed with \(status)")
        return thread
    }
}

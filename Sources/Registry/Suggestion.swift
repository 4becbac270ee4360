// Copyright the Steelyard authors. SPDX-License-Identifier: Apache-2.0
//
// The edit distance is Levenshtein's with neighbouring transposition counted as one ("optimal string
// alignment"), by dynamic programming over two strings of bytes.

/// Finds what a misspelt word was meant to be.
enum Suggestion {
    /// The candidate nearest to a word; nil when none is near enough to be a slip of the hand.
    static func nearest(to word: String, among candidates: some Sequence<String>) -> String? {
        let most = max(2, word.utf8.count / 3)
        let near = candidates.map { (distance(word, $0), $0) }
            .filter { $0.0 <= most && $0.0 < word.utf8.count }
        return near.min { $0 < $1 }?.1
    }

    /// ` (did you mean 'x'?)`, or nothing.
    static func hint(for word: String, among candidates: some Sequence<String>) -> String {
        nearest(to: word, among: candidates).map { " (did you mean '\($0)'?)" } ?? ""
    }

    /// How many letters have to be put in, left out, changed or swapped with their neighbour.
    static func distance(_ a: String, _ b: String) -> Int {
        let a = Array(a.lowercased().utf8)
        let b = Array(b.lowercased().utf8)
        var beforeLast: [Int] = []
        var last = Array(0...b.count)
        for i in 0..<a.count {
            var row = [i + 1]
            for j in 0..<b.count {
                let change = last[j] + (a[i] == b[j] ? 0 : 1)
                var best = min(change, last[j + 1] + 1, row[j] + 1)
                if i > 0, j > 0, a[i] == b[j - 1], a[i - 1] == b[j] {
                    best = min(best, beforeLast[j - 1] + 1)
                }
                row.append(best)
            }
            beforeLast = last
            last = row
        }
        return last[b.count]
    }
}

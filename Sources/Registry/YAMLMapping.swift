// Copyright the Steelyard authors. SPDX-License-Identifier: Apache-2.0

import Yams

/// A mapping of a YAML file, key by key.
final class YAMLMapping {
    /// The value that the mapping is.
    let value: YAMLValue
    private let pairs: [(key: String, keyNode: Node, value: Node)]
    /// Whether there is a mapping at all; where not, that was noted already.
    private let isThere: Bool
    private var asked: [String] = []

    init(_ pairs: Node.Mapping?, of value: YAMLValue) {
        self.value = value
        isThere = pairs != nil
        var texts: [(key: String, keyNode: Node, value: Node)] = []
        for pair in pairs ?? [:] {
            guard case .scalar(let key) = pair.key else {
                YAMLValue(node: pair.key, name: value.name, faults: value.faults)
                    .fault("a key must be a plain word")
                continue
            }
            // The parser refuses equal keys, but takes x and "x" for two.
            if texts.contains(where: { $0.key == key.string }) {
                YAMLValue(node: pair.key, name: value.name, faults: value.faults)
                    .fault("the key '\(key.string)' stands here again")
            }
            texts.append((key.string, pair.key, pair.value))
        }
        self.pairs = texts
    }

    /// The value of a key that must be there.
    func required(_ key: String) -> YAMLValue {
        if let value = optional(key) { return value }
        if isThere { value.fault("the key '\(key)' is missing") }
        return YAMLValue(node: nil, name: key, faults: value.faults)
    }

    /// The value of one of two keys that say the same in two units, of which one must be there.
    func required(_ key: String, or other: String) -> YAMLValue {
        if let value = optional(key, or: other) { return value }
        if isThere { value.fault("the key '\(key)' or '\(other)' is missing") }
        return YAMLValue(node: nil, name: key, faults: value.faults)
    }

    /// The value of one of two keys that say the same in two units; both may be absent, but only one
    /// may be there.
    func optional(_ key: String, or other: String) -> YAMLValue? {
        let first = optional(key)
        let second = optional(other)
        if first != nil, let second {
            second.fault("either '\(key)' or '\(other)', not both")
        }
        return first ?? second
    }

    /// The value of a key that may be absent.
    func optional(_ key: String) -> YAMLValue? {
        asked.append(key)
        guard let pair = pairs.first(where: { $0.key == key }) else { return nil }
        return YAMLValue(node: pair.value, name: key, faults: value.faults)
    }

    /// Every pair, for mappings whose keys are data.
    func entries() -> [(key: String, value: YAMLValue)] {
        asked += pairs.map(\.key)
        return pairs.map { ($0.key, YAMLValue(node: $0.value, name: $0.key, faults: value.faults)) }
    }

    /// Notes every key that was not asked for.
    func faultUnknownKeys() {
        for pair in pairs where !asked.contains(pair.key) {
            let hint = Suggestion.hint(for: pair.key, among: asked)
            let known = hint.isEmpty ? "; known here: \(asked.joined(separator: ", "))" : hint
            YAMLValue(node: pair.keyNode, name: pair.key, faults: value.faults)
                .fault("the key '\(pair.key)' is not known\(known)")
        }
    }
}

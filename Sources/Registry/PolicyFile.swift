// Copyright the Steelyard authors. SPDX-License-Identifier: Apache-2.0

public import Rulebook
public import Weighing

/// Reads what a city decides beside the law, `config/policy.yaml`.
///
/// ```yaml
/// case_threshold_permille: 0
/// deduction: certificate
/// fine_rounding: floor
/// trip_window_minutes: 120
/// barring_reasons: [no_certificate, mirrored_wheels]
/// ```
///
/// docs/configuration.md explains each key.
public enum PolicyFile {
    /// The policy of a file; what it leaves out has its default.
    ///
    /// - Parameter path: A YAML file.
    /// - Returns: A policy with every number in its range.
    /// - Throws: ``ConfigFaults`` with everything that is wrong in the file.
    public static func load(_ path: String) throws(ConfigFaults) -> CasePolicy {
        let (root, faults) = try YAMLSource.root(of: path, allowsEmpty: true)
        var policy = CasePolicy()
        root.mapping { policy.read($0) }
        try faults.check()
        return policy
    }

    /// Reasons that bar a case whatever the file says: the measurement is not usable, nobody knows
    /// whose scale it was, the bytes are not those that were weighed, or there is the case already.
    public static let alwaysBarring: Reasons = [
        .validity, .unknownSite, .hashMismatch, .duplicate,
    ]
}

extension CasePolicy {
    fileprivate mutating func read(_ keys: YAMLMapping) {
        thresholdPermille =
            keys.optional("case_threshold_permille")?.integer(in: 0...1_000, unit: "permille")
            ?? thresholdPermille
        if let value = keys.optional("deduction") { deduction = Self.deduction(value) }
        rounding =
            keys.optional("fine_rounding")?.choice(
                PenaltyRule.Rounding.allCases.map { ($0.rawValue, $0) }
            ) ?? rounding
        if let value = keys.optional("trip_window_minutes") {
            // A week is longer than any trip; one window longer would hide new offences in old ones.
            tripWindowSeconds = value.integer(in: Int64(0)...10_080, unit: "minutes") * 60
        }
        if let value = keys.optional("barring_reasons") { barring = Self.barring(value) }
    }

    private static func deduction(_ value: YAMLValue) -> Deduction {
        if value.isMapping {
            let permille = value.mapping { keys in
                keys.required("fixed_permille").integer(in: UInt16(0)...999, unit: "permille")
            }
            return .fixed(permille: permille)
        }
        let words: [(String, Deduction)] = [("certificate", .certificate), ("none", .none)]
        return value.choice(words, or: "a mapping such as {fixed_permille: 50}")
    }

    private static func barring(_ value: YAMLValue) -> Reasons {
        value.list().reduce(PolicyFile.alwaysBarring) { reasons, item in
            let name = item.text()
            if name.isEmpty { return reasons }
            guard let named = Reasons.named.first(where: { $0.name == name }) else {
                let hint = Suggestion.hint(for: name, among: Reasons.named.map(\.name))
                item.fault("there is no reason '\(name)'\(hint)")
                return reasons
            }
            return reasons.union(named.reason)
        }
    }
}

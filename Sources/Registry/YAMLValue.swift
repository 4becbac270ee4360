// Copyright the Steelyard authors. SPDX-License-Identifier: Apache-2.0

import Weighing
import Yams

/// A value of a YAML file, read as what the reader asks for.
///
/// Every read gives a value: where the file has none that fits, the fault is noted and a stand-in
/// returned, so that readers have no branches for faults. ``FaultList/check()`` throws the stand-ins
/// away.
struct YAMLValue {
    /// The node; nil where the file has none, which was noted already.
    let node: Node?
    /// The key it stands under, for messages.
    let name: String
    let faults: FaultList

    /// Notes a fault at this value.
    func fault(_ message: String) {
        guard let mark = node?.mark else { return }
        faults.add(message, line: mark.line, column: mark.column)
    }

    /// The line of the value, from 1; 0 where there is none.
    var line: Int { node?.mark?.line ?? 0 }

    /// Whether nothing stands after the key.
    var isEmpty: Bool {
        guard case .scalar(let scalar) = node else { return false }
        return scalar.style == .plain && ["", "~", "null"].contains(scalar.string)
    }

    /// Whether the value is a list.
    var isList: Bool {
        if case .sequence = node { return true }
        return false
    }

    /// Whether the value is a mapping.
    var isMapping: Bool {
        if case .mapping = node { return true }
        return false
    }

    /// The text of a scalar as written; nil where it is none, which is noted.
    private func scalar(_ expected: String) -> Node.Scalar? {
        guard let node else { return nil }
        guard case .scalar(let scalar) = node, !isEmpty else {
            fault("'\(name)' must be \(expected)")
            return nil
        }
        return scalar
    }

    /// A text that is not empty, at most so many bytes of UTF-8.
    func text(byteCountMax: Int = 1_024) -> String {
        guard let text = scalar("a text")?.string else { return "" }
        if text.allSatisfy(\.isWhitespace) {
            fault("'\(name)' must not be empty")
        } else if text.utf8.count > byteCountMax {
            fault("'\(name)' has \(text.utf8.count) bytes; at most \(byteCountMax) fit")
        }
        return text
    }

    /// A whole number in a range, written in decimal digits.
    func integer<I: FixedWidthInteger>(in range: ClosedRange<I>, unit: String = "") -> I {
        let bounds = "\(range.lowerBound) to \(range.upperBound)\(unit.isEmpty ? "" : " \(unit)")"
        let expected = "a whole number from \(bounds)"
        guard let scalar = scalar(expected) else { return range.lowerBound }
        let digits = scalar.string.hasPrefix("-") ? scalar.string.dropFirst() : scalar.string[...]
        guard
            scalar.style == .plain, digits.utf8.allSatisfy(isDigit), let value = I(scalar.string),
            range.contains(value)
        else {
            fault("'\(name)' must be \(expected), not '\(scalar.string)'")
            return range.lowerBound
        }
        return value
    }

    /// A decimal number in a range, such as a coordinate.
    func decimal(in range: ClosedRange<Double>, unit: String) -> Double {
        let expected = "a number from \(range.lowerBound) to \(range.upperBound) \(unit)"
        guard let scalar = scalar(expected) else { return range.lowerBound }
        guard
            scalar.style == .plain, let value = Decimals.double(scalar.string),
            range.contains(value)
        else {
            fault("'\(name)' must be \(expected), not '\(scalar.string)'")
            return range.lowerBound
        }
        return value
    }

    /// A number with at most two decimal places, in hundredths.
    func hundredths(in range: ClosedRange<Int32>, unit: String) -> Int32 {
        let bounds = "\(range.lowerBound / 100) to \(range.upperBound / 100) \(unit)"
        let expected = "a number from \(bounds) with at most two decimal places"
        guard let scalar = scalar(expected) else { return range.lowerBound }
        guard
            scalar.style == .plain, let value = Decimals.hundredths(scalar.string),
            range.contains(value)
        else {
            fault("'\(name)' must be \(expected), not '\(scalar.string)'")
            return range.lowerBound
        }
        return value
    }

    /// `true` or `false`.
    func bool() -> Bool {
        guard let scalar = scalar("true or false") else { return false }
        guard scalar.style == .plain, ["true", "false"].contains(scalar.string) else {
            fault("'\(name)' must be true or false, not '\(scalar.string)'")
            return false
        }
        return scalar.string == "true"
    }

    /// A day of the calendar, `2016-09-21`.
    func day() -> CivilTime {
        let standIn = CivilTime(year: 1970, month: 1, day: 1)
        guard let text = scalar("a date such as 2016-09-21")?.string else { return standIn }
        guard let day = CivilTime(day: text) else {
            fault("'\(name)' must be a date such as 2016-09-21, not '\(text)'")
            return standIn
        }
        return day
    }

    /// One of some words; the first one stands in.
    ///
    /// - Parameters:
    ///   - choices: The words and what each means.
    ///   - other: What else the reader takes, for the message.
    /// - Returns: What the word means.
    func choice<T>(_ choices: [(word: String, value: T)], or other: String? = nil) -> T {
        let words = choices.map(\.word)
        let expected = (words.map { "'\($0)'" } + [other].compactMap(\.self))
            .joined(separator: " or ")
        guard let text = scalar(expected)?.string else { return choices[0].value }
        guard let choice = choices.first(where: { $0.word == text }) else {
            let hint = Suggestion.hint(for: text, among: words)
            fault("'\(name)' must be \(expected), not '\(text)'\(hint)")
            return choices[0].value
        }
        return choice.value
    }

    /// The entries of a list; an empty value is an empty list.
    func list() -> [YAMLValue] {
        guard let node, !isEmpty else { return [] }
        guard case .sequence(let nodes) = node else {
            fault("'\(name)' must be a list")
            return []
        }
        return nodes.map { YAMLValue(node: $0, name: name, faults: faults) }
    }

    /// Reads a mapping; keys that the closure did not ask for are noted as faults after it.
    func mapping<T>(_ read: (YAMLMapping) -> T) -> T {
        var pairs: Node.Mapping?
        if case .mapping(let found) = node {
            pairs = found
        } else {
            fault("'\(name)' must be a mapping of keys to values")
        }
        let mapping = YAMLMapping(pairs, of: self)
        defer { mapping.faultUnknownKeys() }
        return read(mapping)
    }
}

private func isDigit(_ byte: UInt8) -> Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")) ~= byte }

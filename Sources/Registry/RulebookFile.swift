// Copyright the Steelyard authors. SPDX-License-Identifier: Apache-2.0

public import Rulebook
import Weighing

/// Reads a rulebook, the law as data, from YAML; `docs/rulebooks.md` has the schema.
///
/// ```swift
/// let rulebook = try RulebookFile.load("config/rulebooks/cn.yaml")
/// ```
public enum RulebookFile {
    /// The rulebook of a file.
    ///
    /// - Parameter path: A YAML file.
    /// - Returns: A rulebook whose editions are complete: every number is in range, every article that
    ///   is cited is listed, and every axle count has a limit.
    /// - Throws: ``ConfigFaults`` with everything that is wrong in the file.
    public static func load(_ path: String) throws(ConfigFaults) -> Rulebook {
        try read(path).rulebook
    }

    /// The rulebook of a file, compiled for judging.
    ///
    /// - Parameter path: A YAML file.
    /// - Returns: The rulebook with the tables of its editions.
    /// - Throws: ``ConfigFaults`` with everything that is wrong in the file; what only compiling can
    ///   find is reported at the edition.
    public static func loadCompiled(_ path: String) throws(ConfigFaults) -> CompiledRulebook {
        let (rulebook, values) = try read(path)
        do {
            return try CompiledRulebook(rulebook)
        } catch {
            // Only the editions themselves can tell which one it was.
            for edition in rulebook.editions {
                guard let value = values[edition.name] else { continue }
                do { _ = try CompiledEdition(edition) } catch { value.fault(error.description) }
            }
            for value in values.values { try value.faults.check() }
            throw ConfigFaults([
                ConfigFault(file: path, line: 0, column: 0, message: error.description)
            ])
        }
    }

    private static func read(
        _ path: String
    ) throws(ConfigFaults) -> (rulebook: Rulebook, editions: [String: YAMLValue]) {
        let (root, faults) = try YAMLSource.root(of: path)
        var values: [String: YAMLValue] = [:]
        let rulebook = root.mapping { keys in
            let id = keys.required("id")
            let idText = id.text(byteCountMax: 32)
            if !idText.utf8.allSatisfy(isNameByte) {
                id.fault("'id' takes small letters, digits and '-', not '\(idText)'")
            }
            let offset = utcOffset(keys.required("utc_offset"))
            let list = keys.required("editions")
            let items = list.list()
            if items.isEmpty { list.fault("'editions' must list at least one edition") }
            let editions = items.map { item in
                let edition = EditionReader(utcOffsetSeconds: offset).edition(item)
                if let first = values[edition.name] {
                    item.fault(
                        "the edition of \(edition.name) stands here again, first in line "
                            + "\(first.line)"
                    )
                }
                values[edition.name] = values[edition.name] ?? item
                return edition
            }
            return Rulebook(
                id: idText,
                title: bilingualText(keys.required("title")),
                utcOffsetSeconds: offset,
                editions: editions
            )
        }
        try faults.check()
        return (rulebook, values)
    }

    private static func isNameByte(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "a")...UInt8(ascii: "z")) ~= byte || byte == UInt8(ascii: "-")
            || (UInt8(ascii: "0")...UInt8(ascii: "9")) ~= byte
    }

    /// Seconds east of UTC of a text such as `+08:00`.
    private static func utcOffset(_ value: YAMLValue) -> Int {
        let text = value.text()
        guard !text.isEmpty else { return 0 }
        let parts = text.dropFirst().split(separator: ":", omittingEmptySubsequences: false)
        guard
            let sign = text.first, sign == "+" || sign == "-",
            parts.map(\.utf8.count) == [2, 2], parts.allSatisfy(Decimals.isDigits),
            let hours = Int(parts[0]), let minutes = Int(parts[1]), hours <= 14, minutes <= 59
        else {
            value.fault("'utc_offset' must be an offset such as \"+08:00\", not '\(text)'")
            return 0
        }
        return (sign == "-" ? -1 : 1) * (hours * 3_600 + minutes * 60)
    }
}

/// A text in both languages, from `zh` and `en`.
func bilingualText(_ value: YAMLValue) -> BilingualText {
    value.mapping { keys in
        BilingualText(zh: keys.required("zh").text(), en: keys.required("en").text())
    }
}

// Copyright the Steelyard authors. SPDX-License-Identifier: Apache-2.0

import Foundation
import Yams

/// Reads files of `config/` as text and as YAML.
enum YAMLSource {
    /// The YAML of a file.
    ///
    /// Only the syntax is the parser's: every scalar stays text until a reader asks for a type, so
    /// that `no`, `1_000` or `0x10` never turn into something else unasked.
    ///
    /// - Parameters:
    ///   - path: The file.
    ///   - allowsEmpty: Whether a file in which every line is a comment is a mapping without keys.
    /// - Returns: Its root value and the list that collects its faults.
    /// - Throws: ``ConfigFaults`` where the file cannot be read or is no YAML.
    static func root(
        of path: String,
        allowsEmpty: Bool = false
    ) throws(ConfigFaults) -> (root: YAMLValue, faults: FaultList) {
        let text = try text(of: path)
        let faults = FaultList(file: path)
        do {
            let parser = try Parser(yaml: text, resolver: .basic, encoding: .utf8)
            let root = try parser.singleRoot()
            guard let node = root ?? (allowsEmpty ? [:] : nil) else {
                throw ConfigFaults([fault(path, "the file is empty")])
            }
            return (YAMLValue(node: node, name: "the file", faults: faults), faults)
        } catch let faults as ConfigFaults {
            throw faults
        } catch {
            throw ConfigFaults([syntaxFault(error, path, text)])
        }
    }

    /// The text of a file.
    static func text(of path: String) throws(ConfigFaults) -> String {
        let data: Data
        do {
            data = try Data(contentsOf: URL(fileURLWithPath: path))
        } catch {
            throw ConfigFaults(
                [fault(path, "cannot be read: \(reason(error))")],
                isUnreadable: true
            )
        }
        if let text = String(validating: data, as: UTF8.self) { return text }
        let lines = data.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
        let bad = lines.firstIndex { String(validating: $0, as: UTF8.self) == nil } ?? 0
        throw ConfigFaults([
            ConfigFault(file: path, line: bad + 1, column: 1, message: "the line is not UTF-8")
        ])
    }

    private static func fault(_ path: String, _ message: String) -> ConfigFault {
        ConfigFault(file: path, line: 0, column: 0, message: message)
    }

    private static func reason(_ error: any Error) -> String {
        switch (error as? CocoaError)?.code {
        case .fileReadNoSuchFile, .fileNoSuchFile: "there is no such file"
        case .fileReadNoPermission: "permission is denied"
        default: "it is no readable file"
        }
    }

    private static func syntaxFault(
        _ error: any Error,
        _ path: String,
        _ text: String
    ) -> ConfigFault {
        switch error as? YamlError {
        case .scanner(let context, let problem, let mark, _),
            .parser(let context, let problem, let mark, _),
            .composer(let context, let problem, let mark, _):
            let place = context.map { ", \($0.text) (line \($0.mark.line))" } ?? ""
            return ConfigFault(
                file: path,
                line: mark.line,
                column: mark.column,
                message: "not valid YAML: \(problem)\(place)"
            )
        case .duplicatedKeysInMapping(let keys, let context):
            return repeatedKey(keys.first ?? "", first: context.mark, path, text)
        case .reader(let problem, let offset, _, _):
            let before = text.prefix(offset ?? 0).split(
                separator: "\n",
                omittingEmptySubsequences: false
            )
            return ConfigFault(
                file: path,
                line: max(1, before.count),
                column: (before.last?.count ?? 0) + 1,
                message: "not valid YAML: \(problem)"
            )
        default:
            return fault(path, "not valid YAML: \(error)")
        }
    }

    /// The parser names the first place of a key that stands twice; the one to take out is the second,
    /// which in block style stands in the same column further down.
    private static func repeatedKey(
        _ key: String,
        first: Mark,
        _ path: String,
        _ text: String
    ) -> ConfigFault {
        let lines = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
        let second = lines.indices.dropFirst(first.line).first { index in
            let rest = lines[index].dropFirst(first.column - 1)
            return lines[index].prefix(first.column - 1).allSatisfy { $0 == " " || $0 == "-" }
                && rest.drop { $0 == "\"" || $0 == "'" }.hasPrefix(key)
        }
        guard let second else {
            return ConfigFault(
                file: path,
                line: first.line,
                column: first.column,
                message: "the key '\(key)' stands here twice"
            )
        }
        return ConfigFault(
            file: path,
            line: second + 1,
            column: first.column,
            message: "the key '\(key)' stands here again, first in line \(first.line)"
        )
    }
}

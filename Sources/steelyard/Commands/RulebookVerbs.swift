// Copyright the Steelyard authors. SPDX-License-Identifier: Apache-2.0
//
// `rulebook check`, `show` and `diff`: the law as data, for people who must trust it.

import ArgumentParser
import Casework
import Foundation
import Phrases
import Records
import Registry
import Rulebook
import Weighing

/// The law as data.
struct RulebookVerb: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "rulebook",
        abstract: "Checks, shows and compares rulebooks.",
        subcommands: [RulebookCheck.self, RulebookShow.self, RulebookDiff.self]
    )
}

/// Reads rulebooks and says what is wrong with them.
struct RulebookCheck: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check",
        abstract: "Reads rulebooks and says what is wrong with them, by line."
    )

    @Argument(help: "Rulebook files (default: the configured one).")
    var files: [String] = []

    @OptionGroup var config: ConfigOptions

    func run() async throws {
        let paths = files.isEmpty ? [try config.load().rulebook] : files
        for path in paths {
            let book = try RulebookFile.loadCompiled(path).rulebook
            let unverified = book.editions.flatMap(\.articles).filter { !$0.isVerified }.count
            print(
                "\(path): rulebook \(book.id), editions "
                    + book.editions.map(\.name).joined(separator: ", ")
                    + ", \(unverified) articles not verified against the official text"
            )
        }
    }
}

/// Prints the law in force on a day.
struct RulebookShow: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show",
        abstract: "Prints the law in force on a day: every number with its unit and article."
    )

    @Argument(help: "A rulebook's name or file, as in cn or cn@2016-09-21 (default: configured).")
    var law: String?

    @Option(help: "The day, such as 2026-03-01, where the rulebook holds (default: today).")
    var date: String?

    @Flag(help: "Print JSON.")
    var json = false

    @OptionGroup var config: ConfigOptions

    private struct Report: Encodable {
        struct Title: Encodable {
            var zh: String
            var en: String
        }

        var rulebook: String
        var title: Title
        var edition: String
        var facts: [FactLine]
    }

    func run() async throws {
        let named = try NamedLaw(law, config)
        let edition = try date.map { try named.edition(on: $0) } ?? named.edition(at: .current)
        let facts = named.facts(edition)
        guard !json else {
            return try printJSON(
                Report(
                    rulebook: named.book.id,
                    title: .init(zh: named.book.title.zh, en: named.book.title.en),
                    edition: edition.name,
                    facts: facts.map(FactLine.init)
                )
            )
        }
        print(named.book.title.zh)
        print(named.book.title.en)
        print("\(named.book.id)@\(edition.name)")
        for section in Phrase.LawSection.allCases {
            printSection(section, facts.filter { $0.section == section })
        }
    }

    private func printSection(_ section: Phrase.LawSection, _ facts: [LawFact]) {
        guard !facts.isEmpty else { return }
        let heading = Phrase.heading(section)
        let title = "\(heading.text(in: .zh)) \(heading.text(in: .en))"
        var table = TextTable([title, "", "", ""])
        var lines: [String] = []
        for fact in facts {
            // Citations and orders are too long for columns.
            guard section != .articles, !fact.key.hasSuffix(".order") else {
                lines.append("  \(fact.key): \(fact.value)")
                continue
            }
            let mark = fact.isVerified.map { Phrase.checked($0) }
            let marks = mark.map { "\($0.text(in: .zh)) \($0.text(in: .en))" }
            table.add(["  \(fact.key)", fact.value, fact.article ?? "", marks ?? ""])
        }
        print("\n\(([table.text] + lines).joined(separator: "\n"))")
    }
}

/// Compares two laws, number by number.
struct RulebookDiff: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "diff",
        abstract: "Compares two laws: what was added (+), removed (-) and changed (~).",
        discussion: "Exit codes: 0 both say the same; 1 they differ."
    )

    @Argument(help: "A rulebook's name or file; its newest edition, or that of cn@2016-09-21.")
    var old: String

    @Argument(help: "The other one.")
    var new: String

    @Flag(help: "Print JSON, one difference a line.")
    var json = false

    @OptionGroup var config: ConfigOptions

    private struct ChangeLine: Encodable {
        var change: String
        var key: String
        var from: FactLine?
        var to: FactLine?

        init(_ change: LawChange) {
            switch change {
            case .added(let fact):
                (self.change, key, to) = ("added", fact.key, FactLine(fact))
            case .removed(let fact):
                (self.change, key, from) = ("removed", fact.key, FactLine(fact))
            case .changed(let old, let new):
                (self.change, key) = ("changed", old.key)
                (from, to) = (FactLine(old), FactLine(new))
            }
        }
    }

    func run() async throws {
        let changes = LawChange.between(try facts(old), try facts(new))
        for change in changes {
            if json {
                try printJSON(ChangeLine(change))
            } else {
                print(change.line)
            }
        }
        if !changes.isEmpty { throw ExitCode(1) }
    }

    private func facts(_ name: String) throws -> [LawFact] {
        let named = try NamedLaw(name, config)
        return named.facts(try named.newestEdition())
    }
}

/// A number of the law as JSON.
private struct FactLine: Encodable {
    var key: String
    var value: String
    var article: String?
    var verified: Bool?

    init(_ fact: LawFact) {
        key = fact.key
        value = fact.value
        article = fact.article
        verified = fact.isVerified
    }
}

/// A rulebook, and the edition that was asked for by name.
private struct NamedLaw {
    let book: Rulebook
    private let editionName: String?

    /// Finds what a name such as `cn`, `cn@2016-09-21` or `config/rulebooks/cn.yaml` means.
    ///
    /// - Throws: `Outcome` where there is none, `ConfigFaults` where it is broken.
    init(_ text: String?, _ config: ConfigOptions) throws {
        let parts = (text ?? "").split(
            separator: "@",
            maxSplits: 1,
            omittingEmptySubsequences: false
        )
        let name = parts.first.map(String.init) ?? ""
        editionName = parts.count > 1 ? String(parts[1]) : nil
        let isFile = name.contains("/") || name.hasSuffix(".yaml") || name.hasSuffix(".yml")
        book =
            isFile
            ? try RulebookFile.loadCompiled(name).rulebook
            : try config.load().law(name.isEmpty ? nil : name).rulebook
    }

    /// What the rulebook and one of its editions say.
    func facts(_ edition: Edition) -> [LawFact] {
        LawFact.facts(of: book)
            + LawFact.facts(of: edition, utcOffsetSeconds: book.utcOffsetSeconds)
    }

    /// The edition named, else the one in force on a day where the rulebook holds.
    func edition(on day: String) throws -> Edition {
        guard let date = TimestampText.instant("\(day)T00:00:00Z") else {
            throw Outcome.usage("--date '\(day)' is no day such as 2026-03-01")
        }
        return try edition(at: date.advanced(bySeconds: Int64(-book.utcOffsetSeconds)), day)
    }

    /// The edition named, else the one in force at an instant.
    func edition(at instant: Instant, _ name: String = "today") throws -> Edition {
        if editionName != nil { return try newestEdition() }
        guard let found = book.editions.last(where: { $0.effectiveFrom <= instant }) else {
            let first = book.editions.first?.name ?? "none"
            throw Outcome.usage("rulebook '\(book.id)' has no edition for \(name); first: \(first)")
        }
        return found
    }

    /// The edition named, else the newest.
    func newestEdition() throws -> Edition {
        let found = book.editions.last { editionName == nil || $0.name == editionName }
        guard let found else {
            let names = book.editions.map(\.name).joined(separator: ", ")
            throw Outcome.usage(
                "rulebook '\(book.id)' has no edition '\(editionName ?? "")'; it has \(names)"
            )
        }
        return found
    }
}

// Copyright the Steelyard authors. SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Foundation
import Records
import Registry
import Rulebook
import Store
import Weighing

/// Casework.
struct Cases: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Lists and shows the cases.",
        subcommands: [CasesList.self, CasesShow.self]
    )
}

/// A line for each case.
struct CasesList: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "Lists cases, newest first."
    )

    @Option(help: "Only cases of this state: \(CaseQueries.states.joined(separator: ", ")).")
    var state: String?

    @Option(help: "Only cases of this site.")
    var site: String?

    @Option(help: "Only cases of this plate.")
    var plate: String?

    @Option(help: "Only passages from this instant on, RFC 3339.")
    var since: String?

    @Option(help: "Only passages before this instant, RFC 3339.")
    var until: String?

    @Option(help: "At most so many cases.")
    var limit = 50

    @Option(help: "Only cases with a lower number: the last one of the page before.")
    var before: Int64?

    @Flag(help: "Print one JSON object a line.")
    var json = false

    @OptionGroup var config: ConfigOptions
    @OptionGroup var store: StoreOptions

    func validate() throws {
        if let state, !CaseQueries.states.contains(state) {
            throw ValidationError(
                "There is no state '\(state)'; there are: "
                    + CaseQueries.states.joined(separator: ", ")
            )
        }
        if limit < 1 { throw ValidationError("--limit must be at least 1.") }
    }

    func run() async throws {
        let zone = try config.load().timeZone
        var filter = CaseFilter()
        filter.state = state
        filter.site = site
        filter.plate = plate
        filter.since = try instant(since, "--since")
        filter.until = try instant(until, "--until")
        let cases = try store.withConnection {
            try CaseQueries.list(filter, limit: limit, before: before, on: $0)
        }
        if json {
            for one in cases { try printJSON(CaseLine(one, zone)) }
            return
        }
        var table = TextTable([
            "case", "state", "site", "lane", "passed at", "plate", "class", "gross kg", "limit kg",
            "over kg", "‰", "article",
        ])
        for one in cases {
            table.add([
                String(one.id), one.state, one.site, String(one.lane),
                TimestampText.text(one.passedAt, offsetSeconds: zone.utcOffsetSeconds),
                one.plate ?? "–", one.vehicleClass, String(one.gross), String(one.grossLimit),
                String(one.grossExcess), String(one.excessPermille), one.article,
            ])
        }
        print(table.text)
        standardError("\(cases.count) cases")
    }

    private func instant(_ text: String?, _ option: String) throws -> Instant? {
        guard let text else { return nil }
        guard let instant = TimestampText.instant(text) else {
            throw Outcome.usage(
                "\(option) '\(text)' is no instant such as 2026-05-18T08:00:00+08:00"
            )
        }
        return instant
    }
}

/// One case with its evidence.
struct CasesShow: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show",
        abstract: "Shows one case with its evidence and passages."
    )

    @Argument(help: "The number of the case.")
    var id: Int64

    @Flag(help: "Print JSON.")
    var json = false

    @OptionGroup var config: ConfigOptions
    @OptionGroup var store: StoreOptions

    func run() async throws {
        let configuration = try config.load()
        guard let one = try store.withConnection({ try CaseQueries.show(id, on: $0) }) else {
            throw Outcome(code: 1, message: "there is no case \(id)")
        }
        let details = CaseDetails(
            one,
            configuration.timeZone,
            proposal: try proposal(for: one, configuration)
        )
        if json {
            try printJSON(details)
        } else {
            print(details.text)
        }
    }

    /// What the law that the case was opened by proposes; nil where that law is not configured any
    /// more, or fines nothing.
    private func proposal(
        for one: CaseRecord,
        _ configuration: CentreConfiguration
    ) throws -> CaseDetails.Proposal? {
        let book = try configuration.law().rulebook
        guard book.id == one.rulebook,
            let edition = book.editions.first(where: { $0.name == one.edition }),
            let rule = edition.penalty
        else { return nil }
        return CaseDetails.Proposal(
            one.summary,
            rule,
            edition,
            rounding: try configuration.casePolicy().rounding
        )
    }
}

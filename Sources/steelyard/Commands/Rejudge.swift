// Copyright the Steelyard authors. SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Classifier
import Foundation
import Records
import Registry
import Rulebook
import Store
import Weighing

/// Stored passages judged again by the law, the sites and the policy of now.
struct RejudgeVerb: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "rejudge",
        abstract: "Judges stored passages again and shows what would change; --apply writes it.",
        discussion: """
            Judges by the law, the sites and the policy that are configured now. Cases are never \
            changed: those that would open or fall are listed for officers to decide.
            """
    )

    @Option(help: "First local day, YYYY-MM-DD.")
    var from: String

    @Option(help: "Last local day, included.")
    var to: String

    @Option(help: "The law: the name of a rulebook beside the configured one.")
    var rulebook: String?

    @Flag(help: "Write the new verdicts and roll-ups, one local day at a time.")
    var apply = false

    @Option(help: "List the first so many differing passages with old and new.")
    var list = 0

    @Flag(help: "Print one JSON object.")
    var json = false

    @OptionGroup var config: ConfigOptions
    @OptionGroup var store: StoreOptions

    func validate() throws {
        if list < 0 { throw ValidationError("--list must be 0 or more.") }
    }

    func run() async throws {
        let configuration = try config.load()
        let first = try day(from, "--from")
        let last = try day(to, "--to")
        guard first.daysSinceEpoch <= last.daysSinceEpoch else {
            throw Outcome.usage("--from \(from) is after --to \(to)")
        }
        let law = try configuration.law(rulebook)
        let run = try rejudge(law, configuration)
        let report = try store.withConnection {
            try run.run(
                from: first,
                to: last,
                timeZone: configuration.timeZone.name,
                isApplying: apply,
                on: $0
            ) { day, report in
                standardError(
                    "\(day.date): up to here \(report.passages) passages, "
                        + "\(report.differing) differ" + (apply ? ", written" : "")
                )
            }
        }
        let output = RejudgeOutput(
            report: report,
            from: from,
            to: to,
            zone: configuration.timeZone,
            rulebook: law.rulebook.id,
            isApplied: apply
        )
        if json { try printJSON(output.object) } else { print(output.text(listing: list)) }
        for row in report.unreadablePassages {
            standardError(
                "frame \(row.sequence) of uplink \(row.uplink) cannot be judged and is left alone: "
                    + row.reason
            )
        }
        if report.unreadable > 0 { throw ExitCode(1) }
    }

    /// Judges as `serve` does.
    private func rejudge(
        _ law: CompiledRulebook,
        _ configuration: CentreConfiguration
    ) throws -> Rejudge {
        let sites = try configuration.siteBook()
        let policy = try configuration.casePolicy()
        let judge = Judge(law, vehicles: try configuration.vehicleBook(rulebook == nil ? law : nil))
        return Rejudge(law: law, policy: policy, differencesMax: list) { block, now in
            sites.grantStandings(to: block, by: law, policy: policy, marksUnknownSite: true)
            judge.judge(block, now: now)
        }
    }

    private func day(_ text: String, _ option: String) throws -> CivilTime {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false).map { Int($0) }
        if text.count == 10, parts.count == 3, let y = parts[0], let m = parts[1], let d = parts[2]
        {
            let day = CivilTime(year: y, month: m, day: d)
            if day.isValid { return day }
        }
        throw Outcome.usage("\(option) '\(text)' is no day such as 2026-05-18")
    }
}

/// What a rejudge found, for people and for programs.
private struct RejudgeOutput {
    let report: RejudgeReport
    let from: String
    let to: String
    let zone: LocalTimeZone
    let rulebook: String
    let isApplied: Bool

    /// What the store does not hold, and what follows from it.
    var limits: [String] {
        var limits: [String] = []
        if report.clockKept > 0 {
            limits.append(
                "\(report.clockKept) passages keep the reason clock: the instant of receipt, "
                    + "against which it was found, is not stored with passages"
            )
        }
        if !report.opening.isEmpty {
            limits.append(
                "frames are stored with cases only: the passages that would open one cannot be "
                    + "held against their hash here"
            )
        }
        return limits
    }

    func at(_ instant: Instant) -> String {
        TimestampText.text(instant, offsetSeconds: zone.utcOffsetSeconds)
    }

    var changes: [(key: VerdictChange, count: Int)] {
        report.changes.sorted { a, b in
            let (x, y) = (a.key, b.key)
            return (x.site, x.old.rawValue, x.new.rawValue)
                < (y.site, y.old.rawValue, y.new.rawValue)
        }.map { ($0.key, $0.value) }
    }

    /// The columns of a judgement as text, by the names of the store.
    static func values(_ judgement: StoredJudgement) -> [String: String] {
        [
            "verdict": judgement.verdict.name,
            "gross_kg": String(judgement.gross),
            "limit_kg": String(judgement.grossLimit),
            "excess_permille": String(judgement.excessPermille),
            "deduction_kg": String(judgement.deduction),
            "esal_milli": String(judgement.esalMilli),
            "combination": String(judgement.isCombination),
            "worst_group_excess_kg": judgement.worstGroupExcess.map { String($0) } ?? "–",
            "vehicle_class": judgement.vehicleClass,
            "reasons": judgement.reasons.isEmpty ? "–" : judgement.reasons.text,
        ]
    }
}

// MARK: - For people

extension RejudgeOutput {
    /// The most rows of a list that nobody asked to be longer.
    private static let listMax = 20

    func text(listing count: Int) -> String {
        let most = max(count, RejudgeOutput.listMax)
        var parts = [summary]
        if !report.changes.isEmpty { parts.append(changeTable) }
        if count > 0, !report.differences.isEmpty { parts.append(differenceTable) }
        if !report.opening.isEmpty { parts.append(openingTable(most)) }
        if !report.falling.isEmpty {
            parts.append(
                "\(report.falling.count) passages of standing cases would open none now:\n"
                    + caseTable(report.falling, most)
            )
        }
        if !report.otherLaw.isEmpty {
            parts.append(
                "\(report.otherLaw.count) cases would cite another rulebook, edition or article:\n"
                    + caseTable(report.otherLaw, most)
            )
        }
        parts += limits.map { "Not judged again: \($0)." }
        parts.append(ending)
        return parts.joined(separator: "\n\n")
    }

    private var summary: String {
        let columns = report.columns.sorted { ($1.value, $0.key) < ($0.value, $1.key) }
            .map { "\($0.key) \($0.value)" }.joined(separator: ", ")
        return
            "local days \(from) to \(to) (\(zone.name)), \(report.days) with passages, rulebook "
            + "\(rulebook)\n\(report.passages) passages judged again, \(report.differing) differ"
            + (columns.isEmpty ? "" : ": \(columns)")
            + (report.unreadable == 0
                ? "" : "\n\(report.unreadable) passages could not be read and are left alone")
    }

    private var ending: String {
        if isApplied {
            return "\(report.written) passages written with their roll-ups; no case was changed"
        }
        return report.differing == 0
            ? "nothing to write" : "nothing was written; --apply writes it and changes no case"
    }

    private var changeTable: String {
        var table = TextTable(["site", "old", "new", "passages"])
        for (change, count) in changes {
            let isSame = change.old == change.new
            table.add([
                change.site, change.old.name, isSame ? "(other numbers)" : change.new.name,
                String(count),
            ])
        }
        return table.text
    }

    private var differenceTable: String {
        var table = TextTable(["site", "lane", "passed at", "plate", "old → new"])
        for difference in report.differences {
            let old = RejudgeOutput.values(difference.old)
            let new = RejudgeOutput.values(difference.new)
            let columns = difference.new.columns(differingFrom: difference.old).map {
                "\($0) \(old[$0] ?? "") → \(new[$0] ?? "")"
            }
            table.add(cells(difference.passage) + [columns.joined(separator: ", ")])
        }
        return table.text
    }

    private func openingTable(_ most: Int) -> String {
        var sites: [String: Int] = [:]
        for passage in report.opening { sites[passage.site, default: 0] += 1 }
        let bySite = sites.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }
        var table = TextTable(["site", "lane", "passed at", "plate", "uplink", "frame"])
        for passage in report.opening.prefix(most) {
            table.add(cells(passage) + [String(passage.uplink), String(passage.sequence)])
        }
        return
            "\(report.opening.count) passages without a case would open or join one now: "
            + bySite.joined(separator: ", ") + "\n" + table.text + rest(report.opening.count, most)
    }

    private func caseTable(_ cases: [RejudgedCase], _ most: Int) -> String {
        var table = TextTable([
            "case", "state", "passage", "site", "lane", "passed at", "plate", "now", "article",
        ])
        for one in cases.prefix(most) {
            table.add(
                [String(one.id), one.state, one.role] + cells(one.passage)
                    + [RejudgeOutput.verdict(one.new), one.article]
            )
        }
        return table.text + rest(cases.count, most)
    }

    private static func verdict(_ judgement: StoredJudgement) -> String {
        judgement.reasons.isEmpty
            ? judgement.verdict.name : "\(judgement.verdict.name) (\(judgement.reasons.text))"
    }

    private func cells(_ passage: RejudgedPassage) -> [String] {
        [
            passage.site, String(passage.lane), at(passage.passedAt),
            passage.plate.isEmpty ? "–" : passage.plate,
        ]
    }

    private func rest(_ count: Int, _ most: Int) -> String {
        count > most ? "\n… and \(count - most) more; --json has all" : ""
    }
}

// MARK: - For programs

extension RejudgeOutput {
    /// The one object of `--json`.
    struct Object: Encodable {
        var from: String
        var to: String
        var timeZone: String
        var rulebook: String
        var applied: Bool
        var days: Int
        var passages: Int
        var differing: Int
        var written: Int
        var unreadable: Int
        var columns: [String: Int]
        var verdicts: [Change]
        var differences: [Difference]
        var wouldOpen: [PassageLine]
        var wouldFall: [CaseLine]
        var otherLaw: [CaseLine]
        var clockKept: Int
        var notJudgedAgain: [String]

        enum CodingKeys: String, CodingKey {
            case from, to, rulebook, applied, days, passages, differing, written, unreadable
            case columns, verdicts, differences
            case timeZone = "time_zone"
            case wouldOpen = "would_open"
            case wouldFall = "would_fall"
            case otherLaw = "other_law"
            case clockKept = "clock_kept"
            case notJudgedAgain = "not_judged_again"
        }
    }

    struct Change: Encodable {
        var site: String
        var old: String
        var new: String
        var passages: Int
    }

    struct PassageLine: Encodable {
        var site: String
        var lane: Int16
        var passedAt: String
        var plate: String?
        var uplink: Int32
        var sequence: Int64

        enum CodingKeys: String, CodingKey {
            case site, lane, plate, uplink, sequence
            case passedAt = "passed_at"
        }
    }

    struct JudgementLine: Encodable {
        var verdict: String
        var grossKg: Int32
        var limitKg: Int32
        var excessPermille: Int32
        var deductionKg: Int32
        var esalMilli: Int32
        var combination: Bool
        var worstGroupExcessKg: Int32?
        var vehicleClass: String
        var reasons: String

        enum CodingKeys: String, CodingKey {
            case verdict, combination, reasons
            case grossKg = "gross_kg"
            case limitKg = "limit_kg"
            case excessPermille = "excess_permille"
            case deductionKg = "deduction_kg"
            case esalMilli = "esal_milli"
            case worstGroupExcessKg = "worst_group_excess_kg"
            case vehicleClass = "vehicle_class"
        }
    }

    struct Difference: Encodable {
        var passage: PassageLine
        var old: JudgementLine
        var new: JudgementLine
    }

    struct CaseLine: Encodable {
        var id: Int64
        var state: String
        var role: String
        var passage: PassageLine
        var new: JudgementLine
        var article: String
    }

    var object: Object {
        Object(
            from: from,
            to: to,
            timeZone: zone.name,
            rulebook: rulebook,
            applied: isApplied,
            days: report.days,
            passages: report.passages,
            differing: report.differing,
            written: report.written,
            unreadable: report.unreadable,
            columns: report.columns,
            verdicts: changes.map {
                Change(
                    site: $0.key.site,
                    old: $0.key.old.name,
                    new: $0.key.new.name,
                    passages: $0.count
                )
            },
            differences: report.differences.map {
                Difference(passage: line($0.passage), old: line($0.old), new: line($0.new))
            },
            wouldOpen: report.opening.map(line),
            wouldFall: report.falling.map(line),
            otherLaw: report.otherLaw.map(line),
            clockKept: report.clockKept,
            notJudgedAgain: limits
        )
    }

    private func line(_ passage: RejudgedPassage) -> PassageLine {
        PassageLine(
            site: passage.site,
            lane: passage.lane,
            passedAt: at(passage.passedAt),
            plate: passage.plate.isEmpty ? nil : passage.plate,
            uplink: passage.uplink,
            sequence: passage.sequence
        )
    }

    private func line(_ one: RejudgedCase) -> CaseLine {
        CaseLine(
            id: one.id,
            state: one.state,
            role: one.role,
            passage: line(one.passage),
            new: line(one.new),
            article: one.article
        )
    }

    private func line(_ judgement: StoredJudgement) -> JudgementLine {
        JudgementLine(
            verdict: judgement.verdict.name,
            grossKg: judgement.gross,
            limitKg: judgement.grossLimit,
            excessPermille: judgement.excessPermille,
            deductionKg: judgement.deduction,
            esalMilli: judgement.esalMilli,
            combination: judgement.isCombination,
            worstGroupExcessKg: judgement.worstGroupExcess,
            vehicleClass: judgement.vehicleClass,
            reasons: judgement.reasons.text
        )
    }
}

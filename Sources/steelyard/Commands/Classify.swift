// Copyright the Steelyard authors. SPDX-License-Identifier: Apache-2.0

public import ArgumentParser
import Casework
import Classifier
import Foundation
public import Records
import Registry
import Rulebook
import Weighing

extension RecordFormat: ExpressibleByArgument {}

/// Passages in, verdicts out, without a database.
struct Classify: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Judges passage files (CSV or NDJSON, also gzipped); - is standard input."
    )

    @Argument(help: "Passage files.")
    var files: [String]

    @Option(help: "The law: the name of a rulebook beside the configured one.")
    var rulebook: String?

    @Option(
        help: "Permissible error for every passage, permille 0…999, instead of the certificates'."
    )
    var mpePermille: Int?

    @Option(
        help: "The clock, RFC 3339; instants more than ten minutes ahead of it are not believed."
    )
    var now: String?

    @Option(help: "Output format: csv or ndjson.")
    var format: RecordFormat = .csv

    @Flag(help: "Print why each verdict is so, and how likely the vehicle really was over.")
    var explain = false

    @Flag(help: "Keep columns that are not known out of the way instead of refusing the file.")
    var ignoreUnknown = false

    @OptionGroup var config: ConfigOptions

    func validate() throws {
        if files.isEmpty { throw ValidationError("Name at least one passage file, or - .") }
        if let mpePermille, !(0...999).contains(mpePermille) {
            throw ValidationError("--mpe-permille must be from 0 to 999, not \(mpePermille).")
        }
    }

    func run() async throws {
        let configuration = try config.load()
        let law = try configuration.law(rulebook)
        let sites = try configuration.siteBook()
        let vehicles = try configuration.vehicleBook(rulebook == nil ? law : nil)
        var policy = try configuration.casePolicy()
        if let mpePermille { policy.deduction = .fixed(permille: UInt16(mpePermille)) }
        var clock = Instant.current
        if let now {
            guard let named = TimestampText.instant(now) else {
                throw Outcome.usage(
                    "--now '\(now)' is no instant such as 2026-05-18T08:00:00+08:00"
                )
            }
            clock = named
        }
        let run = try ClassifyRun(
            judge: BlockJudge(
                law: law,
                vehicles: vehicles,
                sites: sites,
                policy: policy,
                now: clock
            ),
            writer: VerdictWriter(
                format: format,
                offsetSeconds: configuration.timeZone.utcOffsetSeconds
            ),
            explanation: explain
                ? ClassifyExplanation(
                    explainer: RowExplainer(
                        rulebook: law.rulebook,
                        sites: sites,
                        vehicles: vehicles,
                        policy: policy
                    ),
                    format: format
                ) : nil,
            output: try ByteSink(path: "-")
        )
        for file in files { try run.read(file, ignoreUnknown: ignoreUnknown) }
        standardError("\(run.judged) passages judged, \(run.refused) rows refused")
        if run.refused > 0 { throw ExitCode(1) }
    }
}

// MARK: - Judging a block

/// What a worker does with a block between reading and printing it; each has one of its own.
struct BlockJudge {
    private let judge: Judge
    private var standings: StandingMemo
    private let now: Instant
    /// Whether an edition of the law names vehicle classes by a scheme of its own.
    let namesClasses: Bool

    /// - Parameters:
    ///   - law: The law to judge by.
    ///   - vehicles: The vehicles that the registry knows.
    ///   - sites: The registry's sites.
    ///   - policy: What is deducted.
    ///   - now: The clock.
    init(
        law: CompiledRulebook,
        vehicles: VehicleBook = VehicleBook(),
        sites: SiteBook,
        policy: CasePolicy = CasePolicy(),
        now: Instant
    ) {
        judge = Judge(law, vehicles: vehicles)
        standings = StandingMemo(sites, law, policy, marksUnknownSite: false)
        namesClasses = law.editions.contains { $0.edition.classes != nil }
        self.now = now
    }

    /// The law to judge by.
    var law: CompiledRulebook { judge.rulebook }

    /// Judges a block; whatever else is to be known of its passages before they are printed belongs
    /// at the end of this.
    mutating func complete(_ block: PassageBlock) {
        standings.grant(to: block)
        judge.judge(block, now: now)
    }
}

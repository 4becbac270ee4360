// Copyright the Steelyard authors. SPDX-License-Identifier: Apache-2.0

public import ArgumentParser
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
        var clock = Instant.current
        if let now {
            guard let named = TimestampText.instant(now) else {
                throw Outcome.usage(
                    "--now '\(now)' is no instant such as 2026-05-18T08:00:00+08:00"
                )
            }
            clock = named
        }
        var run = ClassifyRun(
            law: law,
            sites: sites,
            permissibleError: mpePermille.map(UInt16.init),
            now: clock,
            writer: VerdictWriter(
                format: format,
                offsetSeconds: configuration.timeZone.utcOffsetSeconds
            )
        )
        for file in files { try run.read(file, ignoreUnknown: ignoreUnknown) }
        run.flush()
        standardError("\(run.judged) passages judged, \(run.refused) rows refused")
        if run.refused > 0 { throw ExitCode(1) }
    }
}

/// One run of `classify`: the same block is filled, judged and written again and again.
struct ClassifyRun {
    private let judge: Judge
    private let sites: SiteBook
    private let permissibleError: UInt16?
    private let now: Instant
    private var writer: VerdictWriter
    private let block = PassageBlock()
    private var output: [UInt8] = []
    /// Rows judged.
    private(set) var judged = 0
    /// Rows refused.
    private(set) var refused = 0

    init(
        law: CompiledRulebook,
        sites: SiteBook,
        permissibleError: UInt16?,
        now: Instant,
        writer: VerdictWriter
    ) {
        judge = Judge(law)
        self.sites = sites
        self.permissibleError = permissibleError
        self.now = now
        self.writer = writer
        self.writer.appendHeader(to: &output)
    }

    mutating func read(_ file: String, ignoreUnknown: Bool) throws {
        let source = try ByteSource(path: file)
        let format = try RecordFormat(fileName: file) ?? RecordFormat.detected(in: source)
        let reader = try PassageReader(source, format: format, ignoreUnknownColumns: ignoreUnknown)
        var faults: [RowFault] = []
        var outcome = FillOutcome.more
        while outcome == .more {
            block.reset()
            faults.removeAll(keepingCapacity: true)
            do {
                outcome = try reader.read(into: block, faults: &faults)
            } catch {
                report(faults, file)
                write()
                flush()
                throw error
            }
            report(faults, file)
            write()
        }
    }

    private mutating func report(_ faults: [RowFault], _ file: String) {
        refused += faults.count
        for fault in faults { standardError("\(file): \(fault)") }
    }

    private mutating func write() {
        sites.grantStandings(to: block, by: judge.rulebook, marksUnknownSite: false)
        if let permissibleError {
            for row in 0..<block.count {
                block.setStanding(
                    SiteStanding(
                        permissibleErrorPermille: permissibleError,
                        reasons: block.reasons(at: row)
                    ),
                    row: row
                )
            }
        }
        judge.judge(block, now: now)
        let law = judge.rulebook
        writer.append(block, to: &output) { row, judgement in
            let edition = law.editions[law.editionIndex(at: block.instant(at: row))]
            return edition.article(at: judgement.articleIndex).id
        }
        judged += block.count
        if output.count >= 1 << 18 { flush() }
    }

    /// Writes what is ready to standard output.
    mutating func flush() {
        standardOutput(output)
        output.removeAll(keepingCapacity: true)
    }
}

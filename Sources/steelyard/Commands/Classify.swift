// Copyright the Steelyard authors. SPDX-License-Identifier: Apache-2.0

public import ArgumentParser
import Casework
import Classifier
import Foundation
import PassageRing
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
        standings = StandingMemo(sites, law, policy)
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

/// Standings of sites, remembered from block to block with the time in which each stays the same.
private struct StandingMemo {
    private struct Spell {
        let time: Range<Int64>
        let standing: SiteStanding
    }

    /// A file may name any number of sites: past this they are looked up anew.
    private static let siteCountMax = 4_096

    private let sites: SiteBook
    private let law: CompiledRulebook
    private let policy: CasePolicy
    private var spells: [String: Spell] = [:]

    init(_ sites: SiteBook, _ law: CompiledRulebook, _ policy: CasePolicy) {
        self.sites = sites
        self.law = law
        self.policy = policy
    }

    /// Grants every row what its site's scale is granted.
    mutating func grant(to block: PassageBlock) {
        let known = block.sites.map { spells[$0] }
        for row in 0..<block.count {
            // Sound: the row is inside the block.
            let slot = unsafe Int(block.siteSlots[row])
            guard let spell = known[slot],
                spell.time.contains(block.instant(at: row).microseconds)
            else { return lookUp(block) }
            block.setStanding(spell.standing, row: row)
        }
    }

    /// Looks all of them up, and remembers the last one of each site.
    private mutating func lookUp(_ block: PassageBlock) {
        sites.grantStandings(to: block, by: law, policy: policy, marksUnknownSite: false)
        if spells.count > StandingMemo.siteCountMax { spells = [:] }
        var seen: Set<String> = []
        for row in (0..<block.count).reversed() {
            let site = block.site(at: row)
            guard seen.insert(site).inserted else { continue }
            spells[site] = Spell(
                time: time(of: site, around: block.instant(at: row).microseconds),
                // Sound: the row is inside the block.
                standing: SiteStanding(
                    permissibleErrorPermille: unsafe block.permissibleErrors[row],
                    reasons: block.reasons(at: row)
                )
            )
        }
    }

    /// Only where an edition begins or a certificate begins or ends can a standing change.
    private func time(of site: String, around instant: Int64) -> Range<Int64> {
        let certificates =
            sites[site]?.certificates.flatMap { [$0.validFrom, $0.validUntil] } ?? []
        let changes = (law.editions.map(\.edition.effectiveFrom) + certificates).map(\.microseconds)
        let from = changes.filter { $0 <= instant }.max() ?? .min
        // The last instant of all is looked up every time.
        return from..<max(changes.filter { $0 > instant }.min() ?? .max, from)
    }
}

// MARK: - A run
//
// Every worker takes the next chunk of the file, in turn; reads, judges and prints it, at the same
// time as the others; and gives the text back. Who gives back the text that is next to be written
// writes it, and what was waiting for it. A fixed number of jobs goes round, which bounds the memory.
//
//   free jobs ──▶ cut a chunk (one at a time) ──▶ read, judge, print ──▶ write (one, in order) ──▶ free

/// Nanoseconds that the stages of a run took, all workers together.
struct ClassifyTimes {
    /// Reading the file and finding where rows end.
    var cutting: UInt64 = 0
    /// Rows into columns.
    var parsing: UInt64 = 0
    /// Standings and verdicts.
    var judging: UInt64 = 0
    /// Verdicts into text.
    var printing: UInt64 = 0
    /// Text to where it goes.
    var writing: UInt64 = 0
}

/// One run of `classify`: files in, verdicts out.
final class ClassifyRun {
    private let output: ByteSink
    private let workers: [ClassifyWorker]
    private var jobs: [ClassifyJob]
    /// Rows judged.
    private(set) var judged = 0
    /// Rows refused.
    private(set) var refused = 0
    /// What the run took so far.
    private(set) var times = ClassifyTimes()

    /// Begins a run; the header row is written here.
    ///
    /// - Parameters:
    ///   - judge: Judges the blocks.
    ///   - writer: Prints them.
    ///   - explanation: Adds to each verdict why it is so; nil adds nothing.
    ///   - output: Where the text goes.
    ///   - workers: Threads that read, judge and print; as many as there are processors.
    /// - Throws: `FileFault` where the output cannot be written.
    init(
        judge: BlockJudge,
        writer: VerdictWriter,
        explanation: ClassifyExplanation? = nil,
        output: ByteSink,
        workers: Int = ProcessInfo.processInfo.activeProcessorCount
    ) throws {
        self.output = output
        self.workers = (0..<workers).map { _ in
            ClassifyWorker(judge: judge, writer: writer, explanation: explanation)
        }
        // One in each worker's hands, and one each that waits for its turn to be written.
        jobs = (0..<2 * workers + 1).map { _ in ClassifyJob() }
        var header: [UInt8] = []
        writer.appendHeader(to: &header)
        explanation?.extendHeader(&header)
        try output.write(header)
    }

    /// Judges a file.
    ///
    /// - Parameters:
    ///   - file: A path, or `-`.
    ///   - ignoreUnknown: Whether unknown columns are passed over.
    /// - Throws: `HeaderFault`, or `FileFault` once everything before it is written.
    func read(_ file: String, ignoreUnknown: Bool) throws {
        let source = try ByteSource(path: file)
        let format = try RecordFormat.detected(in: source)
        let chunks = try PassageChunks(source, format: format, ignoreUnknownColumns: ignoreUnknown)
        let queue = ClassifyQueue(file: file, chunks, jobs: jobs, output: output)
        let threads = workers.dropFirst().enumerated().map { number, worker in
            WorkerThread(name: "classify-\(number + 2)") { worker.work(on: queue) }
        }
        workers[0].work(on: queue)
        for thread in threads { thread.join() }
        judged += queue.judged
        refused += queue.refused
        times.cutting += queue.cutting
        times.writing += queue.writing
        for worker in workers { worker.times.give(to: &times) }
        if let fault = queue.fault { throw fault }
    }
}

extension ClassifyTimes {
    /// Adds what a worker took, and begins again.
    fileprivate mutating func give(to total: inout ClassifyTimes) {
        total.parsing += parsing
        total.judging += judging
        total.printing += printing
        self = ClassifyTimes()
    }
}

/// A chunk of the file, and what became of it.
private final class ClassifyJob {
    let chunk = PassageChunk()
    var number = 0
    var text: [UInt8] = []
    var faults: [RowFault] = []
    var rows = 0
    var lines = 0
    var judged = 0
    /// Why its verdicts cannot be explained; ends the run.
    var fault: (any Error)?
}

/// One thread's share of the work.
private final class ClassifyWorker: @unchecked Sendable {
    // Sendable is sound: it is given to one thread, and looked at again once that has ended.
    var times = ClassifyTimes()
    private let judge: BlockJudge
    private let writer: VerdictWriter
    /// Ids of the articles of every edition.
    private let articles: [[String]]
    private let explanation: ClassifyExplanation?
    private let block = PassageBlock()

    init(judge: BlockJudge, writer: VerdictWriter, explanation: ClassifyExplanation?) {
        self.judge = judge
        self.writer = writer
        self.explanation = explanation
        // Copies of its own: threads that count references to one text wait for each other.
        articles = judge.law.editions.map { edition in
            edition.edition.articles.map { String(decoding: Array($0.id.utf8), as: UTF8.self) }
        }
    }

    /// Works until the file is done.
    func work(on queue: ClassifyQueue) {
        var reader = ChunkReader(queue.shape)
        // Values of its own: a property of a class costs a check at every use.
        var judge = judge
        var writer = writer
        var times = ClassifyTimes()
        while let job = queue.take() {
            work(on: job, &reader, &judge, &writer, &times)
            queue.give(job)
        }
        self.times = times
    }

    private func work(
        on job: ClassifyJob,
        _ reader: inout ChunkReader,
        _ judge: inout BlockJudge,
        _ writer: inout VerdictWriter,
        _ times: inout ClassifyTimes
    ) {
        var text: [UInt8] = []
        swap(&text, &job.text)
        text.removeAll(keepingCapacity: true)
        var faults: [RowFault] = []
        var judged = 0
        var watch = Watch()
        reader.begin(job.chunk)
        var outcome = FillOutcome.more
        while outcome == .more {
            block.forgetPassages()
            outcome = reader.read(into: block, faults: &faults)
            times.parsing += watch.lap()
            judge.complete(block)
            times.judging += watch.lap()
            if explanation != nil || judge.namesClasses {
                do { try printRows(&writer, to: &text) } catch { job.fault = error }
            } else {
                print(&writer, to: &text)
            }
            times.printing += watch.lap()
            judged += block.count
        }
        swap(&text, &job.text)
        job.faults = faults
        job.judged = judged
        job.rows = reader.rowCount
        job.lines = reader.lineCount
    }

    /// Row by row: an explanation, and a class that the law names itself, look at the whole passage.
    private func printRows(_ writer: inout VerdictWriter, to text: inout [UInt8]) throws {
        for row in 0..<block.count {
            let judgement = block.judgement(at: row)
            let index = judge.law.editionIndex(at: block.instant(at: row))
            let classes = judge.law.editions[index].edition.classes
            writer.append(
                block,
                row: row,
                judgement,
                article: articles[index][Int(judgement.articleIndex)],
                className: classes?.name(of: block.passage(at: row)),
                to: &text
            )
            try explanation?.extend(block, row: row, &text)
        }
    }

    private func print(_ writer: inout VerdictWriter, to text: inout [UInt8]) {
        let law = judge.law
        let first = law.editionIndex(at: Instant(microseconds: block.instantMin))
        let last = law.editionIndex(at: Instant(microseconds: block.instantMax))
        writer.append(block, to: &text) { row, judgement in
            // Almost always all rows fall under one edition.
            let edition = first == last ? first : law.editionIndex(at: block.instant(at: row))
            return articles[edition][Int(judgement.articleIndex)]
        }
    }
}

extension PassageBlock {
    /// Forgets all passages and keeps the sites: the next ones mostly passed the same.
    fileprivate func forgetPassages() {
        // Half of the slots must be free, so that new sites find room.
        guard sites.count < 128 else { return reset() }
        for group in 0..<PassageBlock.rowCapacity / PassageBlock.laneCount {
            // Sound: a block has one for each group of lanes.
            unsafe axleCountMaxima[group] = 0
        }
        count = 0
        instantMin = .max
        instantMax = .min
        hasWheelLoads = false
        textByteCount = 0
    }
}

/// The chunks of a file on their way through the workers.
private final class ClassifyQueue: @unchecked Sendable {
    // Sendable is sound: `chunks` and `cutting` are used under `turn`, `tally`, `judged`, `refused`
    // and `writing` by whoever set `isWriting`, everything else under `state`; a job is in one pair
    // of hands at a time.
    let shape: PassageFileShape
    private let file: String
    private let output: ByteSink
    private let turn = NSLock()
    private var chunks: PassageChunks
    private(set) var cutting: UInt64 = 0
    private let state = NSCondition()
    private var free: [ClassifyJob]
    private var done: [Int: ClassifyJob] = [:]
    private var cut = 0
    private var written = 0
    private var isOver = false
    private var isWriting = false
    /// Why the run ended early.
    private(set) var fault: (any Error)?
    private var tally: ChunkTally
    private(set) var judged = 0
    private(set) var refused = 0
    private(set) var writing: UInt64 = 0

    init(file: String, _ chunks: PassageChunks, jobs: [ClassifyJob], output: ByteSink) {
        self.file = file
        self.chunks = chunks
        self.output = output
        shape = chunks.shape
        tally = ChunkTally(chunks.shape)
        free = jobs
    }

    /// The next chunk of the file, once a job is free; nil when there is none.
    func take() -> ClassifyJob? {
        state.lock()
        while free.isEmpty { state.wait() }
        let job = free.removeLast()
        state.unlock()
        turn.lock()
        defer { turn.unlock() }
        if cutNext(into: job) { return job }
        putBack(job)
        return nil
    }

    /// Cuts a chunk, under `turn`; false at the end.
    private func cutNext(into job: ClassifyJob) -> Bool {
        state.lock()
        let isOver = isOver
        state.unlock()
        guard !isOver else { return false }
        var watch = Watch()
        defer { cutting += watch.lap() }
        do {
            if try chunks.next(into: job.chunk) {
                job.number = cut
                cut += 1
                return true
            }
            end(nil)
        } catch {
            end(error)
        }
        return false
    }

    /// Takes a job that is done, and writes what is next.
    func give(_ job: ClassifyJob) {
        state.lock()
        defer { state.unlock() }
        done[job.number] = job
        guard !isWriting else { return }
        isWriting = true
        while let next = done.removeValue(forKey: written) {
            state.unlock()
            do { try write(next) } catch { end(error) }
            state.lock()
            written += 1
            free.append(next)
            state.signal()
        }
        isWriting = false
    }

    private func write(_ job: ClassifyJob) throws {
        var watch = Watch()
        defer { writing += watch.lap() }
        tally.add(rows: job.rows, lines: job.lines, faults: &job.faults)
        judged += job.judged
        refused += job.faults.count
        if !job.faults.isEmpty {
            standardError(job.faults.map { "\(file): \($0)" }.joined(separator: "\n"))
        }
        if let fault = job.fault { throw fault }
        try output.write(job.text)
    }

    private func putBack(_ job: ClassifyJob) {
        state.lock()
        free.append(job)
        state.signal()
        state.unlock()
    }

    /// Says that nothing more is to be read.
    private func end(_ error: (any Error)?) {
        state.lock()
        isOver = true
        if fault == nil { fault = error }
        state.unlock()
    }
}

/// Measures how long steps take, one after the other.
private struct Watch {
    private var last = DispatchTime.now().uptimeNanoseconds

    /// Nanoseconds since the lap before.
    mutating func lap() -> UInt64 {
        let now = DispatchTime.now().uptimeNanoseconds
        defer { last = now }
        return now - last
    }
}

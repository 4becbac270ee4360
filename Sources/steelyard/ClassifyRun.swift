// Copyright the Steelyard authors. SPDX-License-Identifier: Apache-2.0
//
// Every worker takes the next chunk of the file, in turn; reads, judges and prints it, at the same
// time as the others; and gives the text back. Who gives back the text that is next to be written
// writes it, and what was waiting for it. A fixed number of jobs goes round, which bounds the memory.
//
//   free jobs ──▶ cut a chunk (one at a time) ──▶ read, judge, print ──▶ write (one, in order) ──▶ free

import Classifier
import Dispatch
import Foundation
import PassageRing
import Records
import Rulebook
import Weighing

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
final class ClassifyJob {
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

/// Measures how long steps take, one after the other.
struct Watch {
    private var last = DispatchTime.now().uptimeNanoseconds

    /// Nanoseconds since the lap before.
    mutating func lap() -> UInt64 {
        let now = DispatchTime.now().uptimeNanoseconds
        defer { last = now }
        return now - last
    }
}

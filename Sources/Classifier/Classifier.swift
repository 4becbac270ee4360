// Copyright the Steelyard authors. SPDX-License-Identifier: Apache-2.0
//
// Classifier turns passages into verdicts. `Judge` does it for whole blocks with the SIMD kernel that
// suits this processor; `ScalarReference` does it for one passage, written straight from the law's
// text, and tests hold the one against the other bit for bit. Neither knows a number of any law.

private import CHost
private import KernelAVX2
private import KernelAVX512
private import KernelBaseline
public import Rulebook
public import Weighing

/// The instruction sets for which the kernel was built.
public enum InstructionSet: String, Sendable, CaseIterable, Comparable {
    /// What every processor of the architecture has (SSE2 on x86-64).
    case baseline
    /// AVX2 with FMA and BMI2.
    case avx2
    /// AVX-512 F, DQ, BW and VL.
    case avx512

    /// The best one that this processor runs.
    public static let best: InstructionSet = {
        switch steelyard_processor_level() {
        case 2: .avx512
        case 1: .avx2
        default: .baseline
        }
    }()

    /// A lesser one comes first.
    public static func < (a: InstructionSet, b: InstructionSet) -> Bool {
        a.rank < b.rank
    }

    private var rank: Int {
        switch self {
        case .baseline: 0
        case .avx2: 1
        case .avx512: 2
        }
    }
}

/// Judges blocks of passages by a rulebook.
///
/// - Thread: any; a judge is a value and keeps no state.
public struct Judge: Sendable {
    /// The law.
    public let rulebook: CompiledRulebook
    /// The vehicles that the registry knows.
    public let vehicles: VehicleBook
    /// The instruction set in use.
    public let instructionSet: InstructionSet
    private let reference: ScalarReference

    /// Makes a judge.
    ///
    /// - Parameters:
    ///   - rulebook: The law.
    ///   - vehicles: The vehicles that the registry knows; their limits follow from what it knows.
    ///   - instructionSet: Which build of the kernel; no better than the processor's best.
    public init(
        _ rulebook: CompiledRulebook,
        vehicles: VehicleBook = VehicleBook(),
        instructionSet: InstructionSet = .best
    ) {
        precondition(
            instructionSet <= .best,
            "This processor does not run \(instructionSet.rawValue)."
        )
        self.rulebook = rulebook
        self.vehicles = vehicles
        self.instructionSet = instructionSet
        reference = ScalarReference(rulebook.rulebook)
    }

    /// Judges every row of a block.
    ///
    /// - Parameters:
    ///   - block: A filled block; every row has its permissible error and the reasons that its site's
    ///     standing gives (``PassageBlock/setStanding(_:row:)``).
    ///   - now: The clock; instants too far ahead of it are not believed.
    ///   - next: The block that will be judged next, where it is known: its columns are asked for
    ///     meanwhile, so that it need not be waited for when it comes from memory.
    public func judge(_ block: PassageBlock, now: Instant, next: PassageBlock? = nil) {
        guard block.count > 0 else { return }
        let newest = rulebook.editions.count - 1
        // Almost always all rows are recent and fall under the newest edition: one comparison each.
        let edition = rulebook.editions[newest]
        let clock = edition.edition.validity
        let latest = now.advanced(bySeconds: clock.clockAheadMaxSeconds)
        let isOrdinary =
            block.instantMin >= edition.edition.effectiveFrom.microseconds
            && block.instantMin >= clock.clockEarliest.microseconds
            && block.instantMax <= latest.microseconds
        if isOrdinary {
            run(block, edition, next: next ?? block)
        } else {
            judgeByDate(block, now: now)
        }
        if vehicles.count > 0 { judgeKnownVehicles(block, now: now) }
    }

    /// Judges the rows whose vehicle the registry knows once more, with what it knows.
    ///
    /// They are few, and what the law says of them has many ifs: the reference does it.
    private func judgeKnownVehicles(_ block: PassageBlock, now: Instant) {
        for row in 0..<block.count {
            guard let facts = vehicles.facts(of: block, row: row) else { continue }
            let judgement = reference.judge(
                block.passage(at: row),
                standing: SiteStanding(
                    permissibleErrorPermille: unsafe block.permissibleErrors[row],
                    reasons: block.reasons(at: row).intersection(.givenBySites)
                ),
                facts: facts,
                now: now
            )
            block.setJudgement(judgement, row: row)
        }
    }

    private func run(_ block: PassageBlock, _ edition: CompiledEdition, next: PassageBlock) {
        let count = block.count
        let hasWheelLoads = block.hasWheelLoads
        let isExtended = edition.thresholds.isExtended
        switch instructionSet {
        case .baseline:
            KernelBaseline.judgeColumns(
                block,
                count: count,
                hasWheelLoads: hasWheelLoads,
                next: next,
                edition
            )
            if isExtended { KernelBaseline.judgeStretches(block, count: count, edition) }
        case .avx2:
            KernelAVX2.judgeColumns(
                block,
                count: count,
                hasWheelLoads: hasWheelLoads,
                next: next,
                edition
            )
            if isExtended { KernelAVX2.judgeStretches(block, count: count, edition) }
        case .avx512:
            KernelAVX512.judgeColumns(
                block,
                count: count,
                hasWheelLoads: hasWheelLoads,
                next: next,
                edition
            )
            if isExtended { KernelAVX512.judgeStretches(block, count: count, edition) }
        }
    }

    /// The slow path: marks impossible instants, then runs the kernel once for every edition that a row
    /// falls under and keeps from each run the rows of that edition.
    private func judgeByDate(_ block: PassageBlock, now: Instant) {
        var editionOfRow: [Int] = []
        var given: [Reasons] = []
        for row in 0..<block.count {
            let instant = block.instant(at: row)
            let index = rulebook.editionIndex(at: instant)
            let edition = rulebook.editions[index].edition
            var reasons = unsafe Reasons(rawValue: block.reasons[row])
            let latest = now.advanced(bySeconds: edition.validity.clockAheadMaxSeconds)
            if instant < edition.validity.clockEarliest || instant > latest {
                reasons.insert(.clock)
            }
            if instant < edition.effectiveFrom { reasons.insert(.noRulebook) }
            editionOfRow.append(index)
            given.append(reasons)
        }
        var kept: [Judgement?] = Array(repeating: nil, count: block.count)
        for index in Set(editionOfRow) {
            for row in 0..<block.count { unsafe block.reasons[row] = given[row].rawValue }
            run(block, rulebook.editions[index], next: block)
            for row in 0..<block.count where editionOfRow[row] == index {
                kept[row] = block.judgement(at: row)
            }
        }
        for (row, judgement) in kept.enumerated() {
            guard let judgement else { continue }
            block.setJudgement(judgement, row: row)
        }
    }
}

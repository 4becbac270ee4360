// Copyright the Steelyard authors. SPDX-License-Identifier: Apache-2.0
//
// The exactly-once writer. One call is one transaction:
//
//   days opened ─▶ BEGIN ─▶ marks locked by id ─▶ covered frames dropped ─▶ lanes and hours claimed
//     ─▶ passages and rejected frames copied ─▶ plates locked ─▶ cases ─▶ roll-ups ─▶ marks moved
//     ─▶ COMMIT ─▶ outcomes
//
// Whatever dies on the way, the mark has moved or it has not: sent again, the same frames are covered
// or new. Every writer takes its locks in this order, which is why writers do not deadlock.

public import Rulebook
public import Weighing

/// A point in a commit at which a test may let it fail.
package enum LedgerStep: CaseIterable, Sendable {
    /// The marks are locked and the new frames are known.
    case marksLocked
    /// Passages and rejected frames are in.
    case passagesCopied
    /// Cases are in.
    case casesStored
    /// Roll-ups are in.
    case rolledUp
    /// The marks have moved; the next thing is the commit.
    case marksMoved
    /// The commit went through; the outcome is not yet returned.
    case committed
}

/// Commits judged blocks to the store, each frame exactly once.
///
/// Blocking: give a writer a thread of its own. Several writers, in one program or in several, may
/// work on one database, also on the same uplinks.
public final class LedgerWriter {
    /// The sites whose certificates new cases cite; may be replaced between calls.
    public var sites: SiteBook
    /// The law whose editions and articles new cases cite.
    public let law: CompiledRulebook
    /// Called at the steps of a commit; what it throws fails the commit there.
    package var onStep: ((LedgerStep, Connection) throws(StoreError) -> Void)?

    let settings: LedgerSettings
    private let connect: () throws(StoreError) -> Connection
    private let chain: @Sendable ([UInt8], [UInt8]) -> [UInt8]
    private var connection: Connection?
    private var days = PassageDays()
    private var encoder = PassageEncoder()
    private var passages = CopyBuffer(byteCapacity: 256 << 10)
    private var others = CopyBuffer()

    /// Makes a writer; it connects with its first call.
    ///
    /// - Parameters:
    ///   - law: The law by which the blocks are judged.
    ///   - sites: The registry's sites.
    ///   - settings: Time zone, trip window, truck mass, retries.
    ///   - chain: The running digest after a frame, from the one before and the frame's hash.
    ///   - connect: Makes a connection; called again when one is lost.
    public init(
        law: CompiledRulebook,
        sites: SiteBook,
        settings: LedgerSettings,
        chain: @escaping @Sendable ([UInt8], [UInt8]) -> [UInt8],
        connect: @escaping () throws(StoreError) -> Connection
    ) {
        self.law = law
        self.sites = sites
        self.settings = settings
        self.chain = chain
        self.connect = connect
    }

    /// The mark of a gateway's spool, made if it is new.
    public func openUplink(gateway: String, spool: String) throws(StoreError) -> UplinkMark {
        try LedgerWriter.openUplink(gateway: gateway, spool: spool, on: try connected())
    }

    /// The mark of a gateway's spool, made if it is new, by a connection of the caller's.
    public static func openUplink(
        gateway: String,
        spool: String,
        on session: Connection
    ) throws(StoreError) -> UplinkMark {
        let known = try session.query(Statements.uplinkFind, [.text(gateway), .text(spool)])
        if known.count == 1 { return try LedgerWriter.mark(known[0]) }
        let rows = try session.query(Statements.uplinkOpen, [.text(gateway), .text(spool)])
        return try LedgerWriter.mark(try rows.only())
    }

    /// Commits blocks in one transaction.
    ///
    /// - Parameter blocks: Judged blocks of any uplinks; those of one uplink in the order of their
    ///   frames. A row with evidence becomes a case or joins one.
    /// - Returns: One outcome per block, in the same order. A gap or a conflict in one uplink leaves
    ///   the others in.
    /// - Throws: When nothing of the call is in the store, or when the connection was lost and it
    ///   cannot be known; the same call again is right in both cases. See
    ///   ``commitWithRetry(_:isCancelled:)``.
    public func commit(_ blocks: [PassageBlock]) throws(StoreError) -> [BlockOutcome] {
        guard !blocks.isEmpty else { return [] }
        for block in blocks { try FrameOrder.check(block) }
        let session = try connected()
        do {
            try days.open(for: blocks, timeZone: settings.timeZone, on: session)
            let outcomes = try session.transaction { () throws(StoreError) in
                try write(blocks, session)
            }
            try onStep?(.committed, session)
            return outcomes
        } catch {
            if !session.isUsable || session.isInTransaction { connection = nil }
            throw error
        }
    }

    /// Ends the connection; the next call makes another.
    public func disconnect() { connection = nil }

    private func connected() throws(StoreError) -> Connection {
        if let connection, connection.isUsable { return connection }
        connection = nil
        let made = try connect()
        // Tables grow between two calls, so a plan is made for each: it costs less than a stale one.
        try made.run("SET plan_cache_mode = force_custom_plan; SET jit = off")
        try made.query(Statements.caseIntakeCreate)
        connection = made
        return made
    }

    // MARK: - The transaction

    private func write(
        _ blocks: [PassageBlock],
        _ session: Connection
    ) throws(StoreError) -> [BlockOutcome] {
        var walk = MarkWalk(marks: try lockMarks(of: blocks, session), chain: chain)
        for block in blocks { try walk.walk(block) }
        try onStep?(.marksLocked, session)
        guard !walk.moved.isEmpty else { return walk.outcomes }
        var sites = SiteTable()
        let slots = walk.admissions.map { sites.numbers(of: $0.block) }
        let duplicates = try findDuplicates(walk.admissions, slots, &sites, session)
        try copyPassages(walk.admissions, duplicates, session)
        try copyRejected(walk.admissions, session)
        try onStep?(.passagesCopied, session)
        try storeCases(walk.admissions, duplicates, session)
        try onStep?(.casesStored, session)
        try addRollups(walk.admissions, duplicates, slots, sites, session)
        try onStep?(.rolledUp, session)
        try moveMarks(walk, session)
        try onStep?(.marksMoved, session)
        return walk.outcomes
    }

    private func lockMarks(
        of blocks: [PassageBlock],
        _ session: Connection
    ) throws(StoreError) -> [Int32: UplinkMark] {
        let ids = Set(blocks.map(\.uplink)).sorted()
        var marks: [Int32: UplinkMark] = [:]
        for row in try session.query(Statements.marksLock, [.int32Array(ids)]) {
            let mark = try LedgerWriter.mark(row)
            marks[mark.uplink] = mark
        }
        return marks
    }

    private func findDuplicates(
        _ admissions: [Admission],
        _ slots: [[Int32]],
        _ sites: inout SiteTable,
        _ session: Connection
    ) throws(StoreError) -> [Set<Int>] {
        var laneHours = LaneHours()
        for (i, admission) in admissions.enumerated() { laneHours.add(admission, sites: slots[i]) }
        return try laneHours.duplicates(
            in: admissions,
            slots: slots,
            sites: &sites,
            on: session
        )
    }

    private func copyPassages(
        _ admissions: [Admission],
        _ duplicates: [Set<Int>],
        _ session: Connection
    ) throws(StoreError) {
        guard admissions.contains(where: { !$0.rows.isEmpty }) else { return }
        _ = try session.copyIn(
            Statements.passagesCopy,
            through: &passages,
            pieces: admissions.count
        ) { i, piece in
            encoder.encode(admissions[i], duplicates: duplicates[i], into: &piece)
        }
    }

    private func copyRejected(
        _ admissions: [Admission],
        _ session: Connection
    ) throws(StoreError) {
        others.removeAll()
        for admission in admissions {
            for frame in admission.block.rejected[admission.rejected] {
                others.beginRow(columns: 6)
                others.int32(admission.block.uplink)
                others.int64(Int64(bitPattern: frame.sequence))
                others.text(frame.reason.filter { $0 != "\0" })
                others.bytes(frame.bytes)
                others.bytes(frame.hash)
                others.timestamp(StoredInstant.clamped(admission.block.receivedAt.microseconds))
            }
        }
        guard !others.isEmpty else { return }
        _ = try session.copyIn(Statements.rejectedFramesCopy, others)
    }

    private func storeCases(
        _ admissions: [Admission],
        _ duplicates: [Set<Int>],
        _ session: Connection
    ) throws(StoreError) {
        let book = CaseBook(session, windowSeconds: settings.tripWindowSeconds)
        let flagged = FlaggedPassage.all(in: admissions, duplicates: duplicates)
        try book.store(flagged, CaseEncoder(law: law, sites: sites), &encoder, &others)
    }

    private func addRollups(
        _ admissions: [Admission],
        _ duplicates: [Set<Int>],
        _ slots: [[Int32]],
        _ sites: SiteTable,
        _ session: Connection
    ) throws(StoreError) {
        var tally = RollupTally()
        for (i, admission) in admissions.enumerated() {
            tally.add(
                admission,
                sites: slots[i],
                duplicates: duplicates[i],
                truckMass: settings.truckMass
            )
        }
        try tally.store(sites, on: session)
    }

    private func moveMarks(_ walk: MarkWalk, _ session: Connection) throws(StoreError) {
        let marks = walk.moved.sorted().compactMap { walk.marks[$0] }
        try session.query(
            Statements.marksMove,
            [
                .int32Array(marks.map(\.uplink)),
                .int64Array(marks.map { Int64(bitPattern: $0.expectedNext - 1) }),
                .bytesArray(marks.map(\.digest)),
            ]
        )
    }

    private static func mark(_ row: Row) throws(StoreError) -> UplinkMark {
        UplinkMark(
            uplink: try row.int32(0),
            expectedNext: UInt64(try row.int64(1)) + 1,
            digest: try row.bytes(2)
        )
    }
}

// Copyright the Steelyard authors. SPDX-License-Identifier: Apache-2.0

internal import Weighing

/// Writes the cases of one call, inside its transaction.
///
/// Passages with a complete plate are matched under a lock of their plate, so that two writers do not
/// open two cases for one truck. All others go in as a set. The unique key of `cases` catches what is
/// already a case.
struct CaseBook {
    /// A frame of an uplink.
    private struct Frame: Hashable {
        var uplink: Int32
        var sequence: Int64
    }

    private struct Link: Hashable {
        var caseID: Int64
        var frame: Frame
    }

    private let connection: Connection
    private let windowSeconds: Int64

    init(_ connection: Connection, windowSeconds: Int64) {
        self.connection = connection
        self.windowSeconds = windowSeconds
    }

    /// Opens, joins and links.
    ///
    /// - Parameters:
    ///   - flagged: The flagged passages in order.
    ///   - encoder: Encodes openings.
    ///   - texts: Makes class and reason texts.
    ///   - buffer: Scratch.
    /// - Throws: When the server refuses something; the transaction is then lost.
    func store(
        _ flagged: [FlaggedPassage],
        _ encoder: CaseEncoder,
        _ texts: inout PassageEncoder,
        _ buffer: inout CopyBuffer
    ) throws(StoreError) {
        guard !flagged.isEmpty else { return }
        var flagged = flagged
        try decide(&flagged, &texts)
        let openings = flagged.indices.filter {
            if case .open = flagged[$0].decision { true } else { false }
        }
        let ids = try open(openings.map { flagged[$0] }, encoder, &texts, &buffer)
        try link(flagged, ids, &buffer)
    }

    // MARK: - Deciding

    private func decide(
        _ flagged: inout [FlaggedPassage],
        _ texts: inout PassageEncoder
    ) throws(StoreError) {
        let complete = flagged.indices.filter { Plate.isComplete(flagged[$0].plate) }
        guard !complete.isEmpty else { return }
        let plates = Set(complete.map { flagged[$0].plate })
        let stripes = Set(plates.map(FlaggedPassage.stripe(of:))).sorted()
        try connection.query(Statements.platesLock, [.int32Array(stripes)])
        var matcher = CaseMatcher(windowSeconds: windowSeconds)
        try load(plates, complete.map { flagged[$0].weighing.passedAt }, into: &matcher)
        for index in complete {
            flagged[index].decision = CaseBook.decide(flagged[index], index, &matcher, &texts)
        }
    }

    private static func decide(
        _ passage: FlaggedPassage,
        _ index: Int,
        _ matcher: inout CaseMatcher,
        _ texts: inout PassageEncoder
    ) -> CaseDecision {
        if passage.isDuplicate {
            let holder = matcher.holder(of: passage.weighing, plate: passage.plate)
            return holder.map { .duplicate($0) } ?? .open(related: [])
        }
        let vehicleClass = String(decoding: texts.classText(passage.pattern), as: UTF8.self)
        let decision = matcher.decide(
            plate: passage.plate,
            plateColor: passage.plateColor,
            vehicleClass: vehicleClass,
            deduction: passage.deduction,
            passage.weighing
        )
        guard case .open = decision else { return decision }
        matcher.add(
            KnownCase(
                reference: .opening(index),
                isOpen: true,
                plateColor: passage.plateColor,
                vehicleClass: vehicleClass,
                openedBy: passage.weighing.passedAt,
                gross: passage.weighing.gross,
                deduction: passage.deduction,
                weighings: [passage.weighing]
            ),
            plate: passage.plate
        )
        return decision
    }

    private func load(
        _ plates: Set<String>,
        _ instants: [Instant],
        into matcher: inout CaseMatcher
    ) throws(StoreError) {
        guard let first = instants.min(), let last = instants.max() else { return }
        let rows = try connection.query(
            Statements.caseCandidates,
            [
                .textArray(plates.sorted()),
                .timestamp(first.advanced(bySeconds: -windowSeconds)),
                .timestamp(last.advanced(bySeconds: windowSeconds)),
            ]
        )
        var pending: (case: KnownCase, id: Int64, plate: String)?
        for row in rows {
            let id = try row.int64(0)
            if pending?.id != id {
                if let pending { matcher.add(pending.case, plate: pending.plate) }
                pending = (try CaseBook.known(row, id), id, try row.text(2))
            }
            guard let site = try row.optionalText(10) else { continue }
            pending?.case.weighings.append(
                CaseWeighing(
                    site: site,
                    lane: try row.int16(11),
                    passedAt: try row.instant(12),
                    gross: try row.int32(13)
                )
            )
        }
        if let pending { matcher.add(pending.case, plate: pending.plate) }
    }

    private static func known(_ row: Row, _ id: Int64) throws(StoreError) -> KnownCase {
        let opening = CaseWeighing(
            site: try row.text(5),
            lane: try row.int16(6),
            passedAt: try row.instant(7),
            gross: try row.int32(8)
        )
        return KnownCase(
            reference: .stored(id),
            isOpen: CaseMatcher.openStates.contains(try row.text(1)),
            plateColor: UInt8(truncatingIfNeeded: try row.optionalInt16(3) ?? 0),
            vehicleClass: try row.text(4),
            openedBy: opening.passedAt,
            gross: opening.gross,
            deduction: try row.int32(9),
            weighings: [opening]
        )
    }

    // MARK: - Writing

    /// Where a frame ended up: in a case of its own, or in one that was there.
    private struct Opened {
        var caseID: Int64
        var isNew: Bool
    }

    /// Opens cases straight in the table, or through `case_intake` where a passage is one already.
    ///
    /// That is rare, and the straight way takes half the time.
    private func open(
        _ openings: [FlaggedPassage],
        _ encoder: CaseEncoder,
        _ texts: inout PassageEncoder,
        _ buffer: inout CopyBuffer
    ) throws(StoreError) -> [Frame: Opened] {
        guard !openings.isEmpty else { return [:] }
        if !openings.contains(where: \.isDuplicate) {
            try connection.run("SAVEPOINT cases")
            do {
                let opened = try openStraight(openings, encoder, &texts, &buffer)
                try connection.run("RELEASE SAVEPOINT cases")
                return opened
            } catch {
                guard error.sqlState == CaseBook.uniqueViolation else { throw error }
                try connection.run("ROLLBACK TO SAVEPOINT cases")
            }
        }
        return try openThroughIntake(openings, encoder, &texts, &buffer)
    }

    /// Source: PostgreSQL documentation, appendix A.
    private static let uniqueViolation = "23505"

    private func openStraight(
        _ openings: [FlaggedPassage],
        _ encoder: CaseEncoder,
        _ texts: inout PassageEncoder,
        _ buffer: inout CopyBuffer
    ) throws(StoreError) -> [Frame: Opened] {
        let numbers = try connection.query(
            Statements.caseNumbers,
            [.int32(Int32(clamping: openings.count))]
        )
        var opened: [Frame: Opened] = [:]
        opened.reserveCapacity(openings.count)
        buffer.removeAll()
        for (passage, row) in zip(openings, numbers) {
            let id = try row.int64(0)
            encoder.encode(passage, id: id, &texts, into: &buffer)
            opened[CaseBook.frame(passage)] = Opened(caseID: id, isNew: true)
        }
        _ = try connection.copyIn(Statements.casesCopy, buffer)
        return opened
    }

    private func openThroughIntake(
        _ openings: [FlaggedPassage],
        _ encoder: CaseEncoder,
        _ texts: inout PassageEncoder,
        _ buffer: inout CopyBuffer
    ) throws(StoreError) -> [Frame: Opened] {
        buffer.removeAll()
        for passage in openings { encoder.encode(passage, &texts, into: &buffer) }
        _ = try connection.copyIn(Statements.caseIntakeCopy, buffer)
        var opened: [Frame: Opened] = [:]
        for row in try connection.query(Statements.casesOpen) {
            let frame = Frame(uplink: try row.int32(1), sequence: try row.int64(2))
            opened[frame] = Opened(caseID: try row.int64(0), isNew: true)
        }
        guard opened.count < openings.count else { return opened }
        for row in try connection.query(Statements.casesKnown) {
            let frame = Frame(uplink: try row.int32(1), sequence: try row.int64(2))
            if opened[frame] == nil {
                opened[frame] = Opened(caseID: try row.int64(0), isNew: false)
            }
        }
        return opened
    }

    private func link(
        _ flagged: [FlaggedPassage],
        _ opened: [Frame: Opened],
        _ buffer: inout CopyBuffer
    ) throws(StoreError) {
        buffer.removeAll()
        var links: Set<Link> = []
        func add(_ passage: FlaggedPassage, _ role: String, to reference: CaseReference) {
            let frame = CaseBook.frame(passage)
            let caseID: Int64? =
                switch reference {
                case .stored(let id): id
                case .opening(let index): opened[CaseBook.frame(flagged[index])]?.caseID
                }
            guard let caseID, links.insert(Link(caseID: caseID, frame: frame)).inserted else {
                return
            }
            CaseBook.encode(passage, caseID, role, &buffer)
        }
        for (index, passage) in flagged.enumerated() {
            switch passage.decision {
            case .open(let related):
                guard let own = opened[CaseBook.frame(passage)] else { continue }
                add(passage, own.isNew ? "opening" : "duplicate", to: .opening(index))
                guard own.isNew else { continue }
                for reference in related { add(passage, "related", to: reference) }
            case .join(let reference): add(passage, "joined", to: reference)
            case .duplicate(let reference): add(passage, "duplicate", to: reference)
            }
        }
        guard !buffer.isEmpty else { return }
        _ = try connection.copyIn(Statements.casePassagesCopy, buffer)
    }

    private static func frame(_ passage: FlaggedPassage) -> Frame {
        Frame(uplink: passage.block.uplink, sequence: passage.sequence)
    }

    private static func encode(
        _ passage: FlaggedPassage,
        _ caseID: Int64,
        _ role: String,
        _ buffer: inout CopyBuffer
    ) {
        buffer.beginRow(columns: 8)
        buffer.int64(caseID)
        buffer.timestamp(passage.weighing.passedAt.microseconds)
        buffer.int64(passage.sequence)
        buffer.int32(passage.block.uplink)
        buffer.int32(passage.weighing.gross)
        buffer.int16(passage.weighing.lane)
        buffer.text(passage.weighing.site)
        buffer.text(role)
    }
}

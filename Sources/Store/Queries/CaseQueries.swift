// Copyright the Steelyard authors. SPDX-License-Identifier: Apache-2.0

public import Weighing

/// What a list of cases is narrowed by; nil lets everything through.
public struct CaseFilter: Sendable, Equatable {
    /// Only in this state.
    public var state: String?
    /// Only of this site.
    public var site: String?
    /// Only of exactly this plate.
    public var plate: String?
    /// Only passed at this instant or later.
    public var since: Instant?
    /// Only passed before this instant.
    public var until: Instant?

    /// Puts a filter together.
    public init(
        state: String? = nil,
        site: String? = nil,
        plate: String? = nil,
        since: Instant? = nil,
        until: Instant? = nil
    ) {
        self.state = state
        self.site = site
        self.plate = plate
        self.since = since
        self.until = until
    }
}

/// Reads cases.
public enum CaseQueries {
    /// Every state, in the order of the life of a case.
    public static let states = [
        "pending", "under_review", "confirmed", "rejected", "on_hold", "notified", "decided",
        "closed",
    ]

    /// Cases, newest first.
    ///
    /// - Parameters:
    ///   - filter: What to list.
    ///   - limit: At most so many.
    ///   - before: The id of the last case of the page before; nil for the first page.
    ///   - connection: Where to read.
    /// - Returns: The cases of the page; fewer than `limit` on the last one.
    /// - Throws: When the query fails.
    public static func list(
        _ filter: CaseFilter = CaseFilter(),
        limit: Int,
        before: Int64? = nil,
        on connection: Connection
    ) throws(StoreError) -> [CaseSummary] {
        let rows = try connection.query(
            Statements.casesList,
            [
                .optional(filter.state), .optional(filter.site), .optional(filter.plate),
                .optional(filter.since), .optional(filter.until), .optional(before),
                .int64(Int64(max(0, limit))),
            ]
        )
        var cases: [CaseSummary] = []
        cases.reserveCapacity(rows.count)
        for row in rows { cases.append(try summary(row)) }
        return cases
    }

    /// One case with its evidence and passages; nil when there is none of this id.
    public static func show(
        _ id: Int64,
        on connection: Connection
    ) throws(StoreError) -> CaseRecord? {
        let rows = try connection.query(Statements.caseShow, [.int64(id)])
        guard rows.count == 1 else { return nil }
        return try record(rows[0], try passages(of: id, connection))
    }

    private static func passages(
        of id: Int64,
        _ connection: Connection
    ) throws(StoreError) -> [CasePassage] {
        var passages: [CasePassage] = []
        for row in try connection.query(Statements.casePassages, [.int64(id)]) {
            passages.append(
                CasePassage(
                    role: try row.text(0),
                    site: try row.text(1),
                    lane: try row.int16(2),
                    passedAt: try row.instant(3),
                    uplink: try row.int32(4),
                    sequence: try row.int64(5),
                    gross: try row.int32(6),
                    relatedCase: try row.optionalInt64(7)
                )
            )
        }
        return passages
    }

    private static func summary(_ row: Row) throws(StoreError) -> CaseSummary {
        let color = UInt8(truncatingIfNeeded: try row.optionalInt16(6) ?? 0)
        return CaseSummary(
            id: try row.int64(0),
            state: try row.text(1),
            site: try row.text(2),
            lane: try row.int16(3),
            passedAt: try row.instant(4),
            plate: try row.optionalText(5),
            plateColor: PlateColor(rawValue: color) ?? .unknown,
            speed: try row.int32(7),
            axleLoads: try row.int32Array(8),
            vehicleClass: try row.text(9),
            isCombination: try row.bool(10),
            gross: try row.int32(11),
            grossLimit: try row.int32(12),
            grossExcess: try row.int32(13),
            excessPermille: try row.int32(14),
            deduction: try row.int32(15),
            reasons: try row.text(16),
            article: try row.text(17),
            openedAt: try row.instant(18),
            passageCount: try row.int64(19)
        )
    }

    private static func record(
        _ row: Row,
        _ passages: [CasePassage]
    ) throws(StoreError) -> CaseRecord {
        CaseRecord(
            summary: try summary(row),
            spacings: try row.int32Array(20),
            leftLoads: try row.optionalInt32Array(21),
            rightLoads: try row.optionalInt32Array(22),
            worstGroupExcess: try row.optionalInt32(23),
            esalMilli: try row.int32(24),
            rulebook: try row.text(25),
            edition: try row.text(26),
            isArticleVerified: try row.bool(27),
            certificateClass: try row.optionalText(28),
            certificateDocument: try row.optionalText(29),
            permissibleErrorPermille: try row.int16(30),
            passageID: try row.optionalText(31),
            frame: try row.bytes(32),
            frameHash: try row.bytes(33),
            uplink: try row.int32(34),
            sequence: try row.int64(35),
            receivedAt: try row.instant(36),
            passages: passages
        )
    }
}

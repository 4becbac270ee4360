// Copyright the Steelyard authors. SPDX-License-Identifier: Apache-2.0

import Classifier
import Rulebook
import TestKit
import Testing
import Weighing

/// The clock of these tests, and the instant of their passages unless one says otherwise.
let noon = CivilTime(year: 2026, month: 3, day: 1, hour: 12).instant(offsetSeconds: 0)

/// A passage in which nothing but the axles matters: 60 km/h, just now, no wheel loads.
func vehicle(
    _ loads: [Int],
    _ spacings: [Int],
    type: VehicleType = .unspecified,
    change: (inout Passage) -> Void = { _ in }
) -> Passage {
    var passage = Passage()
    passage.site = "S1"
    passage.passedAt = noon
    passage.speed = 6_000
    passage.axleLoads = loads
    passage.spacings = spacings
    passage.vehicleType = type
    change(&passage)
    return passage
}

/// What the reference says under the default law.
func judged(
    _ passage: Passage,
    permille: UInt16 = 50,
    reasons: Reasons = [],
    now: Instant = noon
) -> Judgement {
    ScalarReference(SampleLaw.cn).judge(
        passage,
        standing: SiteStanding(permissibleErrorPermille: permille, reasons: reasons),
        now: now
    )
}

/// The citation of the article that a judgement under the default law names.
func citation(_ judgement: Judgement) -> String {
    SampleLaw.edition.articles[Int(judgement.articleIndex)].id
}

/// One row of the limit table: a vehicle exactly at its limit and what the law says of it.
///
/// Loads and spacings are written as in a passage file: whole numbers front to rear.
struct LimitRow: Sendable, CustomTestStringConvertible {
    let pattern: String
    let loads: [Int]
    let spacings: [Int]
    let type: VehicleType
    private(set) var isCombination = false
    private(set) var limit: Int32 = 0
    private(set) var article = ""
    private(set) var reasons: Reasons = []

    init(
        _ pattern: String,
        _ loads: String,
        _ spacings: String,
        _ type: VehicleType = .unspecified
    ) {
        self.pattern = pattern
        self.loads = numbers(loads)
        self.spacings = numbers(spacings)
        self.type = type
    }

    /// The row where the law takes the vehicle for a single body.
    func rigid(_ limit: Int32, _ article: String, _ reasons: Reasons = []) -> LimitRow {
        expecting(isCombination: false, limit, article, reasons)
    }

    /// The row where the law takes the vehicle for a combination.
    func combination(_ limit: Int32, _ article: String, _ reasons: Reasons = []) -> LimitRow {
        expecting(isCombination: true, limit, article, reasons)
    }

    private func expecting(
        isCombination: Bool,
        _ limit: Int32,
        _ article: String,
        _ reasons: Reasons
    ) -> LimitRow {
        var row = self
        row.isCombination = isCombination
        row.limit = limit
        row.article = article
        row.reasons = reasons
        return row
    }

    var testDescription: String { "\(loads.count):\(pattern) \(type.name) \(limit) kg" }
}

/// The whole numbers of a text such as `7000 11500`.
func numbers(_ text: String) -> [Int] { text.split(separator: " ").compactMap { Int($0) } }

// Copyright the Steelyard authors. SPDX-License-Identifier: Apache-2.0

import Casework
import Records
import Registry
import Rulebook
import Store
import Weighing

/// A case as a line of JSON.
struct CaseLine: Encodable {
    var id: Int64
    var state: String
    var site: String
    var lane: Int16
    var passedAt: String
    var plate: String?
    var plateColor: String
    var vehicleClass: String
    var combination: Bool
    var axleKg: [Int32]
    var grossKg: Int32
    var grossLimitKg: Int32
    var grossExcessKg: Int32
    var excessPermille: Int32
    var deductionKg: Int32
    var reasons: String
    var article: String
    var passages: Int64

    init(_ one: CaseSummary, _ zone: LocalTimeZone) {
        id = one.id
        state = one.state
        site = one.site
        lane = one.lane
        passedAt = TimestampText.text(one.passedAt, offsetSeconds: zone.utcOffsetSeconds)
        plate = one.plate
        plateColor = one.plateColor.name
        vehicleClass = one.vehicleClass
        combination = one.isCombination
        axleKg = one.axleLoads
        grossKg = one.gross
        grossLimitKg = one.grossLimit
        grossExcessKg = one.grossExcess
        excessPermille = one.excessPermille
        deductionKg = one.deduction
        reasons = one.reasons
        article = one.article
        passages = one.passageCount
    }

    enum CodingKeys: String, CodingKey {
        case id, state, site, lane, plate, combination, reasons, article, passages
        case passedAt = "passed_at"
        case plateColor = "plate_color"
        case vehicleClass = "vehicle_class"
        case axleKg = "axle_kg"
        case grossKg = "gross_kg"
        case grossLimitKg = "gross_limit_kg"
        case grossExcessKg = "gross_excess_kg"
        case excessPermille = "excess_permille"
        case deductionKg = "deduction_kg"
    }
}

/// A case with its evidence.
struct CaseDetails: Encodable {
    struct PassageLine: Encodable {
        var role: String
        var site: String
        var lane: Int16
        var passedAt: String
        var grossKg: Int32
        var uplink: Int32
        var sequence: Int64

        enum CodingKeys: String, CodingKey {
            case role, site, lane, uplink, sequence
            case passedAt = "passed_at"
            case grossKg = "gross_kg"
        }
    }

    /// What the law proposes for the mass: to the officer, who decides.
    struct Proposal: Encodable {
        /// `warning` or `fine`.
        var kind: String
        var amount: Int32
        var currency: String
        var excessAfterDeductionKg: Int32
        var rounding: String
        var article: String
        var articleVerified: Bool

        enum CodingKeys: String, CodingKey {
            case kind, amount, currency, rounding, article
            case excessAfterDeductionKg = "excess_after_deduction_kg"
            case articleVerified = "article_verified"
        }

        /// Nil where the gross mass is not over the limit after the deduction.
        init?(
            _ one: CaseSummary,
            _ rule: PenaltyRule,
            _ edition: Edition,
            rounding: PenaltyRule.Rounding
        ) {
            let excess = one.gross - one.deduction - one.grossLimit
            switch rule.proposal(excess: excess, rounding: rounding).mass {
            case .nothing: return nil
            case .warning: (kind, amount) = ("warning", 0)
            case .fine(let money): (kind, amount) = ("fine", money)
            }
            currency = rule.currency
            excessAfterDeductionKg = excess
            self.rounding = rounding.rawValue
            article = rule.mass.article
            let cited = edition.articles.first { $0.id == rule.mass.article }
            articleVerified = cited?.isVerified ?? false
        }

        /// In one line.
        var text: String {
            let what = kind == "fine" ? "fine of \(amount) \(currency)" : "warning"
            return "\(what) for \(excessAfterDeductionKg) kg by \(article)"
                + (articleVerified ? "" : " (not verified against the official text)")
                + ", rounding \(rounding); the officer decides"
        }
    }

    var summary: CaseLine
    var proposal: Proposal?
    var overLimitProbability: Double
    var spacingMm: [Int32]
    var speedKmh: String
    var worstGroupExcessKg: Int32?
    var esalMilli: Int32
    var rulebook: String
    var edition: String
    var articleVerified: Bool
    var certificateClass: String?
    var certificateDocument: String?
    var permissibleErrorPermille: Int16
    var passageID: String?
    var frameHash: String
    var frameBytes: Int
    var receivedAt: String
    var passages: [PassageLine]

    init(_ one: CaseRecord, _ zone: LocalTimeZone, proposal: Proposal?) {
        let offset = zone.utcOffsetSeconds
        self.proposal = proposal
        overLimitProbability = OverLimitProbability.value(
            gross: one.summary.gross,
            limit: one.summary.grossLimit,
            error: ScaleErrorModel(permissibleErrorPermille: UInt16(one.permissibleErrorPermille))
        )
        summary = CaseLine(one.summary, zone)
        spacingMm = one.spacings
        speedKmh = fixed(Double(one.summary.speed) / 100)
        worstGroupExcessKg = one.worstGroupExcess
        esalMilli = one.esalMilli
        rulebook = one.rulebook
        edition = one.edition
        articleVerified = one.isArticleVerified
        certificateClass = one.certificateClass
        certificateDocument = one.certificateDocument
        permissibleErrorPermille = one.permissibleErrorPermille
        passageID = one.passageID
        frameHash = one.frameHash.map { byte in
            (byte < 16 ? "0" : "") + String(byte, radix: 16)
        }.joined()
        frameBytes = one.frame.count
        receivedAt = TimestampText.text(one.receivedAt, offsetSeconds: offset)
        passages = one.passages.map {
            PassageLine(
                role: $0.role,
                site: $0.site,
                lane: $0.lane,
                passedAt: TimestampText.text($0.passedAt, offsetSeconds: offset),
                grossKg: $0.gross,
                uplink: $0.uplink,
                sequence: $0.sequence
            )
        }
    }

    enum CodingKeys: String, CodingKey {
        case summary, proposal, rulebook, edition, passages
        case overLimitProbability = "over_limit_probability"
        case spacingMm = "spacing_mm"
        case speedKmh = "speed_kmh"
        case worstGroupExcessKg = "worst_group_excess_kg"
        case esalMilli = "esal_milli"
        case articleVerified = "article_verified"
        case certificateClass = "certificate_class"
        case certificateDocument = "certificate_document"
        case permissibleErrorPermille = "permissible_error_permille"
        case passageID = "passage_id"
        case frameHash = "frame_sha256"
        case frameBytes = "frame_bytes"
        case receivedAt = "received_at"
    }

    /// The case as text.
    var text: String {
        let s = summary
        let kept = s.grossKg - s.deductionKg
        var lines = [
            "case \(s.id)  \(s.state)",
            "  passed      \(s.passedAt)  site \(s.site), lane \(s.lane), \(speedKmh) km/h",
            "  vehicle     \(s.plate ?? "no plate") \(s.plateColor)  class \(s.vehicleClass)"
                + (s.combination ? ", combination" : ", rigid"),
            "  axles kg    \(s.axleKg.map(String.init).joined(separator: " "))",
            "  spacings mm \(spacingMm.map(String.init).joined(separator: " "))",
            "  limit       \(s.grossLimitKg) kg by \(s.article)"
                + (articleVerified ? "" : " (not verified against the official text)")
                + ", rulebook \(rulebook) of \(edition)",
            "  gross       \(s.grossKg) kg, over by \(s.grossExcessKg) kg (\(s.excessPermille) ‰)",
            "  deduction   \(s.deductionKg) kg at \(permissibleErrorPermille) ‰, class "
                + "\(certificateClass ?? "–"), certificate \(certificateDocument ?? "–"): "
                + "\(kept) kg count, \(kept - s.grossLimitKg) kg over the limit",
            "  frame       \(frameBytes) bytes, SHA-256 \(frameHash), received \(receivedAt)",
        ]
        lines.append(
            "  probability \(fixed(100 * overLimitProbability)) % that the true mass is over the limit, if the "
                + "scale errs as its permissible error says; an order for the queue, no verdict"
        )
        if let proposal { lines.append("  proposal    \(proposal.text)") }
        if !s.reasons.isEmpty { lines.append("  reasons     \(s.reasons)") }
        for passage in passages {
            lines.append(
                "  passage     \(passage.role): \(passage.site) lane \(passage.lane) at "
                    + "\(passage.passedAt), \(passage.grossKg) kg (uplink \(passage.uplink), frame "
                    + "\(passage.sequence))"
            )
        }
        return lines.joined(separator: "\n")
    }
}

// Copyright the Steelyard authors. SPDX-License-Identifier: Apache-2.0

public import Weighing

/// What a city decides beside the law: which verdicts become cases, what is deducted, how a fine is
/// rounded.
public struct CasePolicy: Sendable, Equatable {
    /// What is taken off a gross mass before it is held against the limit.
    public enum Deduction: Sendable, Equatable {
        /// What the site's certificate says that its scale may err.
        case certificate
        /// The same share everywhere, permille 0…999.
        case fixed(permille: UInt16)
        /// Nothing.
        case none
    }

    /// Reasons that bar a case even where the verdict is `overload`.
    public var barring: Reasons
    /// A case needs an excess, after the deduction, of more than this share of the limit, permille.
    public var thresholdPermille: Int32
    /// What is deducted.
    public var deduction: Deduction
    /// How a part of a fine's step counts.
    public var rounding: PenaltyRule.Rounding
    /// Passages of one vehicle within this time are one trip, seconds.
    public var tripWindowSeconds: Int64

    /// The reasons that bar a case unless a city says otherwise: every validity reason, no
    /// certificate, mirrored wheels, and what the centre found on the way (unknown site, hash
    /// mismatch, duplicate).
    public static let barringByDefault: Reasons = [
        .validity, .noCertificate, .mirroredWheels, .unknownSite, .hashMismatch, .duplicate,
    ]

    /// Puts a policy together; without arguments, the default one.
    public init(
        barring: Reasons = CasePolicy.barringByDefault,
        thresholdPermille: Int32 = 0,
        deduction: Deduction = .certificate,
        rounding: PenaltyRule.Rounding = .floor,
        tripWindowSeconds: Int64 = 7_200
    ) {
        self.barring = barring
        self.thresholdPermille = thresholdPermille
        self.deduction = deduction
        self.rounding = rounding
        self.tripWindowSeconds = tripWindowSeconds
    }

    /// Whether a judged passage opens a case.
    ///
    /// - Parameters:
    ///   - verdict: The verdict.
    ///   - reasons: Its reasons.
    ///   - enforced: Gross mass less the deduction, kg.
    ///   - limit: The gross limit, kg.
    /// - Returns: Whether it does. With a threshold above 0 a vehicle whose gross mass is lawful and
    ///   only a group of axles is over opens none.
    public func opensCase(
        _ verdict: Verdict,
        _ reasons: Reasons,
        enforced: Int32,
        limit: Int32
    ) -> Bool {
        guard verdict == .overload, reasons.isDisjoint(with: barring) else { return false }
        guard thresholdPermille > 0 else { return true }
        return Int64(enforced - limit) * 1_000 > Int64(thresholdPermille) * Int64(limit)
    }

    /// What a site's standing becomes under the policy: its reasons stay.
    public func applied(to standing: SiteStanding) -> SiteStanding {
        var standing = standing
        switch deduction {
        case .certificate: break
        case .fixed(let permille): standing.permissibleErrorPermille = permille
        case .none: standing.permissibleErrorPermille = 0
        }
        return standing
    }
}

extension CasePolicy {
    /// Whether a row of a judged block opens a case.
    public func opensCase(_ block: PassageBlock, row: Int) -> Bool {
        let verdict = block.verdict(at: row)
        guard verdict == .overload else { return false }
        return opensCase(
            verdict,
            block.reasons(at: row),
            enforced: block.gross(at: row) - block.deduction(at: row),
            limit: block.grossClass(at: row).limit
        )
    }
}

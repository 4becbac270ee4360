// Copyright the Steelyard authors. SPDX-License-Identifier: Apache-2.0

public import Weighing

/// What `passages` says of one passage beside its measurement.
///
/// The article is not among it: it is stored with cases only.
public struct StoredJudgement: Sendable, Equatable {
    /// The verdict.
    public var verdict: Verdict
    /// Sum of the axle loads, kg.
    public var gross: Int32
    /// Gross limit, kg.
    public var grossLimit: Int32
    /// 1000 × excess ÷ limit, toward zero; 0 when not over.
    public var excessPermille: Int32
    /// What the permissible error takes off, kg.
    public var deduction: Int32
    /// Equivalent standard axles, thousandths.
    public var esalMilli: Int32
    /// Whether the vehicle counts as a combination.
    public var isCombination: Bool
    /// Largest load − limit over the axle groups, kg; nil when no group has a limit.
    public var worstGroupExcess: Int32?
    /// Vehicle class, `6:1-2-3`.
    public var vehicleClass: String
    /// The reasons.
    public var reasons: Reasons

    /// The columns in which another judgement differs, in the order of `passages`; few or none.
    public func columns(differingFrom other: StoredJudgement) -> [String] {
        guard self != other else { return [] }
        return StoredJudgement.columns.compactMap { $0.differs(self, other) ? $0.name : nil }
    }

    private struct Column {
        let name: String
        let differs: @Sendable (StoredJudgement, StoredJudgement) -> Bool
    }

    private static let columns: [Column] = [
        Column(name: "verdict") { $0.verdict != $1.verdict },
        Column(name: "gross_kg") { $0.gross != $1.gross },
        Column(name: "limit_kg") { $0.grossLimit != $1.grossLimit },
        Column(name: "excess_permille") { $0.excessPermille != $1.excessPermille },
        Column(name: "deduction_kg") { $0.deduction != $1.deduction },
        Column(name: "esal_milli") { $0.esalMilli != $1.esalMilli },
        Column(name: "combination") { $0.isCombination != $1.isCombination },
        Column(name: "worst_group_excess_kg") { $0.worstGroupExcess != $1.worstGroupExcess },
        Column(name: "vehicle_class") { $0.vehicleClass != $1.vehicleClass },
        Column(name: "reasons") { $0.reasons != $1.reasons },
    ]
}

/// Texts of a judgement to values and back, each made once.
struct JudgementTexts {
    private var classes: [UInt16: String] = [:]
    private var reasons: [String: Reasons] = ["": []]
    private static let verdicts = Dictionary(
        uniqueKeysWithValues: Verdict.allCases.map { ($0.name, $0) }
    )
    private static let named = Dictionary(
        uniqueKeysWithValues: Reasons.named.map { (Substring($0.name), $0.reason) }
    )

    /// The class text of a pattern's code.
    mutating func classText(_ code: UInt16) -> String {
        if let known = classes[code] { return known }
        let text = AxlePattern(code: code).classText
        classes[code] = text
        return text
    }

    /// The reasons of a stored text; nil where a name is not known.
    mutating func reasons(_ text: String) -> Reasons? {
        if let known = reasons[text] { return known }
        var found: Reasons = []
        for name in text.split(separator: " ") {
            guard let reason = JudgementTexts.named[name] else { return nil }
            found.insert(reason)
        }
        reasons[text] = found
        return found
    }

    /// The verdict of a stored name; nil where it is none.
    static func verdict(_ name: String) -> Verdict? { verdicts[name] }

    /// What a judged row of a block would be stored as.
    mutating func judgement(_ block: PassageBlock, _ row: Int) -> StoredJudgement {
        let grossClass = block.grossClass(at: row)
        // Sound: the callers pass rows below the block's count.
        let worst = unsafe block.worstGroupExcesses[row]
        return StoredJudgement(
            verdict: block.verdict(at: row),
            gross: block.gross(at: row),
            grossLimit: grossClass.limit,
            excessPermille: block.excessPermille(at: row),
            deduction: block.deduction(at: row),
            esalMilli: unsafe block.esals[row],
            isCombination: grossClass.isCombination,
            worstGroupExcess: worst == PassageBlock.noGroupLimit ? nil : worst,
            vehicleClass: classText(unsafe block.patterns[row]),
            reasons: block.reasons(at: row)
        )
    }
}

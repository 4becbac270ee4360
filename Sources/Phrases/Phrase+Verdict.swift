// Copyright the Steelyard authors. SPDX-License-Identifier: Apache-2.0

extension Phrase {
    /// What the law says in the end.
    public enum Verdict: String, Sendable, CaseIterable {
        /// Not usable.
        case invalid
        /// Not over.
        case within
        /// Over, but not after the deduction.
        case marginal
        /// Over after the deduction.
        case overload
    }

    /// The verdict.
    public static func verdict(_ verdict: Verdict) -> Phrase {
        switch verdict {
        case .invalid:
            Phrase(zh: "结论：无效，不作认定。", en: "Verdict: invalid, not to be judged.")
        case .within:
            Phrase(zh: "结论：未超限。", en: "Verdict: within the law.")
        case .marginal:
            Phrase(
                zh: "结论：临界，超过限值，但扣减允许误差后不超过。",
                en: "Verdict: marginal, over a limit, but not after the deduction."
            )
        case .overload:
            Phrase(
                zh: "结论：超限，扣减允许误差后仍超过限值。",
                en: "Verdict: overload, over a limit also after the deduction."
            )
        }
    }

    // MARK: Case

    /// The verdict opens a case.
    public static var opensCase: Phrase {
        Phrase(zh: "按执法政策立为待审案件。", en: "By the policy it becomes a case for review.")
    }

    /// The verdict is not one that opens cases.
    public static var noCaseByVerdict: Phrase {
        Phrase(zh: "不立案：结论不是超限。", en: "No case: the verdict is not overload.")
    }

    /// Reasons bar a case.
    public static func noCase(barredBy reasons: [Reason]) -> Phrase {
        let names = reasons.map(name)
        return Phrase(
            zh: "不立案：\(list: names)。",
            en: "No case: barred by the policy for \(list: names)."
        )
    }

    /// The excess does not reach the policy's threshold.
    public static func noCase(belowThreshold threshold: Share) -> Phrase {
        Phrase(
            zh: "不立案：扣减后的超限量不超过限值的\(threshold)（执法政策）。",
            en: """
                No case: the excess after the deduction is not more than \(threshold) of the limit, \
                as the policy asks.
                """
        )
    }

    // MARK: Penalty

    /// How a part of a fine's step counts.
    public enum Rounding: String, Sendable, CaseIterable {
        /// Not at all.
        case floor
        /// As a whole step.
        case ceil
        /// As its part.
        case proRata = "pro_rata"
    }

    private static func rounding(_ rounding: Rounding) -> Phrase {
        switch rounding {
        case .floor: Phrase(zh: "不足一档不计", en: "part steps do not count")
        case .ceil: Phrase(zh: "不足一档按一档计", en: "part steps count as whole ones")
        case .proRata: Phrase(zh: "不足一档按比例计", en: "part steps count in proportion")
        }
    }

    /// A warning for a small excess.
    public static func penaltyWarning(excess: Mass, upTo: Mass, _ source: Source) -> Phrase {
        Phrase(
            zh: "处罚建议：扣减后超限\(excess)，未超过\(upTo)，警告，依据\(source)；由执法人员决定。",
            en: """
                Proposal to the officer: excess after the deduction \(excess), not more than \
                \(upTo): a warning, by \(source).
                """
        )
    }

    /// A fine for an excess.
    public static func penaltyFine(
        _ fine: Money,
        excess: Mass,
        step: Mass,
        perStep: Money,
        most: Money,
        rounding: Rounding,
        _ source: Source
    ) -> Phrase {
        let rounding = Phrase.rounding(rounding)
        return Phrase(
            zh: """
                处罚建议：扣减后超限\(excess)，每超\(step)罚款\(perStep)，\(rounding)，\
                最高\(most)，计\(fine)，依据\(source)；由执法人员决定。
                """,
            en: """
                Proposal to the officer: excess after the deduction \(excess), \(perStep) for every \
                \(step), \(rounding), at most \(most): a fine of \(fine), by \(source).
                """
        )
    }

    /// Nothing for the gross mass.
    public static var penaltyNone: Phrase {
        Phrase(
            zh: "总质量扣减后未超限，无处罚建议。",
            en: "No proposal: the gross mass is not over after the deduction."
        )
    }

    /// A fine for size.
    public static func penaltySize(
        height: Length,
        width: Length,
        length: Length,
        from low: Money,
        to high: Money,
        _ source: Source
    ) -> Phrase {
        Phrase(
            zh: """
                处罚建议：高\(height)、宽\(width)、长\(length)，超过外廓尺寸限值，\
                罚款\(low)至\(high)，依据\(source)；由执法人员决定。
                """,
            en: """
                Proposal to the officer: height \(height), width \(width), length \(length) are \
                over the limits of size: a fine of \(low) to \(high), by \(source).
                """
        )
    }

    /// Mass and size together.
    public static func penaltyTotal(from low: Money, to high: Money, most: Money) -> Phrase {
        Phrase(
            zh: "合计罚款建议\(low)至\(high)，最高\(most)。",
            en: "Together a fine of \(low) to \(high), at most \(most)."
        )
    }

    // MARK: What would have to be different

    /// Lawful, with so much to spare.
    public static func lawful(spare: Mass) -> Phrase {
        Phrase(
            zh: "合法：总质量距限值还余\(spare)。",
            en: "Lawful: the gross mass is \(spare) under its limit."
        )
    }

    /// Lawful for its class or permit, whatever it weighs.
    public static var lawfulWhateverMass: Phrase {
        Phrase(
            zh: "合法：依类别或许可不认定为超限。",
            en: "Lawful: by its class or permit it is not deemed over-limit."
        )
    }

    /// So much less gross mass would do.
    public static func lawfulIfGross(less: Mass, atMost: Mass) -> Phrase {
        Phrase(
            zh: "若要合法：实测总质量至少减少\(less)，不超过\(atMost)。",
            en: "Lawful if measured with at least \(less) less, at most \(atMost) gross."
        )
    }

    /// So much less on some axles would do.
    public static func lawfulIfPart(_ axles: Axles, less: Mass, atMost: Mass) -> Phrase {
        Phrase(
            zh: "若要合法：\(axles)实测至少减少\(less)，不超过\(atMost)。",
            en: "Lawful if measured with at least \(less) less on \(axles), at most \(atMost)."
        )
    }

    /// So much less and it would no longer be over after the deduction.
    public static func marginalIfGross(less: Mass, atMost: Mass) -> Phrase {
        Phrase(
            zh: "实测总质量减少\(less)（不超过\(atMost)）时，扣减后即不超过限值。",
            en: """
                With at least \(less) less, at most \(atMost) gross, it would not be over after \
                the deduction.
                """
        )
    }

    /// So much less on some axles and they would no longer be over after the deduction.
    public static func marginalIfPart(_ axles: Axles, less: Mass, atMost: Mass) -> Phrase {
        Phrase(
            zh: "\(axles)实测减少\(less)（不超过\(atMost)）时，扣减后即不超过限值。",
            en: """
                With at least \(less) less on \(axles), at most \(atMost), they would not be over \
                after the deduction.
                """
        )
    }

    /// A valid reading, and what it may weigh.
    public static func lawfulIfValid(_ reasons: [Reason]) -> Phrase {
        let names = reasons.map(name)
        return Phrase(
            zh: "若要认定：需有效读数，排除：\(list: names)。",
            en: "To be judged it would need a valid reading, without: \(list: names)."
        )
    }

    /// What a valid reading of the gross mass may be.
    public static func validGross(atMost: Mass) -> Phrase {
        Phrase(
            zh: "有效读数的总质量不得超过\(atMost)。",
            en: "A valid reading of the gross mass may be at most \(atMost)."
        )
    }

    /// What a valid reading of some axles may be.
    public static func validPart(_ axles: Axles, atMost: Mass) -> Phrase {
        Phrase(
            zh: "有效读数中\(axles)不得超过\(atMost)。",
            en: "A valid reading of \(axles) may be at most \(atMost)."
        )
    }

    /// A fact of the registry that would change the limit.
    public enum RegistryChange: String, Sendable, CaseIterable {
        /// Air suspension.
        case airSuspension = "air_suspension"
        /// Two tyres a side, or wide ones, on every axle.
        case noSingleTyres = "no_single_tyres"
        /// A registered gross mass that does not bind.
        case registeredGross = "registered_gross"
        /// The permit still in force.
        case permit
    }

    /// What a fact of the registry would change.
    ///
    /// - Parameters:
    ///   - change: The fact.
    ///   - limit: The gross limit that would then hold; nil where the vehicle would not be deemed
    ///     over-limit.
    ///   - suffices: Whether the vehicle would then be lawful.
    /// - Returns: The sentence.
    public static func registryIf(
        _ change: RegistryChange,
        limit: Mass?,
        suffices: Bool
    ) -> Phrase {
        let condition = condition(change)
        guard let limit else {
            return Phrase(
                zh: "若\(condition)：不认定超限。",
                en: "With \(condition): not deemed over-limit."
            )
        }
        return suffices
            ? Phrase(
                zh: "若\(condition)：限值为\(limit)，即为合法。",
                en: "With \(condition) the limit would be \(limit), and it would be lawful."
            )
            : Phrase(
                zh: "若\(condition)：限值为\(limit)，仍超过限值。",
                en: "With \(condition) the limit would be \(limit), and it would still be over."
            )
    }

    private static func condition(_ change: RegistryChange) -> Phrase {
        switch change {
        case .airSuspension: Phrase(zh: "档案登记有空气悬架", en: "air suspension in the registry")
        case .noSingleTyres:
            Phrase(zh: "档案登记无每侧单胎的轴", en: "no axle with single tyres in the registry")
        case .registeredGross:
            Phrase(zh: "行驶证记载总质量不低于其他限值", en: "a registered gross mass that is not lower")
        case .permit: Phrase(zh: "许可当时仍有效", en: "the permit still in force")
        }
    }
}

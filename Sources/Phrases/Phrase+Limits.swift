// Copyright the Steelyard authors. SPDX-License-Identifier: Apache-2.0

extension Phrase {
    /// The gross limit that holds in the end.
    public static func grossLimit(_ limit: Mass, _ source: Source) -> Phrase {
        Phrase(zh: "总质量限值：\(limit)，依据\(source)。", en: "Gross limit: \(limit), by \(source).")
    }

    /// The limit of the axle pattern or of the given type, where something else changes it.
    public static func baseLimit(_ limit: Mass, byType: Bool, _ source: Source) -> Phrase {
        byType
            ? Phrase(
                zh: "所给车辆类型的限值：\(limit)，依据\(source)。",
                en: "Limit of the vehicle type given: \(limit), by \(source)."
            )
            : Phrase(
                zh: "轴型的限值：\(limit)，依据\(source)。",
                en: "Limit of the axle pattern: \(limit), by \(source)."
            )
    }

    /// What the distance of the outer axles allows.
    public static func lengthLimit(
        _ distance: Length,
        _ limit: Mass,
        lowers: Bool,
        _ source: Source
    ) -> Phrase {
        lowers
            ? Phrase(
                zh: "首末轴间距\(distance)，允许\(limit)，低于上述限值，依据\(source)。",
                en: """
                    The outer axles are \(distance) apart, which allows \(limit), less than the \
                    limit above, by \(source).
                    """
            )
            : Phrase(
                zh: "首末轴间距\(distance)，允许\(limit)，不低于上述限值，依据\(source)。",
                en: """
                    The outer axles are \(distance) apart, which allows \(limit), not less than the \
                    limit above, by \(source).
                    """
            )
    }

    // MARK: What the registry says

    /// The registry does not know the vehicle.
    public static var vehicleUnknown: Phrase {
        Phrase(zh: "车辆档案中无此车。", en: "The vehicle registry does not know this vehicle.")
    }

    /// Air suspension.
    public static func airSuspension(_ limit: Mass, _ source: Source) -> Phrase {
        Phrase(
            zh: "车辆档案：装备空气悬架，限值提高到\(limit)，依据\(source)。",
            en: "Registry: air suspension raises the limit to \(limit), by \(source)."
        )
    }

    /// The limits of the groups together.
    public static func sumOfGroups(_ limit: Mass, _ source: Source) -> Phrase {
        Phrase(
            zh: "车辆档案：轮胎情况已知，各轴组限值之和较低，限值为\(limit)，依据\(source)。",
            en: """
                Registry: the tyres are known, and the limits of the axle groups together are \
                lower: \(limit), by \(source).
                """
        )
    }

    /// Axles with single tyres.
    public static func singleTyres(
        axles: Int,
        reduction: Mass,
        limit: Mass,
        _ source: Source
    ) -> Phrase {
        Phrase(
            zh: """
                车辆档案：每侧单胎的轴\(number: axles)根，限值减少\(reduction)，\
                为\(limit)，依据\(source)。
                """,
            en: """
                Registry: axles with single tyres: \(number: axles); they take \(reduction) off the \
                limit, which is then \(limit), by \(source).
                """
        )
    }

    /// A lower registered gross mass.
    public static func registeredGross(_ gross: Mass, limit: Mass, _ source: Source) -> Phrase {
        Phrase(
            zh: "车辆档案：行驶证记载总质量\(gross)，限值为\(limit)，依据\(source)。",
            en: "Registry: the registered gross mass is \(gross), the limit \(limit), by \(source)."
        )
    }

    /// A class whose limit is the registered gross mass.
    public static func licensed(
        className: String,
        gross: Mass,
        limit: Mass,
        _ source: Source
    ) -> Phrase {
        Phrase(
            zh: """
                车辆档案：类别\(className)，以行驶证记载总质量\(gross)为准，限值为\(limit)，\
                依据\(source)。
                """,
            en: """
                Registry: for the class \(className) the registered gross mass of \(gross) counts, \
                the limit is \(limit), by \(source).
                """
        )
    }

    /// A permit in force; nil where nobody knows what it allows.
    public static func permit(until: Moment, _ gross: Mass?, _ source: Source) -> Phrase {
        guard let gross else {
            return Phrase(
                zh: """
                    车辆档案：超限运输许可有效至\(until)，许可质量不详，按有利于车辆处理，\
                    不认定超限，依据\(source)。
                    """,
                en: """
                    Registry: a permit is in force until \(until); what it allows is not known, so \
                    doubt favours the vehicle, which is not deemed over-limit, by \(source).
                    """
            )
        }
        return Phrase(
            zh: "车辆档案：超限运输许可有效至\(until)，许可总质量\(gross)，依据\(source)。",
            en: "Registry: a permit in force until \(until) allows \(gross), by \(source)."
        )
    }

    /// A class that is not deemed over-limit.
    public static func exempt(className: String, _ source: Source) -> Phrase {
        Phrase(
            zh: "车辆档案：类别\(className)，不认定为超限运输车辆，依据\(source)。",
            en: "Registry: the class \(className) is not deemed over-limit, by \(source)."
        )
    }

    /// A fact that the registry does not know, and how that was decided.
    public enum Unknown: Sendable, CaseIterable {
        /// Tyres.
        case tyres
        /// Suspension.
        case suspension
        /// Registered gross mass.
        case registeredGross
        /// The vehicle passed with another number of axles than registered.
        case axleCount
        /// What the permit allows.
        case permitGross
    }

    /// A fact that the registry does not know, and how that was decided.
    public static func unknown(_ fact: Unknown) -> Phrase {
        switch fact {
        case .tyres:
            Phrase(
                zh: "轮胎情况未知：不因单胎减少限值，各轴组限值之和也不适用。",
                en: """
                    Not known: the tyres. Nothing is taken off for single tyres, and the limits of \
                    the axle groups together do not count.
                    """
            )
        case .suspension:
            Phrase(
                zh: "悬架情况未知：仍用轴型的限值。",
                en: "Not known: the suspension. The limit of the axle pattern holds."
            )
        case .registeredGross:
            Phrase(
                zh: "行驶证记载总质量未知：仍用轴数的限值。",
                en: "Not known: the registered gross mass. The limit of the axle count holds."
            )
        case .axleCount:
            Phrase(
                zh: "实测轴数与登记不符，各轴轮胎情况未知：不因轮胎改变限值。",
                en: """
                    Not known: the tyres of the vehicle as it passed, whose number of axles is not \
                    the registered one. The limit is not changed for tyres.
                    """
            )
        case .permitGross:
            Phrase(
                zh: "许可质量未知：按有利于车辆处理。",
                en: "Not known: what the permit allows. Decided for the vehicle."
            )
        }
    }

    // MARK: Groups and stretches

    /// Where an axle group stands.
    public enum GroupRole: String, Sendable, CaseIterable {
        /// The first group.
        case steer
        /// Two steered axles in front.
        case steerPair = "steer_pair"
        /// The second group.
        case drive
        /// Any other.
        case other
    }

    private static func role(_ role: GroupRole) -> Phrase {
        switch role {
        case .steer: Phrase(zh: "转向轴组", en: "steer group")
        case .steerPair: Phrase(zh: "双转向轴组", en: "steer pair")
        case .drive: Phrase(zh: "驱动轴组", en: "drive group")
        case .other: Phrase(zh: "其他轴组", en: "other group")
        }
    }

    /// A load against a limit.
    private static func held(_ load: Mass, _ limit: Mass) -> Phrase {
        let excess = load.kilograms - limit.kilograms
        return if excess > 0 {
            Phrase(
                zh: "\(load)，限值\(limit)，超出\(Mass(excess))",
                en: "\(load), limit \(limit), \(Mass(excess)) over"
            )
        } else {
            Phrase(
                zh: "\(load)，限值\(limit)，未超出，余\(Mass(-excess))",
                en: "\(load), limit \(limit), not over, \(Mass(-excess)) to spare"
            )
        }
    }

    /// What an axle group weighs and may weigh; no limit where the law has none.
    public static func group(
        _ number: Int,
        _ role: GroupRole,
        _ axles: Axles,
        _ load: Mass,
        limit: Mass?
    ) -> Phrase {
        let role = Phrase.role(role)
        guard let limit else {
            return Phrase(
                zh: "第\(number: number)组（\(role)，\(axles)）：\(load)，规则无限值。",
                en: "Group \(number: number) (\(role), \(axles)): \(load); the law has no limit."
            )
        }
        let held = held(load, limit)
        return Phrase(
            zh: "第\(number: number)组（\(role)，\(axles)）：\(held)。",
            en: "Group \(number: number) (\(role), \(axles)): \(held)."
        )
    }

    /// What a group over its limit does to the verdict.
    public enum GroupEffect: String, Sendable, CaseIterable {
        /// Nothing: it is shown.
        case advisory
        /// The same as a gross mass over its limit.
        case deciding
        /// Nothing, because a permit for the whole vehicle is in force.
        case underPermit = "under_permit"
    }

    /// Where the limits of groups come from, and whether they decide.
    public static func groupRule(_ effect: GroupEffect, _ source: Source) -> Phrase {
        switch effect {
        case .deciding:
            Phrase(
                zh: "轴组限值依据\(source)，超过即影响结论。",
                en: "The limits of axle groups come from \(source); a group over its limit decides."
            )
        case .advisory:
            Phrase(
                zh: "轴组限值依据\(source)，仅供参考，不影响结论。",
                en: "The limits of axle groups come from \(source); they are advisory only."
            )
        case .underPermit:
            Phrase(
                zh: "轴组限值依据\(source)，因有整车许可，不影响结论。",
                en: """
                    The limits of axle groups come from \(source); a permit for the whole vehicle is \
                    in force, so they do not decide.
                    """
            )
        }
    }

    /// A stretch of axles against what its length allows.
    public static func stretch(
        _ axles: Axles,
        _ length: Length,
        _ load: Mass,
        limit: Mass
    ) -> Phrase {
        let held = held(load, limit)
        return Phrase(
            zh: "\(axles)，首末间距\(length)：\(held)（按长度）。",
            en: "By length, \(axles), \(length) long: \(held)."
        )
    }

    /// What stays of a group or stretch over its limit once the permissible error is deducted.
    public static func partAfterDeduction(_ axles: Axles, _ kept: Mass, limit: Mass) -> Phrase {
        kept.kilograms > limit.kilograms
            ? Phrase(
                zh: "\(axles)扣减允许误差后为\(kept)，仍超过限值\(limit)。",
                en: "Of \(axles), \(kept) stay after the deduction, still over \(limit)."
            )
            : Phrase(
                zh: "\(axles)扣减允许误差后为\(kept)，不超过限值\(limit)。",
                en: "Of \(axles), \(kept) stay after the deduction, not over \(limit)."
            )
    }
}

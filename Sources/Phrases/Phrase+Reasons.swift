// Copyright the Steelyard authors. SPDX-License-Identifier: Apache-2.0

extension Phrase {
    /// A reason that a verdict shows; the raw value is its name in the verdict file.
    public enum Reason: String, Sendable, CaseIterable {
        /// Speed out of the certified range.
        case speed
        /// An axle too light to be one.
        case axleLight = "axle_light"
        /// An axle too heavy to be one.
        case axleHeavy = "axle_heavy"
        /// A gross mass no vehicle has.
        case grossHeavy = "gross_heavy"
        /// Axles too close together.
        case spacingShort = "spacing_short"
        /// Axles too far apart.
        case spacingLong = "spacing_long"
        /// Sides that differ too much.
        case imbalance
        /// An instant no running clock gives.
        case clock
        /// Before the first edition of the rulebook.
        case noRulebook = "no_rulebook"
        /// Left equals right on every axle.
        case mirroredWheels = "mirrored_wheels"
        /// No certificate valid at that instant.
        case noCertificate = "no_certificate"
        /// An axle pattern that the law does not name.
        case patternUnknown = "pattern_unknown"
        /// A rigid vehicle with more axles than the law has a figure for.
        case noRigidLimit = "no_rigid_limit"
        /// An axle group larger than the law has a figure for.
        case groupLimitUnknown = "group_limit_unknown"
        /// An axle group or stretch over its limit, where that decides.
        case groupOver = "group_over"
        /// The registry changed the gross limit.
        case registryLimit = "registry_limit"
        /// A permit in force.
        case permit
        /// A class not deemed over-limit.
        case exemptClass = "exempt_class"
        /// A site that the registry does not know.
        case unknownSite = "unknown_site"
        /// Bytes that do not match the gateway's hash.
        case hashMismatch = "hash_mismatch"
        /// Stored before, by another way.
        case duplicate
    }

    /// A reason in a few words, without a full stop.
    public static func name(of reason: Reason) -> Phrase {
        switch reason {
        case .speed: Phrase(zh: "车速超出检定范围", en: "speed out of range")
        case .axleLight: Phrase(zh: "轴载过轻", en: "axle too light")
        case .axleHeavy: Phrase(zh: "轴载过重", en: "axle too heavy")
        case .grossHeavy: Phrase(zh: "总质量不可信", en: "gross mass not believable")
        case .spacingShort: Phrase(zh: "轴距过小", en: "spacing too short")
        case .spacingLong: Phrase(zh: "轴距过大", en: "spacing too long")
        case .imbalance: Phrase(zh: "左右偏载过大", en: "sides too unlike")
        case .clock: Phrase(zh: "时间不可信", en: "time not believable")
        case .noRulebook: Phrase(zh: "规则尚未施行", en: "no rulebook in force")
        case .mirroredWheels: Phrase(zh: "左右轮载相同", en: "mirrored wheels")
        case .noCertificate: Phrase(zh: "无有效检定证书", en: "no valid certificate")
        case .patternUnknown: Phrase(zh: "轴型未列入规则", en: "axle pattern unknown")
        case .noRigidLimit: Phrase(zh: "载货汽车无对应限值", en: "no limit for a rigid vehicle")
        case .groupLimitUnknown: Phrase(zh: "轴组无对应限值", en: "axle group without a limit")
        case .groupOver: Phrase(zh: "轴组超限", en: "axle group over its limit")
        case .registryLimit: Phrase(zh: "限值依车辆档案调整", en: "limit changed by the registry")
        case .permit: Phrase(zh: "有超限运输许可", en: "permit in force")
        case .exemptClass: Phrase(zh: "不认定超限的类别", en: "class not deemed over-limit")
        case .unknownSite: Phrase(zh: "站点未登记", en: "site unknown")
        case .hashMismatch: Phrase(zh: "数据校验值不符", en: "hash does not match")
        case .duplicate: Phrase(zh: "重复记录", en: "duplicate")
        }
    }

    /// A reason without numbers of its own, as a sentence.
    public static func reason(_ reason: Reason) -> Phrase {
        switch reason {
        case .patternUnknown:
            Phrase(
                zh: "规则未列出此轴型：按该轴数的最高限值，有利于车辆。",
                en: """
                    The law does not name this axle pattern: the highest limit of its axle count \
                    holds, since doubt favours the vehicle.
                    """
            )
        case .noRigidLimit:
            Phrase(
                zh: "规则对此轴数的载货汽车无限值：用轴型的限值。",
                en: """
                    The law has no limit for a rigid vehicle with so many axles: that of the axle \
                    pattern holds.
                    """
            )
        case .groupLimitUnknown:
            Phrase(
                zh: "规则对有的轴组无限值。",
                en: "The law has no limit for one of the axle groups."
            )
        case .groupOver:
            Phrase(zh: "有轴组超过限值。", en: "An axle group or stretch of axles is over its limit.")
        case .hashMismatch:
            Phrase(
                zh: "数据与前端设备上传时的校验值不符。",
                en: "The bytes do not match the hash that the gateway made of them."
            )
        case .duplicate:
            Phrase(
                zh: "同一通行记录此前已入库。",
                en: "The same passage was stored before, by another way."
            )
        default:
            Phrase(zh: "\(name(of: reason))。", en: "Reason: \(name(of: reason)).")
        }
    }

    /// A speed outside the range of the scale.
    public static func speed(_ speed: Speed, from low: Speed, to high: Speed) -> Phrase {
        Phrase(
            zh: "车速\(speed)，不在\(low)至\(high)之间：测量无效。",
            en: "A speed of \(speed) is not between \(low) and \(high): not a valid reading."
        )
    }

    /// An axle too light.
    public static func axleLight(_ axle: Int, _ load: Mass, least: Mass) -> Phrase {
        Phrase(
            zh: "第\(number: axle)轴\(load)，小于\(least)：测量无效。",
            en: "Axle \(number: axle) of \(load) is under \(least): not a valid reading."
        )
    }

    /// An axle too heavy.
    public static func axleHeavy(_ axle: Int, _ load: Mass, most: Mass) -> Phrase {
        Phrase(
            zh: "第\(number: axle)轴\(load)，大于\(most)：测量无效。",
            en: "Axle \(number: axle) of \(load) is above \(most): not a valid reading."
        )
    }

    /// A gross mass that is not believable.
    public static func grossHeavy(_ gross: Mass, most: Mass) -> Phrase {
        Phrase(
            zh: "总质量\(gross)，大于\(most)：测量无效。",
            en: "A gross mass of \(gross) is above \(most): not a valid reading."
        )
    }

    /// Axles too close together; `axle` is the one in front.
    public static func spacingShort(after axle: Int, _ spacing: Length, least: Length) -> Phrase {
        Phrase(
            zh: "第\(number: axle)、\(number: axle + 1)轴间距\(spacing)，小于\(least)：测量无效。",
            en: """
                Axles \(number: axle) and \(number: axle + 1), \(spacing) apart, are closer than \
                \(least): not a valid reading.
                """
        )
    }

    /// Axles too far apart; `axle` is the one in front.
    public static func spacingLong(after axle: Int, _ spacing: Length, most: Length) -> Phrase {
        Phrase(
            zh: "第\(number: axle)、\(number: axle + 1)轴间距\(spacing)，大于\(most)：测量无效。",
            en: """
                Axles \(number: axle) and \(number: axle + 1), \(spacing) apart, are farther than \
                \(most): not a valid reading.
                """
        )
    }

    /// Sides that differ too much.
    public static func imbalance(left: Mass, right: Mass, most: Share) -> Phrase {
        Phrase(
            zh: "左侧\(left)，右侧\(right)，相差超过两侧之和的\(most)：测量无效。",
            en: """
                Left \(left) and right \(right) differ by more than \(most) of both together: not a \
                valid reading.
                """
        )
    }

    /// An instant before any clock is believed.
    public static func clockEarly(earliest: Moment) -> Phrase {
        Phrase(
            zh: "时间早于\(earliest)：测量无效。",
            en: "The time is before \(earliest): not a valid reading."
        )
    }

    /// An instant ahead of the centre's clock.
    public static func clockAhead(mostSeconds: Int) -> Phrase {
        Phrase(
            zh: "时间比系统时钟超前\(number: mostSeconds)秒以上：测量无效。",
            en: """
                The time is more than \(number: mostSeconds) s ahead of the clock: not a valid \
                reading.
                """
        )
    }

    /// An instant before the first edition.
    public static func noRulebook(from: Moment) -> Phrase {
        Phrase(
            zh: "规则自\(from)起施行，此前无规则可依。",
            en: "The law holds from \(from) on; before that there is none to judge by."
        )
    }

    /// Left equals right on every axle.
    public static func mirroredWheels(tolerance: Mass) -> Phrase {
        Phrase(
            zh: "各轴左右轮载相差均不超过\(tolerance)，可能只测得一侧。",
            en: """
                Left and right agree within \(tolerance) on every axle, as where only one side was \
                measured.
                """
        )
    }
}

// Copyright the Steelyard authors. SPDX-License-Identifier: Apache-2.0

extension Phrase {
    /// A part of a rulebook; the raw value is the beginning of its keys.
    public enum LawSection: String, Sendable, CaseIterable {
        /// Name, title, time zone.
        case rulebook
        /// Name and commencement.
        case edition
        /// Citations.
        case articles
        /// How axles form groups.
        case grouping
        /// Gross limits.
        case grossLimits = "gross_limits"
        /// Limits of given vehicle types.
        case typeLimits = "vehicle_type_limits"
        /// Limits of axle groups.
        case groupLimits = "group_limits"
        /// Limits of stretches of axles.
        case bridge
        /// Limits by the wheelbase.
        case wheelbase
        /// What the vehicle registry changes.
        case registry
        /// What a scale may err.
        case deduction
        /// What makes a reading unusable.
        case validity
        /// Road wear.
        case wear
        /// What an offence costs.
        case penalty
        /// Names of classes.
        case classes
    }

    /// The heading of a part of a rulebook.
    public static func heading(_ section: LawSection) -> Phrase {
        switch section {
        case .rulebook: Phrase(zh: "规则库", en: "Rulebook")
        case .edition: Phrase(zh: "版本", en: "Edition")
        case .articles: Phrase(zh: "条文出处", en: "Articles")
        case .grouping: Phrase(zh: "轴组划分", en: "Axle groups")
        case .grossLimits: Phrase(zh: "总质量限值", en: "Gross limits")
        case .typeLimits: Phrase(zh: "按车辆类型的限值", en: "Limits of vehicle types")
        case .groupLimits: Phrase(zh: "轴组限值", en: "Limits of axle groups")
        case .bridge: Phrase(zh: "按轴间长度的限值", en: "Limits of stretches of axles")
        case .wheelbase: Phrase(zh: "按首末轴距的限值", en: "Limits by wheelbase")
        case .registry: Phrase(zh: "车辆档案的影响", en: "What the vehicle registry changes")
        case .deduction: Phrase(zh: "允许误差扣减", en: "Permissible error")
        case .validity: Phrase(zh: "测量有效性", en: "Valid readings")
        case .wear: Phrase(zh: "路面磨耗", en: "Road wear")
        case .penalty: Phrase(zh: "处罚", en: "Penalties")
        case .classes: Phrase(zh: "交通量分类", en: "Classes for counting traffic")
        }
    }

    /// Whether a number of the law was checked against the official text.
    public static func checked(_ isVerified: Bool) -> Phrase {
        isVerified ? Phrase(zh: "已核对", en: "verified") : Phrase(zh: "未核对", en: "not verified")
    }
}

// Copyright the Steelyard authors. SPDX-License-Identifier: Apache-2.0

/// What the law says of one passage.
public enum Verdict: UInt8, Sendable, CaseIterable {
    /// The measurement is not usable.
    case invalid = 0
    /// Not over the limit.
    case within = 1
    /// Over the limit, but not once the permissible error is deducted.
    case marginal = 2
    /// Over the limit after the deduction.
    case overload = 3

    /// The name in files and the store.
    public var name: String {
        switch self {
        case .invalid: "invalid"
        case .within: "within"
        case .marginal: "marginal"
        case .overload: "overload"
        }
    }
}

/// The flags of a judged passage, in the order in which they are printed.
///
/// The first nine make the verdict invalid; the others are shown. `group_over` and what follows it up to
/// `exempt_class` come only from laws and registries that know such things, the last three from the
/// centre on the way to the store and never by `classify`. The members are computed, so that a kernel
/// in another module gets the bits and not a call.
public struct Reasons: OptionSet, Sendable, Hashable {
    /// One bit a reason.
    public var rawValue: UInt32
    /// Takes the bits.
    @inlinable public init(rawValue: UInt32) { self.rawValue = rawValue }

    /// Speed outside the range in which the scale is certified.
    @inlinable public static var speed: Reasons { Reasons(rawValue: 1 << 0) }
    /// An axle too light to be one.
    @inlinable public static var axleLight: Reasons { Reasons(rawValue: 1 << 1) }
    /// An axle too heavy to be one.
    @inlinable public static var axleHeavy: Reasons { Reasons(rawValue: 1 << 2) }
    /// A gross mass no vehicle has.
    @inlinable public static var grossHeavy: Reasons { Reasons(rawValue: 1 << 3) }
    /// Axles too close together.
    @inlinable public static var spacingShort: Reasons { Reasons(rawValue: 1 << 4) }
    /// Axles too far apart for one vehicle.
    @inlinable public static var spacingLong: Reasons { Reasons(rawValue: 1 << 5) }
    /// Left and right sides that differ too much.
    @inlinable public static var imbalance: Reasons { Reasons(rawValue: 1 << 6) }
    /// An instant no running clock gives.
    @inlinable public static var clock: Reasons { Reasons(rawValue: 1 << 7) }
    /// Before the first edition of the rulebook.
    @inlinable public static var noRulebook: Reasons { Reasons(rawValue: 1 << 8) }
    /// Left equals right on every axle, as a controller writes that has only one side.
    @inlinable public static var mirroredWheels: Reasons { Reasons(rawValue: 1 << 9) }
    /// A known site without a certificate valid at that instant.
    @inlinable public static var noCertificate: Reasons { Reasons(rawValue: 1 << 10) }
    /// An axle pattern that the limit table does not name.
    @inlinable public static var patternUnknown: Reasons { Reasons(rawValue: 1 << 11) }
    /// A rigid truck with more axles than the law has a figure for.
    @inlinable public static var noRigidLimit: Reasons { Reasons(rawValue: 1 << 12) }
    /// An axle group larger than the law has a figure for.
    @inlinable public static var groupLimitUnknown: Reasons { Reasons(rawValue: 1 << 13) }
    /// An axle group or a stretch of axles over its limit, where that decides the verdict.
    @inlinable public static var groupOver: Reasons { Reasons(rawValue: 1 << 17) }
    /// The gross limit is not that of the axle pattern alone: the vehicle registry changed it.
    @inlinable public static var registryLimit: Reasons { Reasons(rawValue: 1 << 18) }
    /// A permit for this vehicle was in force.
    @inlinable public static var permit: Reasons { Reasons(rawValue: 1 << 19) }
    /// A class of vehicle that the law does not deem over-limit.
    @inlinable public static var exemptClass: Reasons { Reasons(rawValue: 1 << 20) }
    /// A site that the registry does not know.
    @inlinable public static var unknownSite: Reasons { Reasons(rawValue: 1 << 14) }
    /// A frame whose bytes do not match the hash that the gateway made when it spooled it.
    @inlinable public static var hashMismatch: Reasons { Reasons(rawValue: 1 << 15) }
    /// The same passage was stored before, by another way.
    @inlinable public static var duplicate: Reasons { Reasons(rawValue: 1 << 16) }

    /// Every reason that makes a verdict invalid.
    @inlinable public static var validity: Reasons { Reasons(rawValue: (1 << 9) - 1) }

    /// The reasons that a site's standing gives, not the judge.
    @inlinable public static var givenBySites: Reasons { [.noCertificate, .unknownSite] }

    /// All reasons with their names, in the order in which they are printed.
    public static let named: [(reason: Reasons, name: String)] = [
        (.speed, "speed"), (.axleLight, "axle_light"), (.axleHeavy, "axle_heavy"),
        (.grossHeavy, "gross_heavy"), (.spacingShort, "spacing_short"),
        (.spacingLong, "spacing_long"), (.imbalance, "imbalance"), (.clock, "clock"),
        (.noRulebook, "no_rulebook"), (.mirroredWheels, "mirrored_wheels"),
        (.noCertificate, "no_certificate"), (.patternUnknown, "pattern_unknown"),
        (.noRigidLimit, "no_rigid_limit"), (.groupLimitUnknown, "group_limit_unknown"),
        (.groupOver, "group_over"), (.registryLimit, "registry_limit"), (.permit, "permit"),
        (.exemptClass, "exempt_class"),
        (.unknownSite, "unknown_site"), (.hashMismatch, "hash_mismatch"),
        (.duplicate, "duplicate"),
    ]

    /// The names of the reasons given, in printing order.
    public var names: [String] {
        Reasons.named.compactMap { contains($0.reason) ? $0.name : nil }
    }

    /// The names separated by one space, as in the verdict file.
    public var text: String { isEmpty ? "" : names.joined(separator: " ") }
}

/// Everything the law says of one passage, to the bit.
public struct Judgement: Sendable, Equatable {
    /// The axle groups.
    public var pattern: AxlePattern
    /// Whether the vehicle counts as a combination.
    public var isCombination: Bool
    /// Sum of the axle loads, kg.
    public var gross: Int32
    /// The gross limit, kg.
    public var grossLimit: Int32
    /// 1000 × excess ÷ limit, toward zero; 0 when not over.
    public var excessPermille: Int32
    /// The largest load − limit over the groups that have a limit, kg; nil when none has.
    public var worstGroupExcess: Int32?
    /// What the scale's permissible error takes off the gross mass, kg.
    public var deduction: Int32
    /// Equivalent standard axles, thousandths.
    public var esalMilli: Int32
    /// The verdict.
    public var verdict: Verdict
    /// The reasons.
    public var reasons: Reasons
    /// Index into the edition's articles: where the gross limit comes from.
    public var articleIndex: UInt8

    /// Gross − limit, kg; negative when under.
    public var grossExcess: Int32 { gross - grossLimit }

    /// Puts a judgement together.
    public init(
        pattern: AxlePattern,
        isCombination: Bool,
        gross: Int32,
        grossLimit: Int32,
        excessPermille: Int32,
        worstGroupExcess: Int32?,
        deduction: Int32,
        esalMilli: Int32,
        verdict: Verdict,
        reasons: Reasons,
        articleIndex: UInt8
    ) {
        self.pattern = pattern
        self.isCombination = isCombination
        self.gross = gross
        self.grossLimit = grossLimit
        self.excessPermille = excessPermille
        self.worstGroupExcess = worstGroupExcess
        self.deduction = deduction
        self.esalMilli = esalMilli
        self.verdict = verdict
        self.reasons = reasons
        self.articleIndex = articleIndex
    }
}

/// What the site's certificate grants at the instant of a passage.
public struct SiteStanding: Sendable, Equatable {
    /// Maximum permissible error in service, permille, 0…999.
    public var permissibleErrorPermille: UInt16
    /// What the standing adds to the reasons: nothing, `noCertificate` or `unknownSite`.
    public var reasons: Reasons

    /// Puts a standing together.
    public init(permissibleErrorPermille: UInt16, reasons: Reasons = []) {
        self.permissibleErrorPermille = permissibleErrorPermille
        self.reasons = reasons
    }
}

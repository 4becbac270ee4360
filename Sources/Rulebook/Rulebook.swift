// Copyright the Steelyard authors. SPDX-License-Identifier: Apache-2.0
//
// Rulebook holds the law as data: editions by date, gross limits by axle pattern, group limits,
// deduction, validity, each number with the article it comes from. A rulebook is plain values; the
// `Registry` reads it from YAML, and `CompiledEdition` turns an edition into the tables that the
// judging kernels read. No number of any law stands in code.

public import Weighing

/// A text in both languages of the product.
public struct BilingualText: Sendable, Equatable {
    /// Simplified Chinese.
    public var zh: String
    /// English.
    public var en: String

    /// Puts both texts together.
    public init(zh: String, en: String) {
        self.zh = zh
        self.en = en
    }
}

/// Where a number of the law comes from.
public struct Article: Sendable, Equatable {
    /// Short citation, as in the verdict file: `Order 62 Art. 3(4)`.
    public var id: String
    /// The full citation for people.
    public var citation: BilingualText
    /// Whether someone checked the number against the official text.
    public var isVerified: Bool

    /// Puts an article together.
    public init(id: String, citation: BilingualText, isVerified: Bool) {
        self.id = id
        self.citation = citation
        self.isVerified = isVerified
    }
}

/// The law as data: its editions, oldest first.
public struct Rulebook: Sendable, Equatable {
    /// Its name on the command line and in verdicts: `cn`.
    public var id: String
    /// Its title.
    public var title: BilingualText
    /// Seconds east of UTC in which its dates begin.
    public var utcOffsetSeconds: Int
    /// The editions by the date from which they hold; at least one.
    public var editions: [Edition]

    /// Puts a rulebook together; the editions are sorted by date.
    public init(id: String, title: BilingualText, utcOffsetSeconds: Int, editions: [Edition]) {
        self.id = id
        self.title = title
        self.utcOffsetSeconds = utcOffsetSeconds
        self.editions = editions.sorted { $0.effectiveFrom < $1.effectiveFrom }
    }
}

/// One edition of a rulebook.
public struct Edition: Sendable, Equatable {
    /// The date it is named by, `2016-09-21`.
    public var name: String
    /// The first instant at which it holds.
    public var effectiveFrom: Instant
    /// Every article that its numbers cite.
    public var articles: [Article]
    /// How axles form groups.
    public var grouping: Grouping
    /// Gross limits, the first rule that matches decides.
    public var grossRules: [GrossRule]
    /// What a given vehicle type changes; the first rule that matches decides.
    public var typeRules: [TypeRule]
    /// Limits of axle groups.
    public var groupLimits: GroupLimits
    /// What a scale may err.
    public var deduction: DeductionRule
    /// What makes a measurement unusable.
    public var validity: ValidityRule
    /// How road wear is counted.
    public var wear: WearRule
    /// A limit for every stretch of neighbouring axles by its length; nil where the law has none.
    public var bridge: BridgeRule?
    /// What a vehicle's length between its outer axles allows; nil where the law has no such limit.
    public var wheelbase: WheelbaseRule?
    /// What the vehicle registry changes; nil where the law takes no notice of it.
    public var registry: RegistryRule?
    /// What an offence costs; nil where this rulebook does not say.
    public var penalty: PenaltyRule?
    /// Names of vehicle classes; nil where a class is named by its axles and groups.
    public var classes: ClassScheme?

    /// Puts an edition together.
    public init(
        name: String,
        effectiveFrom: Instant,
        articles: [Article],
        grouping: Grouping,
        grossRules: [GrossRule],
        typeRules: [TypeRule],
        groupLimits: GroupLimits,
        deduction: DeductionRule,
        validity: ValidityRule,
        wear: WearRule,
        bridge: BridgeRule? = nil,
        wheelbase: WheelbaseRule? = nil,
        registry: RegistryRule? = nil,
        penalty: PenaltyRule? = nil,
        classes: ClassScheme? = nil
    ) {
        self.name = name
        self.effectiveFrom = effectiveFrom
        self.articles = articles
        self.grouping = grouping
        self.grossRules = grossRules
        self.typeRules = typeRules
        self.groupLimits = groupLimits
        self.deduction = deduction
        self.validity = validity
        self.wear = wear
        self.bridge = bridge
        self.wheelbase = wheelbase
        self.registry = registry
        self.penalty = penalty
        self.classes = classes
    }
}

/// How axles form groups, from their spacings.
public struct Grouping: Sendable, Equatable {
    /// Neighbouring axles closer than this belong to one group, mm.
    public var joinedBelow: Int32
    /// When axles 1 and 2 are a steer pair, a group of their own; nil where the law knows none.
    public var steerPair: SteerPairRule?

    /// Puts a grouping together.
    public init(joinedBelow: Int32, steerPair: SteerPairRule?) {
        self.joinedBelow = joinedBelow
        self.steerPair = steerPair
    }
}

/// When the first two axles are a steer pair (双转向): all three conditions together.
public struct SteerPairRule: Sendable, Equatable {
    /// The vehicle has at least so many axles.
    public var axleCountMin: Int32
    /// The first spacing is below this, mm.
    public var firstBelow: Int32
    /// The second spacing is at least this, mm.
    public var secondAtLeast: Int32

    /// Puts the rule together.
    public init(axleCountMin: Int32, firstBelow: Int32, secondAtLeast: Int32) {
        self.axleCountMin = axleCountMin
        self.firstBelow = firstBelow
        self.secondAtLeast = secondAtLeast
    }
}

/// The gross limit of vehicles of some axle counts and patterns.
public struct GrossRule: Sendable, Equatable {
    /// Which patterns it speaks of.
    public enum Match: Sendable, Equatable {
        /// Any pattern.
        case any
        /// One of these patterns.
        case patterns([AxlePattern])
        /// At least so many groups, and so many axles in the drive group (the second group).
        case groups(atLeast: Int, driveAxles: ClosedRange<Int>)
    }

    /// The axle counts it speaks of, within 2…16.
    public var axles: ClosedRange<Int>
    /// The patterns it speaks of.
    public var match: Match
    /// Whether such a vehicle counts as a combination.
    public var isCombination: Bool
    /// The limit, kg.
    public var limit: Int32
    /// `id` of the article.
    public var article: String
    /// Whether the vehicle gets the reason `pattern_unknown`.
    public var isPatternUnknown: Bool
    /// Whether the edition's ``WheelbaseRule`` holds for such a vehicle too.
    public var isWheelbaseLimited: Bool

    /// Puts a rule together.
    public init(
        axles: ClosedRange<Int>,
        match: Match,
        isCombination: Bool,
        limit: Int32,
        article: String,
        isPatternUnknown: Bool = false,
        isWheelbaseLimited: Bool = false
    ) {
        self.axles = axles
        self.match = match
        self.isCombination = isCombination
        self.limit = limit
        self.article = article
        self.isPatternUnknown = isPatternUnknown
        self.isWheelbaseLimited = isWheelbaseLimited
    }
}

/// What a vehicle type given by the sensor changes in the gross limit.
///
/// `pattern_unknown` is then not given, and whether the vehicle is a combination is what the type
/// says.
public struct TypeRule: Sendable, Equatable {
    /// The type it speaks of; never `.unspecified`.
    public var type: VehicleType
    /// The axle counts it speaks of.
    public var axles: ClosedRange<Int>
    /// The limit, kg; nil keeps the limit (and article) of the pattern.
    public var limit: Int32?
    /// `id` of the article; nil with a nil limit.
    public var article: String?
    /// Whether the vehicle gets the reason `no_rigid_limit`.
    public var isWithoutLimit: Bool
    /// Whether the edition's ``WheelbaseRule`` holds for such a vehicle too; only with a limit.
    public var isWheelbaseLimited: Bool

    /// Puts a rule together.
    public init(
        type: VehicleType,
        axles: ClosedRange<Int>,
        limit: Int32?,
        article: String?,
        isWithoutLimit: Bool = false,
        isWheelbaseLimited: Bool = false
    ) {
        self.type = type
        self.axles = axles
        self.limit = limit
        self.article = article
        self.isWithoutLimit = isWithoutLimit
        self.isWheelbaseLimited = isWheelbaseLimited
    }
}

/// The limit of an axle group up to a spacing.
public struct SpacingBand: Sendable, Equatable {
    /// The band holds below this spacing, mm; `Int32.max` in the last band.
    public var below: Int32
    /// The limit, kg.
    public var limit: Int32

    /// Puts a band together.
    ///
    /// "Up to and including s mm" is `below: s + 1`.
    public init(below: Int32, limit: Int32) {
        self.below = below
        self.limit = limit
    }
}

/// Limits of axle groups, kg.
///
/// Groups of four or more axles have none.
public struct GroupLimits: Sendable, Equatable {
    /// A first group of one axle.
    public var steerSingle: Int32
    /// The steer pair.
    public var steerPair: Int32
    /// A second group (the drive group) of one axle.
    public var driveSingle: Int32
    /// Any other group of one axle.
    public var otherSingle: Int32
    /// Groups of two axles other than the steer pair, by their spacing; 1 to 3 bands, rising.
    public var pair: [SpacingBand]
    /// A drive group (the second group) of two axles; empty where ``pair`` holds for it too.
    public var drivePair: [SpacingBand]
    /// Groups of three axles, by the larger inner spacing; 1 to 3 bands, rising, or none where the
    /// edition's ``BridgeRule`` limits them.
    public var tridem: [SpacingBand]
    /// Whether a group over its limit makes the verdict, as a gross mass over its limit does.
    ///
    /// Where it does not, the excess of groups is only shown.
    public var isDeciding: Bool
    /// `id` of the article.
    public var article: String

    /// Puts the limits together.
    public init(
        steerSingle: Int32,
        steerPair: Int32,
        driveSingle: Int32,
        otherSingle: Int32,
        pair: [SpacingBand],
        drivePair: [SpacingBand] = [],
        tridem: [SpacingBand],
        isDeciding: Bool = false,
        article: String
    ) {
        self.steerSingle = steerSingle
        self.steerPair = steerPair
        self.driveSingle = driveSingle
        self.otherSingle = otherSingle
        self.pair = pair
        self.drivePair = drivePair
        self.tridem = tridem
        self.isDeciding = isDeciding
        self.article = article
    }
}

/// The permissible error that is granted to the vehicle, permille of the gross mass.
public struct DeductionRule: Sendable, Equatable {
    /// By accuracy class of the certificate: `"5"` → 50.
    public var permilleByClass: [String: UInt16]
    /// At a site that the registry does not know.
    public var unknownSitePermille: UInt16
    /// At a known site without a certificate valid at that instant.
    public var noCertificatePermille: UInt16
    /// `id` of the article.
    public var article: String

    /// Puts the rule together.
    public init(
        permilleByClass: [String: UInt16],
        unknownSitePermille: UInt16,
        noCertificatePermille: UInt16,
        article: String
    ) {
        self.permilleByClass = permilleByClass
        self.unknownSitePermille = unknownSitePermille
        self.noCertificatePermille = noCertificatePermille
        self.article = article
    }
}

/// What makes a measurement unusable; each bound is the last good value.
public struct ValidityRule: Sendable, Equatable {
    /// Slowest good speed, hundredths of km/h.
    public var speedMin: Int32
    /// Fastest good speed, hundredths of km/h.
    public var speedMax: Int32
    /// Lightest good axle, kg.
    public var axleMin: Int32
    /// Heaviest good axle, kg.
    public var axleMax: Int32
    /// Heaviest good gross mass, kg.
    public var grossMax: Int32
    /// Shortest good spacing, mm.
    public var spacingMin: Int32
    /// Longest good spacing, mm.
    public var spacingMax: Int32
    /// |ΣL − ΣR| may be at most this share of ΣL + ΣR, permille.
    public var imbalanceMaxPermille: Int32
    /// The first good instant.
    public var clockEarliest: Instant
    /// How far ahead of the clock an instant may be, seconds.
    public var clockAheadMaxSeconds: Int64
    /// Mirrored wheels are looked for from so many axles on.
    public var mirroredAxleCountMin: Int32
    /// Left and right count as mirrored up to this difference on every axle, kg.
    public var mirroredTolerance: Int32

    /// Puts the rule together.
    public init(
        speedMin: Int32,
        speedMax: Int32,
        axleMin: Int32,
        axleMax: Int32,
        grossMax: Int32,
        spacingMin: Int32,
        spacingMax: Int32,
        imbalanceMaxPermille: Int32,
        clockEarliest: Instant,
        clockAheadMaxSeconds: Int64,
        mirroredAxleCountMin: Int32,
        mirroredTolerance: Int32
    ) {
        self.speedMin = speedMin
        self.speedMax = speedMax
        self.axleMin = axleMin
        self.axleMax = axleMax
        self.grossMax = grossMax
        self.spacingMin = spacingMin
        self.spacingMax = spacingMax
        self.imbalanceMaxPermille = imbalanceMaxPermille
        self.clockEarliest = clockEarliest
        self.clockAheadMaxSeconds = clockAheadMaxSeconds
        self.mirroredAxleCountMin = mirroredAxleCountMin
        self.mirroredTolerance = mirroredTolerance
    }
}

/// Road wear by the fourth power: an axle of `reference` kg counts 1,000 thousandths.
public struct WearRule: Sendable, Equatable {
    /// The standard axle, kg, at least 1,000.
    public var reference: Int32
    /// Heavier axles count as this, kg, at most 50,000.
    public var cap: Int32

    /// Puts the rule together.
    public init(reference: Int32, cap: Int32) {
        self.reference = reference
        self.cap = cap
    }
}

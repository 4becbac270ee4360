// Copyright the Steelyard authors. SPDX-License-Identifier: Apache-2.0

import Weighing

/// The numbers of an edition as the kernels compare with them; every bound is the first bad value or
/// the last good one as its name says.
public struct KernelThresholds: Sendable {
    /// Axles closer than this belong together, mm.
    public var joinedBelow: Int32
    /// Steer pair: fewest axles; `Int32.max` where the law knows no pair.
    public var pairAxleCountMin: Int32
    /// Steer pair: the first spacing is below this, mm.
    public var pairFirstBelow: Int32
    /// Steer pair: the second spacing is at least this, mm.
    public var pairSecondAtLeast: Int32
    /// Limit of a steer axle, kg.
    public var steerSingle: Int32
    /// Limit of the steer pair, kg.
    public var steerPair: Int32
    /// Limit of a single drive axle, kg.
    public var driveSingle: Int32
    /// Limit of any other single axle, kg.
    public var otherSingle: Int32
    /// Three limits of a pair; the second holds from `tandemFrom.0` mm, the third from `tandemFrom.1`.
    public var tandem: (Int32, Int32, Int32)
    /// See ``tandem``; `Int32.max` where there are fewer bands.
    public var tandemFrom: (Int32, Int32)
    /// Three limits of a tridem, like ``tandem``.
    public var tridem: (Int32, Int32, Int32)
    /// See ``tridem``.
    public var tridemFrom: (Int32, Int32)
    /// Limits of a drive group of two axles, like ``tandem``.
    public var driveTandem: (Int32, Int32, Int32)
    /// See ``driveTandem``.
    public var driveTandemFrom: (Int32, Int32)
    /// Whether a group over its limit makes the verdict.
    public var groupsDecide: Bool
    /// Whether stretches of axles are limited by their length; the table is the edition's.
    public var hasBridge: Bool
    /// Two pairs of axles may weigh at least ``bridgePairsLimit`` from this length on, feet;
    /// `Int32.max` where there is no such exception.
    public var bridgePairsFrom: Int32
    /// See ``bridgePairsFrom``, kg.
    public var bridgePairsLimit: Int32
    /// Index of the bridge rule's article, in the place of a ``GrossClass``.
    public var bridgeArticle: UInt32
    /// What the wheelbase allows, kg a millimetre; 0 where it does not matter.
    public var wheelbaseFactor: Int32
    /// Index of the wheelbase rule's article, in the place of a ``GrossClass``.
    public var wheelbaseArticle: UInt32
    /// Whether the kernel needs more than the limits of patterns and the showing of groups.
    public var isExtended: Bool
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
    /// Largest good imbalance, permille of ΣL + ΣR.
    public var imbalanceMaxPermille: Int32
    /// Mirrored wheels are looked for from so many axles on.
    public var mirroredAxleCountMin: Int32
    /// Mirrored up to this difference, kg.
    public var mirroredTolerance: Int32
    /// Heavier axles count as this in the wear, kg.
    public var wearCap: Int32
    /// 1000 ÷ reference⁴: wear in thousandths = ⌊kg⁴ × this⌋.
    public var wearScale: Double
    /// √``wearScale``, a few units in its last place too large: (kg² × this)² is the wear, and
    /// never just below a whole number that it should be.
    public var wearRoot: Double

    /// Takes the numbers out of an edition that was checked.
    init(_ edition: Edition) {
        joinedBelow = edition.grouping.joinedBelow
        // A pair is told by two spacings, so two axles are none whatever the law says.
        pairAxleCountMin = edition.grouping.steerPair.map { max($0.axleCountMin, 3) } ?? .max
        pairFirstBelow = edition.grouping.steerPair?.firstBelow ?? 0
        pairSecondAtLeast = edition.grouping.steerPair?.secondAtLeast ?? 0
        let groups = edition.groupLimits
        steerSingle = groups.steerSingle
        steerPair = groups.steerPair
        driveSingle = groups.driveSingle
        otherSingle = groups.otherSingle
        (tandem, tandemFrom) = KernelThresholds.bands(groups.pair)
        (tridem, tridemFrom) = KernelThresholds.bands(groups.tridem)
        (driveTandem, driveTandemFrom) =
            groups.drivePair.isEmpty
            ? (tandem, tandemFrom) : KernelThresholds.bands(groups.drivePair)
        groupsDecide = groups.isDeciding
        hasBridge = edition.bridge != nil
        bridgePairsFrom = edition.bridge?.twoPairs?.lengthMin ?? .max
        bridgePairsLimit = edition.bridge?.twoPairs?.limit ?? 0
        func index(_ article: String?) -> UInt32 {
            let index = article.flatMap { id in edition.articles.firstIndex { $0.id == id } } ?? 0
            return GrossClass(limit: 0, articleIndex: UInt8(index), isCombination: false).rawValue
        }
        bridgeArticle = index(edition.bridge?.article)
        wheelbaseFactor = edition.wheelbase?.kilogramsPerMillimetre ?? 0
        wheelbaseArticle = index(edition.wheelbase?.article)
        isExtended =
            groups.isDeciding || hasBridge || wheelbaseFactor > 0 || !groups.drivePair.isEmpty
        let validity = edition.validity
        speedMin = validity.speedMin
        speedMax = validity.speedMax
        axleMin = validity.axleMin
        axleMax = validity.axleMax
        grossMax = validity.grossMax
        spacingMin = validity.spacingMin
        spacingMax = validity.spacingMax
        imbalanceMaxPermille = validity.imbalanceMaxPermille
        mirroredAxleCountMin = validity.mirroredAxleCountMin
        mirroredTolerance = validity.mirroredTolerance
        wearCap = edition.wear.cap
        wearScale = KernelThresholds.scale(edition.wear)
        wearRoot = KernelThresholds.root(wearScale)
    }

    /// Stands in for the limit of a group that has none, kg: more than any group weighs, by far.
    public static let beyondLimits: Int32 = 1 << 29

    private static func bands(
        _ bands: [SpacingBand]
    ) -> ((Int32, Int32, Int32), (Int32, Int32)) {
        guard let first = bands.first else {
            return ((beyondLimits, beyondLimits, beyondLimits), (.max, .max))
        }
        let second = bands.count > 1 ? bands[1] : first
        let third = bands.count > 2 ? bands[2] : second
        return (
            (first.limit, second.limit, third.limit),
            (first.below, bands.count > 2 ? second.below : .max)
        )
    }

    private static func scale(_ wear: WearRule) -> Double {
        let reference = Double(wear.reference)
        return 1_000 / (reference * reference * reference * reference)
    }

    /// The wear of one axle in thousandths as the kernels compute it, in double precision: the
    /// product is off by a few units in the last place, so a quotient that is a whole number could
    /// come out just below it; 2⁻³⁰ lifts it over.
    @inlinable
    public static func wear(_ kilograms: Double, scale: Double) -> Double {
        let square = kilograms * kilograms
        return ((square * scale) * square + 0x1p-30).rounded(.down)
    }

    private static func root(_ scale: Double) -> Double { scale.squareRoot() * (1 + 0x1p-50) }

    /// Whether every way of computing it equals the whole part, for a load: rounded down once from
    /// the exact square, or to the nearest of ``wearLift`` less.
    private static func isWearExact(_ kilograms: Double, _ root: Double, _ exact: Double) -> Bool {
        let x = kilograms * kilograms * root
        let square = x * x
        let rest = (-square).addingProduct(x, x)
        let down = square.rounded(.down)
        let floor = down == square && rest < 0 ? down - 1 : down
        return floor == exact && 0x1.8p52 + (square + wearLift) == 0x1.8p52 + exact
    }

    /// What is added to a wear before it is rounded to the nearest whole number: −½ rounds down,
    /// and 2⁻³⁰ lifts a wear that is whole over.
    public static let wearLift = 0x1p-30 - 0.5

    /// Whether ``wear(_:scale:)`` equals ⌊kg⁴ × 1000 ÷ reference⁴⌋ for every load up to the cap; there
    /// are few enough to try them all.
    static func isWearExact(_ wear: WearRule) -> Bool {
        let reference = UInt128(wear.reference)
        let divisor = reference * reference * reference * reference
        let scale = scale(wear)
        let root = root(scale)
        return (0...UInt128(wear.cap)).allSatisfy { load in
            let exact = load * load * load * load * 1_000 / divisor
            return Double(exact) == KernelThresholds.wear(Double(load), scale: scale)
                && isWearExact(Double(load), root, Double(exact))
        }
    }
}

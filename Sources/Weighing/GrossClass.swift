// Copyright the Steelyard authors. SPDX-License-Identifier: Apache-2.0

/// What the law says about the gross mass of one axle pattern and vehicle type, in 32 bits.
///
/// The class table of an edition holds one for every pattern and type, and a judged row keeps its own:
///
///     bit   31…24           23          22                  21                20             19…0
///           article index   wheelbase   no limit for type   pattern unknown   combination    limit, kg
public struct GrossClass: Sendable, Equatable, BitwiseCopyable {
    /// No limit is lower, kg: no road vehicle weighs less, and a share of a limit can be taken.
    public static let limitMin: Int32 = 1_000
    /// Bits of the flags.
    public static let flagMask: UInt32 = 0xF0_0000
    /// Bits of the limit.
    public static let limitMask: UInt32 = 0xF_FFFF
    private static let combinationBit: UInt32 = 1 << 20
    private static let patternUnknownBit: UInt32 = 1 << 21
    private static let withoutLimitBit: UInt32 = 1 << 22
    /// The limit may be lowered by what the distance of the outer axles allows.
    public static let wheelbaseBit: UInt32 = 1 << 23
    private static let articleShift: UInt32 = 24

    /// The bits.
    public var rawValue: UInt32

    /// A class from its bits.
    public init(rawValue: UInt32) { self.rawValue = rawValue }

    /// Puts a class together.
    ///
    /// - Parameters:
    ///   - limit: The limit in kg, 0 … ``limitMask``.
    ///   - articleIndex: Index of its article in the edition.
    ///   - isCombination: Whether the vehicle counts as a combination.
    ///   - isPatternUnknown: Whether the law does not know the axle pattern.
    ///   - isWithoutLimit: Whether the law has no limit for the type with so many axles.
    ///   - isWheelbaseLimited: Whether the distance of the outer axles may lower the limit.
    public init(
        limit: Int32,
        articleIndex: UInt8,
        isCombination: Bool,
        isPatternUnknown: Bool = false,
        isWithoutLimit: Bool = false,
        isWheelbaseLimited: Bool = false
    ) {
        precondition(
            (0...Int32(GrossClass.limitMask)).contains(limit),
            "A gross limit of \(limit) kg does not fit 20 bits."
        )
        rawValue =
            UInt32(limit) | UInt32(articleIndex) << GrossClass.articleShift
            | (isCombination ? GrossClass.combinationBit : 0)
            | (isPatternUnknown ? GrossClass.patternUnknownBit : 0)
            | (isWithoutLimit ? GrossClass.withoutLimitBit : 0)
            | (isWheelbaseLimited ? GrossClass.wheelbaseBit : 0)
    }

    /// The limit in kg.
    public var limit: Int32 { Int32(rawValue & GrossClass.limitMask) }
    /// Index of the limit's article in the edition.
    public var articleIndex: UInt8 { UInt8(rawValue >> GrossClass.articleShift) }
    /// Whether the vehicle counts as a combination.
    public var isCombination: Bool { rawValue & GrossClass.combinationBit != 0 }
    /// Whether the law does not know the axle pattern.
    public var isPatternUnknown: Bool { rawValue & GrossClass.patternUnknownBit != 0 }
    /// Whether the law has no limit for the type with so many axles.
    public var isWithoutLimit: Bool { rawValue & GrossClass.withoutLimitBit != 0 }
    /// Whether the distance of the outer axles may lower the limit.
    public var isWheelbaseLimited: Bool { rawValue & GrossClass.wheelbaseBit != 0 }

    /// The same class with another limit and article, as where something else lowers the limit.
    public func limited(to limit: Int32, articleIndex: UInt8) -> GrossClass {
        var other = self
        other.rawValue &= ~(GrossClass.limitMask | 0xFF << GrossClass.articleShift)
        other.rawValue |= UInt32(limit) & GrossClass.limitMask
        other.rawValue |= UInt32(articleIndex) << GrossClass.articleShift
        return other
    }
}

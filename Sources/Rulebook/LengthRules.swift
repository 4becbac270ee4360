// Copyright the Steelyard authors. SPDX-License-Identifier: Apache-2.0

/// A limit for every stretch of two or more neighbouring axles, by the distance of its outer axles.
///
/// `W = unit × (L × N ÷ (N − 1) + perAxle × N + constant)` pounds, rounded to the nearest whole `unit`,
/// half upwards; L is the distance of the outer axles of the stretch in feet, rounded to the nearest
/// foot, half upwards, and at least `lengthMin`; N is the number of its axles. Inside, masses are
/// kilograms: the largest whole number of kilograms that is not more than W.
///
/// The stretch of all axles limits the gross mass, a shorter one the load of its axles.
///
/// - Source: 23 U.S.C. 127(a)(2), 23 CFR 658.17 (unverified).
public struct BridgeRule: Sendable, Equatable {
    /// Two pairs of axles that together may carry more.
    public struct TwoPairs: Sendable, Equatable {
        /// Distance of the outer axles of both, feet; from here on.
        public var lengthMin: Int32
        /// What both together may weigh at least, kg.
        public var limit: Int32

        /// Puts the exception together.
        public init(lengthMin: Int32, limit: Int32) {
            self.lengthMin = lengthMin
            self.limit = limit
        }
    }

    /// Pounds by which the formula is multiplied, and to which its result is rounded.
    public var unit: Int32
    /// What each axle adds.
    public var perAxle: Int32
    /// What is added once.
    public var constant: Int32
    /// Shorter stretches count as this long, feet.
    public var lengthMin: Int32
    /// Four axles that are two groups of two; nil where the law has no such exception.
    public var twoPairs: TwoPairs?
    /// `id` of the article.
    public var article: String

    /// Puts the rule together.
    public init(
        unit: Int32,
        perAxle: Int32,
        constant: Int32,
        lengthMin: Int32,
        twoPairs: TwoPairs?,
        article: String
    ) {
        self.unit = unit
        self.perAxle = perAxle
        self.constant = constant
        self.lengthMin = lengthMin
        self.twoPairs = twoPairs
        self.article = article
    }

    /// Whole feet of a distance, to the nearest, half upwards.
    ///
    /// - Parameter millimetres: A distance, 0 or more; a foot is 304.8 mm.
    /// - Returns: Feet.
    public static func feet(_ millimetres: Int) -> Int { (millimetres * 10 + 1_524) / 3_048 }

    /// The largest whole number of kilograms that is not more than a mass in pounds.
    ///
    /// - Parameter pounds: 0 or more; a pound is 0.45359237 kg by definition.
    /// - Returns: Kilograms.
    public static func kilograms(_ pounds: Int) -> Int { pounds * 45_359_237 / 100_000_000 }

    /// What the formula allows.
    ///
    /// - Parameters:
    ///   - axles: Number of axles, 2 or more.
    ///   - feet: Distance of the outer axles, whole feet.
    /// - Returns: Pounds.
    public func pounds(axles: Int, feet: Int) -> Int {
        let length = max(feet, Int(lengthMin))
        // Nearest whole unit: ⌊L × N ÷ (N − 1) + ½⌋; the other terms are whole already.
        let spread = (2 * length * axles + axles - 1) / (2 * (axles - 1))
        return Int(unit) * (spread + Int(perAxle) * axles + Int(constant))
    }
}

/// What the distance between a vehicle's first and last axle allows for its gross mass.
///
/// - Source: Directive 96/53/EC, Annex I, 4.3: five tonnes a metre, which is 5 kg a millimetre.
public struct WheelbaseRule: Sendable, Equatable {
    /// Kilograms a millimetre, 1…50.
    public var kilogramsPerMillimetre: Int32
    /// `id` of the article.
    public var article: String

    /// Puts the rule together.
    public init(kilogramsPerMillimetre: Int32, article: String) {
        self.kilogramsPerMillimetre = kilogramsPerMillimetre
        self.article = article
    }
}

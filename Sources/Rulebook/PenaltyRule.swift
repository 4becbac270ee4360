// Copyright the Steelyard authors. SPDX-License-Identifier: Apache-2.0

/// What an offence costs by the law: a proposal to the officer, never a decision.
public struct PenaltyRule: Sendable, Equatable {
    /// The fine for mass above the limit.
    public struct Mass: Sendable, Equatable {
        /// Up to and including this excess there is a warning, kg.
        public var warningUpTo: Int32
        /// The fine is by steps of this excess, kg.
        public var step: Int32
        /// Money for each step.
        public var perStep: Int32
        /// `id` of the article.
        public var article: String

        /// Puts the rule together.
        public init(warningUpTo: Int32, step: Int32, perStep: Int32, article: String) {
            self.warningUpTo = warningUpTo
            self.step = step
            self.perStep = perStep
            self.article = article
        }
    }

    /// The fine for a vehicle too high, too wide or too long.
    public struct Size: Sendable, Equatable {
        /// Sizes up to these and the money for them.
        public struct Band: Sendable, Equatable {
            /// Up to and including this height, width and length, mm; `Int32.max` in the last band.
            public var upTo: Dimensions
            /// The money, from and up to.
            public var fine: ClosedRange<Int32>

            /// Puts a band together.
            public init(upTo: Dimensions, fine: ClosedRange<Int32>) {
                self.upTo = upTo
                self.fine = fine
            }
        }

        /// What is allowed; more in any of the three is an offence.
        public var allowed: Dimensions
        /// The bands, rising; the first into which all three fit decides.
        public var bands: [Band]
        /// `id` of the article.
        public var article: String

        /// Puts the rule together.
        public init(allowed: Dimensions, bands: [Band], article: String) {
            self.allowed = allowed
            self.bands = bands
            self.article = article
        }
    }

    /// Height, width and length, mm.
    public struct Dimensions: Sendable, Equatable {
        /// Height above the ground, mm.
        public var height: Int32
        /// Width, mm.
        public var width: Int32
        /// Length, mm.
        public var length: Int32

        /// Puts the three together.
        public init(height: Int32, width: Int32, length: Int32) {
            self.height = height
            self.width = width
            self.length = length
        }

        /// Whether none of the three is larger than in another.
        public func fits(_ other: Dimensions) -> Bool {
            height <= other.height && width <= other.width && length <= other.length
        }
    }

    /// When offences of a year lead to more than a fine.
    public struct Repeat: Sendable, Equatable {
        /// From so many records of a vehicle or a driver on.
        public var records: Int
        /// Within so many months, rolling.
        public var months: Int
        /// A carrier from more than this share of its trucks, permille.
        public var carrierPermille: Int
        /// `id` of the article.
        public var article: String

        /// Puts the rule together.
        public init(records: Int, months: Int, carrierPermille: Int, article: String) {
            self.records = records
            self.months = months
            self.carrierPermille = carrierPermille
            self.article = article
        }
    }

    /// How a part of a step counts.
    public enum Rounding: String, Sendable, CaseIterable {
        /// Only whole steps count.
        case floor
        /// A part of a step counts as a whole one.
        case ceil
        /// A part of a step counts as its part; the sum is rounded down to whole money.
        case proRata = "pro_rata"
    }

    /// The currency, such as `CNY`.
    public var currency: String
    /// The most that all offences of one passage together may cost.
    public var most: Int32
    /// Mass.
    public var mass: Mass
    /// Size; nil where the law fines none.
    public var size: Size?
    /// Repetition; nil where the law has no such rule.
    public var repetition: Repeat?

    /// Puts the rule together.
    public init(
        currency: String,
        most: Int32,
        mass: Mass,
        size: Size? = nil,
        repetition: Repeat? = nil
    ) {
        self.currency = currency
        self.most = most
        self.mass = mass
        self.size = size
        self.repetition = repetition
    }

    /// `id` of every article that it cites.
    public var articles: [String] {
        [mass.article] + [size?.article, repetition?.article].compactMap(\.self)
    }
}

/// What the law proposes for one passage.
public struct PenaltyProposal: Sendable, Equatable {
    /// What the mass costs.
    public enum Mass: Sendable, Equatable {
        /// Not over the limit.
        case nothing
        /// A warning.
        case warning
        /// A fine.
        case fine(Int32)
    }

    /// What the mass costs.
    public var mass: Mass
    /// What the size costs, from and up to; nil where it is allowed or was not measured.
    public var size: ClosedRange<Int32>?
    /// Both together, at most what the law allows for all.
    public var total: ClosedRange<Int32>
}

extension PenaltyRule {
    /// What the law proposes.
    ///
    /// - Parameters:
    ///   - excess: Gross mass less the deduction less the limit, kg; 0 or less is no offence.
    ///   - size: As measured, mm; 0 where it was not.
    ///   - rounding: How a part of a step counts.
    /// - Returns: The proposal.
    /// - Source: Order 62 Art. 43.
    public func proposal(
        excess: Int32,
        size: Dimensions = Dimensions(height: 0, width: 0, length: 0),
        rounding: Rounding
    ) -> PenaltyProposal {
        let massPart = cost(ofExcess: excess, rounding)
        let sizePart = cost(ofSize: size)
        var low = Int64(sizePart?.lowerBound ?? 0)
        var high = Int64(sizePart?.upperBound ?? 0)
        if case .fine(let money) = massPart {
            low += Int64(money)
            high += Int64(money)
        }
        let total = Int32(min(low, Int64(most)))...Int32(min(high, Int64(most)))
        return PenaltyProposal(mass: massPart, size: sizePart, total: total)
    }

    private func cost(ofExcess excess: Int32, _ rounding: Rounding) -> PenaltyProposal.Mass {
        guard excess > 0 else { return .nothing }
        guard excess > mass.warningUpTo else { return .warning }
        let excess = Int64(excess)
        let step = Int64(mass.step)
        let money =
            switch rounding {
            case .floor: excess / step * Int64(mass.perStep)
            case .ceil: (excess + step - 1) / step * Int64(mass.perStep)
            case .proRata: excess * Int64(mass.perStep) / step
            }
        return .fine(Int32(min(money, Int64(most))))
    }

    private func cost(ofSize measured: Dimensions) -> ClosedRange<Int32>? {
        guard let size, !measured.fits(size.allowed) else { return nil }
        return size.bands.first { measured.fits($0.upTo) }?.fine
    }
}

// Copyright the Steelyard authors. SPDX-License-Identifier: Apache-2.0

public import Weighing

/// What the vehicle registry changes in the gross limit.
///
/// Each part is nil or empty where the law has no such rule. Nothing of it is ever inferred from a
/// measurement: what the registry does not know stays as the axle pattern has it.
public struct RegistryRule: Sendable, Equatable {
    /// Axles with one tyre a side where the law takes two for granted.
    public struct SingleTyres: Sendable, Equatable {
        /// What is taken off the limit, kg.
        public var reduction: Int32
        /// Whether it is taken off for every such axle, or once for the vehicle.
        public var isPerAxle: Bool
        /// `id` of the article.
        public var article: String

        /// Puts the rule together.
        public init(reduction: Int32, isPerAxle: Bool, article: String) {
            self.reduction = reduction
            self.isPerAxle = isPerAxle
            self.article = article
        }
    }

    /// A higher limit for vehicles with air suspension.
    public struct AirSuspension: Sendable, Equatable {
        /// The patterns that it speaks of.
        public var patterns: [AxlePattern]
        /// Whether it speaks of combinations or of rigid vehicles.
        public var isCombination: Bool
        /// Smallest spacing of the last two axles, mm; 0 where it does not matter.
        public var lastSpacingMin: Int32
        /// The limit, kg.
        public var limit: Int32
        /// `id` of the article.
        public var article: String

        /// Puts the rule together.
        public init(
            patterns: [AxlePattern],
            isCombination: Bool,
            lastSpacingMin: Int32 = 0,
            limit: Int32,
            article: String
        ) {
            self.patterns = patterns
            self.isCombination = isCombination
            self.lastSpacingMin = lastSpacingMin
            self.limit = limit
            self.article = article
        }
    }

    /// Vehicles that may not weigh more than their registered gross mass.
    public struct RegisteredGross: Sendable, Equatable {
        /// The axle counts it speaks of; the lower of both limits holds.
        public var axles: ClosedRange<Int>
        /// `id` of the article.
        public var article: String

        /// Puts the rule together.
        public init(axles: ClosedRange<Int>, article: String) {
            self.axles = axles
            self.article = article
        }
    }

    /// Classes of vehicles that the law treats apart.
    public struct Classes: Sendable, Equatable {
        /// Their names in the registry, column `exempt_class`.
        public var names: Set<String>
        /// `id` of the article.
        public var article: String

        /// Puts the rule together.
        public init(names: Set<String>, article: String) {
            self.names = names
            self.article = article
        }
    }

    /// Axles with single tyres.
    public var singleTyres: SingleTyres?
    /// Air suspension; the first rule that fits decides.
    public var airSuspension: [AirSuspension]
    /// `id` of the article by which the limits of the groups together limit the gross mass, where the
    /// tyres are known; nil where the law has no such rule.
    public var sumOfGroups: String?
    /// The registered gross mass as an upper limit.
    public var registeredGross: RegisteredGross?
    /// Classes whose limit is the registered gross mass, whatever their axles.
    public var licensed: Classes?
    /// Classes that are not deemed over-limit.
    public var exempt: Classes?
    /// `id` of the article about permits; nil where the law has none.
    public var permit: String?

    /// Puts the rule together.
    public init(
        singleTyres: SingleTyres? = nil,
        airSuspension: [AirSuspension] = [],
        sumOfGroups: String? = nil,
        registeredGross: RegisteredGross? = nil,
        licensed: Classes? = nil,
        exempt: Classes? = nil,
        permit: String? = nil
    ) {
        self.singleTyres = singleTyres
        self.airSuspension = airSuspension
        self.sumOfGroups = sumOfGroups
        self.registeredGross = registeredGross
        self.licensed = licensed
        self.exempt = exempt
        self.permit = permit
    }

    /// `id` of every article that it cites.
    public var articles: [String] {
        airSuspension.map(\.article)
            + [
                singleTyres?.article, sumOfGroups, registeredGross?.article, licensed?.article,
                exempt?.article, permit,
            ].compactMap(\.self)
    }
}

// Copyright the Steelyard authors. SPDX-License-Identifier: Apache-2.0

public import Weighing

/// Names of vehicle classes by axle count, spacings and mass, such as the thirteen of the FHWA.
///
/// A name for counting traffic: no limit depends on it.
public struct ClassScheme: Sendable, Equatable {
    /// One row of the scheme.
    public struct Rule: Sendable, Equatable {
        /// The name it gives, such as `9`.
        public var name: String
        /// The axle counts it speaks of.
        public var axles: ClosedRange<Int>
        /// Bounds of each spacing front to rear, mm; a vehicle with more spacings is bounded by the
        /// last one there too.
        public var spacings: [ClosedRange<Int32>]
        /// Bounds of the gross mass, kg.
        public var gross: ClosedRange<Int32>
        /// The lightest first axle, kg.
        public var firstAxleMin: Int32

        /// Puts a row together.
        public init(
            name: String,
            axles: ClosedRange<Int>,
            spacings: [ClosedRange<Int32>],
            gross: ClosedRange<Int32>,
            firstAxleMin: Int32
        ) {
            self.name = name
            self.axles = axles
            self.spacings = spacings
            self.gross = gross
            self.firstAxleMin = firstAxleMin
        }

        /// Whether the row speaks of a vehicle.
        func covers(_ passage: Passage) -> Bool {
            let total = passage.axleLoads.reduce(0, +)
            guard axles.contains(passage.axleLoads.count), gross.contains(Int32(clamping: total)),
                let first = passage.axleLoads.first, first >= Int(firstAxleMin)
            else { return false }
            return passage.spacings.enumerated().allSatisfy { index, spacing in
                guard let last = spacings.last else { return true }
                let bounds = index < spacings.count ? spacings[index] : last
                return bounds.contains(Int32(spacing))
            }
        }
    }

    /// The rows; the first that speaks of a vehicle gives the name.
    public var rules: [Rule]
    /// The name of all other vehicles.
    public var otherwise: String
    /// `id` of the article.
    public var article: String

    /// Puts a scheme together.
    public init(rules: [Rule], otherwise: String, article: String) {
        self.rules = rules
        self.otherwise = otherwise
        self.article = article
    }

    /// The name of a vehicle's class.
    public func name(of passage: Passage) -> String {
        rules.first { $0.covers(passage) }?.name ?? otherwise
    }
}

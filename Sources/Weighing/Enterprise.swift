// Copyright the Steelyard authors. SPDX-License-Identifier: Apache-2.0

/// A key source enterprise (重点源头企业): where trucks are loaded and weighed at the gate.
public struct Enterprise: Sendable, Equatable {
    /// Its code, unique in the registry.
    public var code: String
    /// Its name.
    public var name: String
    /// The district or county that supervises it.
    public var district: String
    /// The road on which its trucks leave, such as `G107`.
    public var road: String
    /// Latitude of its gate, degrees north (CGCS2000).
    public var latitude: Double
    /// Longitude of its gate, degrees east (CGCS2000).
    public var longitude: Double
    /// What it loads, such as `sand`.
    public var goods: String
    /// Accuracy class of its weighbridge, such as `III`.
    public var scaleClass: String

    /// Puts an enterprise together.
    public init(
        code: String,
        name: String,
        district: String,
        road: String,
        latitude: Double,
        longitude: Double,
        goods: String,
        scaleClass: String
    ) {
        self.code = code
        self.name = name
        self.district = district
        self.road = road
        self.latitude = latitude
        self.longitude = longitude
        self.goods = goods
        self.scaleClass = scaleClass
    }
}

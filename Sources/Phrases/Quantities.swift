// Copyright the Steelyard authors. SPDX-License-Identifier: Apache-2.0

/// A mass in whole kilograms: 49000千克, 49,000 kg.
public struct Mass: Sendable, Equatable {
    /// Kilograms.
    public var kilograms: Int
    /// Makes a mass.
    public init(_ kilograms: Int) { self.kilograms = kilograms }
}

/// A length in whole millimetres: 1800毫米, 1,800 mm.
public struct Length: Sendable, Equatable {
    /// Millimetres.
    public var millimetres: Int
    /// Makes a length.
    public init(_ millimetres: Int) { self.millimetres = millimetres }
}

/// A share in whole permille, written in per cent: 334 is 33.4%.
public struct Share: Sendable, Equatable {
    /// Permille.
    public var permille: Int
    /// Makes a share.
    public init(permille: Int) { self.permille = permille }
}

/// A speed in hundredths of km/h: 59.5公里/小时, 59.5 km/h.
public struct Speed: Sendable, Equatable {
    /// Hundredths of km/h.
    public var hundredths: Int
    /// Makes a speed.
    public init(hundredths: Int) { self.hundredths = hundredths }
}

/// A sum of whole money: 500元, 500 yuan.
public struct Money: Sendable, Equatable {
    /// The amount.
    public var amount: Int
    /// The currency's code, such as CNY.
    public var currency: String
    /// Makes a sum.
    public init(_ amount: Int, _ currency: String) {
        self.amount = amount
        self.currency = currency
    }
}

/// A stretch of neighbouring axles, counted from 1: 第2至3轴, axles 2 to 3.
public struct Axles: Sendable, Equatable {
    /// The first axle, from 1.
    public var first: Int
    /// The last axle.
    public var last: Int
    /// Makes a stretch.
    public init(_ first: Int, _ last: Int) {
        self.first = first
        self.last = last
    }
}

/// A date with a time of day, as a clock at the place shows it: 2026-03-01 08:15:30.
public struct Moment: Sendable, Equatable {
    /// The calendar year.
    public var year: Int
    /// The month, 1…12.
    public var month: Int
    /// The day of the month.
    public var day: Int
    /// Seconds of the day; nil where only the day is meant.
    public var second: Int?

    /// Makes a moment.
    public init(year: Int, month: Int, day: Int, second: Int? = nil) {
        self.year = year
        self.month = month
        self.day = day
        self.second = second
    }
}

/// Where a number of the law comes from, for people.
public struct Source: Sendable, Equatable {
    /// The full citation in Chinese.
    public var zh: String
    /// The full citation in English.
    public var en: String
    /// Whether someone checked the number against the official text.
    public var isVerified: Bool

    /// Puts a source together.
    public init(zh: String, en: String, isVerified: Bool) {
        self.zh = zh
        self.en = en
        self.isVerified = isVerified
    }
}

// Copyright the Steelyard authors. SPDX-License-Identifier: Apache-2.0

import Phrases
import Rulebook
import Weighing

/// Facts of one edition, as they are listed.
struct FactList {
    private(set) var facts: [LawFact] = []
    private let verified: [String: Bool]
    private let utcOffsetSeconds: Int
    /// The part that is being listed; its name begins every key.
    var section = Phrase.LawSection.edition
    /// `id` of the article of what is being listed; nil where the data names none.
    var article: String?

    init(articles: [Article], utcOffsetSeconds: Int) {
        self.utcOffsetSeconds = utcOffsetSeconds
        verified = Dictionary(articles.map { ($0.id, $0.isVerified) }) { first, _ in first }
    }

    /// Lists a value under a key of the part; the key of a list's rule begins with a bracket.
    mutating func add(_ key: String, _ value: String) {
        let path = section.rawValue + (key.hasPrefix("[") ? key : "." + key)
        facts.append(
            LawFact(
                section: section,
                key: path,
                value: value,
                article: article,
                isVerified: article.map { verified[$0] ?? false }
            )
        )
    }

    mutating func add(_ key: String, _ value: Int32, _ unit: String) {
        add(key, unit.isEmpty ? "\(value)" : "\(value) \(unit)")
    }

    mutating func add(_ key: String, _ value: Bool) { add(key, value ? "yes" : "no") }

    /// A name for each rule of a list; where two are named alike the second is `name #2`.
    static func distinct(_ names: [String]) -> [String] {
        var counts: [String: Int] = [:]
        return names.map { name in
            counts[name, default: 0] += 1
            let count = counts[name] ?? 1
            return count == 1 ? name : "\(name) #\(count)"
        }
    }

    /// A range as `5` or `6-16`.
    static func text(_ range: ClosedRange<Int>) -> String {
        range.lowerBound == range.upperBound
            ? "\(range.lowerBound)" : "\(range.lowerBound)-\(range.upperBound)"
    }

    /// A range of masses or lengths as `600 to 20000 mm`.
    static func text(_ range: ClosedRange<Int32>, _ unit: String) -> String {
        "\(range.lowerBound) to \(range.upperBound) \(unit)"
    }

    /// A speed in hundredths of km/h as `5 km/h` or `4.05 km/h`.
    static func text(speed hundredths: Int32) -> String {
        let (whole, rest) = (hundredths.magnitude / 100, hundredths.magnitude % 100)
        let fraction = rest == 0 ? "" : rest < 10 ? ".0\(rest)" : ".\(rest)"
        return "\(hundredths < 0 ? "-" : "")\(whole)\(fraction) km/h"
    }

    /// An instant as RFC 3339, to the microsecond.
    func text(_ instant: Instant) -> String {
        let time = CivilTime(instant, offsetSeconds: utcOffsetSeconds)
        func padded(_ number: Int, _ width: Int = 2) -> String {
            let digits = String(number)
            return String(repeating: "0", count: max(0, width - digits.count)) + digits
        }
        let fraction = time.microsecond == 0 ? "" : "." + padded(time.microsecond, 6)
        let minutes = abs(utcOffsetSeconds) / 60
        let sign = utcOffsetSeconds < 0 ? "-" : "+"
        let offset =
            minutes == 0 ? "Z" : "\(sign)\(padded(minutes / 60)):\(padded(minutes % 60))"
        return "\(padded(time.year, 4))-\(padded(time.month))-\(padded(time.day))T"
            + "\(padded(time.hour)):\(padded(time.minute)):\(padded(time.second))"
            + fraction + offset
    }
}

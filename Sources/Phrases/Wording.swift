// Copyright the Steelyard authors. SPDX-License-Identifier: Apache-2.0
//
// How each language writes quantities. A wording is made by string interpolation and by nothing else;
// what may stand in it is what `Interpolation` takes, so a bare number without a unit needs the label
// `number`.

/// A text in simplified Chinese, being put together: digits without separators, units in characters.
struct Chinese: ExpressibleByStringInterpolation {
    let text: String

    init(stringLiteral text: String) { self.text = text }
    init(stringInterpolation: Interpolation) { text = stringInterpolation.text }

    struct Interpolation: StringInterpolationProtocol {
        var text = ""

        init(literalCapacity: Int, interpolationCount: Int) {}
        mutating func appendLiteral(_ literal: String) { text += literal }

        /// A name, a code, or a text of the caller that is the same in every language.
        mutating func appendInterpolation(_ name: String) { text += name }
        mutating func appendInterpolation(number: Int) { text += String(number) }
        mutating func appendInterpolation(_ mass: Mass) { text += "\(mass.kilograms)千克" }
        mutating func appendInterpolation(_ length: Length) {
            text += "\(length.millimetres)毫米"
        }
        mutating func appendInterpolation(_ share: Share) { text += percent(share) }
        mutating func appendInterpolation(_ speed: Speed) {
            text += "\(decimal(speed.hundredths, places: 2))公里/小时"
        }
        mutating func appendInterpolation(_ money: Money) {
            text += "\(money.amount)\(money.currency == "CNY" ? "元" : " " + money.currency)"
        }
        mutating func appendInterpolation(_ axles: Axles) {
            text +=
                axles.first == axles.last
                ? "第\(axles.first)轴" : "第\(axles.first)至\(axles.last)轴"
        }
        mutating func appendInterpolation(_ moment: Moment) { text += written(moment) }
        mutating func appendInterpolation(sum loads: [Int]) {
            text += loads.map(String.init).joined(separator: " + ")
        }
        mutating func appendInterpolation(_ phrase: Phrase) { text += phrase.text(in: .zh) }
        mutating func appendInterpolation(list phrases: [Phrase]) {
            text += phrases.map { $0.text(in: .zh) }.joined(separator: "、")
        }
        mutating func appendInterpolation(_ source: Source) {
            text += source.zh + (source.isVerified ? "（已与官方文本核对）" : "（尚未与官方文本核对）")
        }
    }
}

/// A text in English, being put together: thousands set off by commas, units as symbols.
struct English: ExpressibleByStringInterpolation {
    let text: String

    init(stringLiteral text: String) { self.text = text }
    init(stringInterpolation: Interpolation) { text = stringInterpolation.text }

    struct Interpolation: StringInterpolationProtocol {
        var text = ""

        init(literalCapacity: Int, interpolationCount: Int) {}
        mutating func appendLiteral(_ literal: String) { text += literal }

        /// A name, a code, or a text of the caller that is the same in every language.
        mutating func appendInterpolation(_ name: String) { text += name }
        mutating func appendInterpolation(number: Int) { text += grouped(number) }
        mutating func appendInterpolation(_ mass: Mass) {
            text += "\(grouped(mass.kilograms)) kg"
        }
        mutating func appendInterpolation(_ length: Length) {
            text += "\(grouped(length.millimetres)) mm"
        }
        mutating func appendInterpolation(_ share: Share) { text += percent(share) }
        mutating func appendInterpolation(_ speed: Speed) {
            text += "\(decimal(speed.hundredths, places: 2)) km/h"
        }
        mutating func appendInterpolation(_ money: Money) {
            text += "\(grouped(money.amount)) \(money.currency == "CNY" ? "yuan" : money.currency)"
        }
        mutating func appendInterpolation(_ axles: Axles) {
            text +=
                axles.first == axles.last
                ? "axle \(axles.first)" : "axles \(axles.first) to \(axles.last)"
        }
        mutating func appendInterpolation(_ moment: Moment) { text += written(moment) }
        mutating func appendInterpolation(sum loads: [Int]) {
            text += loads.map(grouped).joined(separator: " + ")
        }
        mutating func appendInterpolation(_ phrase: Phrase) { text += phrase.text(in: .en) }
        mutating func appendInterpolation(list phrases: [Phrase]) {
            text += phrases.map { $0.text(in: .en) }.joined(separator: ", ")
        }
        mutating func appendInterpolation(_ source: Source) {
            text +=
                source.en
                + (source.isVerified
                    ? " (checked against the official text)"
                    : " (not yet checked against the official text)")
        }
    }
}

/// A whole number with its thousands set off by commas.
private func grouped(_ number: Int) -> String {
    let digits = String(number.magnitude)
    var text = ""
    for (index, digit) in digits.enumerated() {
        if index > 0, (digits.count - index).isMultiple(of: 3) { text += "," }
        text.append(digit)
    }
    return number < 0 ? "−" + text : text
}

/// A number of tenths, hundredths and so on, without zeros at the end.
private func decimal(_ number: Int, places: Int) -> String {
    let padding = String(repeating: "0", count: max(0, places + 1 - String(number.magnitude).count))
    let digits = padding + String(number.magnitude)
    var fraction = digits.suffix(places)
    while fraction.last == "0" { fraction.removeLast() }
    let whole = digits.dropLast(places)
    return (number < 0 ? "−" : "") + whole + (fraction.isEmpty ? "" : "." + fraction)
}

private func percent(_ share: Share) -> String { decimal(share.permille, places: 1) + "%" }

/// A moment as both languages write it: the order of ISO 8601.
private func written(_ moment: Moment) -> String {
    func padded(_ number: Int, _ width: Int = 2) -> String {
        let digits = String(number.magnitude)
        let zeros = String(repeating: "0", count: max(0, width - digits.count))
        return (number < 0 ? "−" : "") + zeros + digits
    }
    let day = "\(padded(moment.year, 4))-\(padded(moment.month))-\(padded(moment.day))"
    guard let second = moment.second else { return day }
    return "\(day) \(padded(second / 3_600)):\(padded(second / 60 % 60)):\(padded(second % 60))"
}

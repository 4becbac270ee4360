// Copyright the Steelyard authors. SPDX-License-Identifier: Apache-2.0

public import Phrases

/// One step of an explanation: for people in every language, for programs as named numbers.
public struct ExplanationStep: Sendable, Equatable {
    /// What a step is about; the raw value is the stable name in JSON.
    public enum Key: String, Sendable, CaseIterable {
        /// The law and edition.
        case law
        /// Axle loads and gross mass.
        case measured
        /// Axles 1 and 2 are a steer pair.
        case steerPair = "steer_pair"
        /// Two neighbouring axles in one group or two.
        case spacing
        /// The pattern and the class.
        case pattern
        /// The class in a scheme for counting traffic.
        case className = "class_name"
        /// Combination or rigid, and why.
        case combination
        /// The limit of the pattern or type, where something else changes it.
        case baseLimit = "base_limit"
        /// What length allows.
        case lengthLimit = "length_limit"
        /// What the vehicle registry says.
        case registry
        /// What the vehicle registry does not know.
        case registryUnknown = "registry_unknown"
        /// The gross limit.
        case grossLimit = "gross_limit"
        /// Where the limits of groups come from.
        case groupRule = "group_rule"
        /// An axle group.
        case group
        /// A stretch of axles that is limited by its length.
        case stretch
        /// The permissible error that was granted.
        case permissibleError = "permissible_error"
        /// The arithmetic of the deduction.
        case deduction
        /// Gross mass against limit.
        case excess
        /// The same after the deduction.
        case excessAfterDeduction = "excess_after_deduction"
        /// A group or stretch over its limit after the deduction.
        case partAfterDeduction = "part_after_deduction"
        /// A reason.
        case reason
        /// The verdict.
        case verdict
        /// Whether it opens a case.
        case opensCase = "case"
        /// What the law proposes for the mass.
        case penalty
        /// What the law proposes for the size.
        case penaltySize = "penalty_size"
        /// Both together.
        case penaltyTotal = "penalty_total"
        /// It is lawful, and by how much.
        case lawful
        /// What would make it lawful.
        case lawfulIf = "lawful_if"
        /// What would bring it down to `marginal`.
        case marginalIf = "marginal_if"
    }

    /// A number or a name.
    public enum Value: Sendable, Equatable {
        /// A whole number; its unit stands in the name.
        case number(Int)
        /// Several whole numbers.
        case numbers([Int])
        /// A name or code.
        case text(String)
        /// Yes or no.
        case flag(Bool)
    }

    /// A named value.
    public struct Field: Sendable, Equatable {
        /// Its name, with the unit at the end: `limit_kg`.
        public var name: String
        /// Its value.
        public var value: Value

        /// Names a value.
        public init(_ name: String, _ value: Value) {
            self.name = name
            self.value = value
        }
    }

    /// What it is about.
    public var key: Key
    /// What it says.
    public var phrase: Phrase
    /// What it says, for programs.
    public var fields: [Field]

    /// Puts a step together.
    public init(_ key: Key, _ phrase: Phrase, _ fields: [Field] = []) {
        self.key = key
        self.phrase = phrase
        self.fields = fields
    }

    /// The value of a name; nil where the step has none.
    public subscript(name: String) -> Value? { fields.first { $0.name == name }?.value }

    /// The number of a name; nil where the step has none.
    public func number(_ name: String) -> Int? {
        if case .number(let number) = self[name] { number } else { nil }
    }

    /// The name or code of a name; nil where the step has none.
    public func text(_ name: String) -> String? {
        if case .text(let text) = self[name] { text } else { nil }
    }

    /// Appends the step as one JSON object, without a line's end:
    /// `{"step":"gross_limit","zh":"…","en":"…","kg":49000,"article":"…"}`.
    ///
    /// - Parameters:
    ///   - output: Where to.
    ///   - passageID: Comes first, as `passage_id`; nil leaves it out.
    public func appendJSON(to output: inout [UInt8], passageID: String? = nil) {
        var json = JSONObject()
        if let passageID { json.add("passage_id", .text(passageID)) }
        json.add("step", .text(key.rawValue))
        for language in Language.allCases {
            json.add(language.rawValue, .text(phrase.text(in: language)))
        }
        for field in fields { json.add(field.name, field.value) }
        output += json.bytes
    }
}

/// A JSON object that is being written; names are plain.
private struct JSONObject {
    private var open: [UInt8] = []

    var bytes: [UInt8] { Array("{".utf8) + open + Array("}".utf8) }

    mutating func add(_ name: String, _ value: ExplanationStep.Value) {
        open += Array((open.isEmpty ? "\"" : ",\"").utf8) + Array(name.utf8) + Array("\":".utf8)
        switch value {
        case .number(let number): open += Array(String(number).utf8)
        case .numbers(let numbers):
            open += Array("[\(numbers.map(String.init).joined(separator: ","))]".utf8)
        case .flag(let flag): open += Array((flag ? "true" : "false").utf8)
        case .text(let text): add(text)
        }
    }

    private mutating func add(_ text: String) {
        open.append(UInt8(ascii: "\""))
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "\""), UInt8(ascii: "\\"):
                open += [UInt8(ascii: "\\"), byte]
            case 0..<0x20:
                let digits = Array("0123456789abcdef".utf8)
                open += Array("\\u00".utf8) + [digits[Int(byte >> 4)], digits[Int(byte & 15)]]
            default: open.append(byte)
            }
        }
        open.append(UInt8(ascii: "\""))
    }
}

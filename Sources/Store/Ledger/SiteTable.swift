// Copyright the Steelyard authors. SPDX-License-Identifier: Apache-2.0

internal import Weighing

/// The site codes of one call, each with a small number, so that keys are plain integers.
struct SiteTable {
    /// The codes by number.
    private(set) var codes: [String] = []
    private var numbers: [String: Int32] = [:]

    /// The number of each of a block's site slots.
    mutating func numbers(of block: PassageBlock) -> [Int32] {
        block.sites.map { number(of: $0) }
    }

    /// The number of a code, given if it is new.
    mutating func number(of code: String) -> Int32 {
        if let known = numbers[code] { return known }
        let number = Int32(codes.count)
        codes.append(code)
        numbers[code] = number
        return number
    }

    /// The code of a number.
    func code(_ number: Int32) -> String { codes[Int(number)] }
}

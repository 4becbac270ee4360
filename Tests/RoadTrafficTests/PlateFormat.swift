// Copyright the Steelyard authors. SPDX-License-Identifier: Apache-2.0

import Weighing

@testable import RoadTraffic

/// What a plate may look like by GA 36-2018, written without regard to how the simulator does it.
enum PlateFormat {
    private static let provinces = Set(
        "京津冀晋蒙辽吉黑沪苏浙皖闽赣鲁豫鄂湘粤桂琼渝川贵云藏陕甘青宁新".map { Array(String($0).utf8) }
    )
    private static let digits = UInt8(ascii: "0")...UInt8(ascii: "9")

    /// A capital letter that plates use: neither I nor O.
    private static func isLetter(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte) && byte != UInt8(ascii: "I")
            && byte != UInt8(ascii: "O")
    }

    private static func isNewEnergyLetter(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: "D") || byte == UInt8(ascii: "F")
    }

    /// Whether a plate has the format of its colour.
    static func fits(_ plate: PlateText, _ color: PlateColor) -> Bool {
        let bytes = (0..<Int(plate.count)).map { plate[$0] }
        guard bytes.count > 4, provinces.contains(Array(bytes[..<3])), isLetter(bytes[3])
        else { return false }
        let rest = Array(bytes[4...])
        switch color {
        case .yellow, .blue:
            let letters = rest.count { isLetter($0) }
            let numbers = rest.count { digits.contains($0) }
            return rest.count == 5 && letters <= 2 && letters + numbers == 5
        case .yellowGreen:
            return rest.count == 6 && rest[..<5].allSatisfy { digits.contains($0) }
                && isNewEnergyLetter(rest[5])
        case .green:
            return rest.count == 6 && isNewEnergyLetter(rest[0])
                && rest[1...].allSatisfy { digits.contains($0) }
        case .unknown, .black, .white, .other: return false
        }
    }
}

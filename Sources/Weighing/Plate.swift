// Copyright the Steelyard authors. SPDX-License-Identifier: Apache-2.0

/// The background colour of a number plate, which with the characters names the vehicle.
///
/// The raw values are our own (the wire's and the store's); interfaces map their code tables to
/// them, because JT/T 697.7, the ETC tables and GA/T 16.7 number the colours differently.
public enum PlateColor: UInt8, Sendable, CaseIterable {
    /// Not read or not given.
    case unknown = 0
    /// Small vehicles.
    case blue = 1
    /// Heavy vehicles and trailers.
    case yellow = 2
    /// Foreign missions.
    case black = 3
    /// Police and the armed forces.
    case white = 4
    /// Small new-energy vehicles (gradient green).
    case green = 5
    /// Heavy new-energy vehicles (yellow and green).
    case yellowGreen = 6
    /// Any other colour.
    case other = 7

    /// The name in files and the store, such as `yellow_green`; empty for unknown.
    public var name: String {
        switch self {
        case .unknown: ""
        case .blue: "blue"
        case .yellow: "yellow"
        case .black: "black"
        case .white: "white"
        case .green: "green"
        case .yellowGreen: "yellow_green"
        case .other: "other"
        }
    }

    /// The colour of a name in English or Chinese; nil where the name is not known.
    public init?(name: String) {
        switch name {
        case "", "unknown", "未知": self = .unknown
        case "blue", "蓝", "蓝色": self = .blue
        case "yellow", "黄", "黄色": self = .yellow
        case "black", "黑", "黑色": self = .black
        case "white", "白", "白色": self = .white
        case "green", "绿", "绿色", "渐变绿", "渐变绿色": self = .green
        case "yellow_green", "黄绿", "黄绿色", "黄绿双拼色": self = .yellowGreen
        case "other", "其他", "其它": self = .other
        default: return nil
        }
    }
}

/// What a plate reading is worth as a name of a vehicle.
public enum Plate {
    /// The most bytes of UTF-8 that a plate may have; a longer reading is refused.
    public static let byteCountMax = 32

    /// Whether a reading names one vehicle: every character read, of a length that plates have.
    ///
    /// Platforms mark an unread plate with the character 牌 (无牌, 未挂牌) or leave it short;
    /// `?` and `*` stand for an unread character. Source: platform practice, GA 36-2018 (lengths).
    public static func isComplete(_ text: String) -> Bool {
        let length = text.count
        guard (7...9).contains(length) else { return false }
        return !text.contains { $0 == "?" || $0 == "？" || $0 == "*" || $0 == "牌" }
    }
}

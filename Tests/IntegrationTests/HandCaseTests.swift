// Copyright the Steelyard authors. SPDX-License-Identifier: Apache-2.0
//
// The program and the oracle beside cases that were worked by hand: Tests/Oracle/hand_cases.md.

import Foundation
import Registry
import Rulebook
import Testing

/// A line of the cases that cannot be read; nothing is passed over, because a case that is skipped
/// is a test that cannot fail.
private struct BadLine: Error, CustomStringConvertible {
    var line: Int
    var why: String

    var description: String { "hand_cases.md:\(line): \(why)" }
}

/// A passage worked by hand.
private struct PassageCase {
    static let header = [
        "id", "input", "P", "class", "verdict", "limit", "gross", "excess", "permille",
        "deduction", "worst group", "esal", "reasons", "article", "law",
    ]

    var id: String
    /// The line of the passage file.
    var row: String
    /// The permissible error, permille.
    var permille: Int
    /// The columns from `class` to `article` as the cases write them; nil where the row is refused.
    var expected: [String]?

    init(_ cells: [String]) throws(Unreadable) {
        id = cells[0]
        row = try PassageCase.row(id, cells[1])
        guard let permille = Int(cells[2]), (0...999).contains(permille) else {
            throw Unreadable("P is no permille")
        }
        self.permille = permille
        let columns = Array(cells[3...13])
        switch cells[4] {
        case "REFUSED":
            guard columns.count(where: { $0 == "–" }) == 10 else {
                throw Unreadable("a refused row has no values")
            }
        case "within", "marginal", "overload", "invalid":
            guard cells[13].hasPrefix("Order 62 Art. 3") else { throw Unreadable("no article") }
            expected = columns
        default:
            throw Unreadable("no verdict '\(cells[4])'")
        }
    }

    /// The columns that ``row`` fills.
    static let columns =
        "passage_id,site,lane,passed_at,speed_kmh,axle_kg,spacing_mm,left_kg,right_kg,vehicle_type"

    private static func row(_ id: String, _ input: String) throws(Unreadable) -> String {
        guard !input.contains(","), !input.contains("\"") else { throw Unreadable("a comma") }
        let parts = input.split(separator: ";", omittingEmptySubsequences: false).map(trimmed)
        let vehicle = parts[0].split(separator: "/", omittingEmptySubsequences: false)
        guard vehicle.count == 2 else { throw Unreadable("not 'axles / spacings'") }
        var values = ["at": "2026-06-15T10:00:00+08:00", "speed": "60"]
        for part in parts.dropFirst() {
            guard let equals = part.firstIndex(of: "=") else { throw Unreadable("no '=': \(part)") }
            let key = String(part[..<equals])
            guard ["at", "speed", "left", "right", "type"].contains(key) else {
                throw Unreadable("unknown key '\(key)'")
            }
            values[key] = String(part[part.index(after: equals)...])
        }
        return [
            id, "s", "1", values["at", default: ""], values["speed", default: ""],
            try expanded(String(vehicle[0])), try expanded(String(vehicle[1])),
            try expanded(values["left", default: ""]), try expanded(values["right", default: ""]),
            values["type", default: ""],
        ].joined(separator: ",")
    }

    /// Numbers with one space between them, `9000*3` as three of them.
    private static func expanded(_ text: String) throws(Unreadable) -> String {
        var words: [Substring] = []
        for word in text.split(separator: " ") {
            let parts = word.split(separator: "*", omittingEmptySubsequences: false)
            guard parts.count > 1 else {
                words.append(word)
                continue
            }
            guard parts.count == 2, let count = Int(parts[1]), (1...20).contains(count) else {
                throw Unreadable("no repetition '\(word)'")
            }
            words += Array(repeating: parts[0], count: count)
        }
        return words.joined(separator: " ")
    }
}

/// A fine worked by hand.
private struct FineCase {
    static let header = [
        "id", "case", "excess", "rounding", "size", "mass", "size fine", "total", "law",
    ]

    var id: String
    /// The passage case whose excess is fined, or nil where the number stands for itself.
    var passage: String?
    var excess: Int32
    var rounding: PenaltyRule.Rounding
    var size: PenaltyRule.Dimensions
    var mass: PenaltyProposal.Mass
    var sizeFine: ClosedRange<Int32>?
    var total: ClosedRange<Int32>

    init(_ cells: [String]) throws(Unreadable) {
        id = cells[0]
        passage = cells[1] == "–" ? nil : cells[1]
        guard let excess = Int32(cells[2]) else { throw Unreadable("no excess") }
        self.excess = excess
        guard let rounding = PenaltyRule.Rounding(rawValue: cells[3]) else {
            throw Unreadable("no rounding '\(cells[3])'")
        }
        self.rounding = rounding
        let size = cells[4] == "–" ? [0, 0, 0] : cells[4].split(separator: "/").map { Int32($0) }
        guard size.count == 3, let height = size[0], let width = size[1], let length = size[2]
        else {
            throw Unreadable("no size '\(cells[4])'")
        }
        self.size = PenaltyRule.Dimensions(height: height, width: width, length: length)
        switch cells[5] {
        case "none": mass = .nothing
        case "warning": mass = .warning
        default:
            guard let fine = Int32(cells[5]) else { throw Unreadable("no fine '\(cells[5])'") }
            mass = .fine(fine)
        }
        sizeFine = cells[6] == "–" ? nil : try FineCase.money(cells[6])
        total = try FineCase.money(cells[7])
    }

    /// `500`, or `200 to 1000`.
    private static func money(_ text: String) throws(Unreadable) -> ClosedRange<Int32> {
        let ends = text.split(separator: " to ", omittingEmptySubsequences: false).map { Int32($0) }
        guard ends.count <= 2, let low = ends[0], let high = ends[ends.count - 1], low <= high
        else {
            throw Unreadable("no money '\(text)'")
        }
        return low...high
    }
}

/// Why a line cannot be read.
private struct Unreadable: Error {
    var why: String

    init(_ why: String) { self.why = why }
}

private func trimmed(_ text: some StringProtocol) -> String {
    text.trimmingCharacters(in: .whitespaces)
}

/// The cases of a text in Markdown.
private struct HandCases {
    private(set) var passages: [PassageCase] = []
    private(set) var fines: [FineCase] = []

    /// Which table a line stands in.
    private enum Table: CaseIterable {
        case passages, fines

        var header: [String] { self == .passages ? PassageCase.header : FineCase.header }
    }

    init(_ text: String) throws {
        var table: Table?
        var ruleIsDue = false
        var ids: Set<String> = []
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        for (index, line) in lines.enumerated() {
            func bad(_ why: String) -> BadLine { BadLine(line: index + 1, why: why) }
            guard line.contains("|") else {
                if ruleIsDue { throw bad("a header without a table") }
                table = nil
                continue
            }
            guard line.hasPrefix("| ") || line.hasPrefix("|-"), line.hasSuffix("|") else {
                throw bad("a table's line begins and ends with a bar")
            }
            let cells = line.dropFirst().dropLast()
                .split(separator: "|", omittingEmptySubsequences: false).map(trimmed)
            guard let current = table else {
                guard let known = Table.allCases.first(where: { $0.header == cells }) else {
                    throw bad("no known header")
                }
                table = known
                ruleIsDue = true
                continue
            }
            let width = current.header.count
            guard cells.count == width else { throw bad("\(cells.count) cells, not \(width)") }
            if ruleIsDue {
                guard cells.allSatisfy({ $0 == "---" }) else { throw bad("no rule after a header") }
                ruleIsDue = false
                continue
            }
            guard cells.allSatisfy({ !$0.isEmpty }) else { throw bad("an empty cell") }
            guard ids.insert(cells[0]).inserted else { throw bad("\(cells[0]) stands twice") }
            do {
                switch current {
                case .passages: passages.append(try PassageCase(cells))
                case .fines: fines.append(try FineCase(cells))
                }
            } catch {
                throw bad(error.why)
            }
        }
        let known = Set(passages.map(\.id))
        for fine in fines {
            guard let passage = fine.passage, !known.contains(passage) else { continue }
            throw BadLine(line: lines.count, why: "\(fine.id) names no case: \(passage)")
        }
    }
}

/// Who judges.
private enum Judge: CaseIterable { case program, oracle }

@Suite("Cases worked by hand")
struct HandCaseTests {
    /// As many cases as the file has; to change with it, so that none gets lost.
    private let counts = (passages: 409, fines: 96)

    private func cases(_ place: Workplace) throws -> HandCases {
        let path = place.root.appendingPathComponent("Tests/Oracle/hand_cases.md").path
        let cases = try HandCases(String(contentsOfFile: path, encoding: .utf8))
        try #require(cases.passages.count == counts.passages)
        try #require(cases.fines.count == counts.fines)
        return cases
    }

    @Test("Program and oracle judge every case as worked by hand", arguments: Judge.allCases)
    private func passages(judge: Judge) async throws {
        let place = try Workplace("hand-\(judge)")
        let cases = try cases(place)
        let rows = try await judged(cases.passages, by: judge, place)
        #expect(rows.count == cases.passages.count { $0.expected != nil })
        for hand in cases.passages {
            let row = rows[hand.id]
            guard let expected = hand.expected else {
                #expect(row == nil, "\(hand.id) is to be refused")
                continue
            }
            #expect(row.map(columns) == expected, "\(hand.id): \(hand.row)")
        }
        try await place.clean()
    }

    @Test("The rulebook proposes every fine as worked by hand, for what is left by the deduction")
    func fines() async throws {
        let place = try Workplace("hand-fines")
        let cases = try cases(place)
        let rows = try await judged(cases.passages, by: .program, place)
        for edition in try editions(place) {
            let penalty = try #require(edition.penalty)
            for hand in cases.fines {
                if let passage = hand.passage {
                    let row = try #require(rows[passage], "\(hand.id): \(passage) was refused")
                    let over = try #require(Int32(row["gross_excess_kg", default: ""]))
                    let deduction = try #require(Int32(row["deduction_kg", default: ""]))
                    #expect(over - deduction == hand.excess, "\(hand.id)")
                }
                let proposal = penalty.proposal(
                    excess: hand.excess,
                    size: hand.size,
                    rounding: hand.rounding
                )
                #expect(proposal.mass == hand.mass, "\(hand.id)")
                #expect(proposal.size == hand.sizeFine, "\(hand.id)")
                #expect(proposal.total == hand.total, "\(hand.id)")
            }
        }
        try await place.clean()
    }

    @Test("The fourth record in twelve months and more than a tenth of the trucks are repetition")
    func repetition() async throws {
        let place = try Workplace("hand-repetition")
        for edition in try editions(place) {
            let penalty = try #require(edition.penalty)
            let repetition = try #require(penalty.repetition)
            #expect(repetition.records == 4)
            #expect(repetition.months == 12)
            #expect(repetition.carrierPermille == 100)
        }
        try await place.clean()
    }

    private func editions(_ place: Workplace) throws -> [Edition] {
        let path = place.root.appendingPathComponent("config/rulebooks/cn.yaml").path
        let editions = try RulebookFile.load(path).editions
        try #require(!editions.isEmpty)
        return editions
    }

    // MARK: Judging

    /// The verdict rows by case, each as a value by column; refused rows are not among them.
    private func judged(
        _ cases: [PassageCase],
        by judge: Judge,
        _ place: Workplace
    ) async throws -> [String: [String: String]] {
        var rows: [String: [String: String]] = [:]
        for (permille, group) in Dictionary(grouping: cases, by: \.permille) {
            let text = ([PassageCase.columns] + group.map(\.row)).joined(separator: "\n") + "\n"
            let file = try place.write(text, "passages-\(permille).csv")
            let result = try await run(judge, file, permille, place)
            let refused = group.filter { $0.expected == nil }
            try #require(result.status == (refused.isEmpty ? 0 : 1), "\(result.errors)")
            if judge == .program { expectNamed(refused, of: group, result.errors) }
            let lines = result.output.split(separator: "\n")
            let header = try #require(lines.first).split(separator: ",").map(String.init)
            try #require(header == verdictColumns)
            var order: [String] = []
            for line in lines.dropFirst() {
                let row = try verdictRow(line)
                let id = try #require(row["passage_id"])
                order.append(id)
                rows[id] = row
            }
            #expect(order == group.filter { $0.expected != nil }.map(\.id), "the input's order")
        }
        return rows
    }

    private func run(
        _ judge: Judge,
        _ file: String,
        _ permille: Int,
        _ place: Workplace
    ) async throws -> ProgramResult {
        let options = ["--mpe-permille", "\(permille)", "--now", "2027-01-01T00:00:00Z", file]
        switch judge {
        case .program:
            return try await place.run(["classify"] + options)
        case .oracle:
            let stem = file + ".oracle"
            let process = try place.startOracle(
                options,
                output: stem + ".out",
                errors: stem + ".err"
            )
            try await place.finish(process, within: .seconds(60))
            return ProgramResult(
                status: process.terminationStatus,
                output: try String(contentsOfFile: stem + ".out", encoding: .utf8),
                errors: try String(contentsOfFile: stem + ".err", encoding: .utf8)
            )
        }
    }

    /// The program names each refused row by its line; the header is line 1.
    private func expectNamed(_ refused: [PassageCase], of group: [PassageCase], _ errors: String) {
        for (index, hand) in group.enumerated() where hand.expected == nil {
            #expect(errors.contains("line \(index + 2) "), "\(hand.id) is not named")
        }
        let named = errors.split(separator: "\n").count { $0.contains("line ") }
        #expect(named == refused.count, "\(errors)")
    }

    // MARK: Verdict rows

    private let verdictColumns = [
        "passage_id", "site", "passed_at", "plate", "axle_count", "axle_groups", "vehicle_class",
        "combination", "gross_kg", "gross_limit_kg", "gross_excess_kg", "excess_permille",
        "worst_group_excess_kg", "deduction_kg", "esal_milli", "verdict", "reasons", "article",
    ]

    /// A verdict row by column; only the last, the article, may stand in quotes.
    private func verdictRow(_ line: Substring) throws -> [String: String] {
        var cells = line.split(
            separator: ",",
            maxSplits: verdictColumns.count - 1,
            omittingEmptySubsequences: false
        ).map(String.init)
        try #require(cells.count == verdictColumns.count, "\(line)")
        let article = cells[cells.count - 1]
        if article.hasPrefix("\""), article.hasSuffix("\"") {
            cells[cells.count - 1] = String(article.dropFirst().dropLast())
        }
        return Dictionary(uniqueKeysWithValues: zip(verdictColumns, cells))
    }

    /// A verdict row as the cases write it, from `class` to `article`.
    private func columns(_ row: [String: String]) -> [String] {
        func cell(_ name: String) -> String { row[name, default: "absent"] }
        func orDash(_ name: String) -> String { cell(name).isEmpty ? "–" : cell(name) }
        let combination = ["true": "yes", "false": "no"][cell("combination")] ?? "absent"
        // The class is said three times; once is enough where all agree.
        let sameClass = cell("vehicle_class") == cell("axle_count") + ":" + cell("axle_groups")
        return [
            (sameClass ? cell("vehicle_class") : "torn") + " " + combination,
            cell("verdict"), cell("gross_limit_kg"), cell("gross_kg"), cell("gross_excess_kg"),
            cell("excess_permille"), cell("deduction_kg"), orDash("worst_group_excess_kg"),
            cell("esal_milli"), orDash("reasons"), cell("article"),
        ]
    }

    // MARK: Reading the cases

    private static let head = """
        | id | input | P | class | verdict | limit | gross | excess | permille | deduction | \
        worst group | esal | reasons | article | law |
        |\(String(repeating: "---|", count: 15))

        """
    private static let good = """
        | A1 | 6000 12000 / 5000 | 50 | 2:1-1 no | within | 18000 | 18000 | 0 | 0 | 900 | 500 | \
        2202 | – | Order 62 Art. 3(4) | at the limit |

        """

    @Test("A case that can be read is read")
    func readsGoodLines() throws {
        let cases = try HandCases(HandCaseTests.head + HandCaseTests.good)
        #expect(cases.passages.map(\.id) == ["A1"])
        let row = "A1,s,1,2026-06-15T10:00:00+08:00,60,6000 12000,5000,,,"
        #expect(cases.passages.first?.row == row)
    }

    @Test(
        "A line of the cases that cannot be read is refused, not passed over",
        arguments: [
            ("| A1 |", "A1 |"), ("| 50 |", "| 5O |"), ("| 50 |", "| 1000 |"),
            ("| within |", "| Within |"), ("| within |", "| REFUSED |"), ("| – |", "| – | – |"),
            ("| – |", "|"), ("| – |", "| |"), ("6000 12000 / 5000", "6000 12000 5000"),
            ("/ 5000", "/ 5000; sped=60"), ("/ 5000", "/ 5000; speed"), ("/ 5000", "/ 5000*x"),
            ("6000 12000", "6,000 12000"), ("Order 62 Art. 3(4)", "–"), ("at the limit |", "at"),
        ]
    )
    func refusesBadLines(part: String, replacement: String) {
        let line = HandCaseTests.good.replacingOccurrences(of: part, with: replacement)
        #expect(line != HandCaseTests.good)
        #expect(throws: BadLine.self) { try HandCases(HandCaseTests.head + line) }
    }

    @Test("A case outside a table, one that stands twice and an unknown header are refused")
    func refusesBadTables() {
        let (head, good) = (HandCaseTests.head, HandCaseTests.good)
        #expect(throws: BadLine.self) { try HandCases(good) }
        #expect(throws: BadLine.self) { try HandCases(head + good + good) }
        #expect(throws: BadLine.self) { try HandCases(head + good + "\n" + good) }
        let other = head.replacingOccurrences(of: "| esal |", with: "| wear |")
        #expect(throws: BadLine.self) { try HandCases(other + good) }
    }
}

// Copyright the Steelyard authors. SPDX-License-Identifier: Apache-2.0

import Foundation
import Registry
import Rulebook
import Testing

/// One way to break a rulebook that ships.
struct Break: Sendable, CustomTestStringConvertible {
    /// What is taken out of the file, once; with leading text that makes it unique.
    var old: String
    /// What is put in its place.
    var new: String
    /// The text in whose line the fault is reported.
    var at: String
    /// A part of the message.
    var message: String
    /// The rulebook.
    var rulebook: String

    var testDescription: String { message }

    init(
        _ old: String,
        _ new: String,
        at: String? = nil,
        in rulebook: String = "cn",
        _ message: String
    ) {
        self.rulebook = rulebook
        self.old = old
        self.new = new
        self.at = at ?? new
        self.message = message
    }

    static let all: [Break] = [
        Break("id: cn", "id: C N", "'id' takes small letters"),
        Break("id: cn\n", "", at: "title:", "the key 'id' is missing"),
        Break("\"+08:00\"", "Shanghai", "'utc_offset' must be an offset such as"),
        Break("zh: 公路货运", "cn: 公路货运", at: "cn: 公路", "the key 'cn' is not known"),
        Break("zh: 公路货运", "cn: 公路货运", at: "cn: 公路", "the key 'zh' is missing"),
        Break("2016-09-21\n", "2016-02-30\n", "'effective_from' must be a date"),
        Break("article: Order 62 comm", "article: Order 62 com", "is not listed under 'articles'"),
        Break(
            "verified: true\n        citation",
            "verified: yes\n        citation",
            "'verified' must be true or false, not 'yes'"
        ),
        Break(
            "id: Order 62 Art. 3(5)",
            "id: Order 62 Art. 3(4)",
            at:
                "id: Order 62 Art. 3(4)\n        verified: true\n        citation:\n          zh: 《超限运输车辆行驶公路管理规定》（交通运输部令2016年第62号）第三条第一款第（五）项",
            "is listed again, first in line"
        ),
        Break(
            "joined_below_mm: 1800",
            "joined_below_mm: 1,800",
            "must be a whole number from 1 to 65535 mm, not '1,800'"
        ),
        Break("joined_below_mm: 1800", "joined_below_mm: 65536", "a whole number from 1 to 65535"),
        Break("joined_below_mm: 1800", "joined_below_mm: 0", "a whole number from 1 to 65535"),
        Break("joined_below_mm", "joined_blow_mm", "did you mean 'joined_below_mm'?"),
        Break("axles_at_least: 3", "axles_at_least: 1", "from 2 to 16 axles, not '1'"),
        Break("limit_kg: 27000", "limit_kg: 999", "from 1000 to 1048575 kg, not '999'"),
        Break("limit_kg: 27000", "limit_kg: 1048576", "from 1000 to 1048575 kg, not '1048576'"),
        Break("limit_kg: 27000", "limit_kg: \"27000\"", "must be a whole number"),
        Break("limit_kg: 27000", "limit_kg: [27000]", at: "[27000]", "must be a whole number"),
        Break("limit_kg: 27000", "limit_kg:", at: "limit_kg:\n", "must be a whole number"),
        Break(
            "limit_kg: 27000\n",
            "limit_kg: 27000\n        limit_kg: 27000\n",
            at: "limit_kg: 27000\n        article",
            "the key 'limit_kg' stands here again"
        ),
        Break(
            "limit_kg: 27000\n",
            "limit_kg: 27000\n        \"axles\": 3\n",
            at: "\"axles\": 3",
            "the key 'axles' stands here again"
        ),
        Break("patterns: [1-1-1]", "patterns: [1-1-x]", "not '1-1-x'"),
        Break("patterns: [1-1-1]", "patterns: [1-1-0-1]", "not '1-1-0-1'"),
        Break("patterns: [1-1-1]", "patterns: [1-1-2]", "has 4 axles, but the rule speaks of 3"),
        Break("patterns: [1-1-1]", "patterns: []", "must list at least one pattern"),
        Break(
            "patterns: [1-1-1]",
            "patterns: [1-2]",
            at: "axles: 3\n        patterns: [1-2]\n",
            "the pattern 1-2 was decided by the rule in line"
        ),
        Break(
            "patterns: [1-1-1]",
            "patterns: [1-1-1]\n        drive_axles: 1",
            at: "patterns: [1-1-1]\n        drive",
            "either 'patterns' or 'groups_at_least'"
        ),
        Break(
            "axles: 5\n        groups_at_least: 3",
            "axles: 5",
            at: "axles: 5\n        pattern_unknown",
            "the rule never decides"
        ),
        Break(
            "axles: 6-16\n        pattern_unknown",
            "axles: 6-14\n        pattern_unknown",
            at: "- axles: 2\n",
            "no rule takes any other pattern of 15, 16 axles"
        ),
        Break(
            "axles: 6-16\n        groups",
            "axles: 6-17\n        groups",
            at: "axles: 6-17",
            "within 2-16, not '6-17'"
        ),
        Break("type: rigid", "type: rigit", "did you mean 'rigid'?"),
        Break(
            "axles: 5-16\n        no_limit",
            "axles: 4-16\n        no_limit",
            at: "type: rigid\n        axles: 4-16",
            "were decided by the rule in line"
        ),
        Break(
            "no_limit: true",
            "no_limit: false",
            at: "type: rigid\n        axles: 5-16",
            "a rule needs 'limit_kg' with 'article'"
        ),
        Break(
            "no_limit: true",
            "no_limit: true\n        limit_kg: 43000",
            at: "type: rigid\n        axles: 5-16",
            "either 'limit_kg' or 'no_limit: true'"
        ),
        Break(
            "below_mm: 1300",
            "below_mm: 1000",
            at: "below_mm: 1000\n          limit_kg: 16000",
            "bands must rise"
        ),
        Break(
            "- below_mm: 1300\n          limit_kg: 16000",
            "- limit_kg: 16000",
            "a band needs 'below_mm' or 'up_to_mm'"
        ),
        Break(
            "- limit_kg: 24000",
            "- below_mm: 1800\n          limit_kg: 24000",
            at: "below_mm: 1800\n          limit_kg: 24000",
            "the last band takes every wider"
        ),
        Break("steer_pair_kg: 14000", "steer_pair_kg: 0", "from 1 to 1048575 kg, not '0'"),
        Break("\"5\": 50", "\"5\": 1000", "'5' must be a whole number from 0 to 999"),
        Break(
            "no_certificate_permille: 50",
            "no_certificate_permile: 50",
            "did you mean 'no_certificate_permille'?"
        ),
        Break(
            "speed_at_least_kmh: 5",
            "speed_at_least_kmh: 130",
            at: "speed_at_most_kmh",
            "'speed_at_most_kmh' must not be below 'speed_at_least_kmh'"
        ),
        Break("speed_at_least_kmh: 5", "speed_at_least_kmh: 5.125", "at most two decimal places"),
        Break("clock_earliest: 2000-01-01", "clock_earliest: 1.1.2000", "must be a date"),
        Break(
            "reference_kg: 10000",
            "reference_kg: 2000",
            at: "cap_kg",
            "'cap_kg' must be at most 19 times 'reference_kg'"
        ),
        Break("reference_kg: 10000", "reference_kg: 10", "from 1000 to 50000 kg, not '10'"),
        Break("    wear:", "   wear:", "not valid YAML"),
        Break("title:", "\ttitle:", "not valid YAML"),
        Break("    wear:", "    ware:", "the key 'ware' is not known (did you mean 'wear'?)"),
        Break("    wear:", "    ware:", at: "- effective_from", "the key 'wear' is missing"),
    ]
}

@Suite("A broken rulebook")
struct BrokenRulebookTests {
    @Test(
        "Every break is reported with file, line and fault",
        arguments: Break.all + Break.sections
    )
    func isReported(_ broken: Break) throws {
        let whole = try Checkout.text("config/rulebooks/\(broken.rulebook).yaml")
        let place = try #require(whole.range(of: broken.old), "the text to break is not there")
        let text = whole.replacingCharacters(in: place, with: broken.new)
        let expected = line(of: broken.at, in: text)
        try #require(expected > 0, "the text of the expected line is not there")

        let (path, found) = try withFile(text, name: "cn.yaml") { path in
            (path, try faults { _ = try RulebookFile.load(path) })
        }

        #expect(found.allSatisfy { $0.file == path && $0.line > 0 && $0.column > 0 })
        let matching = found.filter { $0.message.contains(broken.message) }
        #expect(matching.map(\.line) == [expected], "found: \(found)")
    }

    @Test("All faults of a file are reported together, in the order of the file")
    func together() throws {
        let text = try Checkout.text("config/rulebooks/cn.yaml")
            .replacing("limit_kg: 42000", with: "limit_kg: many")
            .replacing("below_mm: 1000", with: "below_mm: -1")
            .replacing("cap_kg: 50000", with: "cap_kg: 50001")
        let found = try withFile(text) { path in
            try faults { _ = try RulebookFile.load(path) }
        }
        #expect(
            found.map(\.line) == [
                line(of: "limit_kg: many", in: text), line(of: "below_mm: -1", in: text),
                line(of: "cap_kg: 50001", in: text),
            ]
        )
    }

    @Test("A fault prints as file, line, column and message")
    func prints() throws {
        let text = try Checkout.text("config/rulebooks/cn.yaml")
            .replacing("limit_kg: 42000", with: "limit_kg: 42t")
        let number = line(of: "42t", in: text)
        try withFile(text) { path in
            let error = #expect(throws: ConfigFaults.self) { try RulebookFile.load(path) }
            let expected =
                "\(path):\(number):19: 'limit_kg' must be a whole number from 1000 to "
                + "1048575 kg, not '42t'"
            #expect(error?.description == expected)
        }
    }

    @Test(
        "A file that lacks any one of its lines is read or refused, with places inside the file",
        arguments: ["cn", "eu", "us"]
    )
    func anyLineMissing(_ name: String) throws {
        let lines = try Checkout.text("config/rulebooks/\(name).yaml")
            .split(separator: "\n", omittingEmptySubsequences: false)
        var refused = 0
        for missing in lines.indices {
            var rest = lines
            rest.remove(at: missing)
            let found = try withFile(rest.joined(separator: "\n")) { path in
                try faults { _ = try RulebookFile.load(path) }
            }
            #expect(found.allSatisfy { (1...rest.count).contains($0.line) }, "line \(missing + 1)")
            refused += found.isEmpty ? 0 : 1
        }
        // Comments, blank lines and whole entries of lists can go; most lines cannot.
        #expect(refused > lines.count / 2)
    }

    @Test("What only compiling can find is reported at the edition")
    func compiling() throws {
        // 45,000 kg are 15 such axles, but double precision makes 50,624,999 thousandths of 15⁴.
        let text = try Checkout.text("config/rulebooks/cn.yaml")
            .replacing("reference_kg: 10000", with: "reference_kg: 3000")
        let found = try withFile(text) { path in
            _ = try RulebookFile.load(path)
            return try faults { _ = try RulebookFile.loadCompiled(path) }
        }
        #expect(found.map(\.line) == [line(of: "effective_from", in: text)])
        #expect(found.first?.message.contains("3000 kg cannot be counted exactly") == true)
    }

    @Test("The same date twice is one edition too many")
    func sameDate() throws {
        let whole = try Checkout.text("config/rulebooks/cn.yaml")
        let start = try #require(whole.range(of: "  - effective_from")).lowerBound
        let text = whole + whole[start...]
        let found = try withFile(text) { path in
            try faults { _ = try RulebookFile.load(path) }
        }
        #expect(found.count == 1)
        #expect(found.first?.message.contains("stands here again, first in line") == true)
        #expect(found.first.map { $0.line > whole.split(separator: "\n").count } == true)
    }

    @Test("Two editions come out oldest first, whatever their order in the file")
    func twoEditions() throws {
        let whole = try Checkout.text("config/rulebooks/cn.yaml")
        let start = try #require(whole.range(of: "  - effective_from")).lowerBound
        let earlier = whole[start...].replacing("2016-09-21", with: "2000-04-01")
        let rulebook = try withFile(whole + earlier) { try RulebookFile.load($0) }
        #expect(rulebook.editions.map(\.name) == ["2000-04-01", "2016-09-21"])
    }

    @Test(
        "What is no rulebook at all is refused with a reason",
        arguments: [
            ("", "the file is empty"), ("# only a comment\n", "the file is empty"),
            ("- a\n- b\n", "must be a mapping of keys"), ("cn", "must be a mapping of keys"),
            ("a: 1\n---\nb: 2\n", "not valid YAML"), ("a: \"open\n", "not valid YAML"),
            ("a: \u{1}\n", "not valid YAML"), ("a: *nowhere\n", "not valid YAML"),
            ("? [x]\n: y\n", "a key must be a plain word"),
        ]
    )
    func noRulebook(_ text: String, _ message: String) throws {
        let found = try withFile(text) { path in
            try faults { _ = try RulebookFile.load(path) }
        }
        #expect(found.contains { $0.message.contains(message) }, "found: \(found)")
    }

    @Test("A file that is not there says so, and that it could not be read")
    func missing() {
        let error = #expect(throws: ConfigFaults.self) { try RulebookFile.load("/nowhere/cn.yaml") }
        #expect(error?.isUnreadable == true)
        #expect(
            error?.description == "/nowhere/cn.yaml: cannot be read: there is no such file"
        )
    }

    @Test("Bytes that are no UTF-8 are reported with their line")
    func notText() throws {
        let bytes = Data("id: cn\ntitle: ".utf8) + Data([0xFF, 0xFE]) + Data("\n".utf8)
        let found = try withFile(bytes) { path in
            try faults { _ = try RulebookFile.load(path) }
        }
        #expect(found.map(\.line) == [2])
    }
}

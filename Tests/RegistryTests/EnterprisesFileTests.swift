// Copyright the Steelyard authors. SPDX-License-Identifier: Apache-2.0

import Foundation
import Registry
import Testing
import Weighing

@Suite("The registry of enterprises")
struct EnterprisesFileTests {
    private let header = "code,name,district,road,latitude,longitude,goods,scale_class"

    private func load(_ text: String) throws -> [Enterprise] {
        try withFile(text, name: "enterprises.csv") { try EnterprisesFile.load($0) }
    }

    @Test("The sample has 263 enterprises, every code once, all of them in Changsha")
    func sample() throws {
        let enterprises = try EnterprisesFile.load(Checkout.path("config/enterprises.csv"))
        #expect(enterprises.count == 263)
        #expect(enterprises.map(\.code) == (1...263).map { String(format: "CS-E-%03d", $0) })
        #expect(Set(enterprises.map(\.name)).count == 263)
        #expect(enterprises.allSatisfy { $0.name.hasPrefix("样例") })
        #expect(enterprises.allSatisfy { (27.8...28.7).contains($0.latitude) })
        #expect(enterprises.allSatisfy { (111.8...114.3).contains($0.longitude) })
    }

    @Test("The sample says in its first line that it is one")
    func sampleIsMarked() throws {
        for name in ["sites.yaml", "enterprises.csv"] {
            #expect(try Checkout.text("config/\(name)").hasPrefix("# SAMPLE. "))
        }
    }

    @Test("Columns go by their name, quotes and line ends by RFC 4180")
    func fields() throws {
        let text =
            "\u{FEFF}name,code,district,road,longitude,latitude,scale_class,goods\r\n"
            + "\"甲\"\"乙\"\", 丙\",E-1,\"望城\n区\",G107,113,28.5,III,sand\r\n"
            + "\r\n# a comment, \"with a quote\r\n丁,E-2,A,B,-113.25,-28,II,coal"
        let expected = [
            Enterprise(
                code: "E-1",
                name: "甲\"乙\", 丙",
                district: "望城\n区",
                road: "G107",
                latitude: 28.5,
                longitude: 113,
                goods: "sand",
                scaleClass: "III"
            ),
            Enterprise(
                code: "E-2",
                name: "丁",
                district: "A",
                road: "B",
                latitude: -28,
                longitude: -113.25,
                goods: "coal",
                scaleClass: "II"
            ),
        ]
        #expect(try load(text) == expected)
    }

    @Test("A header alone is a registry without enterprises")
    func empty() throws {
        #expect(try load(header + "\n") == [])
    }

    @Test(
        "What is wrong in a row is reported with line and column",
        arguments: [
            ("E-1,甲,A,B,28,113,sand", 2, 1, "has 7 fields; the header has 8"),
            ("E-1,甲,A,B,28,113,sand,III,x", 2, 1, "has 9 fields; the header has 8"),
            ("E-1,甲,A,B,91,113,sand,III", 2, 11, "'latitude' must be a number from -90.0 to 90.0"),
            ("E-1,甲,A,B,28,east,sand,III", 2, 14, "not 'east'"),
            (",甲,A,B,28,113,sand,III", 2, 1, "'code' must not be empty"),
            (
                "E-1,甲,A,B,28,113,sand,III\nE-1,乙,A,B,28,113,sand,III", 3, 1,
                "stands here again, first in line 2"
            ),
            ("E-1,\"甲\"x,A,B,28,113,sand,III", 2, 8, "text after a closing quote"),
            ("E-1,甲\"x,A,B,28,113,sand,III", 2, 6, "a quote inside a field"),
            ("E-1,\"甲,A,B,28,113,sand,III", 2, 5, "the quote is never closed"),
        ]
    )
    func brokenRow(_ rows: String, _ line: Int, _ column: Int, _ message: String) throws {
        let found = try faults { _ = try load(header + "\n" + rows + "\n") }
        let matching = found.filter { $0.message.contains(message) }
        #expect(matching.map(\.line) == [line], "found: \(found)")
        #expect(matching.map(\.column) == [column], "found: \(found)")
    }

    @Test(
        "A header that is not the registry's is refused",
        arguments: [
            (
                "code,name,district,road,lattitude,longitude,goods,scale_class",
                [
                    "the column 'lattitude' is not known (did you mean 'latitude'?)",
                    "the column 'latitude' is missing",
                ]
            ),
            (
                "code,name,district,road,latitude,longitude,goods,scale_class,goods",
                ["the column 'goods' stands here again"]
            ),
            (
                "code,name",
                ["the column 'district' is missing", "the column 'scale_class' is missing"]
            ),
            ("", ["the file needs a header row"]),
        ]
    )
    func brokenHeader(_ header: String, _ messages: [String]) throws {
        let found = try faults {
            _ = try load(header + "\nE-1,x,x,x,1,1,x,x\n".prefix(header.isEmpty ? 1 : 99))
        }
        for message in messages {
            #expect(found.contains { $0.message.hasPrefix(message) }, "found: \(found)")
        }
    }
}

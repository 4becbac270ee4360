// Copyright the Steelyard authors. SPDX-License-Identifier: Apache-2.0

import Records
import Testing
import Weighing

@Suite("Passage files, NDJSON")
struct PassageNDJSONTests {
    private static let required =
        #""site":"S1","lane":1,"passed_at":"2026-03-01T08:15:30.25+08:00","speed_kmh":60"#
    private static let axles = #""axle_kg":"7000 11000","spacing_mm":"3600""#

    private func row(_ text: String, ignoring: Bool = false) throws -> PassageRow? {
        let rows = try Reading.rows(
            Array(text.utf8),
            format: .ndjson,
            chunk: 5,
            ignoring: ignoring
        )
        #expect(rows.count == 1)
        return rows.first
    }

    private func passage(_ text: String, ignoring: Bool = false) throws -> Passage? {
        guard case .passage(let passage, _)? = try row(text, ignoring: ignoring) else { return nil }
        return passage
    }

    private func reason(_ text: String, ignoring: Bool = false) throws -> String? {
        guard case .fault(let fault)? = try row(text, ignoring: ignoring) else { return nil }
        return fault.reason
    }

    @Test("Lists may be strings or arrays, numbers strings or numbers, and null is absent")
    func variants() throws {
        let plain = try passage("{\(Self.required),\(Self.axles)}")
        var wanted = Passage()
        wanted.site = "S1"
        wanted.lane = 1
        wanted.passedAt = Samples.instant
        wanted.speed = 6_000
        wanted.axleLoads = [7_000, 11_000]
        wanted.spacings = [3_600]
        #expect(plain == wanted)
        for text in [
            #"{\#(Self.required),"axle_kg":[7000,11000],"spacing_mm":[3600]}"#,
            #" { "axle_kg" : [ 7000 , 11000 ] , "spacing_mm" : 3600 , \#(Self.required) } "#,
            #"{"lane":"1","speed_kmh":"60.0","passed_at":"2026-03-01T00:15:30.25Z","# + "\r"
                + #""site":"S1",\#(Self.axles),"plate":null,"left_kg":null,"right_kg":[]}"#,
            #"{\#(Self.required),\#(Self.axles),"length_mm":0,"plate_color":"","flags":""}"#,
        ] {
            #expect(try passage(text) == wanted, "\(text)")
        }
    }

    @Test("Escapes are undone, surrogate pairs included")
    func escapes() throws {
        let text =
            #"{\#(Self.required),\#(Self.axles),"plate":"\u6e58A\"\\\/1","#
            + #""flags":"\ud83d\uDE9B \t\n\r\b\f é","passage_id":17}"#
        let passage = try passage(text)
        #expect(passage?.plate == "湘A\"\\/1")
        #expect(passage?.vendorFlags == "🚛 \t\n\r\u{8}\u{C} é")
        #expect(passage?.passageID == "17")
        #expect(
            try self.passage(#"{"\u0070late":"P",\#(Self.required),\#(Self.axles)}"#)?.plate == "P"
        )
    }

    @Test("An unknown key is a fault unless ignored, whatever its value")
    func unknownKeys() throws {
        let text =
            #"{\#(Self.required),"extra":{"a":[1,-2.5e+3,{"b":null}],"c":"\n"},"#
            + #""more":[true,false,[],{}],\#(Self.axles)}"#
        #expect(try reason(text) == #"unknown key "extra""#)
        #expect(try passage(text, ignoring: true)?.axleLoads == [7_000, 11_000])
        let misspelt = #"{\#(Self.required),"axles_kg":"7000 11000","spacing_mm":"3600"}"#
        #expect(try reason(misspelt) == #"unknown key "axles_kg"; did you mean axle_kg?"#)
    }

    @Test(
        "What is not exactly one JSON object is a fault",
        arguments: [
            "[]", "1", "null", "\"x\"", "{", "}", "{}x", "{}{}", "{,}", "{\"plate\"}",
            "{\"plate\":}", "{\"plate\":1,}", "{plate:1}", "{'plate':1}", "{\"plate\":01}",
            "{\"plate\":1.}", "{\"plate\":.5}", "{\"plate\":+1}", "{\"plate\":1e}",
            "{\"plate\":\"a}", "{\"plate\":\"\\x\"}", "{\"plate\":\"\\u12\"}",
            "{\"plate\":\"\\u00g0\"}", "{\"plate\":\"\\ud800\"}", "{\"plate\":\"\\ud800\\u0041\"}",
            "{\"plate\":\"\\udc00\"}", "{\"plate\":\"a\tb\"}", "{\"plate\":nul}", "{\"plate\":NaN}",
            "{\"plate\":true}", "{\"plate\":[1]}", "{\"plate\":{}}", "{\"plate\":1 \"flags\":2}",
            "{\"plate\":1}//", "{\"x\":tru}", "{\"x\":[1,]}", "{\"x\":{\"a\" 1}}", "{\"x\":[1 2]}",
        ]
    )
    func notJSON(text: String) throws {
        // The good row behind it is read, whatever came before.
        let good = "{\(Self.required),\(Self.axles)}"
        let rows = try Reading.rows(
            Array("\(text)\n\(good)\n".utf8),
            format: .ndjson,
            ignoring: true
        )
        let (passages, faults) = Reading.split(rows)
        #expect(passages.count == 1)
        #expect(faults.count == 1)
        #expect(faults.first.map { String(decoding: $0.bytes, as: UTF8.self) } == text)
    }

    @Test("Faults say what is wrong and where")
    func reasons() throws {
        func changed(_ key: String, _ value: String) throws -> String? {
            try reason(
                #"{"site":"S1","passed_at":"2026-03-01T08:15:30Z","speed_kmh":60,"lane":1,"#
                    + #""\#(key)":\#(value)}"#
            )
        }
        #expect(try changed("axle_kg", "[7000.5]")?.hasPrefix("axle_kg: \"7000.5\"") == true)
        #expect(try changed("axle_kg", "[-7000]")?.hasPrefix("axle_kg: \"-7000\"") == true)
        #expect(try changed("axle_kg", "[7e3]")?.hasPrefix("axle_kg: \"7e3\"") == true)
        #expect(try changed("axle_kg", "[\"7000\"]")?.hasPrefix("axle_kg: the array") == true)
        #expect(try changed("axle_kg", "[null]")?.hasPrefix("axle_kg: the array") == true)
        #expect(try changed("site", "\"S2\"") == "the key site stands there twice")
        #expect(try changed("flags", "\"\\u0000\"") == "0 axles; a vehicle has 2 to 16")
        #expect(try changed("plate", "true") == "plate: the value is not one value")
        #expect(try reason("{\"site\":1,}") == "not JSON: a string expected at byte 11 of the row")
        #expect(try reason("{}")?.hasPrefix("lane: nothing") == true)
        let twice = #"{"x":1,"x":2}"#
        #expect(try reason(twice, ignoring: true) == #"the key "x" stands there twice"#)
        let zero = #"{\#(Self.required),\#(Self.axles),"plate":"a\u0000"}"#
        #expect(try reason(zero) == PassageFault.textZeroByte("plate").description)
    }

    @Test("Values are nested at most sixteen deep")
    func depth() throws {
        func nested(_ depth: Int) -> String {
            "{\"x\":" + String(repeating: "[", count: depth - 1)
                + String(repeating: "]", count: depth - 1) + ",\(Self.required),\(Self.axles)}"
        }
        #expect(try passage(nested(16), ignoring: true) != nil)
        #expect(try reason(nested(17), ignoring: true) == "values are nested deeper than 16")
        let bomb = "{\"x\":" + String(repeating: "[{\"a\":", count: 100_000)
        #expect(try reason(bomb, ignoring: true) == "values are nested deeper than 16")
    }

    @Test("A row that is not UTF-8 is a fault")
    func invalidUTF8() throws {
        var bytes = Array("{\(Self.required),\(Self.axles),\"flags\":\"".utf8)
        bytes += [0xC0, 0x80] + Array("\"}".utf8)
        let (_, faults) = Reading.split(try Reading.rows(bytes, format: .ndjson))
        #expect(faults.map(\.reason) == ["the row is not valid UTF-8"])
    }

    @Test("Rows are counted without blank lines, and an empty file has none")
    func counting() throws {
        let good = "{\(Self.required),\(Self.axles)}"
        let text = "\u{FEFF}\(good)\r\n\r\n\n{\n\(good)"
        let rows = try Reading.rows(Array(text.utf8), format: .ndjson)
        let (passages, faults) = Reading.split(rows)
        #expect(passages.count == 2)
        #expect(faults.map { [$0.row, $0.line] } == [[2, 4]])
        #expect(try Reading.rows([], format: .ndjson).isEmpty)
    }
}

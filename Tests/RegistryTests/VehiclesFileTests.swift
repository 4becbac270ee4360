// Copyright the Steelyard authors. SPDX-License-Identifier: Apache-2.0

import Foundation
import Registry
import Rulebook
import Testing
import Weighing

@Suite("The registry of vehicles")
struct VehiclesFileTests {
    private let header =
        "plate,plate_color,carrier,axle_count,registered_gross_kg,single_tyre_axles,"
        + "air_suspension,exempt_class,permit_until,wide_tyre_axles,permit_gross_kg"
    private let china = 8 * 3_600

    private func load(_ rows: String, classes: Set<String>? = nil) throws -> VehicleBook {
        try withFile(header + "\n" + rows, name: "vehicles.csv") {
            try VehiclesFile.load($0, utcOffsetSeconds: china, classes: classes)
        }
    }

    @Test("The sample loads with the classes of the rulebook, and says that it is one")
    func sample() throws {
        let law = try RulebookFile.load(Checkout.path("config/rulebooks/cn.yaml"))
        let book = try VehiclesFile.load(
            Checkout.path("config/vehicles.csv"),
            utcOffsetSeconds: china,
            classes: law.vehicleClasses
        )
        #expect(book.count == 8)
        #expect(book["样A00003", .yellow]?.singleTyreAxles == 2)
        #expect(book["样A00004", .yellow]?.wideTyreAxles == 2)
        #expect(book["样A00005", .yellow]?.permitGross == 62_000)
        #expect(book["样A00006", .yellow]?.exemptClass == "special_operation")
        #expect(book["样A00007", .blue]?.registeredGross == 4_500)
        #expect(book["样A00008D", .yellowGreen]?.axleCount == 2)
        let text = try Checkout.text("config/vehicles.csv")
        #expect(text.hasPrefix("# SAMPLE. "))
        // No province is called 样, so no plate of a real or a simulated vehicle is here.
        let plates = text.split(separator: "\n").dropFirst(2)
        #expect(plates.allSatisfy { $0.hasPrefix("样") })
    }

    @Test("Every column arrives; a permit holds to the end of its last day")
    func everyColumn() throws {
        let book = try load("湘A12345,yellow,甲公司,6,49000,3,true,tractor,2026-12-31,2,62000\n")
        var expected = VehicleFacts()
        expected.axleCount = 6
        expected.registeredGross = 49_000
        expected.singleTyreAxles = 3
        expected.wideTyreAxles = 2
        expected.hasAirSuspension = true
        expected.exemptClass = "tractor"
        // 2026-12-31T16:00:00Z, the midnight after it in China
        expected.permitUntil = Instant(seconds: 1_798_732_800)
        expected.permitGross = 62_000
        #expect(book["湘A12345", .yellow] == expected)
        #expect(book.count == 1)
    }

    @Test("What is empty is not known; false and 0 are known")
    func unknown() throws {
        let book = try load("湘A12345,,,,,,,,,,\n湘A12346,blue,,2,,0,false,,,,\n")
        #expect(book["湘A12345", .unknown] == VehicleFacts())
        var known = VehicleFacts()
        known.axleCount = 2
        known.singleTyreAxles = 0
        known.hasAirSuspension = false
        #expect(book["湘A12346", .blue] == known)
        #expect(book["湘A12345", .yellow] == nil)
    }

    @Test(
        "The columns of wide tyres and of a permit's mass may be absent; the order does not matter"
    )
    func columns() throws {
        let text =
            "carrier,plate,axle_count,plate_color,registered_gross_kg,single_tyre_axles,"
            + "air_suspension,exempt_class,permit_until\n\"甲, 乙\",湘A12345,3,黄色,,1,,,\n"
        let book = try withFile(text) { try VehiclesFile.load($0, utcOffsetSeconds: 0) }
        #expect(book["湘A12345", .yellow]?.axleCount == 3)
        #expect(book["湘A12345", .yellow]?.wideTyreAxles == 0)
    }

    @Test("One plate in two colours is two vehicles")
    func colors() throws {
        let book = try load("湘A12345,yellow,,3,,,,,,,\n湘A12345,blue,,2,,,,,,,\n")
        #expect(book.count == 2)
        #expect(book["湘A12345", .blue]?.axleCount == 2)
    }

    @Test("A header alone is a registry without vehicles")
    func empty() throws {
        #expect(try load("").count == 0)
    }

    @Test(
        "What is wrong in a row is reported with line and column",
        arguments: [
            (",yellow,,,,,,,,,", 1, "'plate' must not be empty"),
            ("湘A 12345,yellow,,,,,,,,,", 1, "'plate' must have no spaces"),
            ("湘A12345湘A12345湘A12345湘A12345,,,,,,,,,,", 1, "'plate' has 36 bytes; at most 32"),
            ("湘A12345,yelow,,,,,,,,,", 9, "not 'yelow' (did you mean 'yellow'?)"),
            ("湘A12345,,,0,,,,,,,", 11, "from 1 to 16 or empty, not '0'"),
            ("湘A12345,,,17,,,,,,,", 11, "from 1 to 16 or empty, not '17'"),
            ("湘A12345,,,,49t,,,,,,", 12, "'registered_gross_kg' must be a whole number"),
            ("湘A12345,,,,1048576,,,,,,", 12, "from 1 to 1048575 or empty, not '1048576'"),
            ("湘A12345,,,,,-1,,,,,", 13, "from 0 to 16 or empty, not '-1'"),
            ("湘A12345,,,2,,3,,,,,", 14, "3 axles with single tyres are more than the vehicle's 2"),
            ("湘A12345,,,,,,yes,,,,", 14, "'air_suspension' must be true, false or empty"),
            ("湘A12345,,,,,,,Tractor,,,", 15, "takes small letters, digits and '_', not 'Tractor'"),
            ("湘A12345,,,,,,,tracktor,,,", 15, "'tracktor' (did you mean 'tractor'?)"),
            ("湘A12345,,,,,,,,2026-13-01,,", 16, "must be a date such as 2026-12-31 or empty"),
            ("湘A12345,,,,,2,,,,3,", 18, "3 are more than 2"),
            ("湘A12345,,,,,,,,,1,", 17, "1 are more than 0"),
            ("湘A12345,,,,,,,,,,62000", 18, "'permit_gross_kg' goes with 'permit_until'"),
            ("湘A12345,,,,,,,,2026-12-31,,0", 28, "from 1 to 1048575 or empty, not '0'"),
            ("湘A12345,,,,,,,,,", 1, "the row has 10 fields; the header has 11"),
        ]
    )
    func brokenRow(_ row: String, _ column: Int, _ message: String) throws {
        let found = try faults { _ = try load("\n" + row + "\n", classes: ["tractor"]) }
        #expect(found.map(\.line) == [3], "found: \(found)")
        #expect(found.map(\.column) == [column], "found: \(found)")
        #expect(found.first?.message.contains(message) == true, "found: \(found)")
    }

    @Test("A vehicle that stands twice is reported at the second place")
    func twice() throws {
        let row = "湘A12345,yellow,,,,,,,,,\n"
        let found = try faults { _ = try load(row + "湘A12346,,,,,,,,,,\n" + row) }
        #expect(found.map(\.line) == [4])
        #expect(found.first?.message.contains("stands here again, first in line 2") == true)
    }

    @Test("Without the classes of a rulebook any name is taken")
    func anyClass() throws {
        let book = try load("湘A12345,,,,,,,refrigerated,,,\n")
        #expect(book["湘A12345", .unknown]?.exemptClass == "refrigerated")
    }

    @Test(
        "A header that is not the registry's is refused",
        arguments: [
            ("plate,plate_color", "the column 'carrier' is missing"),
            (
                "plate,plate_colour,carrier",
                "'plate_colour' is not known (did you mean 'plate_color'"
            ),
            ("", "the file needs a header row: plate,plate_color,carrier"),
        ]
    )
    func brokenHeader(_ header: String, _ message: String) throws {
        let found = try faults {
            _ = try withFile(header + "\n") { try VehiclesFile.load($0, utcOffsetSeconds: 0) }
        }
        #expect(found.contains { $0.message.contains(message) }, "found: \(found)")
    }
}

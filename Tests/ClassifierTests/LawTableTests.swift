// Copyright the Steelyard authors. SPDX-License-Identifier: Apache-2.0

import TestKit
import Testing
import Weighing

/// Section 2 of the rulebook `cn`, each row at its limit, one kilogram below and one above.
///
/// Vehicles and numbers are literals, worked out from the text of the law.
@Suite("The gross limits of the law")
struct LawTableTests {
    @Test("Every row allows its limit to the kilogram", arguments: table + types)
    func rowAtItsLimit(row: LimitRow) {
        for (step, verdict) in [(-1, Verdict.within), (0, .within), (1, .marginal)] {
            var loads = row.loads
            loads[loads.count - 1] += step
            let found = judged(vehicle(loads, row.spacings, type: row.type))
            #expect(found.pattern.groupsText == row.pattern)
            #expect(found.isCombination == row.isCombination)
            #expect(found.grossLimit == row.limit)
            #expect(found.gross == row.limit + Int32(step))
            #expect(found.grossExcess == Int32(step))
            #expect(found.excessPermille == 0)
            #expect(found.verdict == verdict)
            #expect(found.reasons == row.reasons)
            #expect(citation(found) == row.article)
        }
    }

    @Test("Without a permissible error one kilogram over is an overload", arguments: table)
    func oneOverWithoutError(row: LimitRow) {
        var loads = row.loads
        loads[0] += 1
        let found = judged(vehicle(loads, row.spacings), permille: 0)
        #expect(found.deduction == 0)
        #expect(found.verdict == .overload)
    }

    static let table = [
        // EVIDENCE: Order 62 Art. 3(4), 二轴货车 18,000 kg
        LimitRow("1-1", "6000 12000", "4000")
            .rigid(18_000, SampleLaw.item4),
        // EVIDENCE: Order 62 Art. 3(4), 二轴货车 18,000 kg whatever the pattern
        LimitRow("2", "9000 9000", "1799")
            .rigid(18_000, SampleLaw.item4),
        // EVIDENCE: Order 62 Art. 3(5), 三轴货车 25,000 kg
        LimitRow("1-2", "7000 9000 9000", "4000 1350")
            .rigid(25_000, SampleLaw.item5),
        // EVIDENCE: Order 62 Art. 3(5), 三轴货车 25,000 kg
        LimitRow("2-1", "7000 7000 11000", "2000 4000")
            .rigid(25_000, SampleLaw.item5),
        // EVIDENCE: Order 62 Art. 3(5), 三轴汽车列车 27,000 kg
        LimitRow("1-1-1", "7000 10000 10000", "3500 6000")
            .combination(27_000, SampleLaw.item5),
        // EVIDENCE: Order 62 Art. 3(5), 三轴汽车列车 27,000 kg; doubt favours the vehicle
        LimitRow("3", "9000 9000 9000", "1350 1350")
            .combination(27_000, SampleLaw.item5, .patternUnknown),
        // EVIDENCE: Order 62 Art. 3(6), 四轴货车 31,000 kg
        LimitRow("2-2", "7000 7000 8500 8500", "2000 3000 1350")
            .rigid(31_000, SampleLaw.item6),
        // EVIDENCE: Order 62 Art. 3(6), 四轴货车 31,000 kg
        LimitRow("1-3", "7000 8000 8000 8000", "4000 1350 1350")
            .rigid(31_000, SampleLaw.item6),
        // EVIDENCE: Order 62 Art. 3(6), 四轴汽车列车 36,000 kg
        LimitRow("1-1-2", "7000 11000 9000 9000", "3500 6000 1350")
            .combination(36_000, SampleLaw.item6),
        // EVIDENCE: Order 62 Art. 3(6), 四轴汽车列车 36,000 kg
        LimitRow("1-2-1", "7000 9500 9500 10000", "3500 1350 6000")
            .combination(36_000, SampleLaw.item6),
        // EVIDENCE: Order 62 Art. 3(6), 四轴汽车列车 36,000 kg
        LimitRow("2-1-1", "7000 7000 11500 10500", "2000 3500 6000")
            .combination(36_000, SampleLaw.item6),
        // EVIDENCE: Order 62 Art. 3(6), 四轴汽车列车 36,000 kg
        LimitRow("1-1-1-1", "7000 9000 10000 10000", "3500 6000 1800")
            .combination(36_000, SampleLaw.item6),
        // EVIDENCE: Order 62 Art. 3(6), 四轴汽车列车 36,000 kg; doubt favours the vehicle
        LimitRow("3-1", "9000 9000 9000 9000", "1350 1350 4000")
            .combination(36_000, SampleLaw.item6, .patternUnknown),
        // EVIDENCE: Order 62 Art. 3(6), 四轴汽车列车 36,000 kg; doubt favours the vehicle
        LimitRow("4", "9000 9000 9000 9000", "1350 1350 1350")
            .combination(36_000, SampleLaw.item6, [.patternUnknown, .groupLimitUnknown]),
        // EVIDENCE: Order 62 Art. 3 para. 2(3), 2016 annex, 18 + 24 t
        LimitRow("1-1-3", "7000 11000 8000 8000 8000", "3500 6000 1310 1310")
            .combination(42_000, SampleLaw.annex),
        // EVIDENCE: Order 62 Art. 3(7), 五轴汽车列车 43,000 kg
        LimitRow("1-2-2", "7000 9000 9000 9000 9000", "3300 1350 6000 1350")
            .combination(43_000, SampleLaw.item7),
        // EVIDENCE: Order 62 Art. 3(7), 五轴汽车列车 43,000 kg
        LimitRow("2-1-2", "7000 7000 11000 9000 9000", "2000 3500 6000 1350")
            .combination(43_000, SampleLaw.item7),
        // EVIDENCE: Order 62 Art. 3(7), 五轴汽车列车 43,000 kg
        LimitRow("1-3-1", "7000 8000 8000 8000 12000", "3500 1350 1350 6000")
            .combination(43_000, SampleLaw.item7),
        // EVIDENCE: Order 62 Art. 3(7), 五轴汽车列车 43,000 kg
        LimitRow("1-1-1-2", "6000 9000 9000 9500 9500", "3500 5000 4000 1350")
            .combination(43_000, SampleLaw.item7),
        // EVIDENCE: Order 62 Art. 3(7), 五轴汽车列车 43,000 kg
        LimitRow("1-1-1-1-1", "7000 9000 9000 9000 9000", "3500 5000 5000 5000")
            .combination(43_000, SampleLaw.item7),
        // EVIDENCE: Order 62 Art. 3(7), 五轴汽车列车 43,000 kg; doubt favours the vehicle
        LimitRow("2-3", "7000 7000 9000 10000 10000", "2000 4000 1350 1350")
            .combination(43_000, SampleLaw.item7, .patternUnknown),
        // EVIDENCE: Order 62 Art. 3(7), 五轴汽车列车 43,000 kg; doubt favours the vehicle
        LimitRow("1-4", "7000 9000 9000 9000 9000", "4000 1350 1350 1350")
            .combination(43_000, SampleLaw.item7, [.patternUnknown, .groupLimitUnknown]),
        // EVIDENCE: Order 62 Art. 3(7), 五轴汽车列车 43,000 kg; doubt favours the vehicle
        LimitRow("3-2", "9000 9000 9000 8000 8000", "1350 1350 4000 1350")
            .combination(43_000, SampleLaw.item7, .patternUnknown),
        // EVIDENCE: Order 62 Art. 3(7), 五轴汽车列车 43,000 kg; doubt favours the vehicle
        LimitRow("5", "8600 8600 8600 8600 8600", "1350 1350 1350 1350")
            .combination(43_000, SampleLaw.item7, [.patternUnknown, .groupLimitUnknown]),
        // EVIDENCE: Order 62 Art. 3(8), 六轴及六轴以上汽车列车 49,000 kg
        LimitRow("1-2-3", "7000 9000 9000 8000 8000 8000", "3300 1350 6000 1310 1310")
            .combination(49_000, SampleLaw.item8),
        // EVIDENCE: cn §1, a 1-2-3 with a short wheelbase; Order 62 Art. 3(8), 49,000 kg
        LimitRow("1-2-3", "7000 9000 9000 8000 8000 8000", "2018 1372 5235 1408 1341")
            .combination(49_000, SampleLaw.item8),
        // EVIDENCE: Order 62 Art. 3(8), 六轴及六轴以上汽车列车 49,000 kg
        LimitRow("2-2-2", "7000 7000 9000 9000 8500 8500", "2000 3500 1350 6000 1350")
            .combination(49_000, SampleLaw.item8),
        // EVIDENCE: Order 62 Art. 3(8), 六轴及六轴以上汽车列车 49,000 kg (two groups suffice)
        LimitRow("2-4", "7000 7000 8750 8750 8750 8750", "2000 4000 1350 1350 1350")
            .combination(49_000, SampleLaw.item8, .groupLimitUnknown),
        // EVIDENCE: Order 62 Art. 3(8), 驱动轴为单轴 46,000 kg
        LimitRow("1-1-4", "6000 8000 8000 8000 8000 8000", "3500 6000 1350 1350 1350")
            .combination(46_000, SampleLaw.item8, .groupLimitUnknown),
        // EVIDENCE: Order 62 Art. 3(8), 驱动轴为单轴 46,000 kg
        LimitRow("2-1-3", "7000 7000 11000 7000 7000 7000", "2000 3500 6000 1310 1310")
            .combination(46_000, SampleLaw.item8),
        // EVIDENCE: Order 62 Art. 3(8), 驱动轴为单轴 46,000 kg (two groups, the second of one axle)
        LimitRow("5-1", "8000 8000 8000 8000 8000 6000", "1350 1350 1350 1350 4000")
            .combination(46_000, SampleLaw.item8, .groupLimitUnknown),
        // EVIDENCE: Order 62 Art. 3(8), 六轴及六轴以上汽车列车 49,000 kg; doubt favours the vehicle
        LimitRow("6", "8000 8000 8000 8000 8000 9000", "1350 1350 1350 1350 1350")
            .combination(49_000, SampleLaw.item8, [.patternUnknown, .groupLimitUnknown]),
        // EVIDENCE: Order 62 Art. 3(8), 六轴及六轴以上汽车列车 49,000 kg (六轴以上)
        LimitRow("1-2-2-2", "7000 7000 7000 7000 7000 7000 7000", "3300 1350 6000 1350 4000 1350")
            .combination(49_000, SampleLaw.item8),
        // EVIDENCE: Order 62 Art. 3(8), 驱动轴为单轴 46,000 kg, sixteen axles
        LimitRow(
            "1-1-1-1-1-1-1-1-1-1-1-1-1-1-1-1",
            "2875 2875 2875 2875 2875 2875 2875 2875 2875 2875 2875 2875 2875 2875 2875 2875",
            "3000 3000 3000 3000 3000 3000 3000 3000 3000 3000 3000 3000 3000 3000 3000"
        )
        .combination(46_000, SampleLaw.item8),
        // EVIDENCE: Order 62 Art. 3(8), 49,000 kg; doubt favours the vehicle, sixteen axles
        LimitRow(
            "16",
            "3000 3000 3000 3000 3000 3000 3000 3000 3000 3000 3000 3000 3000 3000 3000 4000",
            "1300 1300 1300 1300 1300 1300 1300 1300 1300 1300 1300 1300 1300 1300 1300"
        )
        .combination(49_000, SampleLaw.item8, [.patternUnknown, .groupLimitUnknown]),
    ]

    static let types = [
        // EVIDENCE: cn §2, vehicle_type: rigid 2
        LimitRow("1-1", "6000 12000", "4000", .rigid)
            .rigid(18_000, SampleLaw.item4),
        // EVIDENCE: cn §2, vehicle_type: rigid 3
        LimitRow("1-1-1", "7000 9000 9000", "3500 6000", .rigid)
            .rigid(25_000, SampleLaw.item5),
        // EVIDENCE: cn §2, vehicle_type: rigid 3, no pattern_unknown
        LimitRow("3", "8000 8000 9000", "1350 1350", .rigid)
            .rigid(25_000, SampleLaw.item5),
        // EVIDENCE: cn §2, vehicle_type: rigid 4
        LimitRow("1-1-2", "7000 8000 8000 8000", "3500 6000 1350", .rigid)
            .rigid(31_000, SampleLaw.item6),
        // EVIDENCE: cn §2, vehicle_type: rigid 4, no pattern_unknown
        LimitRow("3-1", "7000 8000 8000 8000", "1350 1350 4000", .rigid)
            .rigid(31_000, SampleLaw.item6),
        // EVIDENCE: cn §2, vehicle_type: rigid 5 keeps the table's
        LimitRow("1-1-3", "7000 11000 8000 8000 8000", "3500 6000 1310 1310", .rigid)
            .rigid(42_000, SampleLaw.annex, .noRigidLimit),
        // EVIDENCE: cn §2, vehicle_type: rigid 5 keeps the table's
        LimitRow("2-3", "7000 7000 9000 10000 10000", "2000 4000 1350 1350", .rigid)
            .rigid(43_000, SampleLaw.item7, .noRigidLimit),
        // EVIDENCE: cn §2, vehicle_type: rigid 6 keeps the table's
        LimitRow("2-1-3", "7000 7000 11000 7000 7000 7000", "2000 3500 6000 1310 1310", .rigid)
            .rigid(46_000, SampleLaw.item8, .noRigidLimit),
        // EVIDENCE: cn §2, vehicle_type: rigid 6 keeps the table's
        LimitRow("1-5", "9000 8000 8000 8000 8000 8000", "4000 1350 1350 1350 1350", .rigid)
            .rigid(49_000, SampleLaw.item8, [.noRigidLimit, .groupLimitUnknown]),
        // EVIDENCE: cn §2, vehicle_type: combination 2
        LimitRow("2", "9000 9000", "1500", .combination)
            .combination(18_000, SampleLaw.item4),
        // EVIDENCE: cn §2, vehicle_type: combination 3
        LimitRow("1-2", "7000 10000 10000", "4000 1350", .combination)
            .combination(27_000, SampleLaw.item5),
        // EVIDENCE: cn §2, vehicle_type: combination 3, no pattern_unknown
        LimitRow("3", "9000 9000 9000", "1350 1350", .combination)
            .combination(27_000, SampleLaw.item5),
        // EVIDENCE: cn §2, vehicle_type: combination 4
        LimitRow("2-2", "7000 7000 11000 11000", "2000 3000 1350", .combination)
            .combination(36_000, SampleLaw.item6),
        // EVIDENCE: cn §2, vehicle_type: combination 4, no pattern_unknown
        LimitRow("4", "9000 9000 9000 9000", "1350 1350 1350", .combination)
            .combination(36_000, SampleLaw.item6, .groupLimitUnknown),
        // EVIDENCE: cn §2, vehicle_type: combination 5 keeps the table's
        LimitRow("1-1-3", "7000 11000 8000 8000 8000", "3500 6000 1310 1310", .combination)
            .combination(42_000, SampleLaw.annex),
        // EVIDENCE: cn §2, vehicle_type: combination 5 keeps the table's
        LimitRow("1-4", "7000 9000 9000 9000 9000", "4000 1350 1350 1350", .combination)
            .combination(43_000, SampleLaw.item7, .groupLimitUnknown),
        // EVIDENCE: cn §2, vehicle_type: combination 6 keeps the table's
        LimitRow(
            "1-1-1-3",
            "7000 9000 9000 7000 7000 7000",
            "3500 5000 5000 1310 1310"
        )
        .combination(46_000, SampleLaw.item8),
    ]
}

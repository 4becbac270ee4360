// Copyright the Steelyard authors. SPDX-License-Identifier: Apache-2.0

import Classifier
import Rulebook
import TestKit
import Testing
import Weighing

/// What the vehicle registry changes, worked by hand.
///
/// - Source: Order 62, article 3, paragraph 2, and the 2016 annex.
@Suite("What the registry knows of a vehicle")
struct RegistryFactsTests {
    private static let article = "Registry"

    private static let book: Rulebook = {
        var edition = SampleLaw.edition
        edition.articles.append(
            Article(
                id: article,
                citation: BilingualText(zh: "登记", en: "Registry"),
                isVerified: false
            )
        )
        edition.registry = RegistryRule(
            singleTyres: RegistryRule.SingleTyres(
                reduction: 3_000,
                isPerAxle: true,
                article: article
            ),
            airSuspension: [
                RegistryRule.AirSuspension(
                    patterns: [AxlePattern("1-2"), AxlePattern("2-1")].compactMap(\.self),
                    isCombination: false,
                    limit: 26_000,
                    article: article
                ),
                RegistryRule.AirSuspension(
                    patterns: [AxlePattern("1-1-1-1")].compactMap(\.self),
                    isCombination: true,
                    lastSpacingMin: 1_800,
                    limit: 37_000,
                    article: article
                ),
            ],
            sumOfGroups: article,
            registeredGross: RegistryRule.RegisteredGross(axles: 2...2, article: article),
            licensed: RegistryRule.Classes(names: ["low_speed"], article: article),
            exempt: RegistryRule.Classes(names: ["refrigerated"], article: article),
            permit: article
        )
        var book = SampleLaw.cn
        book.editions = [edition]
        return book
    }()

    private func judged(
        _ passage: Passage,
        _ change: (inout VehicleFacts) -> Void
    ) throws -> Judgement {
        var facts = VehicleFacts()
        change(&facts)
        var passage = passage
        passage.plate = "湘A00001"
        passage.plateColor = .yellow
        let standing = SiteStanding(permissibleErrorPermille: 50, reasons: .noCertificate)
        let expected = ScalarReference(Self.book).judge(
            passage,
            standing: standing,
            facts: facts,
            now: noon
        )
        // The bulk path finds the vehicle by its plate and says the same.
        var vehicles = VehicleBook()
        vehicles["湘A00001", .yellow] = facts
        let block = PassageBlock()
        let isIn = block.append(passage)
        #expect(isIn)
        block.setStanding(standing, row: 0)
        Judge(try CompiledRulebook(Self.book), vehicles: vehicles).judge(block, now: noon)
        #expect(block.judgement(at: 0) == expected)
        return expected
    }

    private let truck = vehicle([7_000, 9_500, 9_500], [4_000, 1_350])

    @Test("Air suspension allows a truck of three axles 26 t; unknown suspension leaves 25 t")
    func airSuspension() throws {
        let sprung = try judged(truck) { $0.hasAirSuspension = true }
        #expect(sprung.grossLimit == 26_000)
        #expect(sprung.verdict == .within)
        #expect(sprung.reasons == [.noCertificate, .registryLimit])
        #expect(try judged(truck) { $0.hasAirSuspension = false }.grossLimit == 25_000)
        #expect(try judged(truck) { _ in }.verdict == .marginal)
        #expect(try judged(truck) { _ in }.reasons == .noCertificate)
    }

    @Test("37 t need air suspension and axles of the semi-trailer 1,800 mm apart")
    func airSuspensionOfCombination() throws {
        let wide = vehicle([7_000, 10_000, 10_000, 10_000], [3_500, 6_000, 1_800])
        #expect(try judged(wide) { $0.hasAirSuspension = true }.grossLimit == 37_000)
        let near = vehicle([7_000, 10_000, 10_000, 10_000], [3_500, 6_000, 1_799])
        #expect(try judged(near) { $0.hasAirSuspension = true }.grossLimit == 36_000)
    }

    @Test("Single tyres take 3 t an axle off, wide tyres do not")
    func singleTyres() throws {
        #expect(try judged(truck) { $0.singleTyreAxles = 1 }.grossLimit == 22_000)
        #expect(try judged(truck) { $0.singleTyreAxles = 2 }.grossLimit == 19_000)
        let wide = try judged(truck) {
            $0.singleTyreAxles = 2
            $0.wideTyreAxles = 2
        }
        #expect(wide.grossLimit == 25_000)
        #expect(wide.reasons == .noCertificate)
        // Another number of axles than registered: nobody knows which tyres carried the load.
        let lifted = try judged(truck) {
            $0.singleTyreAxles = 2
            $0.axleCount = 4
        }
        #expect(lifted.grossLimit == 25_000)
    }

    @Test("Known tyres hold the gross mass to the sum of the groups' limits")
    func sumOfGroups() throws {
        // 7,000 + 11,500 (two axles 990 mm apart) = 18,500.
        let near = vehicle([7_000, 9_500, 9_500], [4_000, 990])
        #expect(try judged(near) { $0.singleTyreAxles = 0 }.grossLimit == 18_500)
        #expect(try judged(near) { _ in }.grossLimit == 25_000)
        // With air suspension one tonne more, as for the vehicle.
        let sprung = try judged(near) {
            $0.singleTyreAxles = 0
            $0.hasAirSuspension = true
        }
        #expect(sprung.grossLimit == 19_500)
    }

    @Test("Two axles may not weigh more than the driving licence says")
    func registeredGross() throws {
        let two = vehicle([6_000, 10_000], [4_500])
        let known = try judged(two) { $0.registeredGross = 15_000 }
        #expect(known.grossLimit == 15_000)
        #expect(known.verdict == .overload)
        #expect(try judged(two) { $0.registeredGross = 20_000 }.grossLimit == 18_000)
        #expect(try judged(truck) { $0.registeredGross = 15_000 }.grossLimit == 25_000)
    }

    @Test("A licensed class has its registered gross mass for a limit, an exempt one is not over")
    func classes() throws {
        let slow = try judged(truck) {
            $0.exemptClass = "low_speed"
            $0.registeredGross = 9_000
        }
        #expect(slow.grossLimit == 9_000)
        #expect(slow.verdict == .overload)
        let cold = try judged(vehicle([7_000, 20_000, 20_000], [4_000, 1_350])) {
            $0.exemptClass = "refrigerated"
        }
        #expect(cold.verdict == .within)
        #expect(cold.grossLimit == 25_000)
        #expect(cold.reasons == [.noCertificate, .exemptClass])
        // Exempt or not, an unusable reading is one.
        let fast = try judged(
            vehicle([7_000, 9_000, 9_000], [4_000, 1_350]) { $0.speed = 13_000 }
        ) {
            $0.exemptClass = "refrigerated"
        }
        #expect(fast.verdict == .invalid)
    }

    @Test("A permit holds until its day is over, and without a mass it is decided for the vehicle")
    func permit() throws {
        let heavy = vehicle([7_000, 14_000, 14_000], [4_000, 1_350])
        let until = noon.advanced(bySeconds: 1)
        let open = try judged(heavy) { $0.permitUntil = until }
        #expect(open.verdict == .within)
        #expect(open.reasons == [.noCertificate, .permit])
        let known = try judged(heavy) {
            $0.permitUntil = until
            $0.permitGross = 30_000
        }
        #expect(known.grossLimit == 30_000)
        #expect(known.verdict == .overload)
        #expect(try judged(heavy) { $0.permitUntil = noon }.verdict == .overload)
    }
}

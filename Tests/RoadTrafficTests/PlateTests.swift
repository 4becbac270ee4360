// Copyright the Steelyard authors. SPDX-License-Identifier: Apache-2.0

import Testing
import Weighing

@testable import RoadTraffic

@Suite("Plates")
struct PlateTests {
    private struct Named: Hashable {
        let plate: String
        let color: PlateColor

        init(_ vehicle: Vehicle) {
            plate = vehicle.plate.text
            color = vehicle.color
        }
    }

    private static let throughCount: UInt64 = 300_000
    private static let enterpriseCount: UInt64 = 20_000

    private func fleet(cloned: Double = 0, newEnergy: Double = 0.06) -> VehicleFleet {
        var plates = PlateReading.exact
        plates.cloned = cloned
        plates.newEnergy = newEnergy
        return VehicleFleet(seed: 42, VehicleCatalogue(), plates)
    }

    private func heavy(_ fleet: VehicleFleet) -> [Vehicle] {
        (0..<PlateTests.throughCount).map { fleet.vehicle($0, of: .through) }
            + (0..<PlateTests.enterpriseCount).map { fleet.vehicle($0, of: .enterprise) }
    }

    @Test("Every heavy vehicle's plate has its format, and no two are alike")
    func heavyPlates() {
        var seen: Set<Named> = []
        var count = 0
        var colors: Set<PlateColor> = []
        for vehicle in heavy(fleet(cloned: 0.000_5)) {
            #expect(PlateFormat.fits(vehicle.plate, vehicle.color), "\(vehicle.plate.text)")
            colors.insert(vehicle.color)
            guard !vehicle.isCloned else { continue }
            seen.insert(Named(vehicle))
            count += 1
        }
        #expect(seen.count == count)
        #expect(colors == [.yellow, .yellowGreen])
    }

    @Test("Every light vehicle's plate has its format, and no two are alike")
    func lightPlates() {
        let fleet = fleet()
        var seen: Set<Named> = []
        var colors: Set<PlateColor> = []
        for number in 0..<UInt64(100_000) {
            let vehicle = fleet.vehicle(number, of: .light)
            #expect(PlateFormat.fits(vehicle.plate, vehicle.color), "\(vehicle.plate.text)")
            seen.insert(Named(vehicle))
            colors.insert(vehicle.color)
        }
        #expect(seen.count == 100_000)
        #expect(colors == [.blue, .green])
    }

    @Test("The check of the formats tells wrong plates")
    func formatCheck() {
        let bad: [(String, PlateColor)] = [
            ("湘AI2345", .yellow), ("湘O12345", .yellow), ("湘A1234", .yellow), ("湘ABCD45", .yellow),
            ("湘A12345D", .yellow), ("湘A1234AD", .yellowGreen), ("湘AD12345", .yellowGreen),
            ("湘A12345D", .green), ("X1A12345", .blue), ("湘A12345", .unknown),
        ]
        for (text, color) in bad { #expect(!PlateFormat.fits(PlateText(text), color), "\(text)") }
        #expect(PlateFormat.fits(PlateText("湘A12345D"), .yellowGreen))
        #expect(PlateFormat.fits(PlateText("湘AD12345"), .green))
    }

    @Test("As many vehicles are cloned as asked", arguments: [0.000_5, 0.05])
    func clonedShare(share: Double) {
        var rate = Rate()
        for vehicle in heavy(fleet(cloned: share)) { rate.add(vehicle.isCloned) }
        #expect(rate.agrees(with: share), "\(rate)")
    }

    @Test("A clone carries the plate under which another vehicle of its fleet drives")
    func clones() {
        let fleet = fleet(cloned: 0.05)
        for kind in [FleetKind.through, .enterprise] {
            let vehicles = (0..<UInt64(20_000)).map { fleet.vehicle($0, of: kind) }
            let owners = Dictionary(
                vehicles.filter { !$0.isCloned }.map { (Named($0), $0.number) }
            ) { first, _ in first }
            var orphans = 0
            for clone in vehicles where clone.isCloned {
                guard let owner = owners[Named(clone)] else {
                    orphans += 1
                    continue
                }
                #expect(owner != clone.number)
            }
            #expect(orphans == 0, "clones under a plate that no vehicle has")
        }
    }

    @Test("Light vehicles are not cloned")
    func lightClones() {
        let fleet = fleet(cloned: 1)
        #expect((0..<UInt64(1_000)).allSatisfy { !fleet.vehicle($0, of: .light).isCloned })
    }

    @Test("The calm city's through fleet has the asked share of new-energy trucks")
    func newEnergyShare() {
        let fleet = fleet(newEnergy: 0.06)
        var rate = Rate()
        for number in 0..<UInt64(TrafficVolumes().throughFleet) {
            rate.add(fleet.vehicle(number, of: .through).color == .yellowGreen)
        }
        #expect(rate.agrees(with: 0.06), "\(rate)")
    }

    @Test("A vehicle is the same whenever it is asked for")
    func same() {
        let fleet = fleet(cloned: 0.1)
        for number in 0..<UInt64(500) {
            let (a, b) = (fleet.vehicle(number, of: .through), fleet.vehicle(number, of: .through))
            #expect(a.plate == b.plate && a.tare == b.tare && a.model == b.model)
            #expect(a.carrier == b.carrier && a.isCloned == b.isCloned)
        }
    }
}

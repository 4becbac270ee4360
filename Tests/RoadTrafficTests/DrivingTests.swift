// Copyright the Steelyard authors. SPDX-License-Identifier: Apache-2.0

import Glibc
import Testing
import Weighing

@testable import RoadTraffic

@Suite("Ways through the city")
struct DrivingTests {
    private static let world = try? CollectedWorld(
        SampleCity.small {
            $0.traffic.lightPerLane = 0
            $0.sensors = .exact
            $0.plates = .exact
            $0.frauds = .none
            $0.loading.overloadShare = 0.5
            $0.loading.appetiteSpread = 0
        },
        seed: 61,
        days: 3
    )

    /// The straight line between two sites, km.
    private func distance(_ a: Int, _ b: Int) -> Double {
        let (a, b) = (SampleCity.sites[a], SampleCity.sites[b])
        let north = (a.latitude - b.latitude) * 111.2
        let east = (a.longitude - b.longitude) * 111.2 * cos(a.latitude * .pi / 180)
        return (north * north + east * east).squareRoot()
    }

    @Test("Ways pass one to five sites in order, within their length")
    func routes() throws {
        let city = try #require(DrivingTests.world).stream.city
        #expect(city.throughRoutes.count == City.throughRouteCount)
        #expect(city.throughRoutes.allSatisfy { (1...5).contains($0.steps.count) })
        for route in city.throughRoutes + city.gates.flatMap(\.routes) {
            let kilometres = route.steps.map(\.kilometres)
            #expect(kilometres == kilometres.sorted() && route.steps.count <= 5)
            #expect(kilometres.allSatisfy { (0...route.kilometres).contains($0) })
            #expect(Set(route.steps.map(\.site)).count == route.steps.count)
        }
    }

    @Test("A trip passes its sites one after the other, at speeds of trucks")
    func speeds() throws {
        let world = try #require(DrivingTests.world)
        var legs = 0
        for trip in world.trips {
            var last = trip.departedAt
            for passage in trip.passages {
                #expect(passage.instant >= last)
                last = passage.instant
            }
            for (from, to) in zip(trip.passages, trip.passages.dropFirst()) {
                let kilometres = distance(from.site, to.site)
                // Sites may lie 2 km beside the way; far apart that does not matter.
                guard kilometres > 10 else { continue }
                let hours = Double(to.instant.microseconds - from.instant.microseconds) / 3_600e6
                #expect((5...120).contains(kilometres / hours))
                legs += 1
            }
        }
        #expect(legs > 3_000)
    }

    @Test("A way takes its length at the usual speed, more in a jam, spread as asked")
    func travelTimes() throws {
        let scenario = SampleCity.small { $0.traffic.travelSpread = 0.2 }
        var stream = try SampleCity.stream(scenario, seed: 62, days: 1)
        _ = stream.advance()
        let route = Route(
            steps: [RouteStep(site: 20, kilometres: 12), RouteStep(site: 30, kilometres: 30)],
            kilometres: 33
        )
        var random = TrafficRandom(seed: 63, .through)
        let vehicle = stream.fleet.vehicle(7, of: .through)
        let loads = stream.catalogue.heavy[vehicle.model].axleLoads(gross: 15_000, &random)
        for delay in [1.0, 1.5] {
            let clock = SliceClock(
                start: stream.start,
                day: 0,
                hour: 3,
                temperature: 20,
                heavy: 1,
                light: 1,
                delay: delay
            )
            var logs: [Double] = []
            for _ in 0..<4_000 {
                var trip = stream.open(
                    .through,
                    vehicle,
                    at: stream.start,
                    enterprise: nil,
                    loads
                )
                let end = stream.drive(
                    route,
                    60,
                    at: stream.start,
                    vehicle,
                    loads,
                    clock,
                    &trip,
                    &random
                )
                let passages = try #require(trip.truth?.passages)
                try #require(passages.count >= 2)
                let times = [stream.start] + passages.map(\.instant.microseconds)
                // At 60 km/h a kilometre takes a minute.
                logs.append(log(Double(times[1] - times[0]) / (12 * 60e6 * delay)))
                let rest = Double(end - (times.last ?? 0)) / (3 * 60e6 * delay)
                #expect(abs(rest - 1) < 1e-3)
            }
            #expect(Moments(logs).hasMean(0, variance: 0.04))
            #expect(abs(Moments(logs).deviation / 0.2 - 1) < 0.06)
        }
    }

    @Test("A truck that comes back passes the sites of its way in the opposite order, empty")
    func wayBack() throws {
        let world = try #require(DrivingTests.world)
        var back = Rate()
        var exit: Trip?
        for trip in world.trips {
            // The way back is the next trip after its exit.
            if let exit {
                back.add(trip.kind == .back)
                if trip.kind == .back {
                    #expect(trip.plate == exit.plate && trip.enterprise == exit.enterprise)
                    #expect(abs(trip.gross - trip.tare) <= 1 && trip.excess < 0)
                    #expect(trip.departedAt > exit.passages.last?.instant ?? exit.departedAt)
                    if exit.avoided.isEmpty {
                        let sites = trip.passages.map(\.site)
                        #expect(sites.reversed() == exit.passages.map(\.site))
                    }
                }
            }
            exit = trip.kind == .exit ? trip : nil
        }
        #expect(back.agrees(with: 0.7), "\(back)")
    }

    @Test("Who goes round a control leaves out stations only, and only when overloaded")
    func evasion() throws {
        let world = try #require(DrivingTests.world)
        var rate = Rate()
        for trip in world.trips {
            #expect(trip.frauds.contains(.evasion) == !trip.avoided.isEmpty)
            let stations = trip.passages.count { SampleCity.sites[$0.site].kind == .station }
            if !trip.avoided.isEmpty {
                #expect(trip.kind == .exit && trip.excess > 0)
                #expect(trip.avoided.allSatisfy { SampleCity.sites[$0].kind == .station })
                #expect(stations == 0, "all stations on the way")
            }
            guard trip.kind == .exit, trip.excess > 0 else { continue }
            if stations > 0 || !trip.avoided.isEmpty { rate.add(!trip.avoided.isEmpty) }
        }
        #expect(rate.trials > 500)
        #expect(rate.agrees(with: LoadingHabits().evasionShare), "\(rate)")
    }

    @Test("Through traffic is over its limit as often as asked")
    func throughOverloads() throws {
        let world = try #require(DrivingTests.world)
        var rate = Rate()
        for trip in world.trips where trip.kind == .through { rate.add(trip.excess > 0) }
        #expect(rate.agrees(with: LoadingHabits().throughOverloadShare), "\(rate)")
    }
}

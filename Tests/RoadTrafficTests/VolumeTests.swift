// Copyright the Steelyard authors. SPDX-License-Identifier: Apache-2.0

import Glibc
import Testing
import Weighing

@testable import RoadTraffic

@Suite("Volumes of traffic")
struct VolumeTests {
    private func trips(
        _ scenario: Scenario,
        seed: UInt64,
        days: Int = 1
    ) throws -> [TripKind: [Trip]] {
        Dictionary(grouping: try CollectedWorld(scenario, seed: seed, days: days).trips, by: \.kind)
    }

    /// A scenario of one kind of traffic only.
    private func only(_ start: CivilTime, through: Double = 0, light: Double = 0) -> Scenario {
        SampleCity.small {
            $0.start = start
            $0.traffic.throughTrips = through
            $0.traffic.lightPerLane = light
            $0.traffic.exits = 0
        }
    }

    private static let monday = CivilTime(year: 2026, month: 5, day: 18)

    private func hour(_ trip: Trip) -> Int {
        CivilTime(trip.departedAt, offsetSeconds: 28_800).hour
    }

    @Test("Light traffic is as much as asked and follows the measured hours")
    func light() throws {
        let found = try trips(only(VolumeTests.monday, light: 400), seed: 71)
        let light = found[.light] ?? []
        let lanes = SampleCity.sites.filter { $0.kind == .nonstop }.map(\.lanes).reduce(0, +)
        let expected = Double(lanes) * 400 * Moments(FittedTraffic.hourLight).mean
        #expect(abs(Double(light.count) - expected) <= 4 * expected.squareRoot())
        follows(light, FittedTraffic.hourLight)
        #expect(found.keys.map(\.rawValue) == ["light"])
    }

    @Test("Heavy traffic is as much as asked and follows the measured hours")
    func heavy() throws {
        var scenario = only(VolumeTests.monday, through: 20_000)
        scenario.traffic.seasonShare = 0
        let through = try trips(scenario, seed: 72)[.through] ?? []
        let expected = 20_000 * Moments(FittedTraffic.hourHeavy).mean
        #expect(abs(Double(through.count) - expected) <= 4 * expected.squareRoot())
        follows(through, FittedTraffic.hourHeavy)
    }

    /// Whether the trips of each hour are as many as a profile says.
    private func follows(_ trips: [Trip], _ profile: [Double]) {
        let sum = profile.reduce(0, +)
        for hour in 0..<24 {
            let rate = Rate(count: trips.count { self.hour($0) == hour }, trials: trips.count)
            #expect(rate.agrees(with: profile[hour] / sum), "hour \(hour): \(rate)")
        }
    }

    /// Whether two Poisson counts have a ratio, to within four sigma.
    private func isRatio(_ a: Int, _ b: Int, _ ratio: Double) -> Bool {
        abs(Double(a) - ratio * Double(b))
            <= 4 * (Double(a) + ratio * ratio * Double(b)).squareRoot()
    }

    @Test("On Saturday and Sunday there is less heavy traffic, and light traffic as ever")
    func weekend() throws {
        let friday = CivilTime(year: 2026, month: 5, day: 22)
        var scenario = only(friday, through: 8_000, light: 100)
        scenario.traffic.weekendFactor = 0.6
        let found = try trips(scenario, seed: 73, days: 4)
        func count(_ kind: TripKind, _ day: Int) -> Int {
            (found[kind] ?? []).count { CivilTime($0.departedAt, offsetSeconds: 28_800).day == day }
        }
        for day in [23, 24] {
            #expect(isRatio(count(.through, day), count(.through, 22), 0.6), "May \(day)")
            #expect(isRatio(count(.light, day), count(.light, 22), 1), "May \(day)")
        }
        #expect(isRatio(count(.through, 25), count(.through, 22), 1))
    }

    @Test("There is most heavy traffic in late October and least in late April")
    func season() throws {
        func count(_ month: Int, _ day: Int) throws -> Int {
            var scenario = only(CivilTime(year: 2026, month: month, day: day), through: 8_000)
            scenario.traffic.seasonShare = 0.3
            return try trips(scenario, seed: 74)[.through]?.count ?? 0
        }
        // Both are Tuesdays, day 300 and day 118 of the year.
        #expect(isRatio(try count(10, 27), try count(4, 28), 1.3 / 0.7))
    }

    /// How much longer legs take that begin in some hours than those from 9 to 17 o'clock, by the
    /// mean of all pairs of sites.
    private func delay(_ trips: [Trip], _ hours: ClosedRange<Int>) -> Double {
        var sums: [Int: (free: [Double], slow: [Double])] = [:]
        for trip in trips where trip.passages.count == 2 {
            let (a, b) = (trip.passages[0], trip.passages[1])
            let minutes = Double(b.instant.microseconds - a.instant.microseconds) / 60e6
            let pair = a.site * 100 + b.site
            if hours.contains(hour(trip)) { sums[pair, default: ([], [])].slow.append(minutes) }
            if (9...15).contains(hour(trip)) { sums[pair, default: ([], [])].free.append(minutes) }
        }
        var (slow, free) = (0.0, 0.0)
        for pair in sums.values where pair.slow.count >= 5 && pair.free.count >= 5 {
            slow += Moments(pair.slow).mean
            free += Moments(pair.free).mean
        }
        return slow / free
    }

    @Test("Ways take longer in the morning and evening peak")
    func peaks() throws {
        var scenario = only(VolumeTests.monday, through: 20_000)
        scenario.traffic.peakDelay = 2
        scenario.traffic.travelSpread = 0.05
        scenario.sensors = .exact
        let through = try trips(scenario, seed: 75)[.through] ?? []
        #expect(abs(delay(through, 7...8) - 2) < 0.1)
        #expect(abs(delay(through, 17...18) - 2) < 0.1)
        #expect(abs(delay(through, 20...23) - 1) < 0.05)
    }

    @Test("At the weekend the two peaks are treated alike")
    func weekendPeaks() throws {
        var scenario = only(CivilTime(year: 2026, month: 5, day: 23), through: 20_000)
        scenario.traffic.peakDelay = 2
        scenario.traffic.travelSpread = 0.05
        scenario.sensors = .exact
        let through = try trips(scenario, seed: 76)[.through] ?? []
        let (morning, evening) = (delay(through, 7...8), delay(through, 17...18))
        #expect(abs(morning - evening) < 0.15)
    }

    @Test("What is on its way does not grow with the days")
    func memory() throws {
        var stream = try SampleCity.stream(SampleCity.small(), seed: 77, days: 4, withTruth: false)
        var afterDay: [Int] = []
        for slice in 1...3 * TrafficStream.slicesPerDay {
            let isThere = stream.advance()
            try #require(isThere)
            guard slice.isMultiple(of: TrafficStream.slicesPerDay) else { continue }
            afterDay.append(stream.ahead.values.map(\.count).reduce(0, +))
        }
        #expect(afterDay[0] > 50)
        #expect(Double(afterDay[2]) <= 1.5 * Double(afterDay[0]), "\(afterDay)")
        #expect(stream.trips.isEmpty)
    }

    @Test("A world ends when the last of its trips has arrived")
    func end() throws {
        var stream = try SampleCity.stream(SampleCity.small(), seed: 78, days: 1)
        while stream.advance() {}
        #expect(stream.ahead.isEmpty && stream.recordsAhead.isEmpty)
        #expect(stream.weighingsAhead.isEmpty && stream.remaining == 0)
        let block = PassageBlock()
        let more = stream.next(into: block)
        #expect(!more && stream.records.isEmpty && stream.trips.isEmpty)
    }
}

// Copyright the Steelyard authors. SPDX-License-Identifier: Apache-2.0

internal import Glibc
import Weighing

/// A site that a way passes.
struct RouteStep: Sendable {
    /// Index of the site.
    let site: Int
    /// Kilometres from the start of the way.
    let kilometres: Double
}

/// A way through the city with the sites on it, in the order in which they are passed.
struct Route: Sendable {
    /// The sites.
    let steps: [RouteStep]
    /// Length of the whole way, km.
    let kilometres: Double
}

/// An enterprise with what the simulator gives it.
struct Gate: Sendable {
    /// The enterprise.
    let enterprise: Enterprise
    /// Its share of all exits.
    let share: Double
    /// How much more than usual it overloads.
    let appetite: Double
    /// Number of the first vehicle that loads there, and how many do.
    let firstVehicle: UInt64
    let fleetSize: Int
    /// Where its loads go.
    let routes: [Route]
    /// What its scale shows too much, as a share.
    let scaleBias: Double
    /// From this day on its scale is tampered with; nil never.
    let tamperedFromDay: Int?
}

/// The city: sites and gates in the plane, and the ways between them.
///
/// Positions are kilometres east and north of the middle of all sites. A way is a straight line, 1.3
/// times as long on the road; it passes every site within ``corridor`` of the line. There is no map of
/// roads: what depends on which road a truck takes cannot be learned from this world.
struct City: Sendable {
    /// Sites within so many kilometres of a way's line lie on it.
    static let corridor = 2.0
    /// How much longer a way is on the road than along its line.
    static let detour = 1.3
    /// Ways of through traffic.
    static let throughRouteCount = 120
    /// Carriers that vehicles belong to.
    static let carrierCount = 400

    /// The sites.
    let sites: [Site]
    /// The enterprises.
    let gates: [Gate]
    /// Ways of through traffic, each past at least one site.
    let throughRoutes: [Route]
    /// How much more than usual each carrier overloads.
    let carrierAppetites: [Double]

    private struct Point {
        var east: Double
        var north: Double
    }

    /// Lays the city out.
    init(_ sites: [Site], _ enterprises: [Enterprise], _ scenario: Scenario, seed: UInt64) {
        self.sites = sites
        let middle = City.middle(of: sites)
        let places = sites.map { City.point($0.latitude, $0.longitude, from: middle) }
        var random = TrafficRandom(seed: seed, .city)
        let spread = scenario.loading.appetiteSpread
        // Carriers differ half as much as enterprises.
        carrierAppetites = (0..<City.carrierCount).map { _ in
            exp(spread / 2 * random.normal() - spread * spread / 8)
        }
        let weights = enterprises.map { _ in exp(1.0 * random.normal()) }
        let sum = weights.reduce(0, +)
        var vehicles: UInt64 = 0
        gates = enterprises.enumerated().map { index, enterprise in
            var own = TrafficRandom(seed: seed, .enterprise, UInt64(index))
            let start = City.point(enterprise.latitude, enterprise.longitude, from: middle)
            let share = weights[index] / max(sum, .leastNormalMagnitude)
            let isTampered = own.happens(scenario.frauds.tamperedBridge)
            let day = own.number(below: 30)
            let fleetSize = max(3, Int(share * scenario.traffic.exits / 3))
            defer { vehicles += UInt64(fleetSize) }
            return Gate(
                enterprise: enterprise,
                share: share,
                // Mean 1, whatever the spread.
                appetite: exp(spread * own.normal() - spread * spread / 2),
                firstVehicle: vehicles,
                fleetSize: fleetSize,
                routes: (0..<3).map { _ in
                    City.haul(from: start, over: places, &own)
                },
                // Class III: at most a step of 20 kg in 40 t, for good.
                scaleBias: min(max(0.000_25 * own.normal(), -0.000_5), 0.000_5),
                tamperedFromDay: isTampered ? day : nil
            )
        }
        let radius =
            5 + (places.map { ($0.east * $0.east + $0.north * $0.north).squareRoot() }.max() ?? 0)
        var through: [Route] = []
        var tries = 0
        while through.count < City.throughRouteCount, tries < 100_000, !sites.isEmpty {
            tries += 1
            let angle = random.number(in: 0...(2 * .pi))
            let turn = angle + .pi + random.number(in: -0.8...0.8)
            let from = Point(east: radius * cos(angle), north: radius * sin(angle))
            let to = Point(east: radius * cos(turn), north: radius * sin(turn))
            let route = City.route(from: from, to: to, over: places)
            if !route.steps.isEmpty { through.append(route) }
        }
        throughRoutes = through
    }

    /// A way from a gate: four of five pass a site that is chosen first, one goes anywhere near.
    private static func haul(
        from start: Point,
        over places: [Point],
        _ random: inout TrafficRandom
    ) -> Route {
        var end = Point(
            east: start.east + random.number(in: -15...15),
            north: start.north + random.number(in: -15...15)
        )
        if random.happens(0.8), !places.isEmpty {
            // One of the nearest twelve, and a little further.
            let near = places.sorted { distance($0, start) < distance($1, start) }
            let site = near[random.number(below: min(12, near.count))]
            let beyond = 1 + random.number(in: 0.1...0.6)
            end = Point(
                east: start.east + (site.east - start.east) * beyond,
                north: start.north + (site.north - start.north) * beyond
            )
        }
        return route(from: start, to: end, over: places)
    }

    private static func route(from a: Point, to b: Point, over places: [Point]) -> Route {
        let length = max(distance(a, b), 0.5)
        let east = (b.east - a.east) / length
        let north = (b.north - a.north) / length
        var steps: [RouteStep] = []
        for (site, place) in places.enumerated() {
            let along = (place.east - a.east) * east + (place.north - a.north) * north
            let across = (place.east - a.east) * north - (place.north - a.north) * east
            guard along > 0.2, along < length, abs(across) < corridor else { continue }
            steps.append(RouteStep(site: site, kilometres: along * detour))
        }
        steps.sort { ($0.kilometres, $0.site) < ($1.kilometres, $1.site) }
        // More than five controls on one way are not met in practice.
        if steps.count > 5 { steps.removeLast(steps.count - 5) }
        return Route(steps: steps, kilometres: length * detour)
    }

    private static func distance(_ a: Point, _ b: Point) -> Double {
        ((a.east - b.east) * (a.east - b.east) + (a.north - b.north) * (a.north - b.north))
            .squareRoot()
    }

    private static func middle(of sites: [Site]) -> (latitude: Double, longitude: Double) {
        guard !sites.isEmpty else { return (0, 0) }
        let count = Double(sites.count)
        return (
            sites.map(\.latitude).reduce(0, +) / count, sites.map(\.longitude).reduce(0, +) / count
        )
    }

    /// On a plane that touches the earth in the middle; 111.2 km a degree.
    private static func point(
        _ latitude: Double,
        _ longitude: Double,
        from middle: (latitude: Double, longitude: Double)
    ) -> Point {
        Point(
            east: (longitude - middle.longitude) * 111.2 * cos(middle.latitude * .pi / 180),
            north: (latitude - middle.latitude) * 111.2
        )
    }
}

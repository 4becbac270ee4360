// Copyright the Steelyard authors. SPDX-License-Identifier: Apache-2.0

import Foundation
import Records
import RoadTraffic
import Testing
import Weighing

/// The largest distance between two distribution functions (Kolmogorov and Smirnov).
func kolmogorovSmirnov(_ a: [Double], _ b: [Double]) -> Double {
    let a = a.sorted()
    let b = b.sorted()
    var i = 0
    var j = 0
    var distance = 0.0
    while i < a.count && j < b.count {
        let value = min(a[i], b[j])
        while i < a.count && a[i] <= value { i += 1 }
        while j < b.count && b[j] <= value { j += 1 }
        distance = max(distance, abs(Double(i) / Double(a.count) - Double(j) / Double(b.count)))
    }
    return distance
}

@Suite("Simulated traffic beside measured traffic")
struct MeasuredTrafficTests {
    /// The measured station: 58,810 vehicles; lies beside the repository, and is never in it.
    private static let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .appendingPathComponent("shared/data/dazhang_2021-06-01_20.csv.gz").path

    private static let isThere: Bool = {
        let found = FileManager.default.fileExists(atPath: file)
        if !found { print("Skipped: there is no ../shared/data beside the repository.") }
        return found
    }()

    /// What is compared, by class.
    private struct Sample {
        var gross: [String: [Double]] = [:]
        var firstGap: [String: [Double]] = [:]
        var steerShare: [String: [Double]] = [:]
        var speed: [String: [Double]] = [:]
        var heavyHours: [Double] = []
        var byAxles: [Int: Int] = [:]

        mutating func add(_ passage: Passage) {
            let gross = passage.axleLoads.reduce(0, +)
            let axles = passage.axleLoads.count
            let isHeavy = gross >= 3_500
            guard (2...6).contains(axles), isHeavy || axles == 2 else { return }
            var key = "\(axles)"
            if axles == 2 { key = isHeavy ? "2 heavy" : "2 light" }
            if axles == 4, passage.spacings[0] < 2_600, passage.spacings[2] < 1_800 {
                key = "4 (8x4)"
            }
            self.gross[key, default: []].append(Double(gross))
            firstGap[key, default: []].append(Double(passage.spacings[0]))
            steerShare[key, default: []].append(Double(passage.axleLoads[0]) / Double(gross))
            speed[isHeavy ? "heavy" : "light", default: []].append(Double(passage.speed) / 100)
            guard isHeavy else { return }
            byAxles[axles, default: 0] += 1
            let local = CivilTime(passage.passedAt, offsetSeconds: 28_800)
            heavyHours.append(Double(local.hour))
        }
    }

    /// Lane 2; lane 1 is not believable (its masses and speeds lie in boxes).
    private static let measured: Sample? = {
        guard isThere, let source = try? ByteSource(path: file),
            let reader = try? HSDataReader(source)
        else { return nil }
        var sample = Sample()
        while let row = try? reader.next() {
            if case .passage(let passage, _) = row, passage.lane == 2 { sample.add(passage) }
        }
        return sample
    }()

    private func simulated(_ scenario: Scenario, seed: UInt64) throws -> Sample {
        var stream = try SampleCity.stream(scenario, seed: seed, days: 1, withTruth: false)
        var sample = Sample()
        let block = PassageBlock()
        while stream.next(into: block) {
            for row in 0..<block.count { sample.add(block.passage(at: row)) }
        }
        return sample
    }

    private func text(_ distance: Double) -> String {
        String(Int((distance * 1_000).rounded())) + " ‰"
    }

    @Test("A world that weighs as measured has the measured distributions", .enabled(if: isThere))
    func fit() throws {
        let measured = try #require(Self.measured)
        var scenario = Scenario()
        scenario.sensors = .exact
        scenario.loading.asMeasured = true
        scenario.traffic.exits = 0
        let world = try simulated(scenario, seed: 1)
        print("as measured, Kolmogorov–Smirnov distance to lane 2 of the measured station:")
        for key in ["2 light", "2 heavy", "3", "4 (8x4)", "5", "6"] {
            let real = try #require(measured.gross[key])
            let made = try #require(world.gross[key])
            let gross = kolmogorovSmirnov(real, made)
            let gap = kolmogorovSmirnov(
                measured.firstGap[key] ?? [],
                world.firstGap[key] ?? []
            )
            let steer = kolmogorovSmirnov(
                measured.steerShare[key] ?? [],
                world.steerShare[key] ?? []
            )
            print(
                "  \(key) axles: gross \(text(gross)), first gap \(text(gap)), steer axle's share "
                    + "\(text(steer)); \(real.count) measured, \(made.count) made"
            )
            #expect(gross < 0.05, "\(key)")
            // The measured vehicles of five axles are of several patterns; one of them is made.
            if key != "5" { #expect(gap < 0.15, "\(key)") }
        }
        for key in ["light", "heavy"] {
            let speed = kolmogorovSmirnov(measured.speed[key] ?? [], world.speed[key] ?? [])
            print("  speed, \(key): \(text(speed))")
            #expect(speed < 0.05)
        }
        let hours = kolmogorovSmirnov(measured.heavyHours, world.heavyHours)
        print("  hour of the day, heavy: \(text(hours))")
        // Hours are those of setting out; a site is passed up to an hour later.
        #expect(hours < 0.08)
    }

    @Test("The calm city beside the measured station", .enabled(if: isThere))
    func calmCity() throws {
        let measured = try #require(Self.measured)
        let world = try simulated(Scenario(), seed: 1)
        print("calm city, one day of 44 sites, beside lane 2 of the measured station:")
        let real = Double(measured.byAxles.values.reduce(0, +))
        let made = Double(world.byAxles.values.reduce(0, +))
        for axles in 2...6 {
            let key = axles == 2 ? "2 heavy" : axles == 4 ? "4 (8x4)" : "\(axles)"
            let gross = kolmogorovSmirnov(measured.gross[key] ?? [], world.gross[key] ?? [])
            let shareReal = Double(measured.byAxles[axles] ?? 0) / real
            let shareMade = Double(world.byAxles[axles] ?? 0) / made
            print(
                "  \(axles) axles, 3.5 t and more: \(text(shareReal)) of the measured, "
                    + "\(text(shareMade)) of the made; gross \(text(gross))"
            )
            #expect(shareMade > 0.01)
        }
        let light = kolmogorovSmirnov(
            measured.gross["2 light"] ?? [],
            world.gross["2 light"] ?? []
        )
        print("  light vehicles: gross \(text(light))")
        #expect(light < 0.05, "Light vehicles are drawn as measured; sensors err by some percent.")
    }

    @Test("The distance itself")
    func distance() {
        #expect(kolmogorovSmirnov([1, 2, 3], [1, 2, 3]) == 0)
        #expect(kolmogorovSmirnov([1, 2], [3, 4]) == 1)
        #expect(kolmogorovSmirnov([1, 2, 3, 4], [3, 4, 5, 6]) == 0.5)
    }
}

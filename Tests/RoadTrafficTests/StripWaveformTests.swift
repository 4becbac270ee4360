// Copyright the Steelyard authors. SPDX-License-Identifier: Apache-2.0

import Foundation
import RoadTraffic
import TestKit
import Testing
import Weighing

/// What a reader finds of one axle at one row of strips, from nothing but the samples.
private struct AxleReading {
    /// Sum of left and of right counts over the contact.
    var sums = (left: 0.0, right: 0.0)
    /// The middle of the signal, in samples.
    var time = 0.0
    /// How many samples it takes.
    var count = 0

    /// The load by the formula that the documentation of `StripWaveform` promises, kg.
    func load(_ sum: Double, speed: Double, layout: StripWaveform.Layout) -> Double {
        sum / Double(layout.sampleRate) * speed / Double(layout.stripWidth) / layout.scale
            / 9.806_65
    }
}

/// Reads the axles of one row: every stretch of samples above a threshold is one.
private func readings(
    _ samples: [Int16],
    layout: StripWaveform.Layout,
    row: Int,
    above threshold: Double = 0
) -> [AxleReading] {
    let channels = layout.channelCount
    var found: [AxleReading] = []
    var isOn = false
    for (time, start) in stride(from: 0, to: samples.count, by: channels).enumerated() {
        let left = Double(samples[start + row * 2])
        let right = Double(samples[start + row * 2 + 1])
        guard left + right > threshold else {
            isOn = false
            continue
        }
        if !isOn { found.append(AxleReading()) }
        isOn = true
        found[found.count - 1].sums.left += left
        found[found.count - 1].sums.right += right
        found[found.count - 1].time += (left + right) * Double(time)
        found[found.count - 1].count += 1
    }
    return found.map { reading in
        var reading = reading
        reading.time /= reading.sums.left + reading.sums.right
        return reading
    }
}

/// A layout without noise and drift.
private func quiet(sampleRate: Int = 20_000) -> StripWaveform.Layout {
    var layout = StripWaveform.Layout()
    layout.sampleRate = sampleRate
    layout.noise = 0
    layout.drift = 0
    return layout
}

/// A truck with the same share of load on the left of every axle.
private func truck(
    _ loads: [Int32],
    spacing: Int32 = 1_350,
    speed: Int32 = 6_000,
    left: Double = 0.5
) -> StripWaveform.Vehicle {
    var vehicle = StripWaveform.Vehicle()
    vehicle.axleLoads = loads
    vehicle.leftShares = loads.map { _ in left }
    vehicle.spacings = Array(repeating: spacing, count: max(0, loads.count - 1))
    vehicle.speed = speed
    return vehicle
}

private func record(
    _ vehicle: StripWaveform.Vehicle,
    _ layout: StripWaveform.Layout,
    seed: UInt64 = 1
) throws -> [Int16] {
    var random = SeededGenerator(seed: seed)
    return try #require(StripWaveform(vehicle, layout: layout)).samples(random: &random)
}

@Suite("Raw signals of strips")
struct StripWaveformTests {
    @Test(
        "The integral over time gives back the load of every axle, its side and the speed",
        arguments: [10_000, 20_000],
        [Int32(2_000), 5_500, 9_000]
    )
    func integral(sampleRate: Int, speed: Int32) throws {
        let layout = quiet(sampleRate: sampleRate)
        var chance = SeededGenerator(seed: UInt64(sampleRate) + UInt64(speed))
        for axles in 2...6 {
            var vehicle = truck([], speed: speed)
            vehicle.axleLoads = (0..<axles).map { _ in Int32(chance.number(1_000...18_000)) }
            vehicle.leftShares = (0..<axles).map { _ in Double(chance.number(40...60)) / 100 }
            vehicle.spacings = (1..<axles).map { _ in Int32(chance.number(1_250...7_000)) }
            let samples = try record(vehicle, layout)
            let rows = [0, 1].map { readings(samples, layout: layout, row: $0) }
            try #require(rows.map(\.count) == [axles, axles])
            for axle in 0..<axles {
                let seconds = (rows[1][axle].time - rows[0][axle].time) / Double(sampleRate)
                let measured = 3_000 / seconds
                #expect(abs(measured * 0.36 / Double(speed) - 1) < 0.000_5)
                for reading in rows.map({ $0[axle] }) {
                    let whole = Double(vehicle.axleLoads[axle])
                    let left = reading.load(reading.sums.left, speed: measured, layout: layout)
                    let right = reading.load(reading.sums.right, speed: measured, layout: layout)
                    #expect(abs((left + right) / whole - 1) < 0.005)
                    #expect(abs(left / (whole * vehicle.leftShares[axle]) - 1) < 0.005)
                }
            }
            for (axle, spacing) in vehicle.spacings.enumerated() {
                let samplesBetween = rows[0][axle + 1].time - rows[0][axle].time
                let way = samplesBetween / Double(sampleRate) * Double(speed) / 0.36
                #expect(abs(way - Double(spacing)) < 5)
            }
        }
    }

    @Test("The time that an axle is said to cross is the middle of its signal")
    func times() throws {
        let layout = quiet()
        let vehicle = truck([7_000, 11_000, 9_000], spacing: 2_700)
        let waveform = try #require(StripWaveform(vehicle, layout: layout))
        let samples = try record(vehicle, layout)
        #expect(samples.count == waveform.sampleCount * layout.channelCount)
        for row in 0...1 {
            let found = readings(samples, layout: layout, row: row)
            try #require(found.count == 3)
            for axle in 0...2 {
                #expect(abs(found[axle].time - waveform.time(ofAxle: axle, row: row)) < 0.1)
            }
        }
    }

    @Test("A heavier wheel stays on the strip for longer", arguments: [Int32(2_000), 7_200])
    func contact(speed: Int32) throws {
        let layout = quiet()
        let samples = try record(truck([1_000, 12_000], spacing: 3_000, speed: speed), layout)
        let found = readings(samples, layout: layout, row: 0)
        try #require(found.count == 2)
        let way = Double(speed) / 0.36 / Double(layout.sampleRate)
        // 162 mm at 4.9 kN and 297 mm at 58.8 kN, and the strip of 56 mm, less its ends of under half
        // a count.
        let light = Double(found[0].count) * way
        let heavy = Double(found[1].count) * way
        #expect((195...218).contains(light))
        #expect((335...353).contains(heavy))
    }

    @Test("Noise has the standard deviation that was asked for, and is white and normal")
    func noise() throws {
        var layout = quiet()
        layout.noise = 40
        let samples = try record(truck([6_000, 10_000], speed: 2_000), layout, seed: 7)
        let channels = layout.channelCount
        // Before the first wheel comes: 1.3 m of overhang and 1 m of margin at 20 km/h.
        let columns = (0..<4).map { channel in
            (0..<7_000).map { Double(samples[$0 * channels + channel]) }
        }
        for (channel, values) in columns.enumerated() {
            let mean = values.reduce(0, +) / 7_000
            let variance = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / 7_000
            let following = zip(values, values.dropFirst()).reduce(0) { $0 + $1.0 * $1.1 } / 7_000
            #expect(abs(mean) < 2)
            #expect(abs(variance.squareRoot() - 40) < 1.5)
            #expect(abs(following / variance) < 0.05)
            for other in columns[..<channel] {
                let common = zip(values, other).reduce(0) { $0 + $1.0 * $1.1 } / 7_000
                #expect(abs(common / variance) < 0.05)
            }
            #expect((4_600...4_950).contains(values.count { abs($0) <= 40 }))
        }
    }

    @Test("Loads come back through noise and drift once the zero is taken off")
    func disturbed() throws {
        let layout = StripWaveform.Layout()
        let loads: [Int32] = [6_500, 9_000, 8_000, 8_000]
        var samples = try record(truck(loads, spacing: 3_000), layout, seed: 3)
        let channels = layout.channelCount
        for channel in 0..<channels - 2 {
            let before = (0..<1_000).map { Double(samples[$0 * channels + channel]) }
            let zero = Int16((before.reduce(0, +) / 1_000).rounded())
            for index in stride(from: channel, to: samples.count, by: channels) {
                samples[index] -= zero
            }
        }
        for row in 0...1 {
            let found = readings(samples, layout: layout, row: row, above: 60)
            try #require(found.count == loads.count)
            for (reading, load) in zip(found, loads) {
                let sum = reading.sums.left + reading.sums.right
                let measured = reading.load(sum, speed: 6_000 / 0.36, layout: layout)
                #expect(abs(measured / Double(load) - 1) < 0.02)
            }
        }
    }

    @Test("Drift moves the zero slowly and each channel for itself")
    func drift() throws {
        var layout = quiet()
        layout.drift = 1_000
        layout.driftPeriod = 1
        let samples = try record(truck([0, 0], spacing: 6_000, speed: 2_000), layout)
        let channels = layout.channelCount
        let columns = (0..<4).map { channel in
            stride(from: channel, to: samples.count, by: channels).map { samples[$0] }
        }
        for column in columns {
            #expect(column.max() == 1_000)
            #expect(column.min() == -1_000)
            #expect(zip(column, column.dropFirst()).allSatisfy { abs($0 - $1) <= 1 })
            #expect(column[0..<1_000] == column[20_000..<21_000])
        }
        #expect(Set(columns).count == 4)
    }

    @Test("One seed gives one recording and another seed another")
    func seeds() throws {
        let vehicle = truck([6_000, 10_000], speed: 8_000)
        let layout = StripWaveform.Layout()
        let once = try record(vehicle, layout, seed: 5)
        #expect(try record(vehicle, layout, seed: 5) == once)
        #expect(try record(vehicle, layout, seed: 6) != once)
    }

    @Test(
        "Off the middle of the lane, load goes to the other side and then over the edge",
        arguments: [
            // Wheels 500 mm wide at ±920 mm; half strips from the middle to 1,750 mm.
            // The left wheels carry 4 t, the right ones 6 t.
            (Int32(0), 4_000.0, 6_000.0), (580, 4_000, 6_000), (670, 4_000, 4_920),
            (795, 3_000, 4_420), (920, 2_000, 3_920), (1_170, 0, 4_000), (-920, 4_280, 3_000),
            (-1_170, 6_000, 0), (-5_000, 0, 0),
        ]
    )
    func lateralOffset(offset: Int32, left: Double, right: Double) throws {
        let layout = quiet()
        var vehicle = truck([10_000], left: 0.4)
        vehicle.lateralOffset = offset
        let samples = try record(vehicle, layout)
        let found = readings(samples, layout: layout, row: 0).first ?? AxleReading()
        let speed = 6_000 / 0.36
        #expect(abs(found.load(found.sums.left, speed: speed, layout: layout) - left) < 25)
        #expect(abs(found.load(found.sums.right, speed: speed, layout: layout) - right) < 25)
    }

    @Test("Warm quartz reads less, by its coefficient", arguments: [-20.0, 20, 60])
    func temperature(degrees: Double) throws {
        let layout = quiet()
        var vehicle = truck([10_000])
        vehicle.temperature = degrees
        let samples = try record(vehicle, layout)
        let found = try #require(readings(samples, layout: layout, row: 1).first)
        let sum = found.sums.left + found.sums.right
        let load = found.load(sum, speed: 6_000 / 0.36, layout: layout)
        #expect(abs(load - 10_000 * (1 - 0.000_2 * (degrees - 20))) < 5)
        let channel = stride(from: 5, to: samples.count, by: 6).map { samples[$0] }
        #expect(Set(channel) == [Int16(degrees * 100)])
    }

    @Test("The loop rises smoothly to its scale under the vehicle and falls to nothing")
    func loop() throws {
        let layout = quiet(sampleRate: 10_000)
        let samples = try record(truck([6_000, 10_000], spacing: 5_000), layout)
        let loop = stride(from: 4, to: samples.count, by: 6).map { samples[$0] }
        #expect(loop.first == 0)
        #expect(loop.last == 0)
        #expect(loop.max() == 8_000)
        #expect(zip(loop, loop.dropFirst()).allSatisfy { abs($0 - $1) < 20 })
        // The body of 7.8 m and the loop: half of the scale is passed 7.8 m apart.
        let covered = Double(loop.count { $0 >= 4_000 }) / 10_000 * 60 / 3.6
        #expect(abs(covered - 7.8) < 0.01)
    }

    @Test("A truck of 60 t stays in the range of 16 bits and an absurd one clips")
    func saturation() throws {
        let layout = StripWaveform.Layout()
        for seed in UInt64(1)...5 {
            let loads: [Int32] = [8_000, 13_000, 13_000, 13_000, 13_000]
            let samples = try record(truck(loads, left: 0.6), layout, seed: seed)
            #expect(samples.allSatisfy { $0 > .min && $0 < .max })
        }
        let absurd = try record(truck(Array(repeating: .max, count: 16), spacing: 0), layout)
        #expect(absurd.contains(.max))
    }

    @Test("What cannot cross, or be a layout, makes no waveform")
    func invalid() throws {
        let good = truck([6_000, 10_000])
        #expect(StripWaveform(good) != nil)
        let changes: [(inout StripWaveform.Vehicle) -> Void] = [
            { $0.axleLoads = [] }, { $0.axleLoads[0] = -1 }, { $0.leftShares[1] = .nan },
            { $0.leftShares[1] = 1.5 }, { $0.leftShares.removeLast() }, { $0.spacings = [] },
            { $0.spacings[0] = .max }, { $0.speed = 0 }, { $0.speed = .min },
            { $0.temperature = .infinity }, { $0.tyreWidth = 0 }, { $0.rearOverhang = -1 },
        ]
        for (number, change) in changes.enumerated() {
            var vehicle = good
            change(&vehicle)
            #expect(StripWaveform(vehicle) == nil, "change \(number)")
        }
        let layouts: [(inout StripWaveform.Layout) -> Void] = [
            { $0.sampleRate = 9_999 }, { $0.rowPositions = [] }, { $0.stripWidth = 0 },
            { $0.scale = 0 }, { $0.noise = .nan }, { $0.driftPeriod = 0 }, { $0.margin = 0 },
        ]
        for (number, change) in layouts.enumerated() {
            var layout = StripWaveform.Layout()
            change(&layout)
            #expect(StripWaveform(good, layout: layout) == nil, "change \(number)")
        }
    }
}

@Suite("Files of raw signals")
struct NumpyFileTests {
    @Test(
        "The values begin at a multiple of 64 bytes after the header that NumPy defines",
        arguments: [(0, 1), (3, 6), (123_456, 6), (1, 100_000)]
    )
    func header(count: Int, channels: Int) throws {
        let samples = (0..<count * channels).map { Int16(truncatingIfNeeded: $0 &- 5) }
        let file = NumpyFile.bytes(samples: samples, channels: channels)
        let begin = file.count - samples.count * 2
        #expect(begin.isMultiple(of: 64))
        #expect(begin <= 128)
        #expect(file.prefix(8) == [0x93, 0x4E, 0x55, 0x4D, 0x50, 0x59, 1, 0])
        #expect(Int(file[8]) + Int(file[9]) * 256 == begin - 10)
        let text = String(decoding: file[10..<begin], as: UTF8.self)
        #expect(text.hasSuffix("\n"))
        #expect(
            text.trimmingCharacters(in: .whitespacesAndNewlines)
                == "{'descr': '<i2', 'fortran_order': False, 'shape': (\(count), \(channels)), }"
        )
        if !samples.isEmpty { #expect(file[begin...].prefix(2) == [0xFB, 0xFF]) }
    }

    @Test("The file beside it names rate, channels and start")
    func description() throws {
        let start = Instant(microseconds: 1_474_387_200_000_042)
        let bytes = NumpyFile.description(
            sampleRate: 12_500,
            channels: StripWaveform.Layout().channels(lane: 3),
            startedAt: start
        )
        let object = try #require(
            try JSONSerialization.jsonObject(with: Data(bytes)) as? [String: Any]
        )
        #expect(Set(object.keys) == ["sample_rate_hz", "channels", "started_at"])
        #expect(object["sample_rate_hz"] as? Int == 12_500)
        #expect(object["started_at"] as? String == "2016-09-21T00:00:00.000042+08:00")
        let channels = try #require(object["channels"] as? [[String: Any]])
        let kinds = channels.map { $0["kind"] as? String }
        #expect(kinds == ["strip", "strip", "strip", "strip", "loop", "temperature"])
        #expect(channels.map { $0["lane"] as? Int } == Array(repeating: 3, count: 6))
        #expect(channels.map { $0["position_mm"] as? Int } == [0, 0, 3_000, 3_000, 1_500, 0])
        #expect(channels.map { $0["width_mm"] as? Int } == [56, 56, 56, 56, 2_000, 0])
        #expect(channels.map { $0["scale"] as? Double } == [0.5, 0.5, 0.5, 0.5, 8_000, 100])
        #expect(channels.allSatisfy { $0.count == 5 })
    }

    @Test("Python reads both files", .enabled(if: python != nil, "there is no python3"))
    func python3() throws {
        let layout = StripWaveform.Layout()
        let samples = try record(truck([6_000, 10_000], speed: 9_000), layout)
        let folder = FileManager.default.temporaryDirectory
            .appendingPathComponent("strips-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let values = folder.appendingPathComponent("lane.npy")
        let side = folder.appendingPathComponent("lane.json")
        try Data(NumpyFile.bytes(samples: samples, channels: 6)).write(to: values)
        let description = NumpyFile.description(
            sampleRate: layout.sampleRate,
            channels: layout.channels(lane: 1),
            startedAt: Instant(seconds: 0)
        )
        try Data(description).write(to: side)

        let script = """
            import ast, datetime, json, struct, sys
            data = open(sys.argv[1], "rb").read()
            magic, size = struct.unpack("<8sH", data[:10])
            assert magic == b"\\x93NUMPY\\x01\\x00"
            header = ast.literal_eval(data[10:10 + size].decode("latin-1"))
            assert header["descr"] == "<i2" and header["fortran_order"] is False
            rows, columns = header["shape"]
            values = struct.unpack("<%dh" % (rows * columns), data[10 + size:])
            side = json.load(open(sys.argv[2]))
            started = datetime.datetime.fromisoformat(side["started_at"])
            print(rows, columns, values[0], values[rows // 2 * columns + 4], values[-1],
                  sum(values), len(side["channels"]), started.timestamp())
            """
        let process = Process()
        let output = Pipe()
        process.executableURL = URL(fileURLWithPath: try #require(python))
        process.arguments = ["-c", script, values.path, side.path]
        process.standardOutput = output
        try process.run()
        let printed = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        #expect(process.terminationStatus == 0)
        let rows = samples.count / 6
        let sum = samples.reduce(0) { $0 + Int($1) }
        #expect(
            String(decoding: printed, as: UTF8.self)
                == "\(rows) 6 \(samples[0]) \(samples[rows / 2 * 6 + 4]) 2000 \(sum) 6 0.0\n"
        )
    }
}

/// Where Python is, if it is there.
private let python: String? = (ProcessInfo.processInfo.environment["PATH"] ?? "")
    .split(separator: ":").map { "\($0)/python3" }
    .first { FileManager.default.isExecutableFile(atPath: $0) }

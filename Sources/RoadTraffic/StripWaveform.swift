// Copyright the Steelyard authors. SPDX-License-Identifier: Apache-2.0

internal import Glibc

/// The raw signals of one vehicle that crosses the strip sensors of one lane.
///
/// A strip is narrower than a tyre's contact with the road, so no single sample is the wheel's
/// force: at any time the strip carries only the part of the contact that is on it. With the contact
/// pressure as a raised cosine of length L, the wheel force F and x the way of the wheel past the
/// middle of a strip of width w,
///
///     f(x) = F · (C(x + w/2) − C(x − w/2)),  C(s) = 1/2 + s/L + sin(2πs/L) / 2π  for |s| ≤ L/2,
///
/// and ∫ f dx = F · w whatever L is. A reader gets the load in kg back as
///
///     load = Σ counts / sample rate × speed / strip width / scale / gravity
///
/// over the samples of one axle, with speed and width in the same unit of length. The loads of
/// ``Vehicle`` are those at the moment of crossing: this adds no dynamics of its own.
public struct StripWaveform: Sendable, Equatable {
    /// Standard gravity, m/s²: newtons of wheel force per kilogram of load.
    public static let gravity = 9.806_65
    /// The temperature at which a strip has the scale that it is said to have, °C.
    public static let referenceTemperature = 20.0

    /// The sensors.
    public let layout: Layout
    /// What crosses them.
    public let vehicle: Vehicle

    /// Puts a vehicle on its way; nil where it or the layout is not valid.
    ///
    /// - Parameters:
    ///   - vehicle: What crosses, see ``Vehicle/isValid``.
    ///   - layout: The sensors, see ``Layout/isValid``.
    public init?(_ vehicle: Vehicle, layout: Layout = Layout()) {
        guard vehicle.isValid, layout.isValid else { return nil }
        self.vehicle = vehicle
        self.layout = layout
    }

    /// How many samples each channel has.
    ///
    /// The recording starts with the front of the vehicle ``Layout/margin`` before the first sensor
    /// and ends with its rear as far behind the last.
    public var sampleCount: Int {
        let way = layout.sensed.upperBound + layout.marginWay + vehicle.rearWay - start
        return Int((way / step).rounded(.up)) + 1
    }

    /// The time at which an axle is above the middle of a row of strips, in samples from the first.
    ///
    /// - Parameters:
    ///   - axle: Which axle, from 0 at the front.
    ///   - row: Which row of strips, from 0, see ``Layout/rowPositions``.
    /// - Returns: Samples since the first one, with their fraction.
    public func time(ofAxle axle: Int, row: Int) -> Double {
        let behind = vehicle.spacings[..<axle].reduce(0) { $0 + Double($1) }
        return (Double(layout.rowPositions[row]) + behind - start) / step
    }

    /// The samples: one row per time, in it the channels in the order of ``Layout/channels(lane:)``.
    ///
    /// Beyond the range of 16 bits they clip, as those of a converter do.
    ///
    /// - Parameter random: Where noise and drift come from; one state gives one recording.
    /// - Returns: ``sampleCount`` × ``Layout/channelCount`` values.
    public func samples(random: inout some RandomNumberGenerator) -> [Int16] {
        let channels = layout.channelCount
        var signal = [Double](repeating: 0, count: sampleCount * channels)
        addWheels(to: &signal)
        addLoop(to: &signal)
        addDisturbance(to: &signal, random: &random)
        for index in stride(from: channels - 1, to: signal.count, by: channels) {
            signal[index] = vehicle.temperature * Layout.countsPerDegree
        }
        return signal.map { Int16(clipping: $0) }
    }
}

// MARK: - Where things are

extension StripWaveform {
    /// The way of the vehicle between two samples, mm.
    fileprivate var step: Double { vehicle.millimetresPerSecond / Double(layout.sampleRate) }

    /// Where the first axle is at the first sample, mm along the road.
    fileprivate var start: Double {
        layout.sensed.lowerBound - layout.marginWay - Double(vehicle.frontOverhang)
    }
}

extension StripWaveform.Layout {
    fileprivate var marginWay: Double { Double(margin) }

    /// The part of the road with sensors, mm.
    fileprivate var sensed: ClosedRange<Double> {
        let rows = rowPositions.map(Double.init)
        let strip = Double(stripWidth) / 2
        let loop = Double(loopLength) / 2
        let first = min((rows.min() ?? 0) - strip, Double(loopPosition) - loop)
        let last = max((rows.max() ?? 0) + strip, Double(loopPosition) + loop)
        return first...last
    }
}

extension StripWaveform.Vehicle {
    fileprivate var millimetresPerSecond: Double { Double(speed) / 0.36 }

    /// From the first axle to the rear end, mm.
    fileprivate var rearWay: Double {
        spacings.reduce(Double(rearOverhang)) { $0 + Double($1) }
    }
}

// MARK: - Signals

extension StripWaveform {
    /// How long a wheel's contact with the road is, mm: 150 unloaded, 300 at 60 kN and above.
    private static func contactLength(force: Double) -> Double {
        150 + 150 * min(force / 60_000, 1)
    }

    /// The share of a raised cosine of this length that lies before `way` past its middle, 0…1.
    private static func passed(_ way: Double, of length: Double) -> Double {
        let turn = min(max(way / length, -0.5), 0.5)
        return 0.5 + turn + sin(2 * .pi * turn) / (2 * .pi)
    }

    /// The share of a tyre's width, its middle at `middle`, that is on a half strip.
    private func cover(_ middle: Double, _ halfStrip: ClosedRange<Double>) -> Double {
        let width = Double(vehicle.tyreWidth)
        let right = min(middle + width / 2, halfStrip.upperBound)
        let left = max(middle - width / 2, halfStrip.lowerBound)
        return max(0, right - left) / width
    }

    private func addWheels(to signal: inout [Double]) {
        let reach = Double(layout.halfStripLength)
        let track = Double(vehicle.trackWidth) / 2
        let response =
            layout.scale
            * (1 + layout.temperatureCoefficient
                * (vehicle.temperature - StripWaveform.referenceTemperature))
        for axle in vehicle.axleLoads.indices {
            let force = Double(vehicle.axleLoads[axle]) * StripWaveform.gravity
            let share = vehicle.leftShares[axle]
            for (part, side) in [(share, -track), (1 - share, track)] {
                let middle = Double(vehicle.lateralOffset) + side
                let length = StripWaveform.contactLength(force: force * part)
                for (half, strip) in [-reach...0, 0...reach].enumerated() {
                    let counts = force * part * response * cover(middle, strip)
                    guard counts != 0 else { continue }
                    for row in layout.rowPositions.indices {
                        let channel = row * 2 + half
                        let time = time(ofAxle: axle, row: row)
                        addWheel(counts, length, at: time, channel, to: &signal)
                    }
                }
            }
        }
    }

    /// Rolls a wheel over a half strip: `counts` is what it would read with all its force on it.
    private func addWheel(
        _ counts: Double,
        _ length: Double,
        at time: Double,
        _ channel: Int,
        to signal: inout [Double]
    ) {
        let width = Double(layout.stripWidth)
        let reach = (length + width) / 2 / step
        let first = max(0, Int((time - reach).rounded(.up)))
        let last = min(sampleCount - 1, Int((time + reach).rounded(.down)))
        for sample in stride(from: first, through: last, by: 1) {
            let way = (Double(sample) - time) * step
            let onStrip =
                StripWaveform.passed(way + width / 2, of: length)
                - StripWaveform.passed(way - width / 2, of: length)
            signal[sample * layout.channelCount + channel] += counts * onStrip
        }
    }

    /// The body over the loop, whose sensitivity along the road is a raised cosine of its length.
    private func addLoop(to signal: inout [Double]) {
        let length = Double(layout.loopLength)
        let channels = layout.channelCount
        for sample in 0..<sampleCount {
            let axle = start + Double(sample) * step - Double(layout.loopPosition)
            let front = axle + Double(vehicle.frontOverhang)
            let rear = axle - vehicle.rearWay
            signal[sample * channels + channels - 2] +=
                layout.loopScale
                * (StripWaveform.passed(front, of: length) - StripWaveform.passed(rear, of: length))
        }
    }

    /// Drift and noise of every channel but the temperature, each channel with its own.
    private func addDisturbance(
        to signal: inout [Double],
        random: inout some RandomNumberGenerator
    ) {
        guard layout.noise > 0 || layout.drift > 0 else { return }
        let channels = layout.channelCount
        let phases = (0..<channels).map { _ in Double.random(in: 0..<2 * .pi, using: &random) }
        let turn = 2 * .pi / (layout.driftPeriod * Double(layout.sampleRate))
        var normal = NormalDeviates()
        for sample in 0..<sampleCount {
            for channel in 0..<channels - 1 {
                let drift = sin(turn * Double(sample) + phases[channel])
                signal[sample * channels + channel] +=
                    layout.drift * drift + layout.noise * normal.next(using: &random)
            }
        }
    }
}

/// Normal deviates of mean 0 and standard deviation 1.
///
/// After G. E. P. Box and M. E. Muller, "A Note on the Generation of Random Normal Deviates" (1958).
private struct NormalDeviates {
    /// The second one of the pair that the method makes.
    private var spare: Double?

    mutating func next(using random: inout some RandomNumberGenerator) -> Double {
        if let kept = spare {
            spare = nil
            return kept
        }
        // 1 less a number below 1 is never 0, so that its logarithm is finite.
        let radius = (-2 * log(1 - Double.random(in: 0..<1, using: &random))).squareRoot()
        let angle = Double.random(in: 0..<2 * .pi, using: &random)
        spare = radius * sin(angle)
        return radius * cos(angle)
    }
}

extension Int16 {
    /// The nearest value of a converter of 16 bits; no sum of 16 valid axles leaves 64.
    fileprivate init(clipping value: Double) {
        self = Int16(clamping: Int(value.rounded()))
    }
}

// MARK: - Vehicle

extension StripWaveform {
    /// What crosses the sensors, and how.
    public struct Vehicle: Sendable, Equatable {
        /// Axle loads front to rear at the moment of crossing, kg, from 0.
        public var axleLoads: [Int32] = []
        /// The left wheels' share of each axle's load, 0…1; as many as axles.
        public var leftShares: [Double] = []
        /// Distances between neighbouring axles front to rear, mm; one fewer than the axles.
        public var spacings: [Int32] = []
        /// Speed, hundredths of km/h, 500…30,000: slower, a strip does not weigh.
        public var speed: Int32 = 0
        /// How far the middle of the vehicle is right of the middle of the lane, mm.
        public var lateralOffset: Int32 = 0
        /// Temperature of the road, °C, −100…200.
        public var temperature = StripWaveform.referenceTemperature
        /// Distance between the middles of left and right wheels, mm; that of trucks.
        public var trackWidth: Int32 = 1_840
        /// Width of one side's wheels together on the road, mm, from 1; that of twin tyres.
        public var tyreWidth: Int32 = 500
        /// From the front of the vehicle to its first axle, mm, from 0.
        public var frontOverhang: Int32 = 1_300
        /// From its last axle to its rear end, mm, from 0.
        public var rearOverhang: Int32 = 1_500

        /// Makes a vehicle without axles.
        public init() {}

        /// Whether it can cross: 1…16 axles, lists that fit, values in range, at most 100 m long.
        public var isValid: Bool {
            let sizes = spacings + [trackWidth, frontOverhang, rearOverhang]
            return (1...16).contains(axleLoads.count) && leftShares.count == axleLoads.count
                && spacings.count == axleLoads.count - 1
                && axleLoads.allSatisfy { $0 >= 0 }
                && leftShares.allSatisfy { (0...1).contains($0) }
                && sizes.allSatisfy { (0...100_000).contains($0) }
                && (500...30_000).contains(speed)
                && (-100...200).contains(temperature)
                && tyreWidth > 0 && rearWay + Double(frontOverhang) <= 100_000
        }
    }
}

// MARK: - Layout

extension StripWaveform {
    /// The sensors of one lane and what they make of forces.
    ///
    /// Rows of strips lie across the lane, each of a left and a right half strip that meet in its
    /// middle; one loop lies among them.
    public struct Layout: Sendable, Equatable {
        /// Counts per °C of the temperature channel.
        public static let countsPerDegree = 100.0

        /// Samples of each channel a second, 10,000…20,000.
        public var sampleRate = 20_000
        /// Where the middles of the rows of strips are along the road, mm, 0…100,000; 1…16 rows.
        public var rowPositions: [Int32] = [0, 3_000]
        /// Width of a strip along the road, mm, 10…1,000.
        public var stripWidth: Int32 = 56
        /// How far a half strip reaches from the middle of the lane, mm, from 1.
        public var halfStripLength: Int32 = 1_750
        /// Counts per newton on a strip, above 0 up to 1,000.
        ///
        /// Per newton and not per kilogram, because force is what a strip answers to: gravity is the
        /// reader's to divide by. No more than 36 % of a contact of 300 mm is on a strip of 56 mm, so
        /// that half a count per newton holds wheels of up to 18 t.
        public var scale = 0.5
        /// Change of the scale per °C, as a share, −0.001…0.001; quartz loses 0.02 % per °C.
        public var temperatureCoefficient = -0.000_2
        /// Standard deviation of the white noise of strips and loop, counts, 0…10,000.
        public var noise = 4.0
        /// Height of the slow wave of the zero of strips and loop, counts, 0…10,000.
        public var drift = 30.0
        /// Period of that wave, s, 1…100,000.
        public var driftPeriod = 20.0
        /// Where the middle of the loop is along the road, mm, 0…100,000.
        public var loopPosition: Int32 = 1_500
        /// Length of the loop along the road, mm, 100…10,000.
        public var loopLength: Int32 = 2_000
        /// Counts of the loop when it is all covered, 0…32,767.
        public var loopScale = 8_000.0
        /// How far before the first and behind the last sensor recording starts and ends, mm,
        /// 500…10,000.
        public var margin: Int32 = 1_000

        /// Two rows 3 m apart of strips 56 mm wide, at 20 kHz.
        public init() {}

        /// Two per row of strips, then the loop and the temperature.
        public var channelCount: Int { rowPositions.count * 2 + 2 }

        /// The channels in the order in which samples have them.
        ///
        /// Rows in the order of ``rowPositions``, of each the left half strip and then the right one;
        /// the loop; the temperature.
        ///
        /// - Parameter lane: The lane's number, for the description.
        /// - Returns: ``channelCount`` channels.
        public func channels(lane: Int) -> [Channel] {
            let strips = rowPositions.flatMap { position in
                let half = Channel(
                    kind: .strip,
                    lane: lane,
                    position: position,
                    width: stripWidth,
                    scale: scale
                )
                return [half, half]
            }
            let loop = Channel(
                kind: .loop,
                lane: lane,
                position: loopPosition,
                width: loopLength,
                scale: loopScale
            )
            let degrees = Channel(
                kind: .temperature,
                lane: lane,
                position: 0,
                width: 0,
                scale: Layout.countsPerDegree
            )
            return strips + [loop, degrees]
        }

        /// Whether every value is in its range.
        public var isValid: Bool {
            (10_000...20_000).contains(sampleRate)
                && (1...16).contains(rowPositions.count)
                && (rowPositions + [loopPosition]).allSatisfy { (0...100_000).contains($0) }
                && (10...1_000).contains(stripWidth) && halfStripLength > 0
                && scale > 0 && scale <= 1_000
                && (-0.001...0.001).contains(temperatureCoefficient)
                && (0...10_000).contains(noise) && (0...10_000).contains(drift)
                && (1...100_000).contains(driftPeriod)
                && (100...10_000).contains(loopLength) && (0...32_767).contains(loopScale)
                && (500...10_000).contains(margin)
        }
    }

    /// What one column of samples is.
    public struct Channel: Sendable, Equatable {
        /// The kinds of sensors, with their names in files.
        public enum Kind: String, Sendable, CaseIterable {
            /// A half strip that weighs.
            case strip
            /// An inductive loop that sees vehicles.
            case loop
            /// A thermometer in the road.
            case temperature
        }

        /// The kind of sensor.
        public var kind: Kind
        /// The lane, counted as the site counts.
        public var lane: Int
        /// Where its middle is along the road, mm in the direction of travel from the first row.
        public var position: Int32
        /// Its width along the road, mm; 0 for a thermometer.
        public var width: Int32
        /// Counts per newton of a strip, per °C of a thermometer, of a loop that is all covered.
        public var scale: Double

        /// Puts a channel together.
        public init(kind: Kind, lane: Int, position: Int32, width: Int32, scale: Double) {
            self.kind = kind
            self.lane = lane
            self.position = position
            self.width = width
            self.scale = scale
        }
    }
}

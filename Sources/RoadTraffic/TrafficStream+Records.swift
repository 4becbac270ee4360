// Copyright the Steelyard authors. SPDX-License-Identifier: Apache-2.0

import Weighing

/// A load that leaves a gate.
struct Exit {
    let vehicle: Vehicle
    let axleCount: Int
    /// True gross mass at the gate, kg.
    let gross: Int32
    let limit: Int32
    let departure: Int64
    /// When the gate's next truck leaves, or the slice ends: what is made up is written before, so that
    /// tickets are numbered in the order of their times.
    let nextDeparture: Int64
    let day: Int
    var isOverloaded: Bool { gross > limit }
}

extension TrafficStream {
    /// Writes what the enterprise's log says of an exit, and lets it be uploaded.
    ///
    /// At most one of the frauds that falsify an exit is played on it; those of the whole enterprise
    /// (tampered scale, day not uploaded) and of the upload come on top.
    mutating func leaveRecords(
        _ gate: Gate,
        _ index: Int,
        _ exit: Exit,
        _ trip: inout OpenTrip,
        _ random: inout TrafficRandom
    ) {
        let rates = scenario.frauds
        var record = record(gate, index, exit, &trip, &random)
        var second: ExitRecord?
        var isDeleted = false
        if exit.isOverloaded, random.happens(rates.deletedRecord) {
            note(.deletedRecord, &trip)
            isDeleted = true
        } else if exit.isOverloaded, random.happens(rates.falsifiedGross) {
            note(.falsifiedGross, &trip)
            record.gross = TrafficStream.step(Double(exit.limit) - random.number(in: 20...600))
        } else if exit.isOverloaded, random.happens(rates.splitExit) {
            note(.splitExit, &trip)
            second = split(&record, index, gate, exit, &random)
        } else if random.happens(rates.swappedPlate) {
            note(.swappedPlate, &trip)
            let other = otherVehicle(than: exit.vehicle, gate, &random)
            record.plate = other.plate.text
            record.color = other.color
        } else if random.happens(rates.inflatedTare) {
            note(.inflatedTare, &trip)
            record.tare += TrafficStream.step(random.number(in: 1_500...4_000))
        }
        if isDayMissing(index, exit.day) {
            note(.missingDay, &trip)
            isDeleted = true
        }
        guard !isDeleted else { return }
        upload(record, &trip, &random)
        if let second { upload(second, &trip, &random) }
        if random.happens(rates.inventedRecord) {
            invent(like: second ?? record, index, gate, exit, &random)
        }
    }

    /// Another vehicle of the gate's fleet, with another plate.
    private func otherVehicle(
        than vehicle: Vehicle,
        _ gate: Gate,
        _ random: inout TrafficRandom
    ) -> Vehicle {
        // A clone has its neighbour's plate; a fleet has at least three vehicles.
        var place = random.number(below: gate.fleetSize)
        for _ in 0..<gate.fleetSize {
            let other = fleet.vehicle(gate.firstVehicle + UInt64(place), of: .enterprise)
            if other.plate != vehicle.plate { return other }
            place = (place + 1) % gate.fleetSize
        }
        return vehicle
    }

    /// A time between a record's and the next truck's.
    private func later(
        than record: ExitRecord,
        _ exit: Exit,
        _ random: inout TrafficRandom
    ) -> Int64 {
        let room = Double(exit.nextDeparture - record.weighedAt.microseconds)
        return Int64(max(0, room) * random.number(in: 0.2...0.9))
    }

    /// The record as an honest log has it, but for what the scale itself does.
    private mutating func record(
        _ gate: Gate,
        _ index: Int,
        _ exit: Exit,
        _ trip: inout OpenTrip,
        _ random: inout TrafficRandom
    ) -> ExitRecord {
        var scale = 1 + gate.scaleBias
        if let day = gate.tamperedFromDay, exit.day >= day {
            scale -= scenario.frauds.tamperedShare
            note(.tamperedBridge, &trip)
        }
        // Class III with steps of 20 kg: half a step of spread. The tare is an older weighing.
        let gross = Double(exit.gross) * scale + 10 * random.normal()
        let tare = Double(exit.vehicle.tare) * scale + 60 * random.normal()
        return ExitRecord(
            id: ticket(index, gate),
            enterprise: index,
            weighedAt: Instant(microseconds: exit.departure),
            uploadedAt: Instant(
                microseconds: exit.departure + Int64(random.number(in: 20e6...400e6))
            ),
            plate: exit.vehicle.plate.text,
            color: exit.vehicle.color,
            gross: TrafficStream.step(gross),
            tare: TrafficStream.step(tare),
            axleCount: exit.axleCount,
            bridge: 1 + random.number(below: 2)
        )
    }

    /// Makes two records of one: half of the net in each, some minutes apart.
    private mutating func split(
        _ record: inout ExitRecord,
        _ index: Int,
        _ gate: Gate,
        _ exit: Exit,
        _ random: inout TrafficRandom
    ) -> ExitRecord {
        var second = record
        let net = Double(record.net)
        let part = random.number(in: 0.4...0.6)
        record.gross = record.tare + TrafficStream.step(net * part)
        second.gross = second.tare + TrafficStream.step(net * (1 - part))
        second.id = ticket(index, gate)
        let later = later(than: record, exit, &random)
        second.weighedAt = Instant(microseconds: second.weighedAt.microseconds + later)
        second.uploadedAt = Instant(microseconds: second.uploadedAt.microseconds + later)
        return second
    }

    /// A record for which no truck left.
    private mutating func invent(
        like record: ExitRecord,
        _ index: Int,
        _ gate: Gate,
        _ exit: Exit,
        _ random: inout TrafficRandom
    ) {
        var invented = record
        invented.id = ticket(index, gate)
        let number = gate.firstVehicle + UInt64(random.number(below: gate.fleetSize))
        let vehicle = fleet.vehicle(number, of: .enterprise)
        let model = catalogue.heavy[vehicle.model]
        invented.plate = vehicle.plate.text
        invented.color = vehicle.color
        invented.axleCount = model.axleCount
        invented.tare = TrafficStream.step(Double(vehicle.tare))
        let limit = Double(limits[vehicle.model])
        invented.gross = TrafficStream.step(limit * random.number(in: 0.9...0.999))
        let later = later(than: record, exit, &random)
        invented.weighedAt = Instant(microseconds: invented.weighedAt.microseconds + later)
        invented.uploadedAt = Instant(microseconds: invented.uploadedAt.microseconds + later)
        var trip = open(
            .none,
            vehicle,
            at: invented.weighedAt.microseconds,
            enterprise: index,
            AxleCells(repeating: 0)
        )
        note(.inventedRecord, &trip)
        trip.truth?.axleLoads = []
        upload(invented, &trip, &random)
        close(trip)
    }

    /// Lets a record be uploaded, late or twice where that is played.
    private mutating func upload(
        _ record: ExitRecord,
        _ trip: inout OpenTrip,
        _ random: inout TrafficRandom
    ) {
        var record = record
        trip.truth?.recordIDs.append(record.id)
        if random.happens(scenario.frauds.lateUpload) {
            note(.lateUpload, &trip)
            let late = Int64(random.number(in: 86_400e6...259_200e6))
            record.uploadedAt = Instant(microseconds: record.uploadedAt.microseconds + late)
        }
        recordsAhead[sliceIndex(of: record.uploadedAt.microseconds), default: []].append(record)
        guard random.happens(scenario.frauds.duplicateUpload) else { return }
        note(.duplicateUpload, &trip)
        let again = Int64(random.number(in: 60e6...7_200e6))
        record.uploadedAt = Instant(microseconds: record.uploadedAt.microseconds + again)
        recordsAhead[sliceIndex(of: record.uploadedAt.microseconds), default: []].append(record)
    }

    private func isDayMissing(_ index: Int, _ day: Int) -> Bool {
        var random = TrafficRandom(seed: seed, .day, UInt64(index), UInt64(day))
        return random.happens(scenario.frauds.missingDay)
    }

    /// The next ticket of an enterprise: its code and a running number, in the order of weighing.
    private mutating func ticket(_ index: Int, _ gate: Gate) -> String {
        tickets[index] += 1
        let digits = String(tickets[index])
        let zeros = String(repeating: "0", count: max(0, 7 - digits.utf8.count))
        return "\(gate.enterprise.code)-\(zeros)\(digits)"
    }

    /// In the scale's steps of 20 kg.
    static func step(_ kilograms: Double) -> Int32 { Int32((kilograms / 20).rounded()) * 20 }
}

// Copyright the Steelyard authors. SPDX-License-Identifier: Apache-2.0

public import Weighing

/// What an enterprise, or a driver, did on a trip.
public enum Fraud: String, Sendable, CaseIterable {
    /// The record of the exit was deleted.
    case deletedRecord = "deleted_record"
    /// The record says just under the limit.
    case falsifiedGross = "falsified_gross"
    /// The record carries another vehicle's plate.
    case swappedPlate = "swapped_plate"
    /// The record's tare is too high.
    case inflatedTare = "inflated_tare"
    /// One load stands in two records.
    case splitExit = "split_exit"
    /// More was loaded between gate and road.
    case loadingAfterGate = "loading_after_gate"
    /// The scale was tampered with.
    case tamperedBridge = "tampered_bridge"
    /// The day was never uploaded.
    case missingDay = "missing_day"
    /// The record was uploaded days late.
    case lateUpload = "late_upload"
    /// The record was uploaded twice.
    case duplicateUpload = "duplicate_upload"
    /// There was no truck.
    case inventedRecord = "invented_record"
    /// The driver went round the stations.
    case evasion
    /// The vehicle drives under another one's plate.
    case clonedPlate = "cloned_plate"
}

/// What kind of trip it was.
public enum TripKind: String, Sendable {
    /// A car, van or light truck past one site.
    case light
    /// A heavy vehicle on its way through.
    case through
    /// A load from an enterprise's gate.
    case exit
    /// An enterprise's truck on its way back, empty.
    case back
    /// No trip at all: a record without a truck.
    case none
}

/// A passage of a trip, as it truly was.
public struct TruePassage: Sendable {
    /// The passage id that the site sent; also where a dead sensor sent nothing.
    public let key: UInt64
    /// Index of the site.
    public let site: Int
    /// When, by a right clock.
    public let instant: Instant
    /// What was done to it.
    public let effects: SightingEffects
}

/// What really happened on one trip.
public struct Trip: Sendable {
    /// Its number in the world.
    public var number: UInt64
    /// Its kind.
    public var kind: TripKind
    /// Index of the enterprise; nil where there is none.
    public var enterprise: Int?
    /// Number of the carrier.
    public var carrier: Int
    /// The plate on the vehicle.
    public var plate: String
    /// Its colour.
    public var color: PlateColor
    /// Name of the model.
    public var model: String
    /// Axle groups.
    public var pattern: AxlePattern
    /// When it left.
    public var departedAt: Instant
    /// True axle loads on the road, kg.
    public var axleLoads: [Int32]
    /// True mass without load, kg.
    public var tare: Int32
    /// The gross limit by the law, kg.
    public var limit: Int32
    /// What was done.
    public var frauds: [Fraud] = []
    /// Stations that were gone round, by index.
    public var avoided: [Int] = []
    /// Its passages.
    public var passages: [TruePassage] = []
    /// Ids of the records that it left.
    public var recordIDs: [String] = []
    /// Ids of its static weighings.
    public var weighingIDs: [String] = []

    /// True gross mass on the road, kg.
    public var gross: Int32 { axleLoads.reduce(0, +) }
    /// Gross mass over the limit, kg; negative below it.
    public var excess: Int32 { gross - limit }
}

/// A record of an enterprise's weighbridge, as it is uploaded.
public struct ExitRecord: Sendable, Equatable {
    /// Its id, unique in its enterprise.
    public var id: String
    /// Index of the enterprise.
    public var enterprise: Int
    /// When it was weighed, by the record.
    public var weighedAt: Instant
    /// When it was uploaded.
    public var uploadedAt: Instant
    /// The plate that it names.
    public var plate: String
    /// Its colour.
    public var color: PlateColor
    /// kg.
    public var gross: Int32
    /// kg.
    public var tare: Int32
    /// Axles of the vehicle.
    public var axleCount: Int
    /// The bridge that weighed it.
    public var bridge: Int

    /// kg.
    public var net: Int32 { gross - tare }
}

/// A weighing on a station's static scale.
public struct StaticWeighing: Sendable, Equatable {
    /// Its id.
    public var id: String
    /// Index of the site.
    public var site: Int
    /// When.
    public var weighedAt: Instant
    /// The plate.
    public var plate: String
    /// Axle loads in kg, in steps of 10.
    public var axleLoads: [Int32]
    /// The passage after which the vehicle was called in.
    public var passage: UInt64

    /// kg.
    public var gross: Int32 { axleLoads.reduce(0, +) }
}

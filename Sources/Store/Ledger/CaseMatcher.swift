// Copyright the Steelyard authors. SPDX-License-Identifier: Apache-2.0
//
// Which passages of a truck are one offence. A flagged passage joins an open case only if all of this
// holds; otherwise it opens its own, linked as `related` to a case that is no longer open but agrees
// in everything else:
//   plate complete · plate, colour and class equal · a site that the case does not have yet
//   |gross − gross of the case| ≤ both deductions together · within the trip window of its opening
// Source: docs of the project, "The store"; the deductions are the permissible errors in kilograms.

internal import Weighing

/// A case in the store, or one that this call is about to open.
enum CaseReference: Hashable {
    /// Row of `cases`.
    case stored(Int64)
    /// The n-th opening of this call.
    case opening(Int)
}

/// One weighing, as far as cases are matched by it.
struct CaseWeighing: Hashable {
    /// Code of the site.
    var site: String
    /// Lane at the site.
    var lane: Int16
    /// When the vehicle passed.
    var passedAt: Instant
    /// Gross mass, kg.
    var gross: Int32
}

/// A case as the matcher sees it.
struct KnownCase {
    /// Which case.
    var reference: CaseReference
    /// Whether passages may still join it.
    var isOpen: Bool
    /// Raw value of the plate's colour.
    var plateColor: UInt8
    /// Vehicle class, `6:1-2-3`.
    var vehicleClass: String
    /// When the passage that opened it was.
    var openedBy: Instant
    /// Gross mass of that passage, kg.
    var gross: Int32
    /// Deduction of that passage, kg.
    var deduction: Int32
    /// The weighings of the case: the opening, the joined, the duplicates.
    var weighings: [CaseWeighing]
}

/// What happens with a flagged passage.
enum CaseDecision: Equatable {
    /// It opens a case, with a link to these.
    case open(related: [CaseReference])
    /// It joins a case.
    case join(CaseReference)
    /// It is a weighing that the case already has.
    case duplicate(CaseReference)
}

/// Decides for flagged passages with a complete plate; plain values, no database.
struct CaseMatcher {
    /// The trip window, microseconds.
    let window: Int64
    private var casesByPlate: [String: [KnownCase]] = [:]

    init(windowSeconds: Int64) { window = windowSeconds * 1_000_000 }

    /// The states in which passages may join a case.
    static let openStates: Set<String> = ["pending", "under_review"]

    /// Tells the matcher of a case.
    mutating func add(_ known: KnownCase, plate: String) {
        casesByPlate[plate, default: []].append(known)
    }

    /// The case that already has a weighing; nil when none has.
    func holder(of weighing: CaseWeighing, plate: String) -> CaseReference? {
        casesByPlate[plate]?.first { $0.weighings.contains(weighing) }?.reference
    }

    /// Decides for a passage, and remembers that it joined.
    mutating func decide(
        plate: String,
        plateColor: UInt8,
        vehicleClass: String,
        deduction: Int32,
        _ weighing: CaseWeighing
    ) -> CaseDecision {
        guard let cases = casesByPlate[plate] else { return .open(related: []) }
        if let holder = holder(of: weighing, plate: plate) { return .duplicate(holder) }
        let agreeing = cases.indices.filter { index in
            agrees(cases[index], plateColor, vehicleClass, deduction, weighing)
        }
        let nearest = agreeing.filter { cases[$0].isOpen }.min {
            distance(cases[$0], weighing) < distance(cases[$1], weighing)
        }
        guard let nearest else { return .open(related: agreeing.map { cases[$0].reference }) }
        casesByPlate[plate]?[nearest].weighings.append(weighing)
        return .join(cases[nearest].reference)
    }

    private func agrees(
        _ known: KnownCase,
        _ plateColor: UInt8,
        _ vehicleClass: String,
        _ deduction: Int32,
        _ weighing: CaseWeighing
    ) -> Bool {
        known.plateColor == plateColor && known.vehicleClass == vehicleClass
            && distance(known, weighing) <= window
            && abs(Int64(known.gross) - Int64(weighing.gross))
                <= Int64(known.deduction) + Int64(deduction)
            && !known.weighings.contains { $0.site == weighing.site }
    }

    /// Time between the opening of the case and a weighing, microseconds.
    ///
    /// Stored instants lie within ten thousand years, so the difference cannot overflow.
    private func distance(_ known: KnownCase, _ weighing: CaseWeighing) -> Int64 {
        abs(known.openedBy.microseconds - weighing.passedAt.microseconds)
    }
}

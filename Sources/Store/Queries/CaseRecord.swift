// Copyright the Steelyard authors. SPDX-License-Identifier: Apache-2.0

public import Weighing

/// A case as a list shows it.
public struct CaseSummary: Sendable, Equatable {
    /// Its number.
    public var id: Int64
    /// Where it stands: `pending`, `under_review`, `confirmed`, `rejected`, `on_hold`, `notified`,
    /// `decided`, `closed`.
    public var state: String
    /// Code of the site of the passage that opened it.
    public var site: String
    /// Lane of that passage.
    public var lane: Int16
    /// When that vehicle passed.
    public var passedAt: Instant
    /// The plate; nil when none was read.
    public var plate: String?
    /// The plate's colour.
    public var plateColor: PlateColor
    /// Hundredths of km/h.
    public var speed: Int32
    /// Axle loads front to rear, kg.
    public var axleLoads: [Int32]
    /// Vehicle class, `6:1-2-3`.
    public var vehicleClass: String
    /// Whether the vehicle counts as a combination.
    public var isCombination: Bool
    /// Gross mass, kg.
    public var gross: Int32
    /// Gross limit, kg.
    public var grossLimit: Int32
    /// Gross − limit, before the deduction, kg.
    public var grossExcess: Int32
    /// 1000 × excess ÷ limit, toward zero.
    public var excessPermille: Int32
    /// What the permissible error takes off, kg.
    public var deduction: Int32
    /// Names of the reasons separated by one space.
    public var reasons: String
    /// The article of the gross limit.
    public var article: String
    /// When the case was opened.
    public var openedAt: Instant
    /// How many passages it has: the opening one and those that joined.
    public var passageCount: Int64
}

/// A case with its evidence.
public struct CaseRecord: Sendable, Equatable {
    /// What the list shows.
    public var summary: CaseSummary
    /// Spacings front to rear, mm.
    public var spacings: [Int32]
    /// Left wheel loads, kg; nil when not measured.
    public var leftLoads: [Int32]?
    /// Right wheel loads, kg; nil when not measured.
    public var rightLoads: [Int32]?
    /// Largest load − limit over the axle groups, kg; nil when no group has a limit.
    public var worstGroupExcess: Int32?
    /// Equivalent standard axles, thousandths.
    public var esalMilli: Int32
    /// Id of the rulebook.
    public var rulebook: String
    /// Name of its edition.
    public var edition: String
    /// Whether the cited number was checked against the official text.
    public var isArticleVerified: Bool
    /// Accuracy class of the certificate; nil when there was none.
    public var certificateClass: String?
    /// Number of the certificate; nil when there was none.
    public var certificateDocument: String?
    /// Permissible error, permille.
    public var permissibleErrorPermille: Int16
    /// The sender's own name of the passage; nil when it has none.
    public var passageID: String?
    /// Canonical bytes of the frame.
    public var frame: [UInt8]
    /// Hash of the frame, 32 bytes.
    public var frameHash: [UInt8]
    /// The uplink that sent the frame.
    public var uplink: Int32
    /// Number of the frame in its spool.
    public var sequence: Int64
    /// When the centre received the frame.
    public var receivedAt: Instant
    /// Its passages and its relations, by time.
    public var passages: [CasePassage]
}

/// A passage of a case, or of a case that it is related to.
public struct CasePassage: Sendable, Equatable {
    /// What the passage is to the case: `opening`, `joined`, `related` or `duplicate`.
    public var role: String
    /// Code of its site.
    public var site: String
    /// Its lane.
    public var lane: Int16
    /// When the vehicle passed.
    public var passedAt: Instant
    /// The uplink that sent it.
    public var uplink: Int32
    /// Number of its frame.
    public var sequence: Int64
    /// Gross mass, kg.
    public var gross: Int32
    /// The case that a related passage opened; nil for other roles.
    public var relatedCase: Int64?
}

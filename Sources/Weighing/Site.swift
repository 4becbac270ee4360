// Copyright the Steelyard authors. SPDX-License-Identifier: Apache-2.0

/// What kind of place a site is.
public enum SiteKind: String, Sendable, CaseIterable {
    /// An overload-control station (治超站) with static scales.
    case station
    /// A non-stop detection system (不停车检测系统) in the carriageway.
    case nonstop
}

/// A verification certificate of a site's scale.
public struct Certificate: Sendable, Equatable {
    /// Accuracy class, such as `5`.
    public var accuracyClass: String
    /// Maximum permissible error in service as the certificate states it, permille 0…999; nil leaves
    /// it to the class.
    public var permissibleErrorPermille: UInt16?
    /// The first instant at which it holds.
    public var validFrom: Instant
    /// The first instant at which it no longer holds.
    public var validUntil: Instant
    /// The number of the document.
    public var document: String

    /// Puts a certificate together.
    public init(
        accuracyClass: String,
        permissibleErrorPermille: UInt16?,
        validFrom: Instant,
        validUntil: Instant,
        document: String
    ) {
        self.accuracyClass = accuracyClass
        self.permissibleErrorPermille = permissibleErrorPermille
        self.validFrom = validFrom
        self.validUntil = validUntil
        self.document = document
    }
}

/// A place where vehicles are weighed.
public struct Site: Sendable, Equatable {
    /// Its code, unique in the registry.
    public var code: String
    /// Its name in Chinese.
    public var nameZH: String
    /// Its name in English.
    public var nameEN: String
    /// Station or non-stop system.
    public var kind: SiteKind
    /// The road's number, such as `G107`.
    public var road: String
    /// The direction of travel that it weighs.
    public var direction: String
    /// Latitude, degrees north (CGCS2000).
    public var latitude: Double
    /// Longitude, degrees east (CGCS2000).
    public var longitude: Double
    /// Number of lanes.
    public var lanes: Int
    /// Its certificates, in any order.
    public var certificates: [Certificate]

    /// Puts a site together.
    public init(
        code: String,
        nameZH: String,
        nameEN: String,
        kind: SiteKind,
        road: String,
        direction: String,
        latitude: Double,
        longitude: Double,
        lanes: Int,
        certificates: [Certificate]
    ) {
        self.code = code
        self.nameZH = nameZH
        self.nameEN = nameEN
        self.kind = kind
        self.road = road
        self.direction = direction
        self.latitude = latitude
        self.longitude = longitude
        self.lanes = lanes
        self.certificates = certificates
    }

    /// The certificate valid at an instant; of several the one that began last.
    public func certificate(at instant: Instant) -> Certificate? {
        certificates.filter { $0.validFrom <= instant && instant < $0.validUntil }
            .max { $0.validFrom < $1.validFrom }
    }
}

/// The sites that the registry knows, by code.
public struct SiteBook: Sendable {
    /// The sites in the registry's order.
    public let sites: [Site]
    private let index: [String: Int]

    /// Makes a book; of two sites with one code the first counts.
    public init(_ sites: [Site]) {
        self.sites = sites
        var index: [String: Int] = [:]
        for (i, site) in sites.enumerated() where index[site.code] == nil { index[site.code] = i }
        self.index = index
    }

    /// The site of a code; nil where the registry does not know it.
    public subscript(code: String) -> Site? { index[code].map { sites[$0] } }
}

/// Where an uplink stands in the store: what was committed of a gateway's spool.
public struct UplinkMark: Sendable, Equatable {
    /// Row of the uplink (gateway and spool) in the store.
    public var uplink: Int32
    /// Number of the next frame that is taken; the first frame of a spool is 1.
    public var expectedNext: UInt64
    /// The running digest after the last committed frame; 32 bytes, zeros before the first.
    public var digest: [UInt8]

    /// Puts a mark together.
    public init(uplink: Int32, expectedNext: UInt64, digest: [UInt8]) {
        self.uplink = uplink
        self.expectedNext = expectedNext
        self.digest = digest
    }
}

/// What a commit did with a block.
public enum BlockOutcome: Sendable, Equatable {
    /// Every frame of the block is in the store, now or from before.
    case committed(UplinkMark)
    /// The block begins after the next expected frame: nothing of it was taken.
    case gap(UplinkMark)
    /// Frames that the store already has arrived with another digest: nothing of it was taken.
    case conflict(UplinkMark)
}

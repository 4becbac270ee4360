// Copyright the Steelyard authors. SPDX-License-Identifier: Apache-2.0
//
// Web is the centre's face for people and monitors: health, readiness, and an overview page in
// Chinese and English. It reads through a port (`CentreReading`) and knows no database. Plates are
// personal data and are not shown here.

/// What the pages read.
public protocol CentreReading: Sendable {
    /// Why the centre cannot take frames now; nil when it can.
    func unreadiness() async -> String?
    /// What the overview shows.
    func overview() async throws -> Overview
}

/// What the overview shows.
public struct Overview: Sendable {
    /// A site in the ranking.
    public struct SiteLine: Sendable {
        var site: String
        var trucks: Int64
        var overload: Int64
        var ratePermille: Int64

        /// Puts a line together.
        public init(site: String, trucks: Int64, overload: Int64, ratePermille: Int64) {
            self.site = site
            self.trucks = trucks
            self.overload = overload
            self.ratePermille = ratePermille
        }
    }

    /// A case in the list.
    public struct CaseLine: Sendable {
        var id: Int64
        var state: String
        var site: String
        var passedAt: String
        var vehicleClass: String
        var gross: Int32
        var limit: Int32
        var article: String

        /// Puts a line together; masses in kg.
        public init(
            id: Int64,
            state: String,
            site: String,
            passedAt: String,
            vehicleClass: String,
            gross: Int32,
            limit: Int32,
            article: String
        ) {
            self.id = id
            self.state = state
            self.site = site
            self.passedAt = passedAt
            self.vehicleClass = vehicleClass
            self.gross = gross
            self.limit = limit
            self.article = article
        }
    }

    var firstDay: String?
    var lastDay: String?
    var passages: Int64
    var cases: Int64
    var sites: [SiteLine]
    var latest: [CaseLine]

    /// Puts an overview together.
    public init(
        firstDay: String?,
        lastDay: String?,
        passages: Int64,
        cases: Int64,
        sites: [SiteLine],
        latest: [CaseLine]
    ) {
        self.firstDay = firstDay
        self.lastDay = lastDay
        self.passages = passages
        self.cases = cases
        self.sites = sites
        self.latest = latest
    }
}

// Copyright the Steelyard authors. SPDX-License-Identifier: Apache-2.0

/// The statements of the store, one per file in `SQL/`.
enum Statements {
    static let uplinkOpen = text(PackageResources.uplink_open_sql)
    static let uplinkFind = text(PackageResources.uplink_find_sql)
    static let marksLock = text(PackageResources.marks_lock_sql)
    static let marksMove = text(PackageResources.marks_move_sql)
    static let passageDayOpen = text(PackageResources.passage_day_open_sql)
    static let passagesBetween = text(PackageResources.passages_between_sql)
    static let passagesCopy = text(PackageResources.passages_copy_sql)
    static let rejectedFramesCopy = text(PackageResources.rejected_frames_copy_sql)
    static let laneHoursClaim = text(PackageResources.lane_hours_claim_sql)
    static let laneHoursShared = text(PackageResources.lane_hours_shared_sql)
    static let platesLock = text(PackageResources.plates_lock_sql)
    static let caseCandidates = text(PackageResources.case_candidates_sql)
    static let caseIntakeCreate = text(PackageResources.case_intake_create_sql)
    static let caseIntakeCopy = text(PackageResources.case_intake_copy_sql)
    static let caseNumbers = text(PackageResources.case_numbers_sql)
    static let casesCopy = text(PackageResources.cases_copy_sql)
    static let casesOpen = text(PackageResources.cases_open_sql)
    static let casesKnown = text(PackageResources.cases_known_sql)
    static let casePassagesCopy = text(PackageResources.case_passages_copy_sql)
    static let rollupAdd = text(PackageResources.rollup_add_sql)
    static let rollupClear = text(PackageResources.rollup_clear_sql)
    static let rollupRebuild = text(PackageResources.rollup_rebuild_sql)
    static let casesList = text(PackageResources.cases_list_sql)
    static let caseShow = text(PackageResources.case_show_sql)
    static let casePassages = text(PackageResources.case_passages_sql)
    static let hotspotsBySite = text(PackageResources.hotspots_by_site_sql)
    static let hotspotsByLane = text(PackageResources.hotspots_by_lane_sql)
    static let hotspotsByHour = text(PackageResources.hotspots_by_hour_sql)
    static let storedDays = text(PackageResources.stored_days_sql)
    static let statusCounts = text(PackageResources.status_counts_sql)
    static let uplinkList = text(PackageResources.uplink_list_sql)
    static let sitesMirror = text(PackageResources.sites_mirror_sql)
    static let sitesUnlist = text(PackageResources.sites_unlist_sql)

    /// The statement of a file without the comments before it, so that an error which quotes the first
    /// words of a statement shows the statement.
    static func text(_ file: [UInt8]) -> String {
        let lines = String(decoding: file, as: UTF8.self).split(separator: "\n")
        return lines.drop { $0.hasPrefix("--") }.joined(separator: "\n")
    }
}

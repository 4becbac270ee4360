// Copyright the Steelyard authors. SPDX-License-Identifier: Apache-2.0

extension Statements {
    static let rejudgeDays = text(PackageResources.rejudge_days_sql)
    static let rejudgeOpen = text(PackageResources.rejudge_open_sql)
    static let rejudgeFetch = text(PackageResources.rejudge_fetch_sql)
    static let rejudgeCases = text(PackageResources.rejudge_cases_sql)
    static let rejudgeOne = text(PackageResources.rejudge_one_sql)
    static let rejudgeLock = text(PackageResources.rejudge_lock_sql)
    static let rejudgeUpdate = text(PackageResources.rejudge_update_sql)
    static let rejudgeRollupClear = text(PackageResources.rejudge_rollup_clear_sql)
    static let rejudgeRollupCount = text(PackageResources.rejudge_rollup_count_sql)
    static let rejudgedCreate = text(PackageResources.rejudged_create_sql)
    static let rejudgedCopy = text(PackageResources.rejudged_copy_sql)
}

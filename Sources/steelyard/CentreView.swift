// Copyright the Steelyard authors. SPDX-License-Identifier: Apache-2.0

import Records
import Registry
import Store
import Web
import Weighing

/// What the pages show, read from the store.
struct CentreView: CentreReading {
    let database: Store.Database
    let zone: LocalTimeZone

    func unreadiness() async -> String? {
        do {
            _ = try await database.withConnection { try $0.query("SELECT 1").count }
            return nil
        } catch {
            return "the database is not available: \(error)"
        }
    }

    func overview() async throws -> Overview {
        let zone = zone
        return try await database.withConnection { connection in
            let status = try StoreStatus.read(on: connection)
            let ranking = try HotspotQueries.rank(by: .site, timeZone: zone.name, on: connection)
            let cases = try CaseQueries.list(limit: 20, on: connection)
            return Overview(
                firstDay: status.days.first,
                lastDay: status.days.last,
                passages: status.counts["passages"] ?? 0,
                cases: status.counts["cases"] ?? 0,
                sites: ranking.hotspots.prefix(20).map {
                    Overview.SiteLine(
                        site: $0.site ?? "",
                        trucks: $0.trucks,
                        overload: $0.overload,
                        ratePermille: $0.ratePermille
                    )
                },
                latest: cases.map {
                    Overview.CaseLine(
                        id: $0.id,
                        state: $0.state,
                        site: $0.site,
                        passedAt: TimestampText.text(
                            $0.passedAt,
                            offsetSeconds: zone.utcOffsetSeconds
                        ),
                        vehicleClass: $0.vehicleClass,
                        gross: $0.gross,
                        limit: $0.grossLimit,
                        article: $0.article
                    )
                }
            )
        }
    }
}

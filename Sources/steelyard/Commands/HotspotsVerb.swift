// Copyright the Steelyard authors. SPDX-License-Identifier: Apache-2.0

public import ArgumentParser
import Foundation
import Records
import Registry
public import Store
import Weighing

extension HotspotGrouping: ExpressibleByArgument {}

/// Formats of a hotspot table.
enum HotspotFormat: String, ExpressibleByArgument, CaseIterable {
    case table
    case csv
}

/// Where and when overload happens.
struct Hotspots: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Ranks where and when overload happens, from the roll-ups; exact counts."
    )

    @Option(help: "What to count by: site, lane or hour (of the local day).")
    var by: HotspotGrouping = .site

    @Option(help: "First local day, YYYY-MM-DD (default: the first one stored).")
    var from: String?

    @Option(help: "Last local day, included (default: the last one stored).")
    var to: String?

    @Option(help: "table or csv.")
    var format: HotspotFormat = .table

    @Flag(help: "Print one JSON object a line.")
    var json = false

    @OptionGroup var config: ConfigOptions
    @OptionGroup var store: StoreOptions

    private struct Line: Encodable {
        var site: String?
        var lane: Int16?
        var hour: Int32?
        var passages: Int64
        var trucks: Int64
        var over: Int64
        var overload: Int64
        var invalid: Int64
        var ratePermille: Int64

        enum CodingKeys: String, CodingKey {
            case site, lane, hour, passages, trucks, over, overload, invalid
            case ratePermille = "rate_permille"
        }
    }

    func run() async throws {
        let configuration = try config.load()
        let first = try day(from, "--from")
        let last = try day(to, "--to")
        let report = try store.withConnection {
            try HotspotQueries.rank(
                by: by,
                from: first,
                to: last,
                timeZone: configuration.timeZone.name,
                on: $0
            )
        }
        standardError(
            "local days \(report.firstDay ?? "none") to \(report.lastDay ?? "none") "
                + "(\(configuration.timeZone.name)); overload = over the limit after the deduction, "
                + "rate = overload ÷ trucks of 3,500 kg or more"
        )
        let names = try by == .hour ? [:] : siteNames(configuration)
        if json {
            for spot in report.hotspots { try printJSON(line(spot)) }
        } else if format == .csv {
            printCSV(report.hotspots)
        } else {
            printTable(report.hotspots, names)
        }
    }

    private func day(_ text: String?, _ option: String) throws -> CivilTime? {
        guard let text else { return nil }
        let parts = text.split(separator: "-", omittingEmptySubsequences: false).map { Int($0) }
        if text.count == 10, parts.count == 3, let y = parts[0], let m = parts[1], let d = parts[2]
        {
            let day = CivilTime(year: y, month: m, day: d)
            if day.isValid { return day }
        }
        throw Outcome.usage("\(option) '\(text)' is no day such as 2026-05-18")
    }

    private func siteNames(_ configuration: CentreConfiguration) throws -> [String: String] {
        let sites = try configuration.siteBook().sites
        return Dictionary(sites.map { ($0.code, "\($0.nameZH) \($0.nameEN)") }) { a, _ in a }
    }

    private func line(_ spot: Hotspot) -> Line {
        Line(
            site: spot.site,
            lane: spot.lane,
            hour: spot.hour,
            passages: spot.passages,
            trucks: spot.trucks,
            over: spot.over,
            overload: spot.overload,
            invalid: spot.invalid,
            ratePermille: spot.ratePermille
        )
    }

    private func key(_ spot: Hotspot) -> [String] {
        switch by {
        case .site: [spot.site ?? ""]
        case .lane: [spot.site ?? "", spot.lane.map(String.init) ?? ""]
        case .hour: [spot.hour.map(String.init) ?? ""]
        }
    }

    private var keyHeader: [String] {
        switch by {
        case .site: ["site"]
        case .lane: ["site", "lane"]
        case .hour: ["hour"]
        }
    }

    private func numbers(_ spot: Hotspot) -> [String] {
        [spot.passages, spot.trucks, spot.over, spot.overload, spot.invalid, spot.ratePermille]
            .map(String.init)
    }

    private static let numberHeader = [
        "passages", "trucks", "over", "overload", "invalid", "rate_permille",
    ]

    private func printCSV(_ spots: [Hotspot]) {
        print((keyHeader + Hotspots.numberHeader).joined(separator: ","))
        for spot in spots { print((key(spot) + numbers(spot)).joined(separator: ",")) }
    }

    private func printTable(_ spots: [Hotspot], _ names: [String: String]) {
        let hasNames = !names.isEmpty
        var table = TextTable(keyHeader + Hotspots.numberHeader + (hasNames ? ["name"] : []))
        for spot in spots {
            let name = spot.site.flatMap { names[$0] } ?? "(not in the registry)"
            table.add(key(spot) + numbers(spot) + (hasNames ? [name] : []))
        }
        print(table.text)
    }
}

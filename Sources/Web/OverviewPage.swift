// Copyright the Steelyard authors. SPDX-License-Identifier: Apache-2.0

/// The overview as one page without assets from outside; Chinese first, English beside it.
struct OverviewPage {
    private let overview: Overview

    init(_ overview: Overview) { self.overview = overview }

    var html: String {
        """
        <!doctype html>
        <html lang="zh-Hans"><head><meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <title>Steelyard 治超总览</title>
        <style>
        body{font:16px/1.5 system-ui,sans-serif;margin:2rem auto;max-width:70rem;padding:0 1rem}
        table{border-collapse:collapse;width:100%;margin:1rem 0}
        th,td{border-bottom:1px solid #ccc;padding:.3rem .6rem;text-align:left}
        td.n,th.n{text-align:right;font-variant-numeric:tabular-nums}
        </style></head><body><main>
        <h1>治超总览 <span lang="en">Overview</span></h1>
        <p>\(days) · 过车 <span lang="en">passages</span> \(overview.passages)
        · 案件 <span lang="en">cases</span> \(overview.cases)</p>
        <h2>超限热点 <span lang="en">Hotspots by site</span></h2>
        <table><thead><tr><th>站点 site</th><th class="n">货车 trucks</th>
        <th class="n">超限 overload</th><th class="n">超限率 rate ‰</th></tr></thead>
        <tbody>\(siteRows)</tbody></table>
        <h2>最新案件 <span lang="en">Latest cases</span></h2>
        <table><thead><tr><th class="n">案件 case</th><th>状态 state</th><th>站点 site</th>
        <th>时间 passed at</th><th>车型 class</th><th class="n">总重 gross kg</th>
        <th class="n">限值 limit kg</th><th>依据 article</th></tr></thead>
        <tbody>\(caseRows)</tbody></table>
        </main></body></html>

        """
    }

    private var days: String {
        guard let first = overview.firstDay, let last = overview.lastDay else {
            return "暂无数据 <span lang=\"en\">no passages yet</span>"
        }
        return "\(OverviewPage.escaped(first)) – \(OverviewPage.escaped(last))"
    }

    private var siteRows: String {
        overview.sites.map { line in
            "<tr><td>\(OverviewPage.escaped(line.site))</td><td class=\"n\">\(line.trucks)</td>"
                + "<td class=\"n\">\(line.overload)</td>"
                + "<td class=\"n\">\(line.ratePermille)</td></tr>"
        }.joined(separator: "\n")
    }

    private var caseRows: String {
        overview.latest.map { line in
            let texts = [line.state, line.site, line.passedAt, line.vehicleClass]
                .map { "<td>\(OverviewPage.escaped($0))</td>" }.joined()
            return "<tr><td class=\"n\">\(line.id)</td>\(texts)<td class=\"n\">\(line.gross)</td>"
                + "<td class=\"n\">\(line.limit)</td>"
                + "<td>\(OverviewPage.escaped(line.article))</td></tr>"
        }.joined(separator: "\n")
    }

    /// A text with the characters that HTML reads replaced.
    static func escaped(_ text: String) -> String {
        var result = ""
        for character in text {
            switch character {
            case "&": result += "&amp;"
            case "<": result += "&lt;"
            case ">": result += "&gt;"
            case "\"": result += "&quot;"
            case "'": result += "&#39;"
            default: result.append(character)
            }
        }
        return result
    }
}

// Copyright the Steelyard authors. SPDX-License-Identifier: Apache-2.0

import Rulebook
public import Weighing

/// Reads the registry of sites with their certificates, `config/sites.yaml`.
///
/// ```yaml
/// sites:
///   - code: CS-N-01
///     name:
///       zh: 示例一号不停车检测点
///       en: Sample non-stop system 1
///     kind: nonstop
///     road: G107
///     direction: northbound
///     latitude: 28.4512
///     longitude: 113.0725
///     lanes: 3
///     certificates:
///       - class: "5"
///         mpe_permille: 50
///         valid_from: 2026-01-01
///         valid_to: 2027-12-31
///         document: SAMPLE-2026-N-01
/// ```
public enum SitesFile {
    /// The sites of a file.
    ///
    /// - Parameters:
    ///   - path: A YAML file; the list of sites stands under `sites`, or is the whole file.
    ///   - utcOffsetSeconds: Seconds east of UTC in which the days of certificates begin and end.
    /// - Returns: The sites in the order of the file.
    /// - Throws: ``ConfigFaults`` with everything that is wrong in the file.
    public static func load(
        _ path: String,
        utcOffsetSeconds: Int
    ) throws(ConfigFaults) -> SiteBook {
        let (root, faults) = try YAMLSource.root(of: path)
        let reader = SiteReader(utcOffsetSeconds: utcOffsetSeconds)
        let sites: [Site]
        if root.isList {
            sites = reader.sites(root)
        } else {
            sites = root.mapping { reader.sites($0.required("sites")) }
        }
        try faults.check()
        return SiteBook(sites)
    }
}

private struct SiteReader {
    let utcOffsetSeconds: Int

    func sites(_ value: YAMLValue) -> [Site] {
        var lines: [String: Int] = [:]
        return value.list().map { item in
            let site = site(item)
            if let line = lines[site.code], !site.code.isEmpty {
                item.fault("the site '\(site.code)' stands here again, first in line \(line)")
            }
            lines[site.code] = lines[site.code] ?? item.line
            return site
        }
    }

    private func site(_ value: YAMLValue) -> Site {
        value.mapping { keys in
            let code = keys.required("code")
            let name = bilingualText(keys.required("name"))
            return Site(
                code: code.code(byteCountMax: Passage.siteByteCountMax),
                nameZH: name.zh,
                nameEN: name.en,
                kind: keys.required("kind").choice(SiteKind.allCases.map { ($0.rawValue, $0) }),
                road: keys.required("road").text(byteCountMax: 64),
                direction: keys.required("direction").text(byteCountMax: 64),
                latitude: keys.required("latitude").decimal(in: -90...90, unit: "degrees north"),
                longitude: keys.required("longitude").decimal(in: -180...180, unit: "degrees east"),
                lanes: keys.required("lanes").integer(in: 1...64),
                certificates: keys.optional("certificates")?.list().map(certificate) ?? []
            )
        }
    }

    private func certificate(_ value: YAMLValue) -> Certificate {
        value.mapping { keys in
            let lastDay = keys.required("valid_to")
            var from = CivilTime(year: 1970, month: 1, day: 1)
            var to = from
            let isClean = value.faults.isClean {
                from = keys.required("valid_from").day()
                to = lastDay.day()
            }
            if isClean, lastDay.node != nil, to.daysSinceEpoch < from.daysSinceEpoch {
                lastDay.fault(
                    "'valid_to' is the last day and must not be before 'valid_from' "
                        + "(\(from.dayText))"
                )
            }
            return Certificate(
                accuracyClass: keys.required("class").text(byteCountMax: 16),
                permissibleErrorPermille: keys.optional("mpe_permille")?.integer(in: 0...999),
                validFrom: from.instant(offsetSeconds: utcOffsetSeconds),
                // The last day counts whole: it ends with the midnight after it.
                validUntil: to.instant(offsetSeconds: utcOffsetSeconds).advanced(bySeconds: 86_400),
                document: keys.required("document").text(byteCountMax: 128)
            )
        }
    }
}

extension YAMLValue {
    /// A code: a text without spaces, which would break the files that carry it.
    func code(byteCountMax: Int) -> String {
        let text = text(byteCountMax: byteCountMax)
        if text.contains(where: \.isWhitespace) {
            fault("'\(name)' must have no spaces, unlike '\(text)'")
        }
        return text
    }
}

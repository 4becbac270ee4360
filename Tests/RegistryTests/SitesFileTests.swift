// Copyright the Steelyard authors. SPDX-License-Identifier: Apache-2.0

import Foundation
import Registry
import Rulebook
import Testing
import Weighing

private let china = 8 * 3_600

@Suite("The registry of sites")
struct SitesFileTests {
    private let sample = """
        sites:
          - code: A-1
            name:
              zh: 甲
              en: A
            kind: nonstop
            road: G107
            direction: northbound
            latitude: 28.2282
            longitude: 112.9388
            lanes: 3
            certificates:
              - class: "5"
                mpe_permille: 45
                valid_from: 2026-01-01
                valid_to: 2026-12-31
                document: D-1
          - code: A-2
            name: {zh: 乙, en: B}
            kind: station
            road: G319
            direction: both
            latitude: -28
            longitude: 112
            lanes: 1
            certificates:

        """

    @Test("The sample has 11 stations and 33 non-stop systems, every code once")
    func sampleCounts() throws {
        let sites = try SitesFile.load(
            Checkout.path("config/sites.yaml"),
            utcOffsetSeconds: china
        ).sites
        #expect(sites.count { $0.kind == .station } == 11)
        #expect(sites.count { $0.kind == .nonstop } == 33)
        #expect(Set(sites.map(\.code)).count == 44)
    }

    @Test("Every sample site lies in Changsha and has its sample certificate for two years")
    func samplePlaces() throws {
        let book = try SitesFile.load(
            Checkout.path("config/sites.yaml"),
            utcOffsetSeconds: china
        )
        for site in book.sites {
            #expect((27.8...28.7).contains(site.latitude), "\(site.code)")
            #expect((111.8...114.3).contains(site.longitude), "\(site.code)")
            let certificate = try #require(site.certificates.first)
            #expect(certificate.document.hasPrefix("SAMPLE-"))
            #expect(certificate.accuracyClass == (site.kind == .station ? "2" : "5"))
            #expect(certificate.permissibleErrorPermille == (site.kind == .station ? 20 : 50))
            // 2025-12-31T16:00:00Z and 2027-12-31T16:00:00Z
            #expect(certificate.validFrom == Instant(seconds: 1_767_196_800))
            #expect(certificate.validUntil == Instant(seconds: 1_830_268_800))
        }
    }

    @Test("The sample comes from its script, byte for byte")
    func sampleScript() throws {
        let folder = FileManager.default.temporaryDirectory
            .appendingPathComponent("steelyard-sample-\(UUID().uuidString)")
        let scripts = folder.appendingPathComponent("scripts")
        try FileManager.default.createDirectory(at: scripts, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let script = scripts.appendingPathComponent("make-sample-registry")
        try FileManager.default.copyItem(
            at: URL(fileURLWithPath: Checkout.path("scripts/make-sample-registry")),
            to: script
        )
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = ["python3", script.path]
        let output = Pipe()
        process.standardOutput = output
        try process.run()
        process.waitUntilExit()
        #expect(process.terminationStatus == 0)
        #expect(try output.fileHandleForReading.readToEnd() ?? Data() == Data())
        for name in ["sites.yaml", "enterprises.csv"] {
            let made = try Data(contentsOf: folder.appendingPathComponent("config/\(name)"))
            let shipped = try Data(
                contentsOf: URL(fileURLWithPath: Checkout.path("config/\(name)"))
            )
            #expect(made == shipped, "config/\(name) is not what the script makes")
        }
    }

    @Test("Every key arrives in its field")
    func fields() throws {
        let book = try withFile(sample) { try SitesFile.load($0, utcOffsetSeconds: china) }
        let expected = Site(
            code: "A-1",
            nameZH: "甲",
            nameEN: "A",
            kind: .nonstop,
            road: "G107",
            direction: "northbound",
            latitude: 28.2282,
            longitude: 112.9388,
            lanes: 3,
            certificates: [
                Certificate(
                    accuracyClass: "5",
                    permissibleErrorPermille: 45,
                    validFrom: CivilTime(year: 2026, month: 1, day: 1).instant(
                        offsetSeconds: china
                    ),
                    validUntil: CivilTime(year: 2027, month: 1, day: 1).instant(
                        offsetSeconds: china
                    ),
                    document: "D-1"
                )
            ]
        )
        #expect(book["A-1"] == expected)
        #expect(book["A-2"]?.certificates == [])
    }

    @Test("A file that is the list itself reads the same")
    func bareList() throws {
        let bare = sample.split(separator: "\n").dropFirst().joined(separator: "\n")
        let book = try withFile(bare) { try SitesFile.load($0, utcOffsetSeconds: china) }
        #expect(book.sites.map(\.code) == ["A-1", "A-2"])
    }

    @Test(
        "What is wrong with a site is reported with its line",
        arguments: [
            (
                "code: A-2", "code: A-1", "- code: A-1\n    name: {",
                "stands here again, first in line 2"
            ),
            ("code: A-2", "code: A 2", "A 2", "'code' must have no spaces"),
            ("code: A-2", "code: \(String(repeating: "x", count: 33))", "xxx", "at most 32 fit"),
            ("mpe_permille: 45", "mpe_permille: 1000", "1000", "from 0 to 999, not '1000'"),
            ("mpe_permille: 45", "mpe_permille: -1", ": -1", "from 0 to 999, not '-1'"),
            ("latitude: 28.2282", "latitude: 90.1", "90.1", "from -90.0 to 90.0 degrees north"),
            ("latitude: 28.2282", "latitude: 2.8e1", "2.8e1", "degrees north, not '2.8e1'"),
            ("longitude: 112.9388", "longitude: 181", "181", "from -180.0 to 180.0 degrees east"),
            (
                "valid_to: 2026-12-31", "valid_to: 2025-12-31", "valid_to: 2025",
                "must not be before 'valid_from' (2026-01-01)"
            ),
            ("valid_to: 2026-12-31", "valid_to: 2026-11-31", "2026-11-31", "must be a date"),
            ("kind: nonstop", "kind: non-stop", "non-stop", "did you mean 'nonstop'?"),
            ("lanes: 3", "lanes: 0", "lanes: 0", "from 1 to 64, not '0'"),
            (
                "direction: northbound", "directon: northbound", "directon",
                "did you mean 'direction'?"
            ),
            ("class: \"5\"\n", "class:\n", "class:", "'class' must be a text"),
            (
                "certificates:\n      - class", "certificates:\n        class", "class: \"5\"",
                "'certificates' must be a list"
            ),
            ("en: A\n", "en: \"\"\n", "en: \"\"", "'en' must not be empty"),
        ]
    )
    func broken(_ old: String, _ new: String, _ at: String, _ message: String) throws {
        let place = try #require(sample.range(of: old))
        let text = sample.replacingCharacters(in: place, with: new)
        let found = try withFile(text) { path in
            try faults { _ = try SitesFile.load(path, utcOffsetSeconds: china) }
        }
        let matching = found.filter { $0.message.contains(message) }
        #expect(matching.map(\.line) == [line(of: at, in: text)], "found: \(found)")
    }
}

@Suite("What a site's scale is granted")
struct SiteStandingTests {
    private let rule = DeductionRule(
        permilleByClass: ["5": 50, "10": 100],
        unknownSitePermille: 51,
        noCertificatePermille: 52,
        article: "A"
    )

    private func book(_ certificates: [Certificate]) -> SiteBook {
        SiteBook([
            Site(
                code: "A",
                nameZH: "甲",
                nameEN: "A",
                kind: .nonstop,
                road: "G107",
                direction: "northbound",
                latitude: 28,
                longitude: 113,
                lanes: 1,
                certificates: certificates
            )
        ])
    }

    private func certificate(
        _ accuracyClass: String,
        permille: UInt16? = nil,
        from: Int64 = 1_000,
        until: Int64 = 2_000
    ) -> Certificate {
        Certificate(
            accuracyClass: accuracyClass,
            permissibleErrorPermille: permille,
            validFrom: Instant(seconds: from),
            validUntil: Instant(seconds: until),
            document: "D"
        )
    }

    private func standing(_ certificates: [Certificate], at microseconds: Int64) -> SiteStanding {
        book(certificates).standing(
            ofSite: "A",
            at: Instant(microseconds: microseconds),
            rule: rule,
            marksUnknownSite: true
        )
    }

    private let without = SiteStanding(permissibleErrorPermille: 52, reasons: .noCertificate)

    @Test(
        "A certificate holds from its first instant to the one before its end",
        arguments: [
            (999_999_999, false), (1_000_000_000, true), (1_999_999_999, true),
            (2_000_000_000, false),
        ] as [(Int64, Bool)]
    )
    func bounds(_ microseconds: Int64, _ holds: Bool) {
        let expected = holds ? SiteStanding(permissibleErrorPermille: 50) : without
        #expect(standing([certificate("5")], at: microseconds) == expected)
    }

    @Test("The last day of a certificate counts whole, in the zone of the registry")
    func lastDay() throws {
        let book = try SitesFile.load(
            Checkout.path("config/sites.yaml"),
            utcOffsetSeconds: china
        )
        let midnight = CivilTime(year: 2028, month: 1, day: 1).instant(offsetSeconds: china)
        let before = Instant(microseconds: midnight.microseconds - 1)
        let last = book.standing(
            ofSite: "CS-N-01",
            at: before,
            rule: rule,
            marksUnknownSite: false
        )
        let next = book.standing(
            ofSite: "CS-N-01",
            at: midnight,
            rule: rule,
            marksUnknownSite: false
        )
        #expect(last == SiteStanding(permissibleErrorPermille: 50))
        #expect(next == without)
    }

    @Test("The error that a certificate states goes before its class")
    func statedError() {
        let given = standing([certificate("5", permille: 0)], at: 1_500_000_000)
        #expect(given == SiteStanding(permissibleErrorPermille: 0))
    }

    @Test("A class that the rulebook does not know counts as no certificate")
    func unknownClass() {
        #expect(standing([certificate("7")], at: 1_500_000_000) == without)
    }

    @Test("Of two valid certificates the one that began last decides")
    func latest() {
        let certificates = [certificate("10", from: 1_200), certificate("5")]
        #expect(standing(certificates, at: 1_100_000_000).permissibleErrorPermille == 50)
        #expect(standing(certificates, at: 1_300_000_000).permissibleErrorPermille == 100)
    }

    @Test("An unknown site has the rulebook's error, and the reason only where it is asked for")
    func unknownSite() {
        let instant = Instant(seconds: 1_500)
        let shown = book([]).standing(
            ofSite: "B",
            at: instant,
            rule: rule,
            marksUnknownSite: true
        )
        let silent = book([]).standing(
            ofSite: "B",
            at: instant,
            rule: rule,
            marksUnknownSite: false
        )
        #expect(shown == SiteStanding(permissibleErrorPermille: 51, reasons: .unknownSite))
        #expect(silent == SiteStanding(permissibleErrorPermille: 51))
    }

    @Test("A known site without any certificate opens no case")
    func noCertificate() {
        let standing = standing([], at: 0)
        #expect(standing == without)
        #expect(!CasePolicy().opensCase(.overload, standing.reasons, enforced: 1, limit: 0))
    }
}

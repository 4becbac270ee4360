// Copyright the Steelyard authors. SPDX-License-Identifier: Apache-2.0

import Foundation
import Registry
import Rulebook
import Testing
import Weighing

@Suite("The settings of the centre")
struct CentreConfigurationTests {
    /// 2026-07-01T00:00:00Z, summer in the north.
    private let now = Instant(seconds: 1_782_864_000)

    private func load(_ text: String) throws -> CentreConfiguration {
        try withFile(text) { try CentreConfiguration.load($0, now: now) }
    }

    @Test("The file that ships says what the defaults are")
    func shipped() throws {
        let path = Checkout.path("config/steelyard.yaml")
        let configuration = try CentreConfiguration.load(path, now: now)
        #expect(configuration == CentreConfiguration(directory: Checkout.path("config") + "/"))
    }

    @Test("The files that it names are there and load")
    func shippedRegistry() throws {
        let configuration = try CentreConfiguration.load(
            Checkout.path("config/steelyard.yaml"),
            now: now
        )
        let offset = configuration.timeZone.utcOffsetSeconds
        #expect(
            try SitesFile.load(configuration.sites, utcOffsetSeconds: offset).sites.count == 44
        )
        #expect(try EnterprisesFile.load(configuration.enterprises).count == 263)
        let law = try RulebookFile.load(configuration.rulebook)
        #expect(law.id == "cn")
        #expect(
            try VehiclesFile.load(
                configuration.vehicles,
                utcOffsetSeconds: offset,
                classes: law.vehicleClasses
            ).count == 8
        )
        #expect(try PolicyFile.load(configuration.policy) == CasePolicy())
    }

    @Test("The defaults are those that the command line promises")
    func defaults() {
        let defaults = CentreConfiguration()
        #expect(defaults.ingest.description == "127.0.0.1:7443")
        #expect(defaults.web.description == "127.0.0.1:8080")
        #expect(defaults.timeZone == .shanghai)
        #expect(defaults.timeZone.utcOffsetSeconds == 8 * 3_600)
        #expect(
            defaults.limits
                == UplinkLimits(
                    batchBytes: 4_194_304,
                    framesPerBatch: 4_096,
                    streamsPerGateway: 4
                )
        )
        #expect(defaults.sites == "config/sites.yaml")
        #expect(defaults.vehicles == "config/vehicles.csv")
        #expect(defaults.policy == "config/policy.yaml")
        #expect(defaults.writers == 2)
        #expect(defaults.blocks == 512)
        #expect(defaults.tls == nil)
    }

    @Test("Every key can be left out, all of them too", arguments: ["", "# nothing\n", "{}\n"])
    func nothingSet(_ text: String) throws {
        try withFile(text) { path in
            let folder = String(path.prefix(through: path.lastIndex(of: "/") ?? path.startIndex))
            let configuration = try CentreConfiguration.load(path, now: now)
            #expect(configuration == CentreConfiguration(directory: folder))
        }
    }

    @Test("Every key arrives; paths are relative to the file, but absolute ones stay")
    func everyKey() throws {
        let text = """
            time_zone: Asia/Urumqi
            ingest: "[::1]:0"
            web: centre.example:80
            sites: ../sites.yaml
            enterprises: /etc/enterprises.csv
            vehicles: ../vehicles.csv
            rulebook: law/eu.yaml
            policy: /etc/policy.yaml
            writers: 16
            blocks: 16
            limits:
              batch_bytes: 64 KiB
              frames_per_batch: 65536
              streams_per_gateway: 1
            tls:
              certificate: a.pem
              key: /etc/a.key
            """
        try withFile(text) { path in
            let folder = path.prefix(through: path.lastIndex(of: "/") ?? path.startIndex)
            let c = try CentreConfiguration.load(path, now: now)
            #expect(
                c.timeZone
                    == LocalTimeZone(
                        name: "Asia/Urumqi",
                        utcOffsetSeconds: 6 * 3_600,
                        isFixed: true
                    )
            )
            #expect(c.ingest == Endpoint(host: "::1", port: 0))
            #expect(c.ingest.description == "[::1]:0")
            #expect(c.web == Endpoint(host: "centre.example", port: 80))
            #expect(c.sites == folder + "../sites.yaml")
            #expect(c.enterprises == "/etc/enterprises.csv")
            #expect(c.vehicles == folder + "../vehicles.csv")
            #expect(c.rulebook == folder + "law/eu.yaml")
            #expect(c.policy == "/etc/policy.yaml")
            #expect(c.writers == 16)
            #expect(c.blocks == 16)
            #expect(
                c.limits
                    == UplinkLimits(
                        batchBytes: 65_536,
                        framesPerBatch: 65_536,
                        streamsPerGateway: 1
                    )
            )
            #expect(c.tls == TLSFiles(certificate: folder + "a.pem", key: "/etc/a.key"))
        }
    }

    @Test("What the settings print as reads as the same settings")
    func roundTrip() throws {
        var configuration = CentreConfiguration(directory: "/srv/a \"b\" \\c")
        #expect(try load(configuration.yaml) == configuration)
        configuration.ingest = Endpoint(host: "::1", port: 1)
        configuration.vehicles = "/a.csv"
        configuration.policy = "/p.yaml"
        configuration.tls = TLSFiles(certificate: "/a", key: "/b")
        configuration.limits.framesPerBatch = 1
        #expect(try load(configuration.yaml) == configuration)
    }

    @Test(
        "Bytes take a unit or none",
        arguments: [("65536", 65_536), ("100 KiB", 102_400), ("64MiB", 67_108_864)]
    )
    func bytes(_ text: String, _ expected: Int) throws {
        #expect(try load("limits:\n  batch_bytes: \(text)\n").limits.batchBytes == expected)
    }

    @Test(
        "What is wrong is reported with its line and, where one is near, the word that was meant",
        arguments: [
            ("ingset: 127.0.0.1:1", "the key 'ingset' is not known (did you mean 'ingest'?)"),
            ("port: 1", "the key 'port' is not known; known here: time_zone, ingest, web"),
            ("time_zone: Asia/Shanghia", "(did you mean 'Asia/Shanghai'?)"),
            ("time_zone: Asia/Nowhere", "must be a name of the time zone database"),
            ("time_zone: ../etc/passwd", "must be a name of the time zone database"),
            ("time_zone: GMT+8", "must be a name of the time zone database"),
            ("time_zone: CST", "must be a name of the time zone database"),
            ("ingest: 7443", "'ingest' must be host and port"),
            ("ingest: 127.0.0.1:65536", "not '127.0.0.1:65536'"),
            ("ingest: http://a:1", "not 'http://a:1'"),
            ("ingest: ::1:7443", "not '::1:7443'"),
            ("web: 127.0.0.1:7443", "'web' and 'ingest' are both 127.0.0.1:7443"),
            ("writers: 0", "'writers' must be a whole number from 1 to 16, not '0'"),
            ("writers: 17", "from 1 to 16, not '17'"),
            ("writers: 2.0", "from 1 to 16, not '2.0'"),
            ("blocks: 15", "from 16 to 4096, not '15'"),
            ("limits: {batch_bytes: 63 KiB}", "from 64 KiB to 64 MiB such as 4 MiB, not '63 KiB'"),
            ("limits: {batch_bytes: 65 MiB}", "not '65 MiB'"),
            ("limits: {batch_bytes: 4 MB}", "not '4 MB'"),
            ("limits: {frames_per_batch: 0}", "from 1 to 65536, not '0'"),
            ("limits: {streams_per_gateway: 65}", "from 1 to 64, not '65'"),
            ("limits: {stream_per_gateway: 6}", "did you mean 'streams_per_gateway'?"),
            ("limits: 4", "'limits' must be a mapping"),
            ("tls: {certificate: a.pem}", "the key 'key' is missing"),
            ("sites:", "'sites' must be a text"),
            ("policy: {}", "'policy' must be a text"),
            ("vehicle: a.csv", "the key 'vehicle' is not known (did you mean 'vehicles'?)"),
            ("sites: [a]", "'sites' must be a text"),
        ]
    )
    func faulty(_ setting: String, _ message: String) throws {
        let found = try faults { _ = try load("# first line\n\(setting)\n") }
        #expect(found.count == 1, "found: \(found)")
        #expect(found.first?.message.contains(message) == true, "found: \(found)")
        #expect(found.first?.line == 2)
    }

    @Test("A zone that sets its clocks says so, with the offset of the instant asked for")
    func summerTime() throws {
        let zone = try #require(LocalTimeZone(name: "Europe/Berlin", at: now))
        #expect(zone.utcOffsetSeconds == 2 * 3_600)
        #expect(!zone.isFixed)
        let winter = try #require(
            LocalTimeZone(name: "Europe/Berlin", at: now.advanced(bySeconds: 180 * 86_400))
        )
        #expect(winter.utcOffsetSeconds == 3_600)
    }

    @Test("The default zone is what the database of the system says of it")
    func shanghai() {
        #expect(LocalTimeZone(name: "Asia/Shanghai", at: now) == .shanghai)
        #expect(LocalTimeZone(name: "UTC", at: now)?.utcOffsetSeconds == 0)
    }
}

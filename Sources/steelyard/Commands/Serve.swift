// Copyright the Steelyard authors. SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Classifier
import Foundation
import FrameDigest
import GRPCCore
import GRPCNIOTransportHTTP2Posix
import Intake
import Logging
import Registry
import Rulebook
import ServiceLifecycle
import Store
import Synchronization
import Uplink
import Web
import Weighing

/// The centre.
struct Serve: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Runs the centre: ingest, classify, persist, web."
    )

    @Option(help: "Where gateways connect, HOST:PORT (default: the configuration's).")
    var ingest: String?

    @Option(help: "Where people and tools connect, HOST:PORT (default: the configuration's).")
    var web: String?

    @Flag(help: "Take plain connections without TLS; on a loopback address only.")
    var insecure = false

    @OptionGroup var config: ConfigOptions
    @OptionGroup var store: StoreOptions

    func run() async throws {
        var configuration = try config.load()
        configuration.ingest = try endpoint(ingest, "--ingest") ?? configuration.ingest
        configuration.web = try endpoint(web, "--web") ?? configuration.web
        let security = try transportSecurity(configuration)
        let law = try configuration.law()
        let sites = try configuration.siteBook()
        let policy = try configuration.casePolicy()
        let vehicles = try configuration.vehicleBook(law)
        let joined = try store.join(.serve)
        defer { joined.leave() }
        try prepare(joined.address, sites)
        try await CentreRun(
            configuration: configuration,
            law: law,
            sites: sites,
            policy: policy,
            vehicles: vehicles,
            address: joined.address,
            security: security
        ).run()
    }

    private func endpoint(_ text: String?, _ option: String) throws -> Registry.Endpoint? {
        guard let text else { return nil }
        guard let endpoint = Registry.Endpoint(text) else {
            throw Outcome.usage("\(option) '\(text)' is no address such as 127.0.0.1:7443")
        }
        return endpoint
    }

    private func transportSecurity(
        _ configuration: CentreConfiguration
    ) throws -> HTTP2ServerTransport.Posix.TransportSecurity {
        if insecure {
            guard configuration.ingest.isLoopback else {
                throw Outcome.usage(
                    "--insecure takes plain connections on a loopback address only, not on "
                        + "\(configuration.ingest)"
                )
            }
            return .plaintext
        }
        guard let tls = configuration.tls else {
            throw Outcome.usage(
                "the ingest listener has no certificate: set tls.certificate and tls.key in the "
                    + "configuration, or give --insecure for plain connections on loopback"
            )
        }
        for file in [tls.certificate, tls.key]
        where !FileManager.default.isReadableFile(atPath: file) {
            throw Outcome.unavailable("the TLS file \(file) cannot be read")
        }
        return .tls(
            certificateChain: [.file(path: tls.certificate, format: .pem)],
            privateKey: .file(path: tls.key, format: .pem)
        )
    }

    private func prepare(_ address: DatabaseAddress, _ sites: SiteBook) throws {
        let connection = try Connection(address)
        for name in try Migrations.migrate(connection) { standardError("applied \(name)") }
        try SiteMirror.sync(connection, sites)
    }
}

extension Registry.Endpoint {
    /// Whether only this machine reaches it.
    var isLoopback: Bool { host == "localhost" || host == "::1" || host.hasPrefix("127.") }
}

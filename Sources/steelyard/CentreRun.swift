// Copyright the Steelyard authors. SPDX-License-Identifier: Apache-2.0

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
import UnixSignals
import Uplink
import Web
import Weighing

/// One run of the centre: joins intake, store and web, and ends them in order.
struct CentreRun {
    let configuration: CentreConfiguration
    let law: CompiledRulebook
    let sites: SiteBook
    let policy: CasePolicy
    let vehicles: VehicleBook
    let address: DatabaseAddress
    let security: HTTP2ServerTransport.Posix.TransportSecurity

    /// How long open streams may go on after SIGTERM.
    private static let grace = Duration.seconds(5)

    /// Serves until SIGTERM or SIGINT.
    func run() async throws {
        let logger = Logger(label: "steelyard") { StreamLogHandler.standardError(label: $0) }
        let database = Store.Database(address)
        let isStopping = StopFlag()
        let centre = Centre(
            settings: settings,
            judge: Judge(law, vehicles: vehicles),
            sites: sites,
            policy: policy,
            now: { .current },
            openUplink: { gateway, spool in
                try await database.withConnection {
                    try LedgerWriter.openUplink(gateway: gateway, spool: spool, on: $0)
                }
            },
            commits: (0..<configuration.writers).map { _ in commit(isStopping) }
        )
        var transport = HTTP2ServerTransport.Posix.Config.defaults
        transport.rpc.maxRequestPayloadSize = configuration.limits.batchBytes
        let server = GRPCServer(
            transport: HTTP2ServerTransport.Posix(
                address: configuration.ingest.socketAddress,
                transportSecurity: security,
                config: transport
            ),
            services: [centre.service]
        )
        let pages = WebServer(
            host: configuration.web.host,
            port: configuration.web.port,
            centre: CentreView(database: database, zone: configuration.timeZone),
            logger: logger
        )
        centre.start()
        var failure: (any Error)?
        do {
            try await services(server, pages, logger).run()
        } catch {
            failure = error
        }
        isStopping.set()
        centre.stop()
        await database.disconnect()
        logger.info(
            "Stopped.",
            metadata: [
                "passages": "\(centre.counters.passages)",
                "rejected": "\(centre.counters.rejected)",
                "flagged": "\(centre.counters.flagged)",
            ]
        )
        if let failure { throw CentreRun.outcome(of: failure) }
    }

    private func services(
        _ server: GRPCServer<HTTP2ServerTransport.Posix>,
        _ pages: WebServer,
        _ logger: Logger
    ) -> ServiceGroup {
        let ingest = IngestListener(server: server, name: configuration.ingest, logger: logger)
        var group = ServiceGroupConfiguration(
            services: [
                .init(
                    service: ingest,
                    successTerminationBehavior: .gracefullyShutdownGroup,
                    failureTerminationBehavior: .gracefullyShutdownGroup
                ),
                .init(
                    service: pages,
                    successTerminationBehavior: .gracefullyShutdownGroup,
                    failureTerminationBehavior: .gracefullyShutdownGroup
                ),
            ],
            gracefulShutdownSignals: [.sigterm, .sigint],
            logger: logger
        )
        group.maximumGracefulShutdownDuration = CentreRun.grace
        return ServiceGroup(configuration: group)
    }

    private var settings: IntakeSettings {
        var settings = IntakeSettings()
        settings.blocks = configuration.blocks
        settings.streamsPerGateway = configuration.limits.streamsPerGateway
        settings.batch.byteCount = configuration.limits.batchBytes
        settings.batch.frameCount = configuration.limits.framesPerBatch
        return settings
    }

    private func commit(_ isStopping: StopFlag) -> CommitBlocks {
        let session = WriterSession(
            law: law,
            sites: sites,
            settings: LedgerSettings(
                timeZone: configuration.timeZone.name,
                tripWindowSeconds: policy.tripWindowSeconds
            ),
            address
        )
        return { session.commit($0, isCancelled: { isStopping.isSet }) }
    }

    /// A listener that cannot be opened is something not available; the end by a signal is none.
    private static func outcome(of error: any Error) -> any Error {
        if Outcome(error) != nil { return error }
        return Outcome.unavailable("the centre ended: \(error)")
    }
}

/// Set once, when the centre stops.
final class StopFlag: Sendable {
    private let flag = Atomic<Bool>(false)

    /// Whether it was set.
    var isSet: Bool { flag.load(ordering: .acquiring) }

    /// Sets it.
    func set() { flag.store(true, ordering: .releasing) }
}

/// The ledger of one writer thread.
private final class WriterSession: @unchecked Sendable {
    // Sendable is sound: `commit` is called by one writer thread only, which makes the ledger too.
    private let law: CompiledRulebook
    private let sites: SiteBook
    private let settings: LedgerSettings
    private let address: DatabaseAddress
    private var ledger: LedgerWriter?

    init(
        law: CompiledRulebook,
        sites: SiteBook,
        settings: LedgerSettings,
        _ address: DatabaseAddress
    ) {
        self.law = law
        self.sites = sites
        self.settings = settings
        self.address = address
    }

    func commit(
        _ blocks: [PassageBlock],
        isCancelled: () -> Bool
    ) -> [Result<BlockOutcome, CommitFailure>] {
        let ledger = opened()
        do {
            return try ledger.commitWithRetry(blocks, isCancelled: isCancelled).map {
                $0.mapError { CommitFailure(message: $0.description) }
            }
        } catch {
            return blocks.map { _ in .failure(CommitFailure(message: error.description)) }
        }
    }

    private func opened() -> LedgerWriter {
        if let ledger { return ledger }
        let address = address
        let made = LedgerWriter(
            law: law,
            sites: sites,
            settings: settings,
            chain: { FrameDigest.chain(previous: $0, frameHash: $1) },
            connect: { () throws(StoreError) in try Connection(address) }
        )
        ledger = made
        return made
    }
}

/// The listener of the gateways as a service.
private struct IngestListener: Service {
    let server: GRPCServer<HTTP2ServerTransport.Posix>
    let name: Registry.Endpoint
    let logger: Logger

    func run() async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                try await withGracefulShutdownHandler {
                    try await server.serve()
                } onGracefulShutdown: {
                    server.beginGracefulShutdown()
                }
            }
            group.addTask {
                let address = try await server.listeningAddress
                logger.info(
                    "Listening for gateways.",
                    metadata: ["address": "\(address.map { "\($0)" } ?? "unknown")"]
                )
            }
            do {
                try await group.waitForAll()
            } catch let error as RuntimeError where error.code == .transportError {
                throw Outcome.unavailable(
                    "the ingest listener cannot be opened on \(name): \(error)"
                )
            }
        }
    }
}

extension Registry.Endpoint {
    /// The address for the gRPC transport.
    var socketAddress: SocketAddress {
        let name = host == "localhost" ? "127.0.0.1" : host
        return name.contains(":") ? .ipv6(host: name, port: port) : .ipv4(host: name, port: port)
    }
}

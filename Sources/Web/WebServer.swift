// Copyright the Steelyard authors. SPDX-License-Identifier: Apache-2.0

import HTTPTypes
import Hummingbird
public import Logging
public import ServiceLifecycle

/// The HTTP listener with its routes.
public struct WebServer: Service {
    private let host: String
    private let port: Int
    private let centre: any CentreReading
    private let logger: Logger

    /// Makes the server; `run` opens its listener.
    ///
    /// - Parameters:
    ///   - host: Address to listen on.
    ///   - port: Port; 0 takes a free one.
    ///   - centre: What the pages read.
    ///   - logger: Where it logs.
    public init(host: String, port: Int, centre: some CentreReading, logger: Logger) {
        self.host = host
        self.port = port
        self.centre = centre
        self.logger = logger
    }

    /// Serves until the graceful shutdown.
    public func run() async throws {
        let logger = logger
        var application = Application(
            router: router(),
            configuration: .init(address: .hostname(host, port: port), serverName: "steelyard"),
            onServerRunning: { channel in
                let address = channel.localAddress.map { "\($0)" } ?? "unknown"
                logger.info("Listening for people and tools.", metadata: ["address": "\(address)"])
            },
            logger: logger
        )
        application.logger.logLevel = .warning
        try await application.runService(gracefulShutdownSignals: [])
    }

    private func router() -> Router<BasicRequestContext> {
        let centre = centre
        let router = Router()
        router.get("/healthz") { _, _ in "ok\n" }
        router.get("/readyz") { _, _ in
            guard let reason = await centre.unreadiness() else {
                return Response.text("ready\n", .ok, "text/plain; charset=utf-8")
            }
            return Response.text(
                "not ready: \(reason)\n",
                .serviceUnavailable,
                "text/plain; charset=utf-8"
            )
        }
        router.get("/") { _, _ in
            do {
                let page = OverviewPage(try await centre.overview()).html
                return Response.text(page, .ok, "text/html; charset=utf-8")
            } catch {
                return Response.text(
                    "the overview is not available: \(error)\n",
                    .serviceUnavailable,
                    "text/plain; charset=utf-8"
                )
            }
        }
        return router
    }
}

extension Response {
    fileprivate static func text(
        _ text: String,
        _ status: HTTPResponse.Status,
        _ type: String
    ) -> Response {
        Response(
            status: status,
            headers: [.contentType: type],
            body: .init(byteBuffer: ByteBuffer(string: text))
        )
    }
}

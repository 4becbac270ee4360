// Copyright the Steelyard authors. SPDX-License-Identifier: Apache-2.0

/// The settings of the centre, `steelyard serve`, and of the tools; `docs/configuration.md` explains
/// each one.
public struct CentreConfiguration: Sendable, Equatable {
    /// The zone in which days and hours are counted.
    public var timeZone: LocalTimeZone
    /// Where gateways connect.
    public var ingest: Endpoint
    /// Where people and tools connect.
    public var web: Endpoint
    /// The registry of sites, a path.
    public var sites: String
    /// The registry of enterprises, a path.
    public var enterprises: String
    /// The registry of vehicles, a path.
    public var vehicles: String
    /// The rulebook, a path.
    public var rulebook: String
    /// What the city decides beside the law, a path.
    public var policy: String
    /// How many writers share the database, 1…16; more than the database has cores gains nothing.
    public var writers: Int
    /// Passage blocks in the pool, 16…4,096: what may be between the socket and the commit.
    ///
    /// A block holds up to 256 passages.
    public var blocks: Int
    /// What a gateway may send.
    public var limits: UplinkLimits
    /// Certificate and key of the ingest listener; nil leaves it without encryption, which `serve`
    /// takes with `--insecure` only.
    public var tls: TLSFiles?

    /// The defaults.
    ///
    /// - Parameter directory: Where the files of the registry stand when not named otherwise.
    public init(directory: String = "config") {
        timeZone = .shanghai
        ingest = Endpoint(host: "127.0.0.1", port: 7_443)
        web = Endpoint(host: "127.0.0.1", port: 8_080)
        sites = joined(directory, "sites.yaml")
        enterprises = joined(directory, "enterprises.csv")
        vehicles = joined(directory, "vehicles.csv")
        rulebook = joined(directory, "rulebooks/cn.yaml")
        policy = joined(directory, "policy.yaml")
        writers = 2
        blocks = 512
        limits = UplinkLimits()
        tls = nil
    }
}

/// What a gateway may send; more is refused, never cut.
public struct UplinkLimits: Sendable, Equatable {
    /// The largest batch, bytes, 64 KiB…64 MiB.
    public var batchBytes: Int
    /// The most frames in a batch, 1…65,536.
    public var framesPerBatch: Int
    /// The most streams of one gateway at a time, 1…64.
    public var streamsPerGateway: Int

    /// Puts limits together; the defaults hold some seconds of the busiest site.
    public init(
        batchBytes: Int = 4 << 20,
        framesPerBatch: Int = 4_096,
        streamsPerGateway: Int = 4
    ) {
        self.batchBytes = batchBytes
        self.framesPerBatch = framesPerBatch
        self.streamsPerGateway = streamsPerGateway
    }
}

/// The files of a TLS listener.
public struct TLSFiles: Sendable, Equatable {
    /// The certificate chain in PEM, a path.
    public var certificate: String
    /// The private key in PEM, a path.
    public var key: String

    /// Puts both together.
    public init(certificate: String, key: String) {
        self.certificate = certificate
        self.key = key
    }
}

/// A path taken relative to a directory unless it is absolute.
func joined(_ directory: String, _ path: String) -> String {
    if path.hasPrefix("/") || directory.isEmpty { return path }
    return directory.hasSuffix("/") ? directory + path : directory + "/" + path
}

// Copyright the Steelyard authors. SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Foundation
import Registry
import Rulebook
import Store
import Weighing

/// Where the configuration is, for every verb that needs it.
struct ConfigOptions: ParsableArguments {
    @Option(help: "Configuration file (default: config/steelyard.yaml, see the documentation).")
    var config: String?

    @Option(help: "Registry of sites, instead of the configuration's.")
    var sites: String?

    /// The configuration in force, checked.
    ///
    /// Without `--config`: STEELYARD_CONFIG, `config/steelyard.yaml` here, then beside the program and
    /// in the folders above it, then /etc/steelyard.
    func load() throws -> CentreConfiguration {
        var configuration = try CentreConfiguration.load(try path(), now: .current)
        if let sites { configuration.sites = sites }
        return configuration
    }

    private func path() throws -> String {
        if let config { return config }
        if let named = ProcessInfo.processInfo.environment["STEELYARD_CONFIG"], !named.isEmpty {
            return named
        }
        var candidates = ["config/steelyard.yaml"]
        let program = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
        var folder = program.deletingLastPathComponent()
        for _ in 0..<5 {
            candidates.append(folder.appendingPathComponent("config/steelyard.yaml").path)
            folder.deleteLastPathComponent()
        }
        candidates.append("/etc/steelyard/steelyard.yaml")
        if let found = candidates.first(where: FileManager.default.fileExists(atPath:)) {
            return found
        }
        throw Outcome.unavailable(
            "no configuration: there is no config/steelyard.yaml here, beside the program, or in "
                + "/etc/steelyard; name one with --config"
        )
    }
}

extension CentreConfiguration {
    /// The registry's sites.
    func siteBook() throws -> SiteBook {
        try SitesFile.load(sites, utcOffsetSeconds: timeZone.utcOffsetSeconds)
    }

    /// What the city decides beside the law.
    func casePolicy() throws -> CasePolicy { try PolicyFile.load(policy) }

    /// The vehicles that the registry knows.
    ///
    /// - Parameter law: An exempt class must be one of this law; nil takes any, for a law that is not
    ///   the configured one has its own.
    /// - Returns: The vehicles by plate.
    /// - Throws: `ConfigFaults` with everything that is wrong in the file.
    func vehicleBook(_ law: CompiledRulebook?) throws -> VehicleBook {
        try VehiclesFile.load(
            vehicles,
            utcOffsetSeconds: timeZone.utcOffsetSeconds,
            classes: law?.rulebook.vehicleClasses
        )
    }

    /// The law of a name beside the configured one, or the configured one.
    ///
    /// - Parameter name: Such as `cn`; nil takes the configuration's rulebook.
    /// - Returns: The law, compiled.
    /// - Throws: `Outcome` where there is no such rulebook, `ConfigFaults` where it is broken.
    func law(_ name: String? = nil) throws -> CompiledRulebook {
        guard let name else { return try RulebookFile.loadCompiled(rulebook) }
        let folder = URL(fileURLWithPath: rulebook).deletingLastPathComponent()
        let file = folder.appendingPathComponent("\(name).yaml").path
        guard FileManager.default.fileExists(atPath: file) else {
            throw Outcome.usage("there is no rulebook '\(name)' in \(folder.path)")
        }
        return try RulebookFile.loadCompiled(file)
    }
}

/// Which store a verb uses.
struct StoreOptions: ParsableArguments {
    @Option(
        help:
            "Directory of the embedded PostgreSQL (default: STEELYARD_DATA_DIR, else the system's)."
    )
    var dataDir: String?

    @Option(help: "A PostgreSQL server to use instead, as a libpq connection string or URL.")
    var databaseURL: String?

    func validate() throws {
        if dataDir != nil && databaseURL != nil {
            throw ValidationError("--data-dir and --database-url exclude each other.")
        }
    }

    /// Joins the store; the embedded one runs at least until the result is left.
    func join(_ role: EmbeddedCluster.Role) throws -> JoinedStore {
        if let databaseURL {
            return JoinedStore(
                address: try DatabaseAddress(connectionString: databaseURL),
                cluster: nil
            )
        }
        let directory = try dataDir ?? EmbeddedCluster.defaultDirectory()
        let cluster = try EmbeddedCluster.join(dataDirectory: directory, role: role)
        return JoinedStore(address: cluster.address, cluster: cluster)
    }

    /// Joins the store, brings its schema up to date, and runs a body on a connection of its own.
    func withConnection<T>(_ body: (Connection) throws -> T) throws -> T {
        let store = try join(.tool)
        defer { store.leave() }
        let connection = try Connection(store.address)
        _ = try Migrations.migrate(connection)
        return try body(connection)
    }
}

/// A store in use.
struct JoinedStore {
    /// How to connect.
    let address: DatabaseAddress
    /// The embedded cluster, where it is that.
    let cluster: EmbeddedCluster?

    /// Ends the use; connections must be closed before.
    func leave() { cluster?.leave() }
}

extension Instant {
    /// The present.
    static var current: Instant {
        Instant(microseconds: Int64((Date().timeIntervalSince1970 * 1e6).rounded(.down)))
    }
}

// Copyright the Steelyard authors. SPDX-License-Identifier: Apache-2.0
//
// Verbs of a few lines each: roll-ups, configuration, version.

import ArgumentParser
import Classifier
import Registry
import Rulebook
import Store
import Weighing

/// Roll-ups.
struct Rollup: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Looks after the roll-ups.",
        subcommands: [RollupRebuildVerb.self]
    )
}

/// Counts the roll-ups anew.
struct RollupRebuildVerb: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "rebuild",
        abstract: "Counts the roll-ups anew from the passages."
    )

    @OptionGroup var store: StoreOptions

    func run() async throws {
        let rows = try store.withConnection { try RollupRebuild.run(on: $0) }
        print("\(rows) roll-up rows")
    }
}

/// The configuration.
struct Config: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Checks and shows the configuration.",
        subcommands: [ConfigCheck.self, ConfigShow.self]
    )
}

/// Checks the configuration and every file that it names, without starting anything.
struct ConfigCheck: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check",
        abstract: "Checks the configuration and the files that it names."
    )

    @OptionGroup var config: ConfigOptions

    func run() async throws {
        let configuration = try config.load()
        let law = try configuration.law()
        let sites = try configuration.siteBook()
        let enterprises = try EnterprisesFile.load(configuration.enterprises)
        _ = try configuration.casePolicy()
        let vehicles = try configuration.vehicleBook(law)
        print(
            "the configuration is good: rulebook \(law.rulebook.id), \(sites.sites.count) sites, "
                + "\(enterprises.count) enterprises, \(vehicles.count) vehicles"
        )
    }
}

/// Prints the configuration in force.
struct ConfigShow: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show",
        abstract: "Prints the configuration in force."
    )

    @OptionGroup var config: ConfigOptions

    func run() async throws { print(try config.load().yaml) }
}

/// What this program is.
struct Version: AsyncParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Says what this program is.")

    @Flag(help: "Print JSON.")
    var json = false

    /// The version of the product.
    static let number = "0.1.0"

    private struct Report: Encodable {
        var version: String
        var instructionSet: String
        var libpq: String
        var schema: Int32

        enum CodingKeys: String, CodingKey {
            case version, libpq, schema
            case instructionSet = "instruction_set"
        }
    }

    func run() async throws {
        let report = Report(
            version: Version.number,
            instructionSet: InstructionSet.best.rawValue,
            libpq: Connection.libraryVersion,
            schema: Migrations.latestVersion
        )
        guard !json else { return try printJSON(report) }
        print("steelyard \(report.version)")
        print("instruction set \(report.instructionSet)")
        print("libpq \(report.libpq)")
        print("schema \(report.schema)")
    }
}

// Copyright the Steelyard authors. SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Foundation
import Registry
import Weighing

/// What `bench` measures.
enum BenchSubject: String, ExpressibleByArgument, CaseIterable {
    /// The judging kernel.
    case classify
    /// The ring.
    case ring
    /// The exactly-once ledger.
    case persist
    /// The simulator.
    case simulate
    /// Passage files: reading, judging, printing.
    case text
}

/// Measures this machine and prints ratios.
struct Bench: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract:
            "Measures this machine: kernel, ring, ledger and files beside peers, and the simulator."
    )

    @Argument(help: "classify, ring, persist, simulate or text; all where none is named.")
    var subjects: [BenchSubject] = []

    @Option(help: "Vehicles judged from memory.")
    var vehicles = 10_000_000

    @Option(help: "Messages of a round of the ring.")
    var messages = 20_000_000

    @Option(help: "Rows a transaction.")
    var rows = 10_240

    @Option(help: "Passages of a file.")
    var passages = 1_000_000

    @Option(help: "Rounds counted.")
    var rounds = 5

    @Flag(help: "Print JSON.")
    var json = false

    @OptionGroup var config: ConfigOptions
    @OptionGroup var store: StoreOptions

    func validate() throws {
        if vehicles < 1 || messages < 1 || rows < 256 || passages < 1 || rounds < 1 {
            throw ValidationError(
                "Counts must be positive, and a transaction has at least 256 rows."
            )
        }
    }

    func run() async throws {
        let subjects = subjects.isEmpty ? BenchSubject.allCases : subjects
        for subject in subjects {
            for table in try tables(subject) {
                if json {
                    try printJSON(table)
                } else {
                    print(table.text)
                }
            }
        }
    }

    private func tables(_ subject: BenchSubject) throws -> [BenchTable] {
        switch subject {
        case .classify:
            let law = try config.load().law()
            return try BenchClassify(rulebook: law, vehicles: vehicles, rounds: rounds).run()
        case .simulate:
            let configuration = try config.load()
            return try BenchSimulate(
                law: try configuration.law(),
                sites: try configuration.siteBook().sites,
                enterprises: try EnterprisesFile.load(configuration.enterprises),
                rounds: rounds
            ).run()
        case .text:
            let configuration = try config.load()
            return try BenchText(
                law: try configuration.law(),
                sites: try configuration.siteBook(),
                passages: passages,
                rounds: rounds
            ).run()
        case .ring: return try BenchRing(messages: messages, rounds: rounds).run()
        case .persist:
            let configuration = try config.load()
            return try BenchPersist(
                law: try configuration.law(),
                sites: try configuration.siteBook(),
                zone: configuration.timeZone.name,
                rowsPerTransaction: rows,
                rounds: rounds
            ).run()
        }
    }
}

// Copyright the Steelyard authors. SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Foundation
import Records
import Weighing

/// Loads files of known layouts.
struct Import: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Reads files of other systems.",
        subcommands: [ImportPassages.self]
    )
}

/// Turns a known layout into a passage file on standard output; touches no store.
struct ImportPassages: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "passages",
        abstract: "Turns files of a known layout into a passage file on standard output."
    )

    @Argument(help: "Files of the layout, also gzipped; - is standard input.")
    var files: [String]

    @Option(help: "The layout: \(PassageLayouts.names.joined(separator: ", ")).")
    var layout: String

    @Option(help: "Code of the site, where the layout carries none (hs-data: dazhang).")
    var site: String?

    @Option(help: "Offset of the layout's local times from UTC.")
    var utcOffset = "+08:00"

    @Option(help: "Output format: csv or ndjson.")
    var format: RecordFormat = .csv

    func run() async throws {
        guard let type = PassageLayouts.named(layout) else {
            throw Outcome.usage(
                "layout '\(layout)' is not known; there are: "
                    + PassageLayouts.names.joined(separator: ", ")
            )
        }
        guard let offset = TimestampText.offsetSeconds(utcOffset) else {
            throw Outcome.usage("--utc-offset '\(utcOffset)' is no offset such as +08:00")
        }
        var writer = PassageWriter(format: format, offsetSeconds: offset)
        var output: [UInt8] = []
        writer.appendHeader(to: &output)
        var accepted = 0
        var refused = 0
        for file in files {
            let counts = try copy(
                file,
                type.init(site: site, utcOffsetSeconds: offset),
                &writer,
                &output
            )
            accepted += counts.accepted
            refused += counts.refused
        }
        standardOutput(output)
        standardError("\(accepted) rows accepted, \(refused) refused")
        if refused > 0 { throw ExitCode(1) }
    }

    private func copy<Layout: PassageLayout>(
        _ file: String,
        _ layout: Layout,
        _ writer: inout PassageWriter,
        _ output: inout [UInt8]
    ) throws -> (accepted: Int, refused: Int) {
        let reader = try LayoutReader(try ByteSource(path: file), layout: layout)
        var accepted = 0
        var refused = 0
        while let row = try reader.next() {
            switch row {
            case .passage(let passage, _):
                writer.append(passage, to: &output)
                accepted += 1
            case .fault(let fault):
                standardError("\(file): \(fault)")
                refused += 1
            }
            if output.count >= 1 << 18 {
                standardOutput(output)
                output.removeAll(keepingCapacity: true)
            }
        }
        return (accepted, refused)
    }
}

// Copyright the Steelyard authors. SPDX-License-Identifier: Apache-2.0
//
// steelyard is the composition of the centre and its tools: it reads the configuration, joins the
// intake to the store, and turns every verb of the command line into calls of the targets below. What
// the verbs print and how they end is fixed; see the README.

import ArgumentParser
import Foundation

/// The root of the command line.
struct Steelyard: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "steelyard",
        abstract: "Finds overloaded trucks in a city's weigh-in-motion traffic.",
        discussion: """
            Exit codes: 0 done; 1 done, but rows were refused; 2 wrong usage or configuration; \
            3 something needed is not available (database, port, file).
            """,
        subcommands: [
            Serve.self, Classify.self, Replay.self, Import.self, Cases.self, Hotspots.self,
            Rollup.self, RulebookVerb.self, Simulate.self, Database.self, Config.self, Bench.self,
            RejudgeVerb.self, Version.self,
        ]
    )
}

/// The entry point: like the parser's own, but with the exit codes of the contract.
@main
enum Main {
    static func main() async {
        // A reader that goes away (`| head`) ends the program, without a crash report.
        _ = signal(SIGPIPE, SIG_DFL)
        do {
            var command = try Steelyard.parseAsRoot()
            if var command = command as? any AsyncParsableCommand {
                try await command.run()
            } else {
                try command.run()
            }
        } catch let code as ExitCode {
            exit(code.rawValue)
        } catch {
            exit(end(error))
        }
    }

    private static func end(_ error: any Error) -> Int32 {
        if let outcome = Outcome(error) {
            standardError("steelyard: \(outcome.message)")
            return outcome.code
        }
        let isUsage = Steelyard.exitCode(for: error) != .success
        let text = Steelyard.fullMessage(for: error)
        if isUsage {
            standardError(text)
            return 2
        }
        print(text)
        return 0
    }
}

// Copyright the Steelyard authors. SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

/// What a run of the program printed and how it ended.
struct ProgramResult {
    var status: Int32
    var output: String
    var errors: String
}

/// The built program, the project's files, and a private place for one test.
struct Workplace {
    let root: URL
    let binary: URL
    let folder: URL

    /// Makes a private folder that the database's user can enter.
    init(_ name: String) throws {
        root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent()
        binary = Workplace.products(root).appendingPathComponent("steelyard")
        folder = URL(fileURLWithPath: "/tmp/steelyard-test-\(getpid())-\(name)")
        try? FileManager.default.removeItem(at: folder)
        try FileManager.default.createDirectory(
            at: folder,
            withIntermediateDirectories: true,
            attributes: [.posixPermissions: 0o755]
        )
    }

    /// Where the build put the program: beside the test bundle.
    private static func products(_ root: URL) -> URL {
        let arguments = CommandLine.arguments
        if let index = arguments.firstIndex(of: "--test-bundle-path"), index + 1 < arguments.count {
            var url = URL(fileURLWithPath: arguments[index + 1])
            while url.path != "/" {
                url.deleteLastPathComponent()
                let candidate = url.appendingPathComponent("steelyard").path
                var isFolder: ObjCBool = false
                if FileManager.default.fileExists(atPath: candidate, isDirectory: &isFolder),
                    !isFolder.boolValue
                {
                    return url
                }
            }
        }
        return root.appendingPathComponent(".build/release")
    }

    /// Real data beside the project, or nil where it is not there (the test then says so).
    func shared(_ name: String) -> URL? {
        let url = root.deletingLastPathComponent().appendingPathComponent("shared/data/\(name)")
        guard FileManager.default.fileExists(atPath: url.path) else {
            print("skipped: \(url.path) is not there")
            return nil
        }
        return url
    }

    /// The database's directory of this test.
    var data: String { folder.appendingPathComponent("db").path }

    /// Writes a file into the private folder and returns its path.
    func write(_ text: String, _ name: String) throws -> String {
        let url = folder.appendingPathComponent(name)
        try Data(text.utf8).write(to: url)
        return url.path
    }

    /// Starts the program.
    func start(_ arguments: [String], output: String, errors: String) throws -> Process {
        let process = Process()
        process.executableURL = binary
        process.arguments = arguments
        process.currentDirectoryURL = root
        var environment = ProcessInfo.processInfo.environment
        environment["STEELYARD_DATA_DIR"] = data
        process.environment = environment
        process.standardInput = FileHandle.nullDevice
        for (name, isErrors) in [(output, false), (errors, true)] {
            try Data().write(to: URL(fileURLWithPath: name))
            let handle = try FileHandle(forWritingTo: URL(fileURLWithPath: name))
            if isErrors {
                process.standardError = handle
            } else {
                process.standardOutput = handle
            }
        }
        try process.run()
        return process
    }

    /// Runs the program to its end, at most two minutes.
    func run(_ arguments: [String]) async throws -> ProgramResult {
        let stem = folder.appendingPathComponent("run-\(UUID().uuidString)").path
        let process = try start(arguments, output: stem + ".out", errors: stem + ".err")
        try await finish(process, within: .seconds(120))
        return ProgramResult(
            status: process.terminationStatus,
            output: try String(contentsOfFile: stem + ".out", encoding: .utf8),
            errors: try String(contentsOfFile: stem + ".err", encoding: .utf8)
        )
    }

    /// Waits for a program's end.
    func finish(_ process: Process, within limit: Duration) async throws {
        let deadline = ContinuousClock.now + limit
        while process.isRunning {
            guard ContinuousClock.now < deadline else {
                kill(process.processIdentifier, SIGKILL)
                throw Timeout(what: "the program did not end in time")
            }
            try await Task.sleep(for: .milliseconds(20))
        }
    }

    /// A figure of the store by SQL.
    func count(_ sql: String) async throws -> Int {
        let result = try await run(["db", "psql", "--data-dir", data, "--", "-Atc", sql])
        let text = result.output.trimmingCharacters(in: .whitespacesAndNewlines)
        return try #require(Int(text), "\(sql): \(result.output) \(result.errors)")
    }

    /// Removes the folder once the database has stopped.
    func clean() async throws {
        let pid = data + "/data/postmaster.pid"
        let deadline = ContinuousClock.now + .seconds(30)
        while FileManager.default.fileExists(atPath: pid), ContinuousClock.now < deadline {
            try await Task.sleep(for: .milliseconds(50))
        }
        try? FileManager.default.removeItem(at: folder)
    }
}

/// Something did not happen in time.
struct Timeout: Error {
    var what: String
}

/// A running centre.
struct RunningCentre {
    let process: Process
    let ingest: Int
    let web: Int

    /// Starts `serve` and waits until it listens.
    init(
        _ place: Workplace,
        sites: String? = nil,
        ingest: Int = 0,
        extra: [String] = []
    ) async throws {
        let stem = place.folder.appendingPathComponent("serve-\(UUID().uuidString)").path
        var arguments = [
            "serve", "--insecure", "--ingest", "127.0.0.1:\(ingest)", "--web", "127.0.0.1:0",
            "--data-dir", place.data,
        ]
        if let sites { arguments += ["--sites", sites] }
        process = try place.start(
            arguments + extra,
            output: stem + ".out",
            errors: stem + ".err"
        )
        let deadline = ContinuousClock.now + .seconds(60)
        while true {
            let log = (try? String(contentsOfFile: stem + ".err", encoding: .utf8)) ?? ""
            if let ingest = RunningCentre.port("gateways", log),
                let web = RunningCentre.port("people", log)
            {
                self.ingest = ingest
                self.web = web
                return
            }
            guard process.isRunning, ContinuousClock.now < deadline else {
                throw Timeout(what: "serve does not listen: \(log)")
            }
            try await Task.sleep(for: .milliseconds(20))
        }
    }

    private static func port(_ whom: String, _ log: String) -> Int? {
        guard let line = log.split(separator: "\n").first(where: { $0.contains("for \(whom)") }),
            let range = line.range(of: "127.0.0.1:")
        else { return nil }
        return Int(line[range.upperBound...].prefix { $0.isNumber })
    }

    /// Ends the centre as systemd does.
    func stop(_ place: Workplace) async throws {
        process.terminate()
        try await place.finish(process, within: .seconds(30))
        #expect(process.terminationStatus == 0)
    }

    /// Ends it without any chance to clean up.
    func kill(_ place: Workplace) async throws {
        Foundation.kill(process.processIdentifier, SIGKILL)
        try await place.finish(process, within: .seconds(10))
    }
}

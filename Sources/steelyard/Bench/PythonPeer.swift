// Copyright the Steelyard authors. SPDX-License-Identifier: Apache-2.0

import Foundation

/// A peer in Python: a program that has loaded its data, works through it once for every line that
/// it is sent, and answers each with one line.
///
/// The interpreter is `python3`, or the one named by the environment variable
/// `STEELYARD_BENCH_PYTHON`. Its standard error goes where that of the benchmark goes.
///
/// - Thread: one thread at a time.
final class PythonPeer {
    /// The environment variable that names the interpreter.
    static let variable = "STEELYARD_BENCH_PYTHON"

    /// What it said when it was ready: the library and its version.
    private(set) var version = ""
    private let process = Process()
    private let input = Pipe()
    private let output = Pipe()
    private var unread = Data()

    /// Starts the program and waits until it is ready.
    ///
    /// - Parameters:
    ///   - script: Path of the Python file.
    ///   - arguments: Its arguments.
    ///   - modules: What to install where a module is not there, as told to the user.
    /// - Throws: ``Peer/Absent`` where the interpreter or a module is not there.
    init(script: String, arguments: [String], modules: String) throws {
        // A write to a program that has ended must be an error, not the end of the benchmark.
        _ = signal(SIGPIPE, SIG_IGN)
        let python = ProcessInfo.processInfo.environment[PythonPeer.variable] ?? "python3"
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = [python, script] + arguments
        process.standardInput = input
        process.standardOutput = output
        do {
            try process.run()
        } catch {
            throw Peer.Absent(description: "\(python) cannot be run: \(error)")
        }
        let answer = line() ?? ""
        guard answer.hasPrefix("ready ") else {
            stop()
            let missing = answer.hasPrefix("absent ") ? String(answer.dropFirst(7)) : python
            throw Peer.Absent(
                description:
                    "\(arguments.first ?? "python") needs \(missing): `python3 -m venv DIR && "
                    + "DIR/bin/pip install \(modules)`, then \(PythonPeer.variable)=DIR/bin/python"
            )
        }
        version = String(answer.dropFirst(6))
    }

    deinit { stop() }

    /// Has it work through its data.
    ///
    /// - Returns: The whole numbers of its answer.
    /// - Throws: ``Peer/Absent`` where it ended or answered something else.
    func round() throws -> [Int] {
        try input.fileHandleForWriting.write(contentsOf: Data("\n".utf8))
        let cells = (line() ?? "").split(separator: " ")
        let numbers = cells.compactMap { Int($0) }
        guard !numbers.isEmpty, numbers.count == cells.count else {
            throw Peer.Absent(description: "\(version) gave up in the middle of a round")
        }
        return numbers
    }

    private func stop() {
        try? input.fileHandleForWriting.close()
        process.waitUntilExit()
    }

    /// The next line of its output; nil at the end.
    private func line() -> String? {
        while true {
            if let end = unread.firstIndex(of: UInt8(ascii: "\n")) {
                let line = String(decoding: unread[..<end], as: UTF8.self)
                unread = Data(unread[(end + 1)...])
                return line
            }
            let more = output.fileHandleForReading.availableData
            guard !more.isEmpty else { return nil }
            unread += more
        }
    }
}

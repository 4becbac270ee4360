// Copyright the Steelyard authors. SPDX-License-Identifier: Apache-2.0

internal import Foundation
internal import Glibc

/// What `postmaster.pid` and the processes of the machine say about a server.
///
/// Source: PostgreSQL, src/include/utils/pidfile.h: line 1 process, 5 socket directory, 8 status.
struct PostmasterFile {
    /// How a server is.
    enum State: Equatable {
        /// There is none.
        case absent
        /// It answers at the socket in this directory.
        case ready(socketDirectory: String)
        /// It is on its way up or down; the words say which.
        case busy(String)
    }

    private let directory: DataDirectory
    private var path: String { directory.cluster + "/postmaster.pid" }

    init(_ directory: DataDirectory) { self.directory = directory }

    /// How the server is now.
    ///
    /// Removes a file that a dead server left and that another process of the
    /// same number would make look alive.
    var state: State {
        guard let text = try? String(contentsOfFile: path, encoding: .utf8) else { return .absent }
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        guard let first = lines.first, let process = Int32(first), process > 0 else {
            // The server has made the file but not yet written it.
            return text.isEmpty ? .busy("is starting") : .absent
        }
        guard kill(process, 0) == 0 else { return .absent }
        guard isPostmaster(process) else { return clear(process) }
        guard lines.count > 7 else { return .busy("is starting") }
        let status = lines[7].trimmingCharacters(in: .whitespaces)
        return status == "ready"
            ? .ready(socketDirectory: String(lines[4])) : .busy("is \(status)")
    }

    /// A file whose process is somebody else: the server was killed and its number is used again.
    ///
    /// As long as one of its children may live the file stays, because it names the shared memory
    /// that a new server must not overlook.
    private func clear(_ process: Int32) -> State {
        guard !hasOrphans() else {
            return .busy("was killed, and not all of its processes are gone")
        }
        // Sound: the path is a C string for the length of the call.
        unsafe unlink(path)
        return .absent
    }

    private func isPostmaster(_ process: Int32) -> Bool {
        let words = PostmasterFile.commandLine(of: process)
        return words.first?.hasSuffix("postgres") == true && words.contains(directory.cluster)
    }

    private func hasOrphans() -> Bool {
        let entries = (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []
        return entries.compactMap { Int32($0) }.contains { process in
            guard
                PostmasterFile.commandLine(of: process).first?.hasPrefix("postgres: ") == true
            else { return false }
            // Every process of a server works in its cluster; where that cannot be seen, assume so.
            let place = try? FileManager.default.destinationOfSymbolicLink(
                atPath: "/proc/\(process)/cwd"
            )
            return place == nil || place == directory.cluster
        }
    }

    /// The words with which a process was started; none for one that is dead or not there.
    private static func commandLine(of process: Int32) -> [String] {
        guard let data = FileManager.default.contents(atPath: "/proc/\(process)/cmdline") else {
            return []
        }
        return data.split(separator: 0).map { String(decoding: $0, as: UTF8.self) }
    }
}

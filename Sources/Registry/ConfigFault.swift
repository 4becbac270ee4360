// Copyright the Steelyard authors. SPDX-License-Identifier: Apache-2.0

/// One thing that is wrong in a file of `config/`.
public struct ConfigFault: Sendable, Equatable, CustomStringConvertible {
    /// The file as it was named by the caller.
    public var file: String
    /// The line, from 1; 0 where the fault is the whole file's.
    public var line: Int
    /// The column in characters, from 1; 0 where the fault is the whole file's.
    public var column: Int
    /// What is wrong and what would be right, in one sentence without a full stop.
    public var message: String

    /// Puts a fault together.
    public init(file: String, line: Int, column: Int, message: String) {
        self.file = file
        self.line = line
        self.column = column
        self.message = message
    }

    /// `file:line:column: message`, as editors and compilers have it.
    public var description: String {
        line == 0 ? "\(file): \(message)" : "\(file):\(line):\(column): \(message)"
    }
}

/// Everything that is wrong in one file of `config/`.
public struct ConfigFaults: Error, Sendable, Equatable, CustomStringConvertible {
    /// The faults in the order of the file; at least one.
    public var faults: [ConfigFault]
    /// Whether the file could not be read at all, rather than having wrong content.
    public var isUnreadable: Bool

    /// Puts the faults of a file together, in the order of the file.
    public init(_ faults: [ConfigFault], isUnreadable: Bool = false) {
        self.faults = faults.sorted { ($0.line, $0.column) < ($1.line, $1.column) }
        self.isUnreadable = isUnreadable
    }

    /// One fault a line.
    public var description: String { faults.map(\.description).joined(separator: "\n") }
}

/// The faults found so far while a file is read.
///
/// A reader that meets a fault notes it here, goes on with a stand-in value, and so finds the others
/// too; ``check()`` at the end keeps the stand-ins from ever leaving the reader.
final class FaultList {
    /// The file as it was named by the caller.
    let file: String
    private(set) var faults: [ConfigFault] = []

    init(file: String) { self.file = file }

    /// Notes a fault.
    func add(_ message: String, line: Int, column: Int) {
        faults.append(ConfigFault(file: file, line: line, column: column, message: message))
    }

    /// Throws if a fault was noted.
    func check() throws(ConfigFaults) {
        guard faults.isEmpty else { throw ConfigFaults(faults) }
    }

    /// Whether the closure noted no fault: checks that compare several values run only on good ones.
    func isClean(while body: () -> Void) -> Bool {
        let before = faults.count
        body()
        return faults.count == before
    }
}

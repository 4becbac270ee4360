// Copyright the Steelyard authors. SPDX-License-Identifier: Apache-2.0
//
// The tests of the registry read the files that ship in `config/` and files made from them with one
// thing broken.

import Foundation
import Registry

/// Where things stand in the checkout.
enum Checkout {
    /// Its root, found from this file.
    static let root = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    /// A file below the root.
    static func path(_ name: String) -> String { root.appendingPathComponent(name).path }

    /// The text of a file below the root.
    static func text(_ name: String) throws -> String {
        try String(contentsOfFile: path(name), encoding: .utf8)
    }
}

/// A file that lives as long as the closure runs.
func withFile<T>(
    _ text: String,
    name: String = "file.yaml",
    _ body: (String) throws -> T
) throws
    -> T
{
    try withFile(Data(text.utf8), name: name, body)
}

/// The same for bytes that need not be text.
func withFile<T>(
    _ bytes: Data,
    name: String = "file.yaml",
    _ body: (String) throws -> T
) throws
    -> T
{
    let folder = FileManager.default.temporaryDirectory
        .appendingPathComponent("steelyard-registry-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let file = folder.appendingPathComponent(name)
    try bytes.write(to: file)
    return try body(file.path)
}

/// The faults with which a read fails; empty where it does not.
func faults(_ read: () throws -> Void) throws -> [ConfigFault] {
    do {
        try read()
        return []
    } catch let error as ConfigFaults {
        return error.faults
    }
}

/// The line, from 1, in which a text first stands; 0 where it does not.
func line(of part: String, in text: String) -> Int {
    guard let range = text.range(of: part) else { return 0 }
    return text[..<range.lowerBound].split(separator: "\n", omittingEmptySubsequences: false).count
}

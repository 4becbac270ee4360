// Copyright the Steelyard authors. SPDX-License-Identifier: Apache-2.0

import Foundation

/// A peer in C or C++, compiled for this very machine at bench time and loaded into the process, so
/// that both sides run in one run on the same data.
///
/// The product itself links none of them.
@safe
struct Peer {
    /// Why a peer is not measured.
    struct Absent: Error, CustomStringConvertible {
        var description: String
    }

    private let handle: UnsafeMutableRawPointer
    /// The compiler and flags, as printed.
    let build: String

    /// Compiles a source and loads it.
    ///
    /// - Parameters:
    ///   - source: Bytes of the source file.
    ///   - fileName: Its name; the ending tells the language.
    ///   - compiler: Such as `cc`, `clang` or `c++`.
    ///   - flags: Beside `-O3 -march=native -shared -fPIC`.
    /// - Throws: ``Absent`` with the compiler's words where it cannot be built.
    init(source: [UInt8], fileName: String, compiler: String, flags: [String] = []) throws {
        let folder = FileManager.default.temporaryDirectory
            .appendingPathComponent("steelyard-peer-\(getpid())-\(compiler)-\(fileName)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let input = folder.appendingPathComponent(fileName)
        let output = folder.appendingPathComponent("peer.so")
        try Data(source).write(to: input)
        let arguments =
            ["-O3", "-march=native", "-shared", "-fPIC"] + flags + [
                "-o", output.path, input.path, "-lpthread",
            ]
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = [compiler] + arguments
        let errors = Pipe()
        process.standardError = errors
        process.standardOutput = FileHandle.nullDevice
        do {
            try process.run()
        } catch {
            throw Absent(description: "\(compiler) cannot be run: \(error)")
        }
        let words = errors.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else {
            let text = String(decoding: words.prefix(300), as: UTF8.self)
            throw Absent(description: "\(compiler) does not build \(fileName): \(text)")
        }
        guard let handle = unsafe dlopen(output.path, RTLD_NOW) else {
            throw Absent(description: "the peer built by \(compiler) cannot be loaded")
        }
        unsafe self.handle = handle
        build = "\(compiler) -O3 -march=native"
    }

    /// The function of a name.
    ///
    /// - Parameters:
    ///   - name: Its C name.
    ///   - type: A `@convention(c)` type that must be the one in the source.
    /// - Returns: The function.
    /// - Throws: ``Absent`` where there is none.
    func function<F>(_ name: String, as type: F.Type) throws -> F {
        guard let symbol = unsafe dlsym(handle, name) else {
            throw Absent(description: "the peer has no function \(name)")
        }
        // Sound where `type` is the function's type; the callers stand beside the sources.
        return unsafe unsafeBitCast(symbol, to: type)
    }
}

// Copyright the Steelyard authors. SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

/// What the compiler made of the kernel, read with `nm` and `objdump` from the objects of this build.
///
/// Two things can go wrong without any wrong verdict on this machine: an out-of-line function under one
/// name in all three builds, of which the linker keeps any one, so that AVX-512 code runs where it
/// cannot; and an operation that became a call instead of an instruction.
@Suite("The kernel's machine code")
struct KernelObjectTests {
    /// The objects of the three builds; nil, with a notice, where this build cannot be looked at.
    private static let objects: [String: [String]]? = {
        #if !arch(x86_64)
        print("Skipped: the kernel's instruction sets are those of x86-64.")
        return nil
        #else
        // The test program stands beside the objects of its build; a helper that loads it says where.
        let arguments = CommandLine.arguments
        let named = arguments.firstIndex(of: "--test-bundle-path").map { $0 + 1 }
        var folder = URL(fileURLWithPath: arguments[named ?? 0])
        var objects: [String: [String]] = [:]
        while folder.path != "/", objects.isEmpty {
            folder.deleteLastPathComponent()
            for name in ["Baseline", "AVX2", "AVX512"] {
                let build = folder.appendingPathComponent("Kernel\(name).build")
                let files = try? FileManager.default.contentsOfDirectory(atPath: build.path)
                let found = files?.filter { $0.hasSuffix(".o") } ?? []
                guard !found.isEmpty else { continue }
                objects[name] = found.map { build.appendingPathComponent($0).path }
            }
        }
        guard objects.count == 3, let symbols = run("nm", objects["Baseline"] ?? []) else {
            print("Skipped: the kernel's objects, or nm and objdump (binutils), are not there.")
            return nil
        }
        guard !symbols.contains("__tsan"), !symbols.contains("__asan"),
            !symbols.contains("__sanitizer")
        else {
            print("Skipped: a sanitizer's calls are in the kernel on purpose.")
            return nil
        }
        return objects
        #endif
    }()

    private static func run(_ tool: String, _ arguments: [String]) -> String? {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = [tool] + arguments
        let output = Pipe()
        process.standardOutput = output
        process.standardError = FileHandle.nullDevice
        guard (try? process.run()) != nil else { return nil }
        let data = (try? output.fileHandleForReading.readToEnd()) ?? Data()
        process.waitUntilExit()
        return process.terminationStatus == 0 ? String(decoding: data, as: UTF8.self) : nil
    }

    /// Weak symbols of the objects of a build: the linker keeps one of each name.
    private func weakSymbols(_ objects: [String]) throws -> Set<String> {
        let lines = try #require(Self.run("nm", objects)).split(separator: "\n")
        return Set(
            lines.compactMap { line in
                let cells = line.split(separator: " ")
                guard cells.count >= 2, "WwVv".contains(cells[cells.count - 2]) else { return nil }
                return String(cells[cells.count - 1])
            }
        )
    }

    private func instructions(_ objects: [String]) throws -> [Substring] {
        let arguments = ["-d", "--no-show-raw-insn"] + objects
        let text = try #require(Self.run("objdump", arguments))
        return text.split(separator: "\n").filter { $0.contains(":\t") }
    }

    @Test("No two builds share a weak symbol of code", .enabled(if: objects != nil))
    func weakSymbols() throws {
        let objects = try #require(Self.objects)
        // What the Swift compiler writes into every object; it is a number, not code.
        let harmless: Set<String> = ["__swift_reflection_version"]
        let names = objects.keys.sorted()
        for (i, one) in names.enumerated() {
            for other in names.dropFirst(i + 1) {
                let shared = try weakSymbols(objects[one] ?? []).intersection(
                    try weakSymbols(objects[other] ?? [])
                )
                #expect(shared.subtracting(harmless).isEmpty, "\(one) and \(other): \(shared)")
            }
        }
    }

    @Test("Nothing is called inside the kernel", .enabled(if: objects != nil))
    func calls() throws {
        for (name, files) in try #require(Self.objects) {
            let code = try instructions(files)
            #expect(code.count > 200, "\(name)")
            let calls = code.filter { $0.contains("\tcall") }
            #expect(calls.isEmpty, "\(name): \(calls)")
        }
    }

    @Test(
        "Each build uses the registers of its instruction set, and none beyond",
        .enabled(if: objects != nil)
    )
    func registers() throws {
        let objects = try #require(Self.objects)
        func count(_ register: String, _ build: String) throws -> Int {
            try instructions(objects[build] ?? []).filter { $0.contains(register) }.count
        }
        #expect(try count("%ymm", "Baseline") == 0 && count("%zmm", "Baseline") == 0)
        #expect(try count("%ymm", "AVX2") > 100 && count("%zmm", "AVX2") == 0)
        #expect(try count("%zmm", "AVX512") > 100)
    }
}

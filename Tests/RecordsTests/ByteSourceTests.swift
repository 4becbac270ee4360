// Copyright the Steelyard authors. SPDX-License-Identifier: Apache-2.0

import Glibc
import Records
import Testing

@Suite("Bytes of a file")
struct ByteSourceTests {
    private static let text = Array(String(repeating: "steelyard ", count: 50).utf8)
    /// The text packed by gzip, with real compression.
    private static let packed: [UInt8] = [
        0x1F, 0x8B, 0x08, 0x00, 0x00, 0x00, 0x00, 0x00, 0x02, 0x03, 0x2B, 0x2E, 0x49, 0x4D, 0xCD,
        0xA9, 0x4C, 0x2C, 0x4A, 0x51, 0x28, 0x1E, 0x65, 0x8D, 0x10, 0x16, 0x00, 0xFE, 0xE8, 0x7C,
        0x4A, 0xF4, 0x01, 0x00, 0x00,
    ]

    private func content(_ source: ByteSource, room: Int = 64) throws -> [UInt8] {
        var buffer = [UInt8](repeating: 0, count: room)
        var content: [UInt8] = []
        while true {
            let count = try source.read(into: &buffer, at: 0)
            guard count > 0 else { return content }
            content += buffer[..<count]
        }
    }

    private func outcome(_ bytes: [UInt8], chunk: Int = 7) -> (content: [UInt8], fault: FileFault?)
    {
        let source = ByteSource(bytes: bytes, name: "x.gz", chunkByteCount: chunk)
        var buffer = [UInt8](repeating: 0, count: 64)
        var content: [UInt8] = []
        do throws(FileFault) {
            while true {
                let count = try source.read(into: &buffer, at: 0)
                guard count > 0 else { return (content, nil) }
                content += buffer[..<count]
            }
        } catch {
            return (content, error)
        }
    }

    @Test(
        "Plain and packed bytes come out the same in chunks of any size",
        arguments: [1, 2, 3, 7, 65_536]
    )
    func chunks(chunk: Int) throws {
        #expect(try content(ByteSource(bytes: Self.text, chunkByteCount: chunk)) == Self.text)
        #expect(try content(ByteSource(bytes: Self.packed, chunkByteCount: chunk)) == Self.text)
        let source = ByteSource(bytes: Self.packed, chunkByteCount: chunk)
        #expect(try content(source, room: 1) == Self.text)
    }

    @Test("Several gzip members are one content, and zeros between and after them are padding")
    func members() throws {
        let zeros = [UInt8](repeating: 0, count: 20)
        let large = (0..<200_000).map { UInt8(truncatingIfNeeded: $0 &* 31) }
        let bytes =
            Self.packed + StoredGzip.member([]) + StoredGzip.member(large) + zeros
            + Self.packed + zeros
        for chunk in [1, 7, 65_536] {
            let source = ByteSource(bytes: bytes, chunkByteCount: chunk)
            #expect(try content(source, room: 5_000) == Self.text + large + Self.text)
        }
    }

    @Test("A gzip file cut off anywhere is a fault, after everything before it")
    func truncated() {
        for count in 2..<Self.packed.count {
            let (content, fault) = outcome(Array(Self.packed[..<count]))
            #expect(fault == .truncated(path: "x.gz"), "cut at \(count)")
            #expect(Self.text.starts(with: content))
        }
    }

    @Test("A gzip file with a wrong byte is a fault or unpacks to the same", arguments: [1, 4_096])
    func corrupt(chunk: Int) {
        for index in 2..<Self.packed.count {
            var bytes = Self.packed
            bytes[index] ^= 0x55
            let (content, fault) = outcome(bytes, chunk: chunk)
            switch fault {
            case .corrupt, .truncated: break
            default: #expect(content == Self.text, "wrong byte \(index): \(fault as Any)")
            }
        }
    }

    @Test("A wrong checksum and rubbish behind the data are named")
    func corruptNamed() {
        var bytes = Self.packed
        bytes[28] ^= 1
        #expect(outcome(bytes).fault?.description.contains("incorrect data check") == true)
        let (content, fault) = outcome(Self.packed + Array("more".utf8))
        #expect(content == Self.text)
        #expect(fault?.description.contains("something else follows") == true)
        #expect(fault?.isUnavailable == false)
    }

    @Test("A missing file and a folder are faults with the system's words")
    func missing() throws {
        let missing = #expect(throws: FileFault.self) {
            try ByteSource(path: "/nonexistent/passages.csv")
        }
        #expect(missing == .open(path: "/nonexistent/passages.csv", code: ENOENT))
        #expect(missing?.description.contains("No such file or directory") == true)
        #expect(missing?.isUnavailable == true)
        let folder = try ByteSource(path: "/")
        #expect(throws: FileFault.read(path: "/", code: EISDIR)) { try content(folder) }
    }

    @Test("A file on disk is read like memory")
    func file() throws {
        let path = "/tmp/steelyard-records-\(getpid()).gz"
        defer { unlink(path) }
        let descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0o600)
        try #require(descriptor >= 0)
        #expect(write(descriptor, Self.packed, Self.packed.count) == Self.packed.count)
        close(descriptor)
        #expect(try content(ByteSource(path: path)) == Self.text)
    }

    @Test("The format is known by name, else by the first byte, which is not lost")
    func formats() throws {
        #expect(RecordFormat(fileName: "a/b.CSV.gz") == .csv)
        #expect(RecordFormat(fileName: "b.ndjson") == .ndjson)
        #expect(RecordFormat(fileName: "b.jsonl.gz") == .ndjson)
        #expect(RecordFormat(fileName: "b.txt") == nil)
        for (text, format) in [("{\"a\":1}", RecordFormat.ndjson), ("a,b", .csv), ("", .csv)] {
            for mark in ["", "\u{FEFF}"] {
                for chunk in [1, 2, 65_536] {
                    let bytes = Array((mark + text).utf8)
                    let plain = ByteSource(bytes: bytes, chunkByteCount: chunk)
                    #expect(try RecordFormat.detected(in: plain) == format)
                    #expect(try content(plain) == bytes)
                    let packed = ByteSource(bytes: StoredGzip.member(bytes), chunkByteCount: chunk)
                    #expect(try RecordFormat.detected(in: packed) == format)
                    #expect(try content(packed) == bytes)
                }
            }
        }
    }
}

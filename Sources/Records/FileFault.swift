// Copyright the Steelyard authors. SPDX-License-Identifier: Apache-2.0

import Glibc

/// Why a file could not be read or written to its end.
public enum FileFault: Error, Sendable, Equatable, CustomStringConvertible {
    /// The file could not be opened; `code` is the system's error number.
    case open(path: String, code: Int32)
    /// The file was open and could not be read; `code` is the system's error number.
    case read(path: String, code: Int32)
    /// The file could not be written; `code` is the system's error number.
    case write(path: String, code: Int32)
    /// The gzip data ends before their own end mark.
    case truncated(path: String)
    /// The gzip data contradict themselves or are followed by something else.
    case corrupt(path: String, detail: String)

    /// Whether the file was not to be had at all, rather than damaged.
    public var isUnavailable: Bool {
        switch self {
        case .open, .read, .write: true
        case .truncated, .corrupt: false
        }
    }

    /// The fault in one sentence, with what to do.
    public var description: String {
        switch self {
        case .open(let path, let code):
            "\(path) cannot be opened: \(FileFault.text(ofCode: code))"
        case .read(let path, let code):
            "\(path) cannot be read: \(FileFault.text(ofCode: code))"
        case .write(let path, let code):
            "\(path) cannot be written: \(FileFault.text(ofCode: code))"
        case .truncated(let path):
            "\(path) is cut off: its gzip data end too early; fetch the file again"
        case .corrupt(let path, let detail):
            "\(path) is damaged: \(detail); fetch the file again"
        }
    }

    private static func text(ofCode code: Int32) -> String {
        // Sound: `strerror` returns a terminated string, which is copied before anything else runs.
        guard let text = unsafe strerror(code) else { return "error \(code)" }
        return unsafe String(cString: text)
    }
}

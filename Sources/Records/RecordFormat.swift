// Copyright the Steelyard authors. SPDX-License-Identifier: Apache-2.0

/// How rows stand in a file.
public enum RecordFormat: String, Sendable, CaseIterable {
    /// Comma-separated values with a header row, RFC 4180.
    case csv
    /// One JSON object a line.
    case ndjson

    /// The format that a file name promises, `.gz` or not; nil where it promises none.
    public init?(fileName: String) {
        var name = fileName.lowercased()
        if name.hasSuffix(".gz") { name.removeLast(3) }
        if name.hasSuffix(".csv") {
            self = .csv
        } else if name.hasSuffix(".ndjson") || name.hasSuffix(".jsonl") {
            self = .ndjson
        } else {
            return nil
        }
    }

    /// The format of a source: by its name, else NDJSON where the first byte is `{`, else CSV.
    ///
    /// - Precondition: Nothing was read from the source yet.
    public static func detected(in source: ByteSource) throws(FileFault) -> RecordFormat {
        if let format = RecordFormat(fileName: source.name) { return format }
        return try source.firstByte() == UInt8(ascii: "{") ? .ndjson : .csv
    }
}

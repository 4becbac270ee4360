// Copyright the Steelyard authors. SPDX-License-Identifier: Apache-2.0

public import Weighing

/// One row of a passage file.
public enum PassageRow: Sendable, Equatable {
    /// A good row with its number.
    case passage(Passage, row: Int)
    /// A row that could not be read.
    case fault(RowFault)
}

/// What filling a block came to.
public enum FillOutcome: Sendable, Equatable {
    /// There may be more: take what is in the block and among the faults, empty both, call again.
    case more
    /// The input is at its end.
    case end
}

/// Reads a passage file row by row, in input order and flat memory.
///
/// ```swift
/// let reader = try PassageReader(source, format: .csv)
/// while let row = try reader.next() { … }
/// ```
/// ``read(into:faults:)`` does the same straight into the columns of a block, and faster: no row
/// becomes a value.
/// Rows are counted from 1 without the header and without blank lines; a faulty row has its number
/// too. Thread: one at a time.
public final class PassageReader {
    /// The most faults that one call of ``read(into:faults:)`` collects.
    public static let faultsPerFill = 256

    /// Number of the row read last, from 1; 0 before the first.
    public private(set) var rowCount = 0
    private var rows: PassageRows
    private var sites = SiteMemo()

    /// Begins to read; of a CSV file the header row is read and checked here.
    ///
    /// - Parameters:
    ///   - source: Where the rows come from; nothing was read from it yet.
    ///   - format: How they stand there.
    ///   - ignoreUnknownColumns: Whether columns and keys that the format does not have are passed
    ///     over instead of being a fault.
    /// - Throws: ``HeaderFault`` or ``FileFault``.
    public init(
        _ source: ByteSource,
        format: RecordFormat,
        ignoreUnknownColumns: Bool = false
    ) throws {
        rows = try PassageRows(source, format: format, ignoresUnknown: ignoreUnknownColumns)
    }

    /// Begins to read a file in which rows may be no longer than so many bytes, for tests.
    package init(
        _ source: ByteSource,
        format: RecordFormat,
        ignoreUnknownColumns: Bool,
        rowByteCountMax: Int
    ) throws {
        rows = try PassageRows(
            source,
            format: format,
            ignoresUnknown: ignoreUnknownColumns,
            rowByteCountMax: rowByteCountMax
        )
    }

    /// The next row; nil at the end.
    ///
    /// - Throws: ``FileFault`` where the source cannot be read on.
    public func next() throws(FileFault) -> PassageRow? {
        let step = try rows.next()
        guard step != .end else { return nil }
        rowCount += 1
        if case .fault(let reason) = step { return .fault(fault(reason)) }
        do throws(FieldFault) {
            try rows.read()
        } catch {
            return .fault(fault(error.description))
        }
        return .passage(rows.passage(), row: rowCount)
    }

    /// Fills a block with the next rows; the row number becomes the sequence.
    ///
    /// - Parameters:
    ///   - block: A block; what it holds stays.
    ///   - faults: Takes the rows that could not be read.
    /// - Returns: Whether there may be more: the block is full or has many faults beside it.
    /// - Throws: ``FileFault`` where the source cannot be read on; the block and the faults hold
    ///   what came before.
    public func read(
        into block: PassageBlock,
        faults: inout [RowFault]
    ) throws(FileFault) -> FillOutcome {
        let faultsMost = faults.count + PassageReader.faultsPerFill
        var fill = BlockFill(block, sites)
        defer { sites = fill.end() }
        while fill.count < PassageBlock.rowCapacity, faults.count < faultsMost {
            let step = try rows.next()
            guard step != .end else { return .end }
            rowCount += 1
            if case .fault(let reason) = step {
                faults.append(fault(reason))
                continue
            }
            do throws(FieldFault) {
                try rows.read()
            } catch {
                faults.append(fault(error.description))
                continue
            }
            guard rows.append(to: &fill, row: rowCount) else {
                precondition(fill.count > 0, "An empty block has room for any row.")
                rows.stepBack()
                rowCount -= 1
                return .more
            }
        }
        return .more
    }

    private func fault(_ reason: String) -> RowFault {
        rows.cutToFirstLine()
        return RowFault(row: rowCount, line: rows.line, reason: reason, bytes: rows.rawRow)
    }
}

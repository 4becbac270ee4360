// Copyright the Steelyard authors. SPDX-License-Identifier: Apache-2.0

public import Weighing

/// A vendor's table of passages that is known by name.
///
/// Another layout is one type like ``HSDataLayout`` and one line in ``PassageLayouts``.
public protocol PassageLayout: Sendable {
    /// Its name on the command line.
    static var name: String { get }
    /// The columns that its files have.
    static var columns: ColumnSet { get }
    /// Makes the layout for the files of one site.
    ///
    /// - Parameters:
    ///   - site: Code of the site; nil takes the layout's own.
    ///   - utcOffsetSeconds: The offset of its clock, seconds east of UTC.
    init(site: String?, utcOffsetSeconds: Int)
    /// The passage of a row; the record's fields stand in the order of `columns.names`.
    func passage(from record: CSVRecord) throws(FieldFault) -> Passage
}

/// The layouts that are known.
public enum PassageLayouts {
    /// All of them.
    public static let all: [any PassageLayout.Type] = [HSDataLayout.self]

    /// The names, for messages and help.
    public static var names: [String] { all.map { $0.name } }

    /// The layout of a name; nil where it is not known.
    public static func named(_ name: String) -> (any PassageLayout.Type)? {
        all.first { $0.name == name }
    }
}

/// Reads a file of a known layout as passages, row by row.
///
/// Thread: one at a time.
public final class LayoutReader<Layout: PassageLayout> {
    private let layout: Layout
    private let rows: CSVReader

    /// Begins to read; the header row is read and checked here.
    ///
    /// - Parameters:
    ///   - source: Where the rows come from; nothing was read from it yet.
    ///   - layout: How they stand there.
    /// - Throws: ``HeaderFault`` or ``FileFault``.
    public init(_ source: ByteSource, layout: Layout) throws {
        self.layout = layout
        rows = try CSVReader(source, columns: Layout.columns)
    }

    /// Number of the row read last, from 1; 0 before the first.
    public var rowCount: Int { rows.rowCount }

    /// The next row; nil at the end.
    ///
    /// - Throws: ``FileFault`` where the source cannot be read on.
    public func next() throws(FileFault) -> PassageRow? {
        switch try rows.next() {
        case nil: return nil
        case .fault(let fault): return .fault(fault)
        case .record(let record, let row, _):
            do throws(FieldFault) {
                let passage = try layout.passage(from: record)
                if let fault = passage.fault() {
                    return .fault(rows.fault(fault.description))
                }
                return .passage(passage, row: row)
            } catch {
                return .fault(rows.fault(error.description))
            }
        }
    }
}

// Copyright the Steelyard authors. SPDX-License-Identifier: Apache-2.0
//
// The block in which passages travel. Decoded once into columns, judged in place, copied to the
// database from the same columns, then reused:
//
//   decoder ── fills inputs ──▶ judge ── fills verdicts ──▶ COPY writer ── after the commit ──▶ pool
//
// Per-axle columns are axle-major, so that a kernel loads axle i of 16 neighbouring vehicles with one
// instruction:
//
//             row 0   row 1   row 2   …   row 255
//   axle 0   [ 7000 |  5200 |  6100 | … ]            loads[axle * 512 + row]
//            [ 1350 |  3600 |  1350 | … ]            spacings[axle * 512 + row]: after the axle
//   axle 1   [11000 |  9100 | 17000 | … ]
//            [ stale|  1300 |  1310 | … ]            cells beyond a row's axles are undefined
//
// What the judge reads and writes lies together, since from memory every page touched costs a walk
// through the page tables: small columns, then load and spacing of axle 0, of axle 1 and so on. The
// kernel asks for all of it as one stretch, so the order is part of its speed; a test holds it.
//
// This is the one type of the module that owns raw memory: one aligned allocation, freed in deinit,
// every column inside it for the life of the block. Whoever holds the block may read and write it;
// it has one holder at a time (see PassageRing), which is why it may cross threads unchecked.

/// Up to 256 passages as columns, with their verdicts.
@safe
public final class PassageBlock: @unchecked Sendable {
    // Sendable is sound because a block is handed over whole: the ring publishes it with release and
    // takes it with acquire order, and the one who handed it over does not touch it until it returns.

    /// The most passages in a block.
    public static let rowCapacity = 256
    /// The distance between two axles of a row, in elements of its column.
    public static let axleStride = 2 * rowCapacity
    /// The bytes of text (plates, passage ids, flags) that always fit a block.
    public static let textCapacity = 256 * 128
    /// Vehicles a kernel judges at a time.
    public static let laneCount = 16
    /// Bytes of a frame's hash (SHA-256).
    public static let hashByteCount = 32
    /// In ``worstGroupExcesses``: no group of the vehicle has a limit.
    public static let noGroupLimit = Int32.min

    // MARK: Inputs, written by the decoder or `append`

    /// Number of passages, 0…256.
    public var count = 0
    /// Codes of the sites in the block; a row names one by its slot.
    public private(set) var sites: [String] = []
    /// The earliest instant in the block, microseconds; `.max` when empty.
    public var instantMin = Int64.max
    /// The latest instant in the block, microseconds; `.min` when empty.
    public var instantMax = Int64.min
    /// Whether any row has wheel loads.
    public var hasWheelLoads = false
    /// Bytes of ``text`` in use.
    public var textByteCount = 0

    /// Axles per row, 2…16.
    public let axleCounts: UnsafeMutablePointer<UInt8>
    /// The largest axle count among each 16 rows.
    public let axleCountMaxima: UnsafeMutablePointer<UInt8>
    /// Raw values of ``VehicleType`` per row.
    public let vehicleTypes: UnsafeMutablePointer<UInt8>
    /// Raw values of ``PlateColor`` per row.
    public let plateColors: UnsafeMutablePointer<UInt8>
    /// Index into ``sites`` per row.
    public let siteSlots: UnsafeMutablePointer<UInt8>
    /// 1 where the row has wheel loads.
    public let wheelFlags: UnsafeMutablePointer<UInt8>
    /// Lane per row.
    public let lanes: UnsafeMutablePointer<UInt16>
    /// Microseconds since the epoch per row.
    public let instants: UnsafeMutablePointer<Int64>
    /// Hundredths of km/h per row.
    public let speeds: UnsafeMutablePointer<Int32>
    /// Axle loads, kg, axle-major.
    public let loads: UnsafeMutablePointer<UInt16>
    /// Spacings, mm, axle-major: the distance from axle i to axle i + 1.
    public let spacings: UnsafeMutablePointer<UInt16>
    /// Left wheel loads, kg, axle-major.
    public let lefts: UnsafeMutablePointer<UInt16>
    /// Right wheel loads, kg, axle-major.
    public let rights: UnsafeMutablePointer<UInt16>
    /// Length, width and height per row, mm; 0 unknown.
    public let lengths: UnsafeMutablePointer<Int32>
    /// See ``lengths``.
    public let widths: UnsafeMutablePointer<Int32>
    /// See ``lengths``.
    public let heights: UnsafeMutablePointer<Int32>
    /// Number of the frame in its spool, per row.
    public let sequences: UnsafeMutablePointer<UInt64>
    /// Hash of the frame's canonical bytes, 32 bytes a row.
    public let hashes: UnsafeMutablePointer<UInt8>
    /// UTF-8 of all texts of the block.
    public let text: UnsafeMutablePointer<UInt8>
    /// Where a row's texts begin in ``text``: plate, passage id, flags, one after the other.
    public let textOffsets: UnsafeMutablePointer<UInt32>
    /// Bytes of the row's plate.
    public let plateByteCounts: UnsafeMutablePointer<UInt8>
    /// Bytes of the row's passage id.
    public let idByteCounts: UnsafeMutablePointer<UInt8>
    /// Bytes of the row's vendor flags.
    public let flagByteCounts: UnsafeMutablePointer<UInt8>

    // MARK: Standing of the site, written before judging

    /// Permissible error per row, permille, 0…999.
    public let permissibleErrors: UnsafeMutablePointer<UInt16>

    // MARK: Verdicts, written by the judge

    /// Raw ``Reasons`` per row.
    ///
    /// Before judging: what the site's standing adds; the judge adds its own.
    public let reasons: UnsafeMutablePointer<UInt32>
    /// Codes of ``AxlePattern`` per row.
    public let patterns: UnsafeMutablePointer<UInt16>
    /// Raw values of ``Verdict`` per row.
    public let verdicts: UnsafeMutablePointer<UInt8>
    /// Raw ``GrossClass`` per row: limit, its article, whether it is a combination's.
    public let classes: UnsafeMutablePointer<UInt32>
    /// Gross mass per row, kg.
    public let grosses: UnsafeMutablePointer<Int32>
    /// Largest excess over a group's limit per row, or ``noGroupLimit``.
    public let worstGroupExcesses: UnsafeMutablePointer<Int32>
    /// Equivalent standard axles per row, thousandths.
    public let esals: UnsafeMutablePointer<Int32>

    // MARK: Provenance, written by the intake

    /// Row of the uplink in the store that sent the frames; 0 where there is none.
    public var uplink: Int32 = 0
    /// Number of the first frame of the block in its spool.
    public var firstSequence: UInt64 = 0
    /// How many frames the block covers: passages and rejected ones, without holes.
    public var frameCount = 0
    /// The spool's running digest before the first frame; 32 bytes.
    public var digestBefore: [UInt8] = []
    /// The spool's running digest after the last frame; 32 bytes.
    public var digestAfter: [UInt8] = []
    /// When the centre received the block.
    public var receivedAt = Instant(microseconds: 0)
    /// Frames of the block that were refused.
    public var rejected: [RejectedFrame] = []
    /// Canonical bytes of the rows that become cases, by row.
    public var evidence: [Int: [UInt8]] = [:]

    private let memory: UnsafeMutableRawPointer

    /// Makes an empty block; its memory becomes resident as it is touched.
    public init() {
        let rows = PassageBlock.rowCapacity
        let axles = Passage.axleCountMax
        var layout = Layout()
        // In the order of their use by the judge: see the top of the file.
        let judged8 = (0..<3).map { _ in layout.reserve(rows, UInt8.self) }
        let maxima = layout.reserve(rows / PassageBlock.laneCount, UInt8.self)
        let judged16 = (0..<2).map { _ in layout.reserve(rows, UInt16.self) }
        let judged32 = (0..<6).map { _ in layout.reserve(rows, Int32.self) }
        let axleCells = layout.reserve(PassageBlock.axleStride * axles, UInt16.self)
        let other8 = (0..<6).map { _ in layout.reserve(rows, UInt8.self) }
        let other16 = layout.reserve(rows, UInt16.self)
        let other32 = (0..<4).map { _ in layout.reserve(rows, Int32.self) }
        let other64 = (0..<2).map { _ in layout.reserve(rows, Int64.self) }
        let wheelCells = layout.reserve(PassageBlock.axleStride * axles, UInt16.self)
        let hash = layout.reserve(rows * PassageBlock.hashByteCount, UInt8.self)
        let arena = layout.reserve(PassageBlock.textCapacity, UInt8.self)

        let memory = UnsafeMutableRawPointer.allocate(byteCount: layout.byteCount, alignment: 64)
        unsafe self.memory = memory
        // Sound: every offset was reserved above for exactly this type's width and number of elements,
        // and integers have no invalid bit patterns.
        func column<T>(_ offset: Int, _ type: T.Type) -> UnsafeMutablePointer<T> {
            unsafe (memory + offset).assumingMemoryBound(to: type)
        }
        unsafe axleCounts = column(judged8[0], UInt8.self)
        unsafe vehicleTypes = column(judged8[1], UInt8.self)
        unsafe verdicts = column(judged8[2], UInt8.self)
        unsafe axleCountMaxima = column(maxima, UInt8.self)
        unsafe permissibleErrors = column(judged16[0], UInt16.self)
        unsafe patterns = column(judged16[1], UInt16.self)
        unsafe speeds = column(judged32[0], Int32.self)
        unsafe reasons = column(judged32[1], UInt32.self)
        unsafe grosses = column(judged32[2], Int32.self)
        unsafe classes = column(judged32[3], UInt32.self)
        unsafe worstGroupExcesses = column(judged32[4], Int32.self)
        unsafe esals = column(judged32[5], Int32.self)
        unsafe loads = column(axleCells, UInt16.self)
        unsafe spacings = column(axleCells, UInt16.self) + rows
        unsafe wheelFlags = column(other8[0], UInt8.self)
        unsafe plateColors = column(other8[1], UInt8.self)
        unsafe siteSlots = column(other8[2], UInt8.self)
        unsafe plateByteCounts = column(other8[3], UInt8.self)
        unsafe idByteCounts = column(other8[4], UInt8.self)
        unsafe flagByteCounts = column(other8[5], UInt8.self)
        unsafe lanes = column(other16, UInt16.self)
        unsafe lengths = column(other32[0], Int32.self)
        unsafe widths = column(other32[1], Int32.self)
        unsafe heights = column(other32[2], Int32.self)
        unsafe textOffsets = column(other32[3], UInt32.self)
        unsafe instants = column(other64[0], Int64.self)
        unsafe sequences = column(other64[1], UInt64.self)
        unsafe lefts = column(wheelCells, UInt16.self)
        unsafe rights = column(wheelCells, UInt16.self) + rows
        unsafe hashes = column(hash, UInt8.self)
        unsafe text = column(arena, UInt8.self)
        // Kernels read whole groups of 16 rows, also beyond `count`: the small columns start as
        // zeros so that such lanes hold values and not whatever the allocator left there.
        unsafe memory.initializeMemory(as: UInt8.self, repeating: 0, count: axleCells)
        let others = wheelCells - other8[0]
        unsafe (memory + other8[0]).initializeMemory(as: UInt8.self, repeating: 0, count: others)
        unsafe hashes.initialize(repeating: 0, count: rows * PassageBlock.hashByteCount)
    }

    deinit { unsafe memory.deallocate() }

    /// Forgets all passages, so that the block can be filled again.
    public func reset() {
        for group in 0..<PassageBlock.rowCapacity / PassageBlock.laneCount {
            unsafe axleCountMaxima[group] = 0
        }
        count = 0
        sites.removeAll(keepingCapacity: true)
        instantMin = .max
        instantMax = .min
        hasWheelLoads = false
        textByteCount = 0
        uplink = 0
        firstSequence = 0
        frameCount = 0
        digestBefore = []
        digestAfter = []
        rejected.removeAll(keepingCapacity: true)
        evidence.removeAll(keepingCapacity: true)
    }

    /// The slot of a site code, added if it is new; nil when the block's 255 slots are used up.
    public func slot(ofSite code: String) -> UInt8? {
        if let last = sites.last, last == code { return UInt8(sites.count - 1) }
        if let known = sites.firstIndex(of: code) { return UInt8(known) }
        guard sites.count < 255 else { return nil }
        sites.append(code)
        return UInt8(sites.count - 1)
    }
}

/// A frame that was refused: kept with its bytes, and the spool's mark moves past it.
public struct RejectedFrame: Sendable, Equatable {
    /// Number of the frame in its spool.
    public var sequence: UInt64
    /// Why, in one sentence.
    public var reason: String
    /// The frame's canonical bytes, or the opaque bytes of an unreadable frame.
    public var bytes: [UInt8]
    /// Hash of the bytes as the gateway made it; 32 bytes.
    public var hash: [UInt8]

    /// Puts a rejected frame together.
    public init(sequence: UInt64, reason: String, bytes: [UInt8], hash: [UInt8]) {
        self.sequence = sequence
        self.reason = reason
        self.bytes = bytes
        self.hash = hash
    }
}

/// Offsets of columns in one allocation, each at a multiple of 64 bytes.
private struct Layout {
    var byteCount = 0

    mutating func reserve<T>(_ count: Int, _: T.Type) -> Int {
        let offset = byteCount
        byteCount = (offset + count * MemoryLayout<T>.stride + 63) & ~63
        return offset
    }
}

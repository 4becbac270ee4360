// Copyright the Steelyard authors. SPDX-License-Identifier: Apache-2.0

public import Uplink
public import Weighing

/// Consecutive frames of a spool: the client makes one batch of each group.
public enum FrameGroup: Sendable {
    /// Passages; row i of the block has the sequence of row 0 plus i. `isHashed` says that the block's
    /// hashes are filled already, as in a spool; otherwise the client fills them.
    case passages(PassageBlock, isHashed: Bool = false)
    /// Frames that could not be read. A frame with an empty hash gets it from the client.
    case unreadable(firstSequence: UInt64, frames: [UnreadableFrame])

    /// How many frames the group has.
    public var count: Int {
        switch self {
        case .passages(let block, _): block.count
        case .unreadable(_, let frames): frames.count
        }
    }
}

/// Where frames come from: a file or a spool, read from the front and, after a lost connection, again.
///
/// The client asks for one group at a time and is done with it when it asks for the next, so a source
/// may reuse its block. It is used from one task at a time.
public protocol FrameSource: SendableMetatype {
    /// The frames after those given before; nil at the end. The numbers have no hole.
    mutating func next() throws -> FrameGroup?

    /// Goes back, so that the next group begins with this frame.
    ///
    /// - Parameter sequence: 1, or the number after the last frame of a group given before.
    /// - Throws: What the source's own reading throws; it ends the run.
    mutating func rewind(to sequence: UInt64) throws
}

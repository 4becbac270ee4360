// Copyright the Steelyard authors. SPDX-License-Identifier: Apache-2.0

public import Weighing

/// How the connection is secured.
public enum UplinkSecurity: Sendable, Equatable {
    /// Not at all: for the loopback interface.
    case insecure
    /// TLS, with PEM files.
    case tls(UplinkTLS)
}

/// The files of a TLS connection.
public struct UplinkTLS: Sendable, Equatable {
    /// Path of the certificates that vouch for the centre; nil takes the system's.
    public var trustRoots: String?
    /// Path of the gateway's own certificate chain; nil where the centre asks for none.
    public var certificateChain: String?
    /// Path of the key of the gateway's certificate.
    public var privateKey: String?
    /// Name that the centre's certificate must carry, where it is not the host's.
    public var serverName: String?

    /// Makes a set of files; everything may be left to the system.
    public init(
        trustRoots: String? = nil,
        certificateChain: String? = nil,
        privateKey: String? = nil,
        serverName: String? = nil
    ) {
        self.trustRoots = trustRoots
        self.certificateChain = certificateChain
        self.privateKey = privateKey
        self.serverName = serverName
    }
}

/// How a client behaves.
public struct UplinkOptions: Sendable {
    /// The most frames that are sent and not yet committed; default 32,768.
    ///
    /// More keep a distant centre busy, fewer have less to send again; one group is always let through.
    public var windowFrameCount = 32_768
    /// How long to go on connecting while nothing is committed; zero gives up at once; default 60 s.
    public var retryLimit = Duration.seconds(60)
    /// The first wait before connecting again, doubled up to ``retryDelayMax``; default 200 ms.
    public var retryDelay = Duration.milliseconds(200)
    /// The longest wait before connecting again; default 5 s.
    public var retryDelayMax = Duration.seconds(5)
    /// How long a silent centre that owes a receipt counts as connected; default 60 s.
    ///
    /// The look-out is periodic, so that the stream ends after one to two times this.
    public var receiptTimeout = Duration.seconds(60)
    /// Called before a group of passages is sent, with its earliest instant: wait here to replay at
    /// the speed of the day.
    public var pace: (@Sendable (Instant) async throws -> Void)?
    /// Called when something happens; it must return quickly.
    public var observe: (@Sendable (UplinkEvent) -> Void)?

    /// Makes the defaults.
    public init() {}
}

/// What happens while a client streams.
public enum UplinkEvent: Sendable, Equatable {
    /// The centre said which frame it takes next.
    case resumed(at: UInt64)
    /// Frames sent so far, counting repeats, and the number of the last committed frame.
    case progress(sentFrameCount: Int, committed: UInt64)
    /// The connection was lost; the client waits and connects again.
    case reconnecting(after: Duration, because: String)
}

/// What a client did.
public struct UplinkReport: Sendable, Equatable {
    /// Frames that the centre had before.
    public var knownFrameCount = 0
    /// Frames sent, counting those sent again after a lost connection.
    public var sentFrameCount = 0
    /// Frames committed in this run.
    public var committedFrameCount = 0
    /// Frames sent as unreadable.
    public var unreadableFrameCount = 0
    /// Batches sent.
    public var batchCount = 0
    /// How often the connection was lost and made again.
    public var reconnectCount = 0
    /// Number of the last frame of the spool that is committed; 0 for an empty spool.
    public var lastSequence: UInt64 = 0

    /// Makes a report of nothing.
    public init() {}
}

/// Why a client gave up; every frame without a receipt is still the sender's.
public enum UplinkFailure: Error, Sendable, Equatable, CustomStringConvertible {
    /// The centre could not be reached, or was lost, until the limit had passed.
    case unavailable(target: String, for: Duration, last: String)
    /// The certificates or the key could not be used.
    case security(String)
    /// The centre refused the stream for a reason that repeating does not mend.
    case refused(target: String, code: String, message: String)
    /// Frames up to `sequence` are committed with other content than the source has.
    case conflict(spoolID: String, sequence: UInt64, detail: String)
    /// The centre has more frames of the spool than the source.
    case beyondSource(spoolID: String, expected: UInt64, last: UInt64)
    /// The centre misses the same frame again and again.
    case gap(spoolID: String, expected: UInt64)
    /// The source broke its promise of numbers without holes.
    case sourceOrder(expected: UInt64, found: UInt64)

    /// The failure in a sentence or two, with what to do.
    public var description: String {
        switch self {
        case .unavailable(let target, let time, let last):
            "\(target) could not be reached for \(time): \(last). Start the centre, or name another "
                + "address, and repeat; nothing is stored twice"
        case .security(let what):
            "the TLS files cannot be used: \(what). Check the paths of certificates and key"
        case .refused(let target, let code, let message):
            "\(target) refused the stream (\(code)): \(message)"
        case .conflict(let spool, let sequence, let detail):
            "frames up to \(sequence) of spool \(spool) are stored with other content than this source "
                + "has\(detail.isEmpty ? "" : " (\(detail))"). Was the spool restored from an old copy? "
                + "Send under a new spool id once that is clear"
        case .beyondSource(let spool, let expected, let last):
            "the centre expects frame \(expected) of spool \(spool), but the source ends with \(last). "
                + "Was the source cut short?"
        case .gap(let spool, let expected):
            "the centre keeps missing frame \(expected) of spool \(spool), although it was sent. "
                + "See the centre's log"
        case .sourceOrder(let expected, let found):
            "the source gave frame \(found) where \(expected) was due"
        }
    }
}

// Copyright the Steelyard authors. SPDX-License-Identifier: Apache-2.0

/// What a batch may ask for at most, so that no sender can make the centre reserve without bound.
public struct BatchLimits: Sendable, Equatable {
    /// Bytes of an encoded batch; gRPC's usual 4 MiB, because a larger message never gets here.
    public var byteCount = 4 << 20
    /// Frames of a batch.
    public var frameCount = 16_384
    /// Entries of the site dictionary.
    public var siteCodeCount = 4_096
    /// Bytes of a gateway's name.
    public var gatewayByteCount = 64
    /// Bytes of a spool's name.
    public var spoolByteCount = 128
    /// Bytes of the reason of an unreadable frame; a ``BatchEncoder`` cuts a longer one.
    public var reasonByteCount = BatchLimits.reasonByteCountDefault

    /// See ``reasonByteCount``; what the schema promises.
    public static let reasonByteCountDefault = 1_024

    /// Makes the limits that the schema names.
    public init() {}
}

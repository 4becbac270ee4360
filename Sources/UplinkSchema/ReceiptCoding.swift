// Copyright the Steelyard authors. SPDX-License-Identifier: Apache-2.0

public import GRPCCore
internal import GRPCProtobuf

/// Bytes of receipts for gRPC, by the generated code, so that client and intake need not know the
/// protobuf library.
public struct ReceiptCoding: MessageSerializer, MessageDeserializer {
    /// Makes the coding; it has no state.
    public init() {}

    /// The bytes of a receipt.
    public func serialize<Bytes: GRPCContiguousBytes>(
        _ message: Steelyard_V1_Receipt
    ) throws -> Bytes {
        try ProtobufSerializer<Steelyard_V1_Receipt>().serialize(message)
    }

    /// The receipt in some bytes.
    public func deserialize<Bytes: GRPCContiguousBytes>(
        _ serializedMessageBytes: Bytes
    ) throws -> Steelyard_V1_Receipt {
        try ProtobufDeserializer<Steelyard_V1_Receipt>().deserialize(serializedMessageBytes)
    }
}

// Copyright the Steelyard authors. SPDX-License-Identifier: Apache-2.0
//
// Uplink is the wire: a hand-written decoder and encoder of `FrameBatch`, the one message that carries
// nearly every byte of the system (proto/steelyard/v1/uplink.proto). The decoder writes straight into
// the columns of a PassageBlock, in which the classifier reads and the store copies, so a passage is
// touched once between the socket and the kernel; any standard protobuf encoding of the message is
// taken, the packed one without a detour. It imports Weighing alone, knows no gRPC and no hashing, and
// is held against the generated code in tests. Unsafe code: reads of wire bytes at offsets that were
// checked when the batch was opened, and writes into a block's columns below its capacity.

// Copyright the Steelyard authors. SPDX-License-Identifier: Apache-2.0
//
// UplinkSchema is the generated half of the wire: messages and service of proto/steelyard/v1, made by
// scripts/generate-protobuf and committed, so that a build needs no protoc. It serves what is rare
// (receipts, the service's names) and holds the hand-written decoder of `Uplink` to account in tests;
// frames do not pass through it. Edit the .proto, never the generated files.

// Copyright the Steelyard authors. SPDX-License-Identifier: Apache-2.0
//
// Intake is the way of a frame through the centre, from the gateway's stream to the commit:
//
//   gRPC task of a stream ── decodes into a block ──▶ its ring ─┐
//   gRPC task of a stream ── decodes into a block ──▶ its ring ─┼▶ judge thread ─▶ queue of a writer
//                                                               ┘                   │ thread
//   receipt ◀── stream's monitor ◀── outcome ◀── commit (a closure: the store) ◀────┘
//
// Blocks come from a fixed pool: when all are under way a stream's task waits for one, gRPC's flow
// control stops the gateway, and its spool grows; that is the whole back-pressure. Intake knows no
// database: the executable joins it to `Store` by a closure.

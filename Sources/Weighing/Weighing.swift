// Copyright the Steelyard authors. SPDX-License-Identifier: Apache-2.0
//
// Weighing is the vocabulary of the field: passages, plates, axle patterns, reasons, verdicts, and
// the block of columns in which passages travel from the wire to the commit. Pure values without I/O;
// it imports nothing, and everything else imports it. Units everywhere: whole kilograms (Int32 or
// UInt16), millimetres, microseconds since the epoch in UTC, hundredths of km/h, permille.

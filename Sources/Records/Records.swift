// Copyright the Steelyard authors. SPDX-License-Identifier: Apache-2.0
//
// Records is the file formats: CSV and NDJSON, plain or gzipped, read row by row in flat memory. It
// reads passage files and known vendor layouts, and writes passage and verdict files. A row that
// cannot be read is a value (RowFault) beside the good ones; a file that cannot be opened or
// unpacked (FileFault) or whose header is wrong (HeaderFault) is a thrown error. It never opens a
// socket and never judges.

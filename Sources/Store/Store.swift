// Copyright the Steelyard authors. SPDX-License-Identifier: Apache-2.0
//
// Store is the PostgreSQL side of Steelyard: a wrapper of libpq with binary parameters, results and
// COPY, the private cluster that runs when no other database is named, the migrations, and all SQL.
// Calls block; the writer has a thread and a connection of its own, everything else goes through
// Database. Unsafe code stays in Connection/ and in the few system calls of Cluster/.

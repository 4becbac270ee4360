// Copyright the Steelyard authors. SPDX-License-Identifier: Apache-2.0

internal import Foundation

/// The settings of the embedded server, written at each start; what an operator sets with
/// `ALTER SYSTEM` wins over them.
enum ClusterSettings {
    /// The file in the cluster that holds them.
    static let fileName = "steelyard.conf"

    /// Writes them for this machine.
    static func write(to directory: DataDirectory) throws(StoreError) {
        let path = directory.cluster + "/" + fileName
        try OwnedFile(path, owner: directory.account).write(text(memoryBytes: memoryBytes()))
    }

    /// The settings for a machine with so much memory.
    ///
    /// An eighth of the memory is the server's own cache: the program shares the machine with it,
    /// and the system's cache holds the rest. Much room for the log, because checkpoints under load
    /// cost more than the disk space.
    static func text(memoryBytes: UInt64) -> String {
        let mebibytes = max(Int(clamping: memoryBytes >> 20), 256)
        let shared = min(max(mebibytes / 8, 64), 4_096)
        let maintenance = min(max(mebibytes / 32, 32), 1_024)
        let work = min(max(mebibytes / 512, 4), 32)
        return """
            # Written by steelyard at each start. To change a setting use ALTER SYSTEM, which wins.
            timezone = 'UTC'
            log_timezone = 'UTC'
            fsync = on
            full_page_writes = on
            synchronous_commit = on
            jit = off
            shared_buffers = \(shared)MB
            effective_cache_size = \(mebibytes / 2)MB
            work_mem = \(work)MB
            maintenance_work_mem = \(maintenance)MB
            max_connections = 50
            # One lock for each partition that a query touches.
            max_locks_per_transaction = 256
            max_wal_size = 4GB
            checkpoint_timeout = 15min
            checkpoint_completion_target = 0.9
            log_checkpoints = off
            log_line_prefix = '%m [%p] '

            """
    }

    /// The memory of the machine, or of the control group when that has less.
    private static func memoryBytes() -> UInt64 {
        let machine = ProcessInfo.processInfo.physicalMemory
        let limit = Postmaster.firstLine("/sys/fs/cgroup/memory.max").flatMap { UInt64($0) }
        return min(machine, limit ?? machine)
    }
}

// Copyright the Steelyard authors. SPDX-License-Identifier: Apache-2.0

import FrameDigest
import GRPCCore
import PassageRing
import Uplink
import Weighing

/// One open stream of a gateway: decodes its batches into blocks and publishes them to the judge.
struct GatewayStream: ~Copyable {
    private let header: BatchHeader
    private let uplink: Int32
    private let monitor: StreamMonitor
    private let pool: BlockPool
    private let judge: JudgeWorker
    private let now: @Sendable () -> Instant
    private var connection: JudgeWorker.Connection
    /// Number of the frame after the last one published or known to be committed.
    private var next: UInt64
    private var lastMark: UplinkMark
    private var hasFinished = false

    init(
        header: BatchHeader,
        mark: UplinkMark,
        connection: consuming JudgeWorker.Connection,
        monitor: StreamMonitor,
        pool: BlockPool,
        judge: JudgeWorker,
        now: @escaping @Sendable () -> Instant
    ) {
        self.header = header
        uplink = mark.uplink
        lastMark = mark
        next = mark.expectedNext
        self.connection = connection
        self.monitor = monitor
        self.pool = pool
        self.judge = judge
        self.now = now
    }

    /// Publishes the frames of a batch; waits while every block is under way.
    ///
    /// - Throws: `RPCError` where the batch is of another gateway or spool.
    mutating func take(_ bytes: [UInt8], _ opened: BatchDecoder) async throws {
        var decoder = opened
        guard decoder.header.gateway == header.gateway, decoder.header.spoolID == header.spoolID
        else {
            throw RPCError(
                code: .invalidArgument,
                message: "a stream carries one spool of one gateway"
            )
        }
        guard decoder.remainingFrameCount > 0 else { return }
        // Frames before `next` are let through: the store compares them with what it has.
        guard decoder.header.firstSequence <= next else {
            var mark = lastMark
            mark.expectedNext = next
            monitor.tell(.gap(mark))
            return
        }
        var digest = decoder.header.digestBefore
        while decoder.remainingFrameCount > 0 {
            let index = try await pool.acquire()
            let block = pool[index]
            decoder.fill(block, from: bytes)
            block.uplink = uplink
            block.receivedAt = now()
            block.digestBefore = digest
            digest = FrameDigest.chain(previous: digest, over: block)
            block.digestAfter = digest
            publish(index, block)
        }
    }

    private mutating func publish(_ index: UInt32, _ block: PassageBlock) {
        next = max(next, block.firstSequence + UInt64(block.frameCount))
        monitor.blockSent()
        let isIn = connection.producer.publish(
            RingMessage(
                block: index,
                passageCount: UInt32(block.count),
                frameCount: UInt32(block.frameCount),
                firstSequence: block.firstSequence,
                receivedAt: block.receivedAt.microseconds
            )
        )
        precondition(isIn, "A ring holds every block of the pool.")
        judge.signal(connection.ring)
    }

    /// Says that the gateway sends nothing more, to the judge and to the monitor; once.
    mutating func finish() {
        guard !hasFinished else { return }
        hasFinished = true
        let isIn = connection.producer.publish(RingMessage(block: JudgeWorker.endOfStream))
        precondition(isIn, "A ring has room for the end of its stream.")
        judge.signal(connection.ring)
        monitor.gatewayFinished()
    }
}

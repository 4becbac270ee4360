-- Copyright the Steelyard authors. SPDX-License-Identifier: Apache-2.0
COPY rejected_frames (uplink, sequence, reason, frame, frame_hash, received_at)
FROM STDIN (FORMAT binary)

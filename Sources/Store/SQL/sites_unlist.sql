-- Copyright the Steelyard authors. SPDX-License-Identifier: Apache-2.0
-- Marks sites that the registry no longer names. $1 codes that it names.
UPDATE sites SET is_listed = false WHERE is_listed AND code <> ALL ($1::text[])

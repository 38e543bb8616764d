-- SPDX-License-Identifier: Apache-2.0
-- Captures that could not be read, with the reason
SELECT capture, reason FROM captures WHERE status = 'failed' ORDER BY capture

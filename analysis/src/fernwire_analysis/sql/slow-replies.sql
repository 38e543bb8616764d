-- SPDX-License-Identifier: Apache-2.0
-- The replies that took longest, in milliseconds
SELECT round(r.response_time * 1000, 3) AS milliseconds, r.direction AS replier, s.client, s.server, r.suite, r.capture,
    r.frame, r.request_frame, r.time
FROM records r LEFT JOIN sessions s USING (capture, stream, session)
WHERE r.response_time IS NOT NULL
ORDER BY r.response_time DESC, r.capture, r.frame

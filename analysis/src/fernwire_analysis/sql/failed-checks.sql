-- SPDX-License-Identifier: Apache-2.0
-- Sessions with records whose check failed
SELECT s.capture, s.stream, s.session, s.suite, s.client, s.server, count(*) AS failed, min(r.frame) AS first_frame,
    min(r.time) AS first_time
FROM records r JOIN sessions s USING (capture, stream, session)
WHERE r.mac_status = 'failed'
GROUP BY ALL ORDER BY failed DESC, s.capture, s.stream, s.session

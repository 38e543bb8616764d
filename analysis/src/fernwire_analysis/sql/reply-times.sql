-- SPDX-License-Identifier: Apache-2.0
-- How long servers take to reply, in milliseconds
SELECT s.server, s.server_port, count(*) AS replies,
    round(quantile_cont(r.response_time, 0.5) * 1000, 3) AS median,
    round(quantile_cont(r.response_time, 0.95) * 1000, 3) AS "95 of 100",
    round(max(r.response_time) * 1000, 3) AS longest
FROM records r JOIN sessions s USING (capture, stream, session)
WHERE r.response_time IS NOT NULL AND r.direction = 'server'
GROUP BY ALL ORDER BY "95 of 100" DESC, s.server, s.server_port

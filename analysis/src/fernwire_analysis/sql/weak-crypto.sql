-- SPDX-License-Identifier: Apache-2.0
-- Weaknesses of sessions by suite, each with a session that shows it
SELECT weakness, suite, count(*) AS sessions, count(DISTINCT server) AS servers, min("start") AS first,
    max("start") AS last, min(capture) AS example
FROM (SELECT unnest(weaknesses) AS weakness, suite, server, "start", capture FROM sessions)
GROUP BY ALL ORDER BY sessions DESC, weakness, suite

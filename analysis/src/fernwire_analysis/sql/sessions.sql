-- SPDX-License-Identifier: Apache-2.0
-- Sessions by suite and day, with their records and bytes
SELECT "start"::DATE AS day, suite, count(*) AS sessions, sum(client_records + server_records)::BIGINT AS records,
    sum(client_bytes + server_bytes)::BIGINT AS bytes, sum(verified)::BIGINT AS verified, sum(failed)::BIGINT AS failed,
    sum(unchecked)::BIGINT AS unchecked, sum(alerts)::BIGINT AS alerts
FROM sessions GROUP BY ALL ORDER BY day, suite

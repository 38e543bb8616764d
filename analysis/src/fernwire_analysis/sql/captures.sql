-- SPDX-License-Identifier: Apache-2.0
-- What was read: the captures, their size and their rows
SELECT status, count(*) AS captures, sum(size)::BIGINT AS bytes, sum(sessions)::BIGINT AS sessions,
    sum(records)::BIGINT AS records, sum(notes)::BIGINT AS notes, round(sum(seconds), 1) AS seconds
FROM captures GROUP BY status ORDER BY status

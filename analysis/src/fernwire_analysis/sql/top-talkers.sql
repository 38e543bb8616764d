-- SPDX-License-Identifier: Apache-2.0
-- The addresses that send and receive most, in bytes of payload
SELECT address, count(*) AS sessions, sum(sent)::BIGINT AS sent, sum(received)::BIGINT AS received,
    sum(sent + received)::BIGINT AS bytes, count(DISTINCT peer) AS peers
FROM (
    SELECT client AS address, server AS peer, client_bytes AS sent, server_bytes AS received FROM sessions
    UNION ALL SELECT server, client, server_bytes, client_bytes FROM sessions)
GROUP BY address ORDER BY bytes DESC, address

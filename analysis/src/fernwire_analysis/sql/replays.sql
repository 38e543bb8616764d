-- SPDX-License-Identifier: Apache-2.0
-- Records that were seen before at another place of their stream
SELECT n.capture, n.frame, n.time, n.stream, s.suite, s.client, s.server
FROM notes n LEFT JOIN sessions s USING (capture, stream, session)
WHERE n.note = 'fernwire.expert.replayed'
ORDER BY n.time, n.capture, n.frame

# SPDX-License-Identifier: Apache-2.0
"""A target that keeps to the page passes: the independent peer, in both roles and every suite."""

import shutil
import unittest

from fernwire_peer.registry import Direction
from fernwire_peer.suites import SUITES
from fernwire_peer.testing import IDENTITIES, KeyFiles

from fernwire_torture.deviation import Needs
from fernwire_torture.keyring import NEEDED, KeyRing
from fernwire_torture.meeting import Calling, Meeting
from fernwire_torture.puppet import Terms
from fernwire_torture.report import line
from fernwire_torture.runner import Runner
from fernwire_torture.table import TABLE

from .targets import PeerClients, peer_server, serving

# The peer is an application, too: it judges whether JSON is JSON, as section 4 lets it, and refuses what is none.
ITS_OWN_CHOICE = {"content-no-json", "content-json-with-mark", "content-json-deep"}


class CorrectTargets(unittest.TestCase):
    """The peer knows our key, and demands it."""

    @classmethod
    def setUpClass(cls) -> None:
        cls.files = KeyFiles.make()
        cls.addClassCleanup(shutil.rmtree, cls.files.directory)

    def keys(self, suite: str, is_target: bool, target_is_server: bool) -> KeyRing:
        """The keys of one of the two."""
        ring = KeyRing.of([path] if (path := self.files.shared(suite)) else [])
        own, other = ("-server", "") if is_target == target_is_server else ("", "-server")
        if suite in IDENTITIES:
            form = NEEDED[suite]
            ring.files[form] = self.files.directory / f"{IDENTITIES[suite]}{own}.pem"
            ring.files[f"{form} public"] = self.files.directory / f"{IDENTITIES[suite]}{other}.pub"
        return ring

    def check(self, suite: str, meeting: Meeting, role: Direction, key_id: bytes = b"") -> None:
        keys = self.keys(suite, False, role is Direction.CLIENT)
        given = {Needs.NOTHING, Needs.KNOWN, Needs.NAMED if key_id else Needs.UNNAMED}
        table = tuple(deviation for deviation in TABLE if deviation.name not in ITS_OWN_CHOICE)
        verdicts = list(Runner(meeting, keys, Terms(key_id, patience=0.3), role, 6.0, given).run(table, suite))
        self.assertGreater(len(verdicts), 300)
        for verdict in verdicts:
            with self.subTest(suite=suite, deviation=verdict.deviation.name):
                self.assertTrue(verdict.passed, line(verdict))

    def test_servers(self) -> None:
        for suite in SUITES:
            with serving(peer_server(self.keys(suite, True, True), suite)) as port:
                self.check(suite, Calling("127.0.0.1", port), Direction.CLIENT)

    def test_clients(self) -> None:
        for suite in SUITES:
            self.check(suite, PeerClients(self.keys(suite, True, False), suite), Direction.SERVER)

    def test_a_named_key(self) -> None:
        suite = "aes256-gcm-psk"
        with serving(peer_server(self.keys(suite, True, True), suite, b"badges")) as port:
            self.check(suite, Calling("127.0.0.1", port), Direction.CLIENT, b"badges")


if __name__ == "__main__":
    unittest.main()

# SPDX-License-Identifier: Apache-2.0
"""The peer's client against the peer's server, in order and with every deviation."""

import contextlib
import json
import os
import shutil
import subprocess
import sys
import unittest
from pathlib import Path

from fernwire_peer.alert_deviations import ALERT_DEVIATIONS
from fernwire_peer.deviation import Deviation
from fernwire_peer.deviations import DEVIATIONS
from fernwire_peer.registry import Direction
from fernwire_peer.suites import SUITES
from fernwire_peer.testing import KeyFiles, Outcome, Side, talk

PEER = Path(__file__).with_name("peer.py")


class PeerTest(unittest.TestCase):
    """Tests that need key files."""

    @classmethod
    def setUpClass(cls) -> None:
        cls.keys = KeyFiles.make()
        cls.addClassCleanup(shutil.rmtree, cls.keys.directory)

    def assert_clean(self, outcome: Outcome, *lines: str) -> None:
        self.assertEqual(outcome, Outcome(0, [*lines, "ended"], []))

    def assert_failed(self, outcome: Outcome, line: str) -> None:
        self.assertEqual((outcome.status, outcome.err[:1]), (1, [line]), outcome)


class SessionTests(PeerTest):
    """Sessions in which both sides keep to the protocol."""

    def test_reply(self) -> None:
        for suite in SUITES:
            with self.subTest(suite=suite):
                client, server = self.keys.client(suite), self.keys.server(suite)
                asked, served = talk([*client, "--message", "one", "--message", "zwölf"], [*server, "--message", "yes"])
                self.assert_clean(asked, "received text: yes", "received text: yes")
                self.assert_clean(served, "received text: one", "received text: zwölf")

    def test_no_message_at_all(self) -> None:
        for suite in SUITES:
            with self.subTest(suite=suite):
                client, server = self.keys.client(suite), self.keys.server(suite)
                for outcome in talk(client, server):
                    self.assert_clean(outcome)

    def test_echo_of_every_content_type_in_every_fragment_size(self) -> None:
        path = self.keys.directory / "some file.bin"
        path.write_bytes(os.urandom(200))
        json_text = '{"a": [1, "ü"]}'
        lines = ["received text: ", "received text: grüße\\n", f"received json: {json_text}", "received binary: 00ff",
                 "received file: some file.bin 200 sha-ok"]
        for suite in SUITES:
            with self.subTest(suite=suite):
                client, server = self.keys.client(suite), self.keys.server(suite)
                for limit in (1, 7, 100, 16384):
                    asked, served = talk([*client, "--message", "", "--message", "grüße\n", "--json", json_text,
                                          "--binary", "00ff", "--file", path, "--fragment", limit],
                                         [*server, "--mode", "echo"])
                    self.assert_clean(asked, *lines)
                    self.assert_clean(served, *lines)

    def test_large_and_empty_files(self) -> None:
        large, empty = self.keys.directory / "large", self.keys.directory / "empty"
        empty.write_bytes(b"")
        for suite in SUITES:
            with self.subTest(suite=suite):
                # RSA and the toy take their time.
                size = 30_000 if suite in ("rsa-sealed", "toy-dh16") else 3_000_000
                large.write_bytes(os.urandom(size))
                lines = [f"received file: large {size} sha-ok", "received file: empty 0 sha-ok"]
                client, server = self.keys.client(suite), self.keys.server(suite)
                for outcome in talk([*client, "--file", large, "--file", empty], [*server, "--mode", "echo"]):
                    self.assert_clean(outcome, *lines)

    def test_rekeying(self) -> None:
        for suite in SUITES:
            with self.subTest(suite=suite):
                client, server = self.keys.client(suite), self.keys.server(suite)
                asked, served = talk([*client, "--message", "one", "--message", "two", "--rekey"], [*server, "--rekey"])
                self.assert_clean(asked, "received text: received", "received text: received")
                self.assert_clean(served, "received text: one", "received text: two")

    def test_later_epochs_are_logged(self) -> None:
        for suite in filter(lambda name: SUITES[name].can_rekey, SUITES):
            with self.subTest(suite=suite):
                logs = [self.keys.directory / f"{suite}-rekey-{side}" for side in ("client", "server")]
                talk([*self.keys.client(suite), "--message", "one", "--rekey", "--key-log", logs[0]],
                     [*self.keys.server(suite), "--rekey", "--key-log", logs[1]])
                lines = [sorted(log.read_text().splitlines()) for log in logs]
                self.assertEqual(lines[0], lines[1])
                self.assertTrue({"client 2", "server 2"} <= {" ".join(line.split()[4:6]) for line in lines[0]})

    def test_content_to_be_disregarded(self) -> None:
        for suite in SUITES:
            with self.subTest(suite=suite):
                client, server = self.keys.client(suite), self.keys.server(suite)
                asked, served = talk([*client, "--message", "one", "--rekey", "--ignorable"], [*server, "--ignorable"])
                self.assert_clean(asked, "received text: received")
                self.assert_clean(served, "received text: one")

    def test_fresh_rsa_pair(self) -> None:
        suite = ["--suite", "rsa-fernet-hmac"]
        for outcome in talk(suite, suite):
            self.assert_clean(outcome)

    def test_key_log(self) -> None:
        for suite in SUITES:
            with self.subTest(suite=suite):
                client, server = self.keys.client(suite), self.keys.server(suite)
                logs = [self.keys.directory / f"{suite}-{side}" for side in ("client", "server")]
                talk([*client, "--key-log", logs[0], "--message", "x"], [*server, "--key-log", logs[1]])
                if suite in ("fernet-psk", "plaintext", "rsa-sealed", "toy-dh16"):
                    self.assertFalse(any(log.exists() for log in logs))
                    continue
                self.assertEqual(logs[0].read_text(), logs[1].read_text())
                for line in logs[0].read_text().splitlines():
                    self.assertRegex(line, rf"^FERNWIRE_(FERNET|MAC|AES128|AES256|CHACHA20)_(KEY|IV) {suite} "
                                           r"[0-9a-f]{64} [0-9a-f]{16} (client|server) [01] [0-9a-f]{24,64}$")


class KeyTests(PeerTest):
    """Keys that do not fit, and their names."""

    def test_wrong_key(self) -> None:
        client = ["--suite", "fernet-psk", "--key", self.keys.other_fernet]
        asked, served = talk(client, self.keys.server("fernet-psk"))
        self.assert_failed(served, "alert sent: handshake_failed")
        self.assert_failed(asked, "alert received: handshake_failed")

    def test_key_ids(self) -> None:
        for named, held, fits in (("a", "a", True), ("a", "", True), ("", "a", True), ("a", "b", False)):
            with self.subTest(named=named, held=held):
                asked, served = talk([*self.keys.client("fernet-psk"), "--key-id", named],
                                     [*self.keys.server("fernet-psk"), "--key-id", held])
                if fits:
                    self.assert_clean(asked)
                else:
                    self.assert_failed(served, "alert sent: unknown_key")
                    self.assert_failed(asked, "alert received: unknown_key")

    def test_no_common_suite(self) -> None:
        asked, served = talk(self.keys.client("fernet-psk"), self.keys.server("rsa-fernet-hmac"))
        self.assert_failed(served, "alert sent: no_common_suite")
        self.assert_failed(asked, "alert received: no_common_suite")


class DeviationTests(PeerTest):
    """Every deviation, in each role and suite that it has, against a side that keeps to the protocol."""

    # What the honest side says when it sends no alert.
    SILENT = {"bad-magic": "closed: not Fernwire", "no-end": "truncated",
              "plain-alert": "alert received: internal_error"}
    SILENT |= {deviation.name: "closed: a faulty alert" for deviation in ALERT_DEVIATIONS}

    def test_every_deviation(self) -> None:
        for deviation in DEVIATIONS:
            for suite in filter(deviation.is_for, SUITES):
                for role in deviation.roles:
                    with self.subTest(deviation=deviation.name, role=role.label, suite=suite):
                        self.deviate(deviation, suite, role)

    def deviate(self, deviation: Deviation, suite: str, role: Direction) -> None:
        arguments = {Direction.CLIENT: [*self.keys.client(suite), "--message", "before"],
                     Direction.SERVER: self.keys.server(suite)}
        arguments[role] += ["--deviate", deviation.name]
        outcomes = talk(arguments[Direction.CLIENT], arguments[Direction.SERVER])
        deviating, honest = outcomes[role], outcomes[role.other]
        if deviation.alert is None:
            self.assert_failed(honest, self.SILENT[deviation.name])
            self.assert_failed(deviating, "truncated")
        else:
            self.assert_failed(honest, f"alert sent: {deviation.alert.name.lower()}")
            self.assert_failed(deviating, f"alert received: {deviation.alert.name.lower()}")

    def test_late_plain_alert_is_told_apart(self) -> None:
        asked, _ = talk(self.keys.client("fernet-psk"), [*self.keys.server("fernet-psk"), "--deviate", "plain-alert"])
        self.assertEqual(asked.err, ["alert received: internal_error", "the alert was not authenticated"])


class CommandLineTests(PeerTest):
    """The program as another process."""

    def test_processes(self) -> None:
        command = [sys.executable, "-B", str(PEER)]
        with subprocess.Popen([*command, "server", *map(str, self.keys.server("fernet-psk"))], text=True,
                              encoding="utf-8", stdout=subprocess.PIPE) as server, contextlib.ExitStack() as ending:
            # Before anybody waits for it.
            ending.callback(server.kill)
            port = server.stdout.readline().split()[1]
            client = subprocess.run([*command, "client", "--port", port, "--json", json.dumps("ß"),
                                     *map(str, self.keys.client("fernet-psk"))],
                                    capture_output=True, encoding="utf-8", timeout=20, check=True)
            self.assertEqual(client.stdout, "received text: received\nended\n")
            self.assertEqual(server.stdout.read(), 'received json: "\\u00df"\nended\n')

    def test_list_of_deviations(self) -> None:
        listed = subprocess.run([sys.executable, "-B", str(PEER), "--list-deviations"], capture_output=True, text=True,
                                timeout=20, check=True).stdout.splitlines()
        self.assertEqual(len({line.split()[0] for line in listed}), len(listed))
        for line in listed:
            self.assertRegex(line, r"^[a-z0-9-]+ (client|server|both) (-|[a-z_]+)$")

    def test_misuse(self) -> None:
        for arguments in (["client", "--suite", "fernet-psk", "--port", "1"],
                          ["server", "--suite", "fernet-psk", "--key", self.keys.fernet, "--deviate", "weak-key"]):
            self.assertEqual(Side(*arguments).outcome().status, 2)


if __name__ == "__main__":
    unittest.main()

# SPDX-License-Identifier: Apache-2.0
"""A target that breaks the page fails, at what it breaks and at nothing else; and no target can hold the runner up."""

import socket
import time
import unittest
from collections.abc import Callable
from dataclasses import replace

from fernwire_peer import frames
from fernwire_peer.errors import Failure
from fernwire_peer.registry import Alert, Direction
from fernwire_peer.session import Session
from fernwire_peer.wire import Header

from fernwire_torture.deviation import Deviation, Needs
from fernwire_torture.keyring import KeyRing
from fernwire_torture.meeting import Calling
from fernwire_torture.outcome import Kind
from fernwire_torture.puppet import Terms
from fernwire_torture.runner import HONEST, Runner, Verdict
from fernwire_torture.table import TABLE

from .targets import Answer, peer_server, serving

SUITE = "plaintext"


def deviation(name: str) -> Deviation:
    return next(found for found in TABLE if found.name == name)


class BrokenTargets(unittest.TestCase):
    """Each test is one broken server."""

    def setUp(self) -> None:
        self.keys = KeyRing.of([])

    def play(self, answer: Answer, *names: str, seconds: float = 2.0, terms: Terms = Terms()) -> dict[str, Verdict]:
        with serving(answer) as port:
            runner = Runner(Calling("127.0.0.1", port), self.keys, terms, Direction.CLIENT, seconds,
                            {Needs.NOTHING, Needs.UNKNOWN, Needs.UNNAMED})
            return {name: runner.play(deviation(name) if name != HONEST.name else HONEST, SUITE) for name in names}

    def spoiled(self, spoil: Callable[[Session], None], *names: str) -> dict[str, bool]:
        played = self.play(peer_server(self.keys, SUITE, spoil=spoil), *names)
        return {name: verdict.passed for name, verdict in played.items()}

    def test_no_check_of_sequence_numbers(self) -> None:
        def spoil(session: Session) -> None:
            channel, right = session.channel, session.channel._receive_rest

            def careless(header: bytes, *rest: object) -> frames.Frame:
                fields = replace(Header.unpack(header), sequence=channel._next_received)
                frame = right(fields.pack(), *rest)
                return frames.Frame(header, frame.payload)
            channel._receive_rest = careless
        self.assertEqual(
            self.spoiled(spoil, HONEST.name, "open-sequence-skipped", "hello-sequence-last", "open-own-direction"),
            {HONEST.name: True, "open-sequence-skipped": False, "hello-sequence-last": False,
             "open-own-direction": True})

    def test_another_alert(self) -> None:
        def spoil(session: Session) -> None:
            session.channel._check_session = self._refuse_zero(session)
        self.assertEqual(self.spoiled(spoil, HONEST.name, "hello-session-1"),
                         {HONEST.name: True, "hello-session-1": False})

    @staticmethod
    def _refuse_zero(session: Session) -> Callable[[Header], None]:
        def check(fields: Header) -> None:
            if fields.session_id != session.channel.session_id:
                raise Failure(Alert.MALFORMED, "the wrong alert")
        return check

    def test_an_answer_to_alerts(self) -> None:
        def answer(sock: socket.socket) -> None:
            sock.recv(34)
            header = Header(0x30, 0, Direction.SERVER, 0, 0, 0, 2)
            sock.sendall(header.pack() + bytes([0, Alert.MALFORMED]))
        found = self.play(answer, "alert-hello-empty", "hello-of-zero-bytes")
        self.assertFalse(found["alert-hello-empty"].passed)
        self.assertTrue(found["hello-of-zero-bytes"].passed)

    def test_more_after_an_alert(self) -> None:
        def answer(sock: socket.socket) -> None:
            sock.recv(1000)
            header = Header(0x30, 0, Direction.SERVER, 0, 0, 0, 2)
            sock.sendall(header.pack() + bytes([0, Alert.MALFORMED]) + b"!")
        self.assertIn("sent more", self.play(answer, "offer-left-over")["offer-left-over"].outcome.detail)

    def test_a_badly_formed_alert(self) -> None:
        for change in ({"flags": 1}, {"epoch": 1}, {"session_id": 5}, {"sequence": 1}, {"direction": 0}, {"length": 3}):
            def answer(sock: socket.socket, change: dict[str, int] = change) -> None:
                sock.recv(1000)
                header = replace(Header(0x30, 0, Direction.SERVER, 0, 0, 0, 2), **change)
                sock.sendall(header.pack() + bytes([0, Alert.MALFORMED, 0])[:header.length])
            with self.subTest(change=change):
                self.assertEqual(self.play(answer, "offer-left-over")["offer-left-over"].outcome.kind, Kind.IMPROPER)

    def test_silence_ends(self) -> None:
        started = time.monotonic()
        found = self.play(lambda sock: time.sleep(4), "offer-left-over", seconds=0.5)["offer-left-over"]
        self.assertEqual(found.outcome.kind, Kind.STUCK)
        self.assertLess(time.monotonic() - started, 2)

    def test_a_flood_ends(self) -> None:
        def answer(sock: socket.socket) -> None:
            header = Header(0x30, 0, Direction.SERVER, 0, 0, 0, 2)
            sock.sendall(header.pack() + bytes([0, Alert.MALFORMED]))
            while True:
                sock.sendall(bytes(65_536))
        found = self.play(answer, "offer-left-over", HONEST.name)
        self.assertFalse(found["offer-left-over"].passed or found[HONEST.name].passed)

    def test_one_that_does_not_close(self) -> None:
        def answer(sock: socket.socket) -> None:
            sock.recv(1000)
            header = Header(0x30, 0, Direction.SERVER, 0, 0, 0, 2)
            sock.sendall(header.pack() + bytes([0, Alert.MALFORMED]))
            time.sleep(4)
        found = self.play(answer, "offer-left-over", seconds=0.5)["offer-left-over"]
        self.assertFalse(found.passed)

    def test_no_server_at_all(self) -> None:
        runner = Runner(Calling("127.0.0.1", 1), self.keys, Terms(), Direction.CLIENT, 1.0, {Needs.NOTHING})
        verdicts = list(runner.run(TABLE, SUITE))
        self.assertEqual([verdict.passed for verdict in verdicts], [False])

    def test_no_limits(self) -> None:
        found = self.play(peer_server(self.keys, SUITE), "limit-idle", "limit-not-idle", "limit-sessions", seconds=1.0,
                          terms=Terms(idle=0.2, sessions=3))
        self.assertEqual(found["limit-idle"].outcome.kind, Kind.STUCK)
        self.assertTrue(found["limit-not-idle"].passed)
        self.assertIn("the session after the last", found["limit-sessions"].outcome.detail)

    def test_repeated_values(self) -> None:
        runner = Runner(Calling("127.0.0.1", 1), self.keys, Terms(), Direction.CLIENT, 1.0, {Needs.NOTHING})
        runner._drawn = {("random", bytes(32)): 2, ("session id", b"1"): 1}
        self.assertFalse(runner._freshness(SUITE).passed)


if __name__ == "__main__":
    unittest.main()

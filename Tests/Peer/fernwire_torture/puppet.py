# SPDX-License-Identifier: Apache-2.0
"""Our side of one connection: it speaks the protocol rightly but for one move, and says how the connection ended."""

import os
import secrets
from dataclasses import dataclass

from fernwire_peer.errors import Failure
from fernwire_peer.messages import ClientHello, ServerHello
from fernwire_peer.registry import GREASE, Alert, ContentType, Direction, MessageType
from fernwire_peer.suite_base import SuiteBase
from fernwire_peer.wire import u16

from .channel import Channel
from .deviation import At, Move
from .line import Line
from .outcome import Ended, Kind, Outcome, improper

QUESTION = b"Are you there?"
ANSWER = b"Yes."


@dataclass(frozen=True)
class Terms:
    """What both sides know of each other beforehand."""

    key_id: bytes = b""
    # The least number of bytes of a message that the target refuses.
    message_limit: int = 16 * 1024 * 1024
    # Seconds after which our server ends a session in which the client says nothing.
    patience: float = 1.5
    # The target's idle deadline in seconds, and how many sessions it serves at a time; 0 where that is not known.
    idle: float = 0.0
    sessions: int = 0


class Puppet(Channel):
    """One connection, from its first byte to its last."""

    def __init__(self, line: Line, role: Direction, suite: SuiteBase, move: Move, terms: Terms) -> None:
        super().__init__(line, role, suite, move)
        self.terms = terms
        self.client_random = b""
        self.offered: ClientHello | None = None
        # What must differ from connection to connection: what it is, and the target's value.
        self.drawn: list[tuple[str, bytes]] = []

    def run(self) -> Outcome:
        try:
            if self.move.prepare:
                self.move.prepare(self)
            self._shake_hands()
            if self.move.at is At.OPEN and self.move.action:
                self.move.action(self)
                if self.move.stops:
                    self.drain()
            self._ask() if self.role is Direction.CLIENT else self._serve()
            return self.expect_close()
        except Ended as ended:
            return ended.outcome
        finally:
            self.line.close()

    # The handshake

    def _shake_hands(self) -> None:
        server_random = self._greet() if self.role is Direction.CLIENT else self._be_greeted()
        self.suite.install(self.client_random + server_random)
        for sender, type_ in self.suite.flights:
            transcript = bytes(self.transcript)
            if type_ in self.suite.protected_types:
                self.suite.before_protected(transcript)
            if sender is self.role:
                self.send_handshake(type_, self.suite.make_flight(type_, transcript))
                continue
            payload = self.receive(type_)
            if type_ is MessageType.KEY_SHARE and self.suite.name != "toy-dh16":
                self.drawn.append(("share", payload))
            self._proper(lambda: self.suite.take_flight(type_, payload, transcript))
        for sender in (Direction.CLIENT, Direction.SERVER):
            transcript = bytes(self.transcript)
            if sender is self.role:
                self.send_handshake(MessageType.FINISHED, self.suite.verify_data(transcript, sender))
            else:
                self._verify(transcript, sender)
            if sender is Direction.CLIENT:
                self.suite.complete(bytes(self.transcript))

    def _verify(self, transcript: bytes, sender: Direction) -> None:
        if not self.suite.verifies(transcript, sender, self.receive(MessageType.FINISHED)):
            self.send_frame(MessageType.ALERT, u16(Alert.HANDSHAKE_FAILED))
            raise Ended(Outcome(Kind.WRONG_FINISHED))
        self.has_verified = True

    def _greet(self) -> bytes:
        self.client_random = os.urandom(32)
        key_ids = (self.terms.key_id,) if self.terms.key_id and self.suite.uses_shared_key else ()
        self.offered = ClientHello(self.client_random, (secrets.choice(GREASE), self.suite.code), key_ids,
                                   ((secrets.choice(GREASE), os.urandom(secrets.randbelow(4))),))
        self.send_handshake(MessageType.CLIENT_HELLO, self.offered.encode())
        payload = self.receive(MessageType.SERVER_HELLO)
        answer = self._proper(lambda: ServerHello.decode(payload))
        if answer.suite != self.suite.code:
            raise improper(f"it chose suite {answer.suite:#06x}")
        if answer.key_id not in (b"", self.terms.key_id):
            raise improper("it chose a key id that nobody named")
        if answer.extensions not in ((), ((1, b"\x01"),)):
            raise improper("it answered an extension that it cannot know")
        self.drawn += [("random", answer.random), ("session id", self.session_id.to_bytes(8, "big"))]
        return answer.random

    def _be_greeted(self) -> bytes:
        payload = self.receive(MessageType.CLIENT_HELLO)
        self.offered = self._proper(lambda: ClientHello.decode(payload))
        self.client_random = self.offered.random
        self.drawn.append(("random", self.client_random))
        if self.suite.code not in self.offered.suites:
            raise improper(f"it does not offer {self.suite.name}")
        self.session_id = secrets.randbelow(2 ** 64 - 1) + 1
        named = self.suite.uses_shared_key and self.terms.key_id in self.offered.key_ids
        answer = ServerHello(os.urandom(32), self.suite.code, self.terms.key_id if named else b"", ())
        self.send_handshake(MessageType.SERVER_HELLO, answer.encode())
        return answer.random

    # The session

    def _ask(self) -> None:
        """Shows that the session goes on: a message and our end are taken, and the target ends, too."""
        if not self.has_ended:
            self.say(QUESTION)
            self.send_end()
        while not self.target_has_ended:
            self.receive_record()

    def _serve(self) -> None:
        """Answers until the client ends; one that says nothing is shown the end."""
        while not self.target_has_ended:
            if not self.has_ended and not self.line.has_data(self.terms.patience):
                self.send_end()
            message = self.receive_record()
            if message is not None and not self.has_ended:
                self.say(ANSWER, reply_to=message.message_id)
        if not self.has_ended:
            self.send_end()

    def say(self, text: bytes, reply_to: int = 0) -> None:
        self.send_message(ContentType.TEXT, text, reply_to)

    @staticmethod
    def _proper(take: object) -> object:
        """What we refuse is the target's mistake, not ours."""
        try:
            return take()
        except Failure as failure:
            raise improper(f"we would refuse what it sent: {failure}") from failure

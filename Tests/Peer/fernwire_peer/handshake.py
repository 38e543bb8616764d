# SPDX-License-Identifier: Apache-2.0
"""The handshake (section 3) as the state machines of section 7 order it."""

import os
import secrets
from collections.abc import Callable
from dataclasses import dataclass, field

from .deviation import HONEST, Deviation
from .errors import Failure
from .frames import FrameChannel
from .messages import ClientHello, ServerHello
from .registry import GREASE, Alert, Direction, MessageType
from .suites import Suite

PROBE_SUITE = 0xFFFE
PROBE_EXTENSION = (0xFF01, b"a probe: disregard me")
HELLOS = (MessageType.CLIENT_HELLO, MessageType.SERVER_HELLO)


@dataclass
class Handshake:
    """One side's handshake; `run` returns when the session is OPEN."""

    channel: FrameChannel
    suite: Suite
    on_verified: Callable[[], None]
    key_id: bytes = b""
    deviation: Deviation = HONEST
    client_random: bytes = b""
    transcript: bytearray = field(default_factory=bytearray)

    def run(self) -> None:
        role = self.channel.role
        server_random = self._run_client_hellos() if role is Direction.CLIENT else self._run_server_hellos()
        self.suite.install(self.client_random + server_random)
        for sender, type_ in self.suite.flights:
            transcript = bytes(self.transcript)
            if type_ in self.suite.protected_types:
                self.suite.before_protected(transcript)
            if sender is role:
                self._send(type_, self.suite.make_flight(type_, transcript))
            else:
                self.suite.take_flight(type_, self._receive(type_), transcript)
        if role is Direction.CLIENT:
            self._send_finished()
            self.suite.complete(bytes(self.transcript))
            self._receive_finished()
        else:
            self._receive_finished()
            self.suite.complete(bytes(self.transcript))
            self._send_finished()

    def _send(self, type_: MessageType, payload: bytes) -> None:
        payload = self.deviation.payload(self, type_, payload)
        if type_ in self.suite.protected_types:
            header = self.channel.next_header(type_, self.suite.sealed_length(len(payload)), protected=True)
            payload = self.suite.guard(header.pack(), self.suite.token(header.pack(), payload))
            payload = self.deviation.sealed_payload(type_, payload)
        else:
            header = self.channel.next_header(type_, len(payload))
        if type_ in HELLOS:
            header = self.deviation.hello_header(header)
        self.transcript += header.pack() + payload
        self.channel.transport.send(header.pack() + payload)

    def _receive(self, type_: MessageType) -> bytes:
        is_protected = type_ in self.suite.protected_types
        frame = self.channel.receive(type_, protected=is_protected)
        self.transcript += frame.encoded
        return self.suite.open(frame.header, frame.payload) if is_protected else frame.payload

    def _run_client_hellos(self) -> bytes:
        """Sections 3.1, 3.2 and 3.11; the probes test that the server disregards what it does not know."""
        self.client_random = os.urandom(32)
        key_ids = (self.key_id,) if self.key_id and self.suite.uses_shared_key else ()
        suites = [self.suite.code, PROBE_SUITE]
        suites.insert(secrets.randbelow(3), secrets.choice(GREASE))
        grease = (secrets.choice(GREASE), os.urandom(secrets.randbelow(4)))
        offer = ClientHello(self.client_random, tuple(suites), key_ids, (PROBE_EXTENSION, grease))
        self._send(MessageType.CLIENT_HELLO, offer.encode())
        answer = ServerHello.decode(self._receive(MessageType.SERVER_HELLO))
        if answer.suite != self.suite.code:
            raise Failure(Alert.ILLEGAL_PARAMETER, "a suite that was not offered, or only as a probe")
        if answer.key_id and answer.key_id not in offer.key_ids:
            raise Failure(Alert.ILLEGAL_PARAMETER, "a key id that was not named")
        if not {kind for kind, _ in answer.extensions} <= {kind for kind, _ in offer.extensions} - set(GREASE):
            raise Failure(Alert.ILLEGAL_PARAMETER, "an extension that was not offered, or only as GREASE")
        return answer.random

    def _run_server_hellos(self) -> bytes:
        offer = ClientHello.decode(self._receive(MessageType.CLIENT_HELLO))
        self.client_random = offer.random
        if self.suite.code not in offer.suites:
            raise Failure(Alert.NO_COMMON_SUITE, "no common suite")
        key_id = self._choose_key(offer.key_ids)
        self.channel.session_id = secrets.randbelow(2 ** 64 - 1) + 1
        answer = ServerHello(os.urandom(32), self.suite.code, key_id, ())
        self._send(MessageType.SERVER_HELLO, answer.encode())
        return answer.random

    def _choose_key(self, named: tuple[bytes, ...]) -> bytes:
        """Section 3.2: the key id of the server hello."""
        if not self.suite.uses_shared_key or not self.key_id or not named:
            return b""
        if self.key_id not in named:
            raise Failure(Alert.UNKNOWN_KEY, "none of the keys named")
        return self.key_id

    def _send_finished(self) -> None:
        self._send(MessageType.FINISHED, self.suite.verify_data(bytes(self.transcript), self.channel.role))

    def _receive_finished(self) -> None:
        transcript = bytes(self.transcript)
        data = self._receive(MessageType.FINISHED)
        if not self.suite.verifies(transcript, self.channel.role.other, data) and self.deviation.verifies:
            raise Failure(Alert.HANDSHAKE_FAILED, "the verify data does not match")
        self.channel.other_is_verified = True
        self.on_verified()

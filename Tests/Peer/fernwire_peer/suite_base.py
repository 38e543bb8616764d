# SPDX-License-Identifier: Apache-2.0
"""What every suite has, with the answers of most of them."""

import hashlib
import hmac
from pathlib import Path

from .keys import LoggedSecret, verify_data
from .registry import MAX_CONTENT, Direction, MessageType

Flight = tuple[Direction, MessageType]


class SuiteBase:
    """One session's suite: flights, session secret and record protection (section 6)."""

    code = 0
    name = ""
    uses_shared_key = False
    protects = True
    can_rekey = False
    # Bytes of a rekey's material.
    material_length = 0
    flights: tuple[Flight, ...] = ()
    # Types of the flights that are protected in epoch 0.
    protected_types: tuple[MessageType, ...] = ()
    # Bytes of content that a record holds.
    limit = MAX_CONTENT
    session_secret = b""

    def __init__(self, role: Direction, key_file: Path | None, peer_key: Path | None = None) -> None:
        self.role = role
        self._randoms = b""
        self._session_hash = b""

    def install(self, randoms: bytes) -> None:
        """Takes client_random followed by server_random, once the hellos are done."""
        self._randoms = randoms

    def complete(self, transcript: bytes) -> None:
        """Takes the transcript that the server's finished covers."""
        self._session_hash = hashlib.sha256(transcript).digest()

    # Flights

    def before_protected(self, transcript: bytes) -> None:
        """Takes the transcript before the first protected flight."""

    def make_flight(self, type_: MessageType, transcript: bytes) -> bytes:
        raise NotImplementedError

    def take_flight(self, type_: MessageType, payload: bytes, transcript: bytes) -> None:
        raise NotImplementedError

    def verify_data(self, transcript: bytes, sender: Direction) -> bytes:
        return verify_data(self.session_secret, transcript, self.code, sender)

    def verifies(self, transcript: bytes, sender: Direction, data: bytes) -> bool:
        return hmac.compare_digest(self.verify_data(transcript, sender), data)

    # Records

    def sealed_length(self, plaintext_length: int) -> int:
        raise NotImplementedError

    def token(self, header: bytes, plaintext: bytes) -> bytes:
        """The encrypted part of a record payload."""
        raise NotImplementedError

    def guard(self, header: bytes, token: bytes) -> bytes:
        """The record payload that carries the encrypted part."""
        return token

    def open(self, header: bytes, payload: bytes) -> bytes:
        raise NotImplementedError

    def make_rekey(self, direction: Direction, epoch: int) -> bytes:
        """Section 4.2: the material of this side's rekey to the epoch."""
        return b""

    def take_rekey(self, direction: Direction, epoch: int, material: bytes) -> None:
        """Section 4.2: the other side's rekey to the epoch; the material has its length."""

    def epoch_secrets(self, direction: Direction, epoch: int) -> dict[str, bytes]:
        """Section 9: what is logged of a later epoch, by its names."""
        return {}

    def logged_secrets(self) -> list[LoggedSecret]:
        """Section 9."""
        return []

# SPDX-License-Identifier: Apache-2.0
"""What a deviation is: the places at which a peer can be made to break the protocol in one way."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from .registry import Alert, Direction, MessageType
from .wire import Header

if TYPE_CHECKING:
    from .handshake import Handshake
    from .session import Session

BOTH = (Direction.CLIENT, Direction.SERVER)
CLIENT = (Direction.CLIENT,)
SERVER = (Direction.SERVER,)
# For what does not depend on the suite: one each with a shared key, with identities and without protection.
SOME_SUITES = ("aes256-gcm-psk", "rsa-sealed", "plaintext")


def _same_payload(_handshake: Handshake, _type: MessageType, payload: bytes) -> bytes:
    return payload


def _same_sealed(_type: MessageType, payload: bytes) -> bytes:
    return payload


def _same_header(header: Header) -> Header:
    return header


PayloadChange = Callable[["Handshake", MessageType, bytes], bytes]


def changes(*types: MessageType) -> Callable[[Callable[[bytes], bytes]], PayloadChange]:
    """Makes a change of one message's payload into one that leaves all other messages alone."""
    def limit(change: Callable[[bytes], bytes]) -> PayloadChange:
        return lambda handshake, type_, payload: change(payload) if type_ in types else payload
    return limit


@dataclass(frozen=True)
class Deviation:
    """One way to break the protocol, with the alert (None: silence) that section 8 answers it with.

    `payload` changes a handshake payload before it is sent, `sealed_payload` one under protection, `hello_header` the
    header of this side's hello, `action` is done in state OPEN in the place of the end of session; without `verifies`
    any finished is accepted.
    """

    name: str
    roles: tuple[Direction, ...]
    alert: Alert | None
    payload: PayloadChange = _same_payload
    sealed_payload: Callable[[MessageType, bytes], bytes] = _same_sealed
    hello_header: Callable[[Header], Header] = _same_header
    action: Callable[[Session], None] | None = None
    verifies: bool = True
    suites: tuple[str, ...] = ()

    def is_for(self, suite: str) -> bool:
        return not self.suites or suite in self.suites

    def describe(self) -> str:
        """A line of --list-deviations."""
        role = "both" if self.roles == BOTH else self.roles[0].label
        return f"{self.name} {role} {'-' if self.alert is None else self.alert.name.lower()}"


HONEST = Deviation("", BOTH, None)

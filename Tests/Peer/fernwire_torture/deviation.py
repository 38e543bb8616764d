# SPDX-License-Identifier: Apache-2.0
"""A deviation is one declaration: what is sent, where, and what the page demands of the receiver."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

from fernwire_peer.registry import Direction, MessageType
from fernwire_peer.suite_base import SuiteBase
from fernwire_peer.wire import Header

from .outcome import Demand

if TYPE_CHECKING:
    from .puppet import Puppet

CLIENT = (Direction.CLIENT,)
SERVER = (Direction.SERVER,)
BOTH = (Direction.CLIENT, Direction.SERVER)


class At(Enum):
    """Places that every suite has; the others are the message types of its flights."""

    HELLO = "hello"
    FINISHED = "finished"
    OPEN = "open"


class Needs(Enum):
    """What a deviation presumes of how the target was started."""

    NOTHING = "nothing"
    KNOWN = "the target knows our key and demands it (--strict-identity)"
    UNKNOWN = "the target takes any key of ours (no --strict-identity)"
    NAMED = "the target's pre-shared key has a name (--key-id)"
    STRANGER = "the target is a client that does not know our key, and accepts no new one (--stranger)"
    REKEYS = "the target rekeys after each message (--target-rekeys)"
    IDLE = "the target's idle deadline is known (--target-idle)"
    SESSIONS = "it is known how many sessions the target serves at a time (--target-sessions)"
    UNNAMED = "the target's pre-shared key has no name (no --key-id)"


Place = At | MessageType
Action = Callable[["Puppet"], None]


@dataclass(frozen=True)
class Move:
    """How our side departs from the protocol at one place; everywhere else it keeps to it.

    At a handshake message: `before` is done first, then `payload`, `header` and `frame` change the message, `send`
    brings it to the wire, and `after` is done last. In the state OPEN only `action` is done. `prepare` is done before
    anything is sent. With `stops` our side says nothing more, and waits for the target.
    """

    at: Place
    before: Action | None = None
    payload: Callable[[Puppet, bytes], bytes] | None = None
    header: Callable[[Header], Header] | None = None
    frame: Callable[[bytes], bytes] | None = None
    send: Callable[[Puppet, bytes], None] | None = None
    after: Action | None = None
    action: Action | None = None
    prepare: Action | None = None
    stops: bool = False

    def is_at(self, type_: MessageType) -> bool:
        if self.at is At.HELLO:
            return type_ in (MessageType.CLIENT_HELLO, MessageType.SERVER_HELLO)
        if self.at is At.FINISHED:
            return type_ is MessageType.FINISHED
        return self.at is type_

    def is_in(self, suite: type[SuiteBase], role: Direction) -> bool:
        return isinstance(self.at, At) or (role, self.at) in suite.flights


@dataclass(frozen=True)
class Deviation:
    """One line of the table."""

    name: str
    section: str
    sent: str
    demand: Demand
    move: Move
    roles: tuple[Direction, ...] = BOTH
    suites: Callable[[type[SuiteBase]], bool] = lambda suite: True
    needs: Needs = Needs.NOTHING
    # Seconds beyond the usual limit; what needs any is played with --slow only.
    seconds: float = 0.0

    def is_for(self, suite: type[SuiteBase], role: Direction) -> bool:
        return role in self.roles and self.move.is_in(suite, role) and self.suites(suite)


def named(*names: str) -> Callable[[type[SuiteBase]], bool]:
    """The suites of these names."""
    return lambda suite: suite.name in names


def but(*names: str) -> Callable[[type[SuiteBase]], bool]:
    """All other suites."""
    return lambda suite: suite.name not in names


X25519 = named("x25519-ed25519-chacha20poly1305", "x25519-ed25519-aes256gcm")
SIGNED = named("rsa-sealed", "rsa-fernet-signed")
TOKENS = named("fernet-psk", "rsa-fernet-hmac", "rsa-fernet-signed")
TOY = named("toy-dh16")
RSA_KEYS = named("rsa-sealed", "rsa-fernet-signed", "rsa-fernet-hmac")
# Those whose records nobody can change unseen.
AUTHENTICATED = but("plaintext", "toy-dh16", "aes128-cbc-psk-nomac")


def shared_key(suite: type[SuiteBase]) -> bool:
    return suite.uses_shared_key


def protecting(suite: type[SuiteBase]) -> bool:
    return suite.protects


def rekeying(suite: type[SuiteBase]) -> bool:
    return suite.can_rekey


def rekeying_without_material(suite: type[SuiteBase]) -> bool:
    return suite.can_rekey and not suite.material_length


def fixed(suite: type[SuiteBase]) -> bool:
    """Suites that cannot rekey."""
    return not suite.can_rekey

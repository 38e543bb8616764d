# SPDX-License-Identifier: Apache-2.0
"""The refusals of section 12.2 as deviations: whatever the page lists there is played, too."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from fernwire_peer import refusals
from fernwire_peer.messages import decode_identity, encode_identity, encode_key_share, encode_public_key
from fernwire_peer.registry import Alert, ContentType, KeyKind, MessageType, ShareKind
from fernwire_peer.suite_base import SuiteBase

from .deviation import BOTH, CLIENT, RSA_KEYS, SERVER, TOY, X25519, At, Deviation, Move, rekeying_without_material
from .outcome import CLOSES, GOES_ON, Demand, refused
from .puppet import Puppet

# The most bytes of a record plaintext in rsa-sealed with a key of 2048 bits.
SEALED_ROOM = 190
STARTS_MESSAGE = (0, 1)


@dataclass
class Refusal(refusals.Refusal):
    """One entry: an input, and the answer to it."""

    kind: str = ""

    @property
    def demand(self) -> Demand:
        if self.answer == "accepted":
            return GOES_ON
        return CLOSES if self.answer == "-" else refused(Alert[self.answer.upper()])

    def play(self, section: str, move: Move, roles: tuple, suites: Callable[[type[SuiteBase]], bool]) -> Deviation:
        slug = re.sub("[^a-z0-9]+", "-", f"{self.kind} {self.title}".lower().replace(".", " dot")).strip("-")
        return Deviation(f"page-{slug}", f"12.2, {section}", f"the page's {self.kind}: {self.title}", self.demand, move,
                         roles, suites)


def read() -> list[Refusal]:
    return [Refusal(found.title, found.answer, found.fields, kind) for kind in refusals.kinds()
            for found in refusals.read(kind)]


def sends_plaintexts(plaintexts: list[bytes]) -> Callable[[Puppet], None]:
    """Records with these plaintexts, each in the epoch that is current then."""
    def act(puppet: Puppet) -> None:
        for plaintext in plaintexts:
            puppet.line.send(puppet.seal(plaintext))
            if plaintext[:1] == bytes([ContentType.REKEY]):
                puppet.sending_epoch += 1
            elif plaintext[:1] < b"\x10" and plaintext[1:2] and plaintext[1] in STARTS_MESSAGE:
                puppet.message_id += 1
    return act


def holds(plaintexts: list[bytes]) -> Callable[[type[SuiteBase]], bool]:
    """The suites whose records have room for them, and that take such rekeys."""
    longest = max(map(len, plaintexts))
    rekeys = any(plaintext[:1] == bytes([ContentType.REKEY]) for plaintext in plaintexts)

    def suits(suite: type[SuiteBase]) -> bool:
        return (suite.name != "rsa-sealed" or longest <= SEALED_ROOM) and (
            not rekeys or rekeying_without_material(suite))
    return suits


def at(type_: MessageType, make: Callable[[bytes], bytes]) -> Move:
    return Move(type_, payload=lambda _, payload: make(payload))


def plays(refusal: Refusal) -> Iterator[Deviation]:
    """None for what says nothing about a session with other keys and randoms than the page's."""
    kind = refusal.kind
    if kind in ("record", "file"):
        plaintexts = refusal.fields["plaintext"]
        # Whether the receiver still reads after an end is its own choice; endings_broken.py has those.
        if not any(plaintext[:1] == bytes([ContentType.END_OF_SESSION]) for plaintext in plaintexts[:-1]):
            yield refusal.play("4", Move(At.OPEN, action=sends_plaintexts(plaintexts), stops=refusal.answer == "-"),
                               BOTH, holds(plaintexts))
        return
    if refusal.answer == "accepted":
        return
    if kind in ("header", "alert") or kind == "client_hello" and refusal.answer == "malformed":
        yield refusal.play("2, 3.1", Move(At.HELLO, send=lambda puppet, _: puppet.line.send(refusal["received"]),
                                          stops=True), CLIENT, lambda suite: True)
    elif kind == "rsa key":
        yield refusal.play("3.3", at(MessageType.PUBLIC_KEY, lambda _: encode_public_key(
            KeyKind.RSA, refusal["key"])), BOTH, RSA_KEYS)
    elif kind == "ed25519 key":
        yield refusal.play("3.7", at(MessageType.IDENTITY, lambda payload: encode_identity(
            KeyKind.ED25519, refusal["key"], decode_identity(payload)[2])), BOTH, X25519)
    elif kind in ("x25519 share", "toy share"):
        share_kind = ShareKind.X25519 if kind == "x25519 share" else ShareKind.TOY_DH16
        yield refusal.play("3.5", at(MessageType.KEY_SHARE, lambda _: encode_key_share(share_kind, refusal["share"])),
                           BOTH, X25519 if kind == "x25519 share" else TOY)
    elif kind == "toy key":
        yield refusal.play("6.10", at(MessageType.PUBLIC_KEY, lambda _: encode_public_key(
            KeyKind.TOY_RSA, refusal["key"])), BOTH, TOY)
    elif kind == "key_wrap":
        yield refusal.play("3.4", at(MessageType.KEY_WRAP, lambda _: refusal["payload"]), SERVER, RSA_KEYS)
    elif kind == "server identity":
        yield refusal.play("3.7", at(MessageType.IDENTITY, lambda _: refusal["payload"]), SERVER, X25519)
    elif kind == "x25519 rekey":
        yield refusal.play("4.2, 6.7", Move(At.OPEN, action=sends_plaintexts(refusal.fields["plaintext"])), BOTH,
                           X25519)


FROM_PAGE = tuple(deviation for refusal in read() for deviation in plays(refusal))

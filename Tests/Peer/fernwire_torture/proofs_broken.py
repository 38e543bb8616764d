# SPDX-License-Identifier: Apache-2.0
"""Sections 3.4, 3.6, 3.8, 6.8 and 6.9: wraps, RSA signatures and finished that prove nothing."""

import hashlib
import os
from collections.abc import Callable

from cryptography.hazmat.primitives.asymmetric.padding import MGF1, OAEP, PSS
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.hashes import SHA1, SHA256

from fernwire_peer import rsakeys
from fernwire_peer.keys import context, hkdf
from fernwire_peer.messages import Wrap, decode_key_wrap, encode_key_wrap
from fernwire_peer.registry import Direction, MessageType

from .deviation import CLIENT, SERVER, At, Deviation, Move, but, named
from .identities_broken import flip, flip_bit
from .outcome import HANDSHAKE_FAILED, MALFORMED, WRONG_FINISHED, Demand
from .puppet import Puppet

SEALED, FERNET_SIGNED = named("rsa-sealed"), named("rsa-fernet-signed")
# Section 3.8: a client goes on with random secrets, and its finished is what does not match.
Wraps = list[Wrap]


def wrap(name: str, sent: str, change: Callable[[Puppet, Wraps], Wraps], demand: Demand | None = None
         ) -> list[Deviation]:
    """Without a demand: the wraps have their form, but cannot be unwrapped."""
    def edit(puppet: Puppet, payload: bytes) -> bytes:
        return encode_key_wrap(change(puppet, decode_key_wrap(payload)))
    return [Deviation(f"wrap-{name}", "3.4" if demand else "3.4, 3.8", f"a key_wrap with {sent}", demand or silent,
                      Move(MessageType.KEY_WRAP, payload=edit), roles)
            for roles, silent in ((CLIENT, HANDSHAKE_FAILED), (SERVER, WRONG_FINISHED))]


def each(change: Callable[[bytes], bytes]) -> Callable[[Puppet, Wraps], Wraps]:
    return lambda _, wraps: [(kind, change(wrapped)) for kind, wrapped in wraps]


def wrapped_again(secret: bytes, label: bytes | None = None) -> Callable[[Puppet, Wraps], Wraps]:
    """Other secrets, wrapped rightly, or with another label."""
    def change(puppet: Puppet, wraps: Wraps) -> Wraps:
        key = puppet.suite._other
        return [(kind, key.encrypt(secret, OAEP(MGF1(SHA256()), SHA256(), label or rsakeys.LABELS[kind])))
                for kind, _ in wraps]
    return change


WRAPS = (
    *wrap("garbled", "random bytes of the right length", each(lambda value: b"\0" + os.urandom(len(value) - 1))),
    *wrap("of-ones", "the largest number of that length", each(lambda value: b"\xff" * len(value))),
    *wrap("of-zeros", "zeros", each(lambda value: bytes(len(value)))),
    *wrap("flipped", "a bit flipped in the last wrap",
          lambda _, wraps: [*wraps[:-1], (wraps[-1][0], flip_bit(wraps[-1][1], -1))]),
    *wrap("of-31-bytes", "secrets of 31 bytes", wrapped_again(bytes(31))),
    *wrap("of-33-bytes", "secrets of 33 bytes", wrapped_again(bytes(33))),
    *wrap("of-no-bytes", "secrets of no bytes", wrapped_again(b"")),
    *wrap("with-other-label", "the label of records", wrapped_again(bytes(32), b"fernwire record")),
    *wrap("of-other-secrets", "other secrets than ours", wrapped_again(bytes(32))),
    *wrap("short", "wraps a byte shorter", each(lambda value: value[:-1]), MALFORMED),
    *wrap("long", "wraps a byte longer", each(lambda value: b"\0" + value), MALFORMED),
    *wrap("empty", "empty wraps", each(lambda value: b""), MALFORMED),
    *wrap("none", "no wrap", lambda _, wraps: [], MALFORMED),
    *wrap("one-more", "one wrap more", lambda _, wraps: [*wraps, wraps[0]], MALFORMED),
    *wrap("other-kind", "an unknown secret kind", lambda _, wraps: [(9, wraps[0][1]), *wraps[1:]], MALFORMED),
    *wrap("mac-first", "the MAC secret's kind first", lambda _, wraps: [(2, wraps[0][1]), *wraps[1:]], MALFORMED),
    *(Deviation(f"wrap-{name}", "1, 3.4", f"a key_wrap with {sent}", MALFORMED,
                Move(MessageType.KEY_WRAP, payload=lambda _, payload, change=change: change(payload)))
      for name, sent, change in (("left-over", "a byte left over", lambda payload: payload + b"\0"),
                                 ("cut", "its last byte missing", lambda payload: payload[:-1]))),
)


def pss(salt: int = 32, mask: object = None) -> PSS:
    return PSS(MGF1(mask or SHA256()), salt)


def by_rsa(key: RSAPrivateKey, message: bytes, padding: PSS = pss()) -> bytes:
    return key.sign(message, padding, SHA256())


def client_message(puppet: Puppet, purpose: str, transcript: bytes) -> bytes:
    server = hashlib.sha256(rsakeys.encode_key(puppet.suite._other)).digest()
    return context(purpose, puppet.suite.code) + server + hashlib.sha256(transcript).digest()


def finished_message(puppet: Puppet, purpose: str, transcript: bytes) -> bytes:
    return context(purpose, puppet.suite.code) + hashlib.sha256(transcript).digest()


def proof(name: str, sent: str, make: Callable[[Puppet, bytes, Callable, str], bytes]) -> list[Deviation]:
    """The same fault in rsa-fernet-signed's signature and in rsa-sealed's finished."""
    found = []
    for at, section, suites, message, purpose in (
            (MessageType.SIGNATURE, "3.6, 6.9", FERNET_SIGNED, client_message, lambda puppet: "client signature"),
            (At.FINISHED, "3.6, 6.8", SEALED, finished_message, lambda puppet: f"{puppet.role.label} finished")):
        kind = at.value if isinstance(at, At) else "signature"
        move = Move(at, payload=lambda puppet, payload, message=message, purpose=purpose: make(
            puppet, payload, lambda label, transcript: message(puppet, label, transcript), purpose(puppet)))
        found.append(Deviation(f"{kind}-pss-{name}", section, f"a signature {sent}", HANDSHAKE_FAILED, move,
                               suites=suites))
    return found


def signs(padding: PSS, key: Callable[[Puppet], RSAPrivateKey] = lambda puppet: puppet.suite._own,
          prefix: str = "", transcript: Callable[[bytes], bytes] = lambda heard: heard) -> Callable:
    return lambda puppet, _, message, purpose: by_rsa(
        key(puppet), message(prefix or purpose, transcript(bytes(puppet.transcript))), padding)


PROOFS = (
    *proof("flipped", "with its last bit flipped", lambda _, payload, *__: payload[:-1] + bytes([payload[-1] ^ 1])),
    *proof("first-flipped", "with a bit of its first byte flipped",
           lambda _, payload, *__: bytes([payload[0] ^ 1]) + payload[1:]),
    *proof("short", "a byte shorter", lambda _, payload, *__: payload[:-1]),
    *proof("long", "with a zero before it", lambda _, payload, *__: b"\0" + payload),
    *proof("empty", "of no bytes", lambda *_: b""),
    *proof("of-zeros", "of zeros", lambda _, payload, *__: bytes(len(payload))),
    *proof("of-ones", "that is the largest number", lambda _, payload, *__: b"\xff" * len(payload)),
    *proof("salt-20", "with a salt of 20 bytes", signs(pss(20))),
    *proof("salt-0", "without a salt", signs(pss(0))),
    *proof("mgf1-sha1", "with SHA-1 in MGF1", signs(pss(32, SHA1()))),
    *proof("by-another-key", "by another key", signs(pss(), lambda _: rsakeys.make_key())),
    *proof("in-another-context", "in the context of a record", signs(pss(), prefix="record signature")),
    *proof("of-another-transcript", "over another transcript", signs(pss(), transcript=lambda heard: heard + b"x")),
)


def finished(name: str, sent: str, change: Callable[[Puppet, bytes], bytes]) -> Deviation:
    return Deviation(f"finished-{name}", "3.8", f"verify data {sent}", HANDSHAKE_FAILED,
                     Move(At.FINISHED, payload=change), suites=but("rsa-sealed"))


def of_the_other_side(puppet: Puppet, _: bytes) -> bytes:
    return puppet.suite.verify_data(bytes(puppet.transcript), Direction(1 - puppet.role))


def without_suite(puppet: Puppet, _: bytes) -> bytes:
    """Made for suite 0."""
    return hkdf(puppet.suite.session_secret or b"\0", hashlib.sha256(puppet.transcript).digest(),
                context(f"{puppet.role.label} finished", 0), 32)


FINISHED = (
    *(finished(f"flipped-{place}", f"of which byte {place} has a bit flipped", flip(place)) for place in (0, 15, 31)),
    finished("short", "of 31 bytes", lambda _, payload: payload[:-1]),
    finished("long", "of 33 bytes", lambda _, payload: payload + b"\0"),
    finished("empty", "of no bytes", lambda _, payload: b""),
    finished("zero", "of zeros", lambda _, payload: bytes(32)),
    finished("of-the-other-side", "with the other side's label", of_the_other_side),
    finished("of-another-suite", "for suite 0", without_suite),
    finished("of-another-transcript", "over another transcript",
             lambda puppet, _: puppet.suite.verify_data(bytes(puppet.transcript) + b"x", puppet.role)),
    Deviation("finished-of-1000-bytes", "3.8", "a finished of 1000 bytes", HANDSHAKE_FAILED,
              Move(At.FINISHED, payload=lambda *_: bytes(1000))),
)

PROVING = WRAPS + PROOFS + FINISHED

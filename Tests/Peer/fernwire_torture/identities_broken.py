# SPDX-License-Identifier: Apache-2.0
"""Section 3.7 and 3.9: identities that prove nothing, or somebody else."""

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import replace

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from fernwire_peer.identity_suites import KEY_PREFIX, encode_key
from fernwire_peer.keys import context
from fernwire_peer.messages import decode_identity, encode_identity
from fernwire_peer.registry import Alert, KeyKind, MessageType

from .deviation import CLIENT, SERVER, X25519, Deviation, Move, Needs
from .frames_broken import put
from .keys_broken import BASE_ORDER, PRIME, SIGN, kinds, little
from .outcome import (BAD_KEY, BAD_RECORD, GOES_ON, HANDSHAKE_FAILED, MALFORMED, UNEXPECTED, WRONG_EPOCH, Demand,
                      refused)
from .puppet import Puppet

Fields = tuple[int, bytes, bytes]
REFUSED, REQUIRED = refused(Alert.IDENTITY_REFUSED), refused(Alert.IDENTITY_REQUIRED)
NEUTRAL = little(1) + bytes(32)


def identity(name: str, sent: str, demand: Demand, change: Callable[[Puppet, Fields], Fields],
             section: str = "3.7", **more: object) -> Deviation:
    return Deviation(f"identity-{name}", section, f"an identity with {sent}", demand, Move(
        MessageType.IDENTITY, payload=lambda puppet, payload: encode_identity(
            *change(puppet, decode_identity(payload)))), suites=X25519, **more)


def signed(puppet: Puppet, key: Ed25519PrivateKey, purpose: str = "", transcript: bytes | None = None) -> bytes:
    """A signature that is right but for what is asked."""
    heard = bytes(puppet.transcript) if transcript is None else transcript
    return key.sign(context(purpose or f"{puppet.role.label} identity", puppet.suite.code)
                    + hashlib.sha256(heard).digest() + encode_key(key.public_key()))


def other_key(puppet: Puppet, _: Fields) -> Fields:
    key = Ed25519PrivateKey.generate()
    return KeyKind.ED25519, encode_key(key.public_key()), signed(puppet, key)


def signature(name: str, sent: str, change: Callable[[Puppet, bytes], bytes]) -> Deviation:
    return identity(f"signature-{name}", f"a signature {sent}", HANDSHAKE_FAILED,
                    lambda puppet, fields: (*fields[:2], change(puppet, fields[2])))


def own(puppet: Puppet) -> Ed25519PrivateKey:
    return puppet.suite._identity


def flip_bit(data: bytes, place: int) -> bytes:
    """A negative place counts from the end."""
    place %= len(data)
    return data[:place] + bytes([data[place] ^ 1]) + data[place + 1:]


def flip(place: int) -> Callable[[Puppet, bytes], bytes]:
    return lambda _, data: flip_bit(data, place)


SIGNATURES = (
    *(signature(f"flipped-{place}", f"of which byte {place} has a bit flipped", flip(place))
      for place in (0, 31, 32, 63)),
    signature("with-large-s", "with S + L in the place of S", lambda _, value: value[:32] + little(
        int.from_bytes(value[32:], "little") + BASE_ORDER)),
    signature("of-63-bytes", "of 63 bytes", lambda _, value: value[:-1]),
    signature("of-65-bytes", "of 65 bytes", lambda _, value: value + b"\0"),
    signature("of-no-bytes", "of no bytes", lambda _, value: b""),
    signature("of-zeros", "of 64 zeros", lambda _, value: bytes(64)),
    signature("by-another-key", "by another key", lambda puppet, _: signed(puppet, Ed25519PrivateKey.generate())),
    signature("of-the-other-side", "in the other side's context",
              lambda puppet, _: signed(puppet, own(puppet), f"{puppet.role.other.label} identity")),
    signature("of-another-transcript", "over another transcript",
              lambda puppet, _: signed(puppet, own(puppet), transcript=bytes(puppet.transcript) + b"x")),
    signature("of-no-transcript", "over an empty transcript",
              lambda puppet, _: signed(puppet, own(puppet), transcript=b"")),
)


def small_order() -> Iterator[Deviation]:
    """Keys with which R neutral and S = 0 pass, where points of small order or second encodings are let in."""
    for name, number in {"neutral": 1, "order-2": PRIME - 1, "order-4": 0, "p": PRIME, "p+1": PRIME + 1,
                         "neutral-with-sign": 1 | SIGN, "order-2-with-sign": PRIME - 1 | SIGN,
                         "order-4-with-sign": SIGN, "off-the-curve": 2}.items():
        yield identity(f"key-{name}", f"a key that is {name}, and the signature that suits the neutral point", BAD_KEY,
                       lambda _, __, raw=little(number): (KeyKind.ED25519, KEY_PREFIX + raw, NEUTRAL))


KEYS = (
    *small_order(),
    identity("key-left-over", "a byte after the key's DER", BAD_KEY, lambda _, f: (f[0], f[1] + b"\0", f[2])),
    identity("key-cut", "the last byte of the key missing", BAD_KEY, lambda _, f: (f[0], f[1][:-1], f[2])),
    identity("key-empty", "no key, of kind ed25519", BAD_KEY, lambda _, f: (f[0], b"", f[2])),
    identity("key-of-x25519", "the OID of X25519 in its key", BAD_KEY,
             lambda _, f: (f[0], f[1].replace(b"\x2b\x65\x70", b"\x2b\x65\x6e"), f[2])),
    *(identity(f"kind-{kind}", f"kind {kind}", BAD_KEY, lambda _, f, kind=kind: (kind, *f[1:]))
      for kind in (1, 3, 0xF0)),
)

NOBODY = (
    identity("nobody", "kind 0, from a server", REQUIRED, lambda *_: (0, b"", b""), roles=SERVER),
    identity("nobody-demanded", "kind 0, to a server that demands to know", REQUIRED, lambda *_: (0, b"", b""),
             roles=CLIENT, needs=Needs.KNOWN),
    identity("nobody-accepted", "kind 0, to a server that demands nothing", GOES_ON, lambda *_: (0, b"", b""),
             roles=CLIENT, needs=Needs.UNKNOWN),
    identity("nobody-with-key", "kind 0 and a key", MALFORMED, lambda _, f: (0, f[1], b"")),
    identity("nobody-with-signature", "kind 0 and a signature", MALFORMED, lambda _, f: (0, b"", f[2])),
    identity("somebody-else", "another key, and its right signature", REFUSED, other_key, "3.7, 3.9",
             needs=Needs.KNOWN),
    identity("new-key", "a new key, and its right signature", GOES_ON, other_key, "3.9", roles=CLIENT,
             needs=Needs.UNKNOWN),
)


def sealed(name: str, sent: str, demand: Demand, **move: object) -> Deviation:
    return Deviation(f"sealed-identity-{name}", "2, 6.7", f"a protected identity {sent}", demand,
                     Move(MessageType.IDENTITY, **move), suites=X25519)


def empty(frame: bytes) -> bytes:
    return frame[:28] + bytes(4)


SEALED = (
    *(sealed(f"flipped-{place}", f"with a bit flipped at {place}", BAD_RECORD,
             frame=lambda frame, place=place: flip_bit(frame, place))
      for place in (32, 60, -17, -1)),
    sealed("empty", "with no payload", BAD_RECORD, frame=empty),
    sealed("without-flag", "without the flag protected", UNEXPECTED, header=put(flags=0)),
    sealed("in-epoch-1", "in epoch 1", WRONG_EPOCH, header=put(epoch=1)),
    sealed("in-the-clear", "whose payload is not protected, with the flag", BAD_RECORD,
           header=lambda header: replace(header, length=header.length - 16),
           frame=lambda frame: frame[:32] + bytes(int.from_bytes(frame[28:32], "big"))),
)

LEFT_OVER = tuple(kinds(MessageType.IDENTITY, X25519, (), "3.7"))

IDENTITIES = SIGNATURES + KEYS + NOBODY + SEALED + LEFT_OVER

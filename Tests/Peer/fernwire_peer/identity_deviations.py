# SPDX-License-Identifier: Apache-2.0
"""Deviations of shares, identities and their signatures."""

import hashlib
from collections.abc import Callable

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from .deviation import BOTH, CLIENT, Deviation, PayloadChange, changes
from .edwards import PRIME, SIGN
from .handshake import Handshake
from .identity_suites import KEY_PREFIX
from .keys import context
from .messages import decode_identity, decode_key_share, encode_identity, encode_key_share
from .registry import Alert, KeyKind, MessageType
from .wire import u16, u32

ORDER = 2 ** 252 + 27742317777372353535851937790883648493
SIGNED = ("rsa-fernet-signed",)
X25519 = ("x25519-ed25519-chacha20poly1305", "x25519-ed25519-aes256gcm")
TOY = ("toy-dh16",)


def identity(change: Callable[[int, bytes, bytes], tuple[int, bytes, bytes]]) -> PayloadChange:
    return changes(MessageType.IDENTITY)(lambda payload: encode_identity(*change(*decode_identity(payload))))


def other_identity(handshake: Handshake, type_: MessageType, payload: bytes) -> bytes:
    """Says to be another, and proves it."""
    if type_ is not MessageType.IDENTITY:
        return payload
    key = Ed25519PrivateKey.generate()
    der = key.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    signed = (context(f"{handshake.channel.role.label} identity", handshake.suite.code)
              + hashlib.sha256(handshake.transcript).digest() + der)
    return encode_identity(KeyKind.ED25519, der, key.sign(signed))


def little(number: int) -> bytes:
    return number.to_bytes(32, "little")


def proved_by_nobody(name: str, number: int) -> Deviation:
    """The key is an encoding of the neutral point, or of another of small order; R is neutral, and S is 0.

    With the neutral point as key that signature is right for every message.
    """
    forged = KeyKind.ED25519, KEY_PREFIX + little(number), little(1) + bytes(32)
    return Deviation(name, BOTH, Alert.BAD_KEY, identity(lambda kind, key, signature: forged), suites=X25519)


def bad_signature(name: str, change: Callable[[bytes], bytes]) -> Deviation:
    return Deviation(name, BOTH, Alert.HANDSHAKE_FAILED, suites=X25519, payload=identity(
        lambda kind, key, signature: (kind, key, change(signature))))


def bad_share(name: str, share: bytes, suites: tuple[str, ...]) -> Deviation:
    return Deviation(name, BOTH, Alert.BAD_KEY, suites=suites, payload=changes(MessageType.KEY_SHARE)(
        lambda payload: encode_key_share(payload[0], share)))


def toy_key(name: str, exponent: int, modulus: int) -> Deviation:
    return Deviation(name, BOTH, Alert.BAD_KEY, suites=TOY, payload=changes(MessageType.PUBLIC_KEY)(
        lambda payload: payload[:3] + u16(exponent) + u32(modulus)))


IDENTITY_DEVIATIONS = (
    bad_share("zero-share", bytes(32), X25519),
    bad_share("share-of-order-four", little(1), X25519),
    bad_share("share-of-p", little(PRIME), X25519),
    bad_share("share-of-zero-with-high-bit", little(SIGN), X25519),
    Deviation("short-share", BOTH, Alert.BAD_KEY, suites=(*X25519, *TOY),
              payload=changes(MessageType.KEY_SHARE)(
                  lambda payload: encode_key_share(payload[0], decode_key_share(payload)[1][:-1]))),
    Deviation("wrong-share-kind", BOTH, Alert.BAD_KEY, suites=(*X25519, *TOY),
              payload=changes(MessageType.KEY_SHARE)(lambda payload: bytes([3 - payload[0]]) + payload[1:])),
    Deviation("cut-share", BOTH, Alert.MALFORMED, suites=(*X25519, *TOY),
              payload=changes(MessageType.KEY_SHARE)(lambda payload: payload[:-1])),
    bad_share("share-of-one", u16(1), TOY),
    toy_key("small-modulus", 5, 65536),
    toy_key("even-toy-exponent", 4, 257 * 263),
    toy_key("toy-exponent-without-inverse", 131, 257 * 263),
    toy_key("prime-toy-modulus", 5, 65537),
    toy_key("square-toy-modulus", 5, 263 * 263),
    proved_by_nobody("neutral-key", 1),
    proved_by_nobody("neutral-key-not-canonical", PRIME + 1),
    proved_by_nobody("neutral-key-with-sign", 1 + SIGN),
    proved_by_nobody("key-of-order-two", PRIME - 1),
    proved_by_nobody("key-of-order-four", 0),
    proved_by_nobody("key-off-the-curve", 2),
    bad_signature("bad-signature", lambda signature: signature[:-1] + bytes([signature[-1] ^ 1])),
    bad_signature("large-s",
                  lambda signature: signature[:32] + little(int.from_bytes(signature[32:], "little") + ORDER)),
    bad_signature("short-signature", lambda signature: signature[:-1]),
    Deviation("bad-client-signature", CLIENT, Alert.HANDSHAKE_FAILED, suites=SIGNED,
              payload=changes(MessageType.SIGNATURE)(lambda payload: payload[:-1] + bytes([payload[-1] ^ 1]))),
    Deviation("short-client-signature", CLIENT, Alert.HANDSHAKE_FAILED, suites=SIGNED,
              payload=changes(MessageType.SIGNATURE)(lambda payload: payload[:-1])),
    Deviation("identity-of-another-kind", BOTH, Alert.BAD_KEY, suites=X25519,
              payload=identity(lambda kind, key, signature: (1, key, signature))),
    Deviation("identity-with-garbage", BOTH, Alert.BAD_KEY, suites=X25519,
              payload=identity(lambda kind, key, signature: (kind, key + b"\0", signature))),
    Deviation("nobody", BOTH, Alert.IDENTITY_REQUIRED, suites=X25519,
              payload=identity(lambda kind, key, signature: (0, b"", b""))),
    Deviation("nobody-with-key", BOTH, Alert.MALFORMED, suites=X25519,
              payload=identity(lambda kind, key, signature: (0, key, b""))),
    Deviation("somebody-else", BOTH, Alert.IDENTITY_REFUSED, other_identity, suites=X25519),
    Deviation("flip-identity", BOTH, Alert.BAD_RECORD, suites=X25519,
              sealed_payload=lambda _, payload: payload[:-1] + bytes([payload[-1] ^ 1])),
)

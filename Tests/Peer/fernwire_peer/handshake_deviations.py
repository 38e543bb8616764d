# SPDX-License-Identifier: Apache-2.0
"""Deviations in the handshake: changed hellos, keys, wraps and finished."""

import os
import secrets
from collections.abc import Callable
from dataclasses import replace

from cryptography.hazmat.primitives.asymmetric import rsa

from . import rsakeys
from .deviation import BOTH, CLIENT, SERVER, SOME_SUITES, Deviation, PayloadChange, changes
from .handshake import Handshake
from .messages import (ClientHello, ServerHello, Wrap, decode_key_wrap, decode_public_key, encode_key_wrap,
                       encode_public_key)
from .records import Record
from .registry import FLAG_PROTECTED, GREASE, Alert, ContentType, Direction, Fragment, KeyKind, MessageType
from .sealing import record_frame
from .suites import RsaFernetHmac

PRIVATE_SUITE = 0xFFFE
UNOFFERED_SUITE = 0xFFFD
UNOFFERED_EXTENSION = (0xFF02, b"")
MANY_EXTENSIONS = tuple((0xFF02 + index, b"") for index in range(33))
UNKNOWN_KEY_KIND = 9
HELLOS = (MessageType.CLIENT_HELLO, MessageType.SERVER_HELLO)
EXPONENT_65537 = bytes.fromhex("0203010001")
EXPONENT_65538 = bytes.fromhex("0203010002")

def client_hello(**fields: tuple) -> PayloadChange:
    return changes(MessageType.CLIENT_HELLO)(lambda payload: replace(ClientHello.decode(payload), **fields).encode())


def server_hello(**fields: object) -> PayloadChange:
    return changes(MessageType.SERVER_HELLO)(lambda payload: replace(ServerHello.decode(payload), **fields).encode())


def public_key(change: Callable[[bytes], bytes]) -> PayloadChange:
    """Changes the DER of an RSA key."""
    return changes(MessageType.PUBLIC_KEY)(
        lambda payload: encode_public_key(KeyKind.RSA, change(decode_public_key(payload)[1])))


def key_wrap(change: Callable[[list[Wrap]], list[Wrap]]) -> PayloadChange:
    return changes(MessageType.KEY_WRAP)(lambda payload: encode_key_wrap(change(decode_key_wrap(payload))))


def made_key(exponent: int, bits: int) -> bytes:
    return rsakeys.encode_key(rsa.generate_private_key(exponent, bits).public_key())


def key_with_factor_three() -> bytes:
    """A 2048-bit modulus that no pair has: three times an odd number."""
    cofactor = 1 << 2046 | secrets.randbits(2044) | 1
    return rsakeys.encode_key(rsa.RSAPublicNumbers(rsakeys.SMALLEST_EXPONENT, 3 * cofactor).public_key())


def huge_key() -> bytes:
    """A modulus above the largest that a peer may accept."""
    return rsakeys.encode_key(rsa.RSAPublicNumbers(rsakeys.SMALLEST_EXPONENT, 1 << 8192 | 1).public_key())


def key_with_exponent(exponent: int, bits: int) -> bytes:
    """A key that some libraries read, and then fail to encrypt to."""
    return rsakeys.encode_key(rsa.RSAPublicNumbers(exponent, rsakeys.make_key(bits).public_key().public_numbers().n
                                                   ).public_key())


def send_early_record(handshake: Handshake, type_: MessageType, payload: bytes) -> bytes:
    if type_ is MessageType.FINISHED:
        record = Record(ContentType.TEXT, Fragment.WHOLE, 1, 0, b"too early")
        handshake.channel.transport.send(record_frame(handshake.channel, handshake.suite, record))
    return payload


def hold_finished(handshake: Handshake, type_: MessageType, payload: bytes) -> bytes:
    """Lets the server's finished leave together with what the action sends, so that one read brings all of it."""
    if type_ is MessageType.FINISHED and handshake.channel.role is Direction.SERVER:
        handshake.channel.transport.hold()
    return payload


RSA = (RsaFernetHmac.name,)
RSA_KEYS = ("rsa-fernet-hmac", "rsa-sealed", "rsa-fernet-signed")
RSA_IDENTITIES = ("rsa-sealed", "rsa-fernet-signed")

HANDSHAKE_DEVIATIONS = (
    Deviation("some-other-key", BOTH, Alert.IDENTITY_REFUSED, suites=RSA_IDENTITIES,
              payload=public_key(lambda _: made_key(65537, 2048))),
    Deviation("bad-magic", BOTH, None, hello_header=lambda header: replace(header, magic=b"HTTP")),
    Deviation("bad-version", BOTH, Alert.UNSUPPORTED_VERSION, hello_header=lambda header: replace(header, version=2)),
    Deviation("hello-sequence", BOTH, Alert.WRONG_SEQUENCE, hello_header=lambda header: replace(header, sequence=1)),
    Deviation("hello-epoch", BOTH, Alert.WRONG_EPOCH, hello_header=lambda header: replace(header, epoch=1)),
    Deviation("hello-session", CLIENT, Alert.WRONG_SESSION, hello_header=lambda header: replace(header, session_id=1)),
    Deviation("zero-session", SERVER, Alert.WRONG_SESSION, hello_header=lambda header: replace(header, session_id=0)),
    Deviation("protected-hello", BOTH, Alert.UNEXPECTED_MESSAGE,
              hello_header=lambda header: replace(header, flags=FLAG_PROTECTED)),
    Deviation("malformed-hello", BOTH, Alert.MALFORMED, changes(*HELLOS)(lambda payload: payload[:-1])),
    Deviation("trailing-hello", BOTH, Alert.MALFORMED, changes(*HELLOS)(lambda payload: payload + b"\0")),
    Deviation("empty-suites", CLIENT, Alert.MALFORMED, client_hello(suites=())),
    Deviation("duplicate-suite", CLIENT, Alert.MALFORMED, client_hello(suites=(PRIVATE_SUITE, PRIVATE_SUITE))),
    Deviation("duplicate-extension", CLIENT, Alert.MALFORMED, client_hello(extensions=(UNOFFERED_EXTENSION,) * 2)),
    Deviation("duplicate-key-id", CLIENT, Alert.MALFORMED,
              client_hello(key_ids=(b"one", b"two", b"one")), suites=SOME_SUITES),
    Deviation("many-extensions", CLIENT, Alert.MALFORMED, client_hello(extensions=MANY_EXTENSIONS), suites=SOME_SUITES),
    Deviation("many-extensions-answered", SERVER, Alert.MALFORMED,
              server_hello(extensions=MANY_EXTENSIONS), suites=SOME_SUITES),
    Deviation("duplicate-extension-answered", SERVER, Alert.MALFORMED,
              server_hello(extensions=(UNOFFERED_EXTENSION,) * 2), suites=SOME_SUITES),
    Deviation("grease-suite", SERVER, Alert.ILLEGAL_PARAMETER, server_hello(suite=GREASE[3]), suites=SOME_SUITES),
    Deviation("grease-extension", SERVER, Alert.ILLEGAL_PARAMETER,
              server_hello(extensions=((GREASE[3], b""),)), suites=SOME_SUITES),
    Deviation("every-grease-extension", SERVER, Alert.ILLEGAL_PARAMETER,
              server_hello(extensions=tuple((value, b"") for value in GREASE)), suites=SOME_SUITES),
    Deviation("only-grease", CLIENT, Alert.NO_COMMON_SUITE, client_hello(suites=GREASE[:1]), suites=SOME_SUITES),
    Deviation("empty-key-id", CLIENT, Alert.MALFORMED, client_hello(key_ids=(b"",))),
    Deviation("no-suite", CLIENT, Alert.NO_COMMON_SUITE, client_hello(suites=(PRIVATE_SUITE,))),
    Deviation("unoffered-suite", SERVER, Alert.ILLEGAL_PARAMETER, server_hello(suite=UNOFFERED_SUITE)),
    Deviation("unoffered-key-id", SERVER, Alert.ILLEGAL_PARAMETER, server_hello(key_id=b"a key that nobody named")),
    Deviation("unoffered-extension", SERVER, Alert.ILLEGAL_PARAMETER, server_hello(extensions=(UNOFFERED_EXTENSION,))),
    Deviation("wrong-key-kind", CLIENT, Alert.BAD_KEY, suites=RSA_KEYS,
              payload=changes(MessageType.PUBLIC_KEY)(lambda payload: bytes([UNKNOWN_KEY_KIND]) + payload[1:])),
    Deviation("weak-key", CLIENT, Alert.BAD_KEY, public_key(lambda _: made_key(65537, 1024)), suites=RSA_KEYS),
    Deviation("weak-server-key", SERVER, Alert.BAD_KEY, public_key(lambda _: made_key(65537, 1024)),
              suites=RSA_IDENTITIES),
    Deviation("huge-key", CLIENT, Alert.BAD_KEY, public_key(lambda _: huge_key()), suites=RSA_KEYS),
    Deviation("small-exponent-key", CLIENT, Alert.BAD_KEY, public_key(lambda _: made_key(3, 2048)), suites=RSA_KEYS),
    Deviation("even-exponent-key", CLIENT, Alert.BAD_KEY, suites=RSA_KEYS,
              payload=public_key(lambda der: der.removesuffix(EXPONENT_65537) + EXPONENT_65538)),
    Deviation("large-exponent-key", CLIENT, Alert.BAD_KEY, suites=RSA_KEYS,
              payload=public_key(lambda _: key_with_exponent(rsakeys.EXPONENT_LIMIT + 1, 4096))),
    Deviation("small-factor-key", CLIENT, Alert.BAD_KEY,
              public_key(lambda _: key_with_factor_three()), suites=RSA_KEYS),
    Deviation("trailing-key", CLIENT, Alert.BAD_KEY, public_key(lambda der: der + b"\0"), suites=RSA_KEYS),
    Deviation("bad-wrap", SERVER, Alert.HANDSHAKE_FAILED, verifies=False, suites=RSA,
              payload=key_wrap(lambda wraps: [(kind, os.urandom(len(wrapped))) for kind, wrapped in wraps])),
    Deviation("short-wrap", SERVER, Alert.MALFORMED, suites=RSA,
              payload=key_wrap(lambda wraps: [(kind, wrapped[:-1]) for kind, wrapped in wraps])),
    Deviation("wrap-order", SERVER, Alert.MALFORMED, key_wrap(lambda wraps: wraps[::-1]), suites=RSA),
    Deviation("bad-finished", BOTH, Alert.HANDSHAKE_FAILED,
              changes(MessageType.FINISHED)(lambda payload: payload[:-1] + bytes([payload[-1] ^ 1]))),
    Deviation("early-record", BOTH, Alert.UNEXPECTED_MESSAGE, send_early_record),
)

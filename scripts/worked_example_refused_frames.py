# SPDX-License-Identifier: Apache-2.0
"""Refusals of frames before any key is agreed on: hellos, headers and alerts, and of payloads of the handshake."""

from worked_example_rsa import RsaKey
from worked_example_refused_keys import ED25519, draw
from worked_example_session import client_hello, header, server_hello
from worked_example_text import Refusals, block16, u16
import worked_example_ed25519 as ed

KEY_ID = b"badges"
FERNET_PSK = 2
RANDOM = draw("random")
SESSION = int.from_bytes(draw("session id")[:8], "big")


def hello(suites=(FERNET_PSK,), key_ids=(KEY_ID,), extensions=(), end=b"", **fields):
    payload = client_hello(RANDOM, suites, key_ids, extensions) + end
    return frame(1, payload, **fields)


def frame(kind, payload, side=0, sequence=0, length=None, **fields):
    return header(kind, side, len(payload) if length is None else length, sequence, **fields) + payload


def many(count):
    return [0x0100 + index for index in range(count)]


def client_hellos():
    found = Refusals("client_hello")

    def add(title, answer, data):
        found.add(title, answer, received=data)

    cut = client_hello(RANDOM, (FERNET_PSK,), (KEY_ID,))[:-1]
    odd = RANDOM + block16(b"\0\2\0") + bytes(4)
    for title, data in (
            ("as it should be", hello()),
            ("without key ids", hello(key_ids=())),
            ("GREASE and unknown values, disregarded", hello((0x0A0A, 0xFF01, 0x0000, FERNET_PSK, 0xFAFA), extensions=(
                (0x4A4A, b"\1\2\3"), (0xFF02, b""), (0x0000, b"?")))),
            ("an extension of a later version, disregarded", hello(extensions=((1, b""),))),
            ("64 suites", hello([*many(63), FERNET_PSK])),
            ("16 key ids, one of them of 255 bytes",
             hello(key_ids=[*(bytes([i]) for i in range(14)), bytes(255), KEY_ID])),
            ("32 extensions", hello(extensions=[(kind, b"") for kind in many(32)]))):
        add(title, "accepted", data)
    for title, data in (
            ("no suite", hello(())), ("65 suites", hello([*many(64), FERNET_PSK])),
            ("a suite twice", hello((FERNET_PSK,) * 2)),
            ("an unknown suite twice", hello((FERNET_PSK, 0x2A2A, 0x2A2A))), ("half a suite", frame(1, odd)),
            ("17 key ids", hello(key_ids=[*(bytes([i]) for i in range(16)), KEY_ID])),
            ("an empty key id", hello(key_ids=(b"", KEY_ID))), ("a key id twice", hello(key_ids=(KEY_ID, KEY_ID))),
            ("33 extensions", hello(extensions=[(kind, b"") for kind in many(33)])),
            ("an extension twice", hello(extensions=((0x5A5A, b""), (0x5A5A, b"")))),
            ("cut short", frame(1, cut)), ("a byte left over", hello(end=b"\0")), ("no payload", frame(1, b""))):
        add(title, "malformed", data)
    add("other suites", "no_common_suite", hello((0x0009, 0x000A)))
    add("GREASE alone", "no_common_suite", hello((0x6A6A,)))
    add("other key ids", "unknown_key", hello(key_ids=(b"gates", b"Badges")))
    return found.finish()


def headers():
    found = Refusals("header")
    hello_frame = hello()
    for title, answer, data in (
            ("another protocol", "-", b"GET / HTTP/1.1\r\n"), ("one wrong byte", "-", b"\xfeRNX\1"),
            ("version 2, of which the header is not awaited", "unsupported_version", b"\xfeRNW\2"),
            ("version 0", "unsupported_version", b"\xfeRNW\0"),
            ("length 65,537, of which the payload is not awaited", "frame_too_large", frame(1, b"", length=65537)),
            ("the largest length", "frame_too_large", frame(1, b"", length=2 ** 32 - 1)),
            ("a reserved flag", "malformed", hello(flags=0x02)), ("the highest flag", "malformed", hello(flags=0x80)),
            ("the receiver's direction", "reflected", hello(side=1)), ("no direction", "reflected", hello(side=2)),
            ("a session id", "wrong_session", hello(session=1)), ("sequence 1", "wrong_sequence", hello(sequence=1)),
            ("an unknown type", "unexpected_message", b"".join((hello_frame[:5], b"\x40", hello_frame[6:]))),
            ("another type", "unexpected_message", frame(0x20, bytes(18))),
            ("the flag protected", "unexpected_message", hello(flags=1)), ("epoch 1", "wrong_epoch", hello(epoch=1)),
            ("all wrong from the flags on", "malformed", frame(0x40, b"", 1, 1, flags=3, session=1, epoch=1)),
            ("all wrong from the direction on", "reflected", frame(0x40, b"", 1, 1, flags=1, session=1, epoch=1)),
            ("all wrong from the session id on", "wrong_session", frame(0x40, b"", 0, 1, flags=1, session=1, epoch=1)),
            ("all wrong from the sequence on", "wrong_sequence", frame(0x40, b"", 0, 1, flags=1, epoch=1)),
            ("all wrong from the type on", "unexpected_message", frame(0x40, b"", 0, 0, flags=1, epoch=1)),
            ("all wrong from the epoch on", "wrong_epoch", frame(1, b"", epoch=1))):
        found.add(title, answer, received=data)
    return found.finish()


def server_hellos():
    found = Refusals("server_hello")

    def add(title, answer, suite=FERNET_PSK, key_id=KEY_ID, extensions=(), end=b"", session=SESSION):
        payload = server_hello(RANDOM, suite, key_id, extensions)
        payload = payload[:end] if isinstance(end, int) else payload + end
        found.add(title, answer, received=frame(2, payload, 1, session=session))

    add("as it should be", "accepted")
    add("without a key id", "accepted", key_id=b"")
    for title, suite in (("another suite", 0x0009), ("suite 0", 0), ("GREASE as the suite", 0x0A0A),
                         ("GREASE too", 0xFAFA)):
        add(title, "illegal_parameter", suite)
    add("another key id", "illegal_parameter", key_id=b"gates")
    add("an extension that was not offered", "illegal_parameter", extensions=((0x1234, b""),))
    add("a version that was not asked for", "illegal_parameter", extensions=((1, b"\1"),))
    add("GREASE as an extension", "illegal_parameter", extensions=((0x0A0A, b""),))
    add("an extension twice", "malformed", extensions=((0x1234, b""),) * 2)
    add("33 extensions", "malformed", extensions=[(kind, b"") for kind in many(33)])
    add("a byte left over", "malformed", end=b"\0")
    add("cut short", "malformed", end=-1)
    add("session id 0", "wrong_session", session=0)
    return found.finish()


def alerts():
    found = Refusals("alert")
    code = u16(18)
    for title, data in (
            ("as it should be", frame(0x30, code)), ("an unknown code", frame(0x30, u16(0x1234))),
            ("no code", frame(0x30, b"")), ("three bytes", frame(0x30, code + b"\0")),
            ("length 65,537", frame(0x30, code, length=65537)), ("a reserved flag", frame(0x30, code, flags=2)),
            ("the flag protected", frame(0x30, code, flags=1)), ("the receiver's direction", frame(0x30, code, 1)),
            ("a session id", frame(0x30, code, session=1)), ("sequence 1", frame(0x30, code, sequence=1)),
            ("epoch 1", frame(0x30, code, epoch=1))):
        found.add(title, "-", received=data)
    return found.finish()


def key_wraps():
    found = Refusals("key_wrap")
    wrapped = bytes([0]) + draw("wrap") * 7 + draw("wrap")[:31]

    def wraps(*kinds, data=wrapped):
        return block16(b"".join(bytes([kind]) + block16(data) for kind in kinds))

    found.add("nothing that unwraps, so that finished will fail", "accepted", payload=wraps(1, 2))
    for title, payload in (("the other order", wraps(2, 1)), ("one wrap", wraps(1)), ("three", wraps(1, 2, 2)),
                           ("none", wraps()), ("an unknown kind", wraps(1, 3)),
                           ("a byte less", wraps(1, 2, data=wrapped[1:])),
                           ("a byte more", wraps(1, 2, data=b"\0" + wrapped)),
                           ("a byte left over", wraps(1, 2) + b"\0")):
        found.add(title, "malformed", payload=payload)
    return found.finish()


def identities():
    found = Refusals("server identity")
    key, small = ED25519 + ed.encode(ed.BASE), ED25519 + ed.encode(ed.NEUTRAL)

    def add(title, answer, kind, der, signature, end=b""):
        found.add(title, answer, payload=bytes([kind]) + block16(der) + block16(signature) + end)

    add("nobody", "identity_required", 0, b"", b"")
    add("nobody with a key", "malformed", 0, key, b"")
    add("nobody with a signature", "malformed", 0, b"", bytes(64))
    add("a byte left over", "malformed", 2, key, bytes(64), b"\0")
    add("a byte left over, and an unknown kind", "malformed", 0xF0, key, bytes(64), b"\0")
    add("an RSA key", "bad_key", 1, RsaKey("server").der, bytes(64))
    add("an unknown kind", "bad_key", 0xF0, key, bytes(64))
    add("a key of small order, with the signature that is right for every message", "bad_key", 2, small,
        ed.encode(ed.NEUTRAL) + bytes(32))
    add("a signature that does not verify", "handshake_failed", 2, key, bytes(64))
    add("a signature of 63 bytes", "handshake_failed", 2, key, bytes(63))
    return found.finish()

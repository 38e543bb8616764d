# SPDX-License-Identifier: Apache-2.0
"""Refusals of what well protected records say."""

import hashlib

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from worked_example_refused_keys import LOW_ORDER, draw
from worked_example_session import (ALERT, BINARY, END, FILE, FIRST, JSON, LAST, MIDDLE, REKEY, TEXT, WHOLE, plaintext)
from worked_example_text import Refusals, block16, u16, u32, u64

DATA = b"data"


def file(name=b"name.bin", media_type=b"", size=len(DATA), offset=0, data=DATA):
    head = u64(size) + hashlib.sha256(DATA).digest() + block16(name) + block16(media_type)
    return u64(offset) + head + data


def rekey(epoch, material=b"", end=b""):
    return plaintext(REKEY, u32(epoch) + block16(material) + end)


def records():
    found = Refusals("record")

    def add(title, answer, *plaintexts):
        found.add(title, answer, plaintext=list(plaintexts))

    def text(content=b"x", message=1, fragment=WHOLE, reply=0, kind=TEXT):
        return plaintext(kind, content, message, reply, fragment)

    for kind in (0x00, 0x05, 0x0F, 0x13, 0x1F, 0x40, 0x7F, 0x80, 0xBF, 0xC0, 0xFF):
        control = 0x10 <= kind <= 0x3F or kind >= 0xC0
        add(f"content type 0x{kind:02X}", "malformed", text(kind=kind, message=0 if control else 1))
    for title, answer, *plaintexts in (
            ("17 bytes", "malformed", bytes([TEXT]) + bytes(16)), ("nothing", "malformed", b""),
            ("16,384 bytes of content", "accepted", text(bytes(16384), kind=BINARY)),
            ("16,385 bytes of content", "malformed", text(bytes(16385), kind=BINARY)),
            ("fragment 4", "malformed", text(fragment=4)), ("a middle alone", "malformed", text(fragment=MIDDLE)),
            ("a last alone", "malformed", text(fragment=LAST)),
            ("message id 0", "malformed", text(message=0)), ("message id 2 first", "malformed", text(message=2)),
            ("a message id twice", "malformed", text(), text()),
            ("a message inside another", "malformed", text(fragment=FIRST), text(message=2)),
            ("a first after a first", "malformed", text(fragment=FIRST), text(fragment=FIRST)),
            ("another message id inside", "malformed", text(fragment=FIRST), text(message=2, fragment=LAST)),
            ("another reply to inside", "malformed", text(fragment=FIRST), text(reply=1, fragment=LAST)),
            ("another content type inside", "malformed", text(fragment=FIRST), text(kind=JSON, fragment=LAST)),
            ("content type 0x20, disregarded", "accepted", plaintext(0x20, b"?"), text()),
            ("content type 0x3F between fragments", "accepted", text(fragment=FIRST), plaintext(0x3F),
             text(fragment=LAST)),
            ("content type 0x20 with a message id", "malformed", plaintext(0x20, b"?", 1)),
            ("content type 0x20 with a reply to", "malformed", plaintext(0x20, b"?", 0, 1)),
            ("content type 0x20 in fragments", "malformed", plaintext(0x20, b"?", fragment=FIRST)),
            ("a character in two fragments", "accepted", text(b"\xc3", fragment=FIRST), text(b"\xbc", fragment=LAST)),
            ("half a character", "malformed", text(b"\xc3")),
            ("a byte that UTF-8 does not have", "malformed", text(b"\xff")),
            ("UTF-8 that is too long", "malformed", text(b"\xc0\x80")),
            ("a surrogate", "malformed", text(b"\xed\xa0\x80")),
            ("JSON that is not UTF-8", "malformed", text(b'"\xff"', kind=JSON))):
        add(title, answer, *plaintexts)
    for title, answer, *plaintexts in (
            ("an end with content", "malformed", plaintext(END, b"x")),
            ("an end with a message id", "malformed", plaintext(END, b"", 1)),
            ("an end inside a message", "malformed", text(fragment=FIRST), plaintext(END)),
            ("a record after the end", "unexpected_message", plaintext(END), text()),
            ("a second end", "unexpected_message", plaintext(END), plaintext(END)),
            ("an alert", "-", plaintext(ALERT, u16(18))),
            ("an alert after the end", "-", plaintext(END), plaintext(ALERT, u16(18))),
            ("an alert without a code", "-", plaintext(ALERT)),
            ("an alert's first byte alone", "-", bytes([ALERT])),
            ("an alert of 17 bytes", "-", bytes([ALERT]) + bytes(16)),
            ("an alert of three bytes", "-", plaintext(ALERT, bytes(3))),
            ("an alert with a message id", "-", plaintext(ALERT, u16(18), 1)),
            ("an alert in fragments", "-", plaintext(ALERT, u16(18), fragment=FIRST)),
            ("a rekey", "accepted", rekey(2)), ("a rekey to its own epoch", "wrong_epoch", rekey(1)),
            ("a rekey to epoch 3", "wrong_epoch", rekey(3)), ("a rekey with material", "malformed", rekey(2, b"x")),
            ("a rekey with material, to epoch 3", "malformed", rekey(3, b"x")),
            ("a rekey with a byte left over", "malformed", rekey(2, end=b"x")),
            ("a rekey cut short", "malformed", plaintext(REKEY, u32(2))),
            ("16 rekeys", "accepted", *(rekey(epoch) for epoch in range(2, 18))),
            ("17 rekeys", "unexpected_message", *(rekey(epoch) for epoch in range(2, 19))),
            ("a message and 17 rekeys", "accepted", text(), *(rekey(epoch) for epoch in range(2, 19))),
            ("content that is disregarded and 17 rekeys", "unexpected_message", plaintext(0x20),
             *(rekey(epoch) for epoch in range(2, 19)))):
        add(title, answer, *plaintexts)
    return found.finish()


def files():
    found = Refusals("file")

    def add(title, answer, *contents):
        fragments = [WHOLE] if len(contents) == 1 else [FIRST, *[MIDDLE] * (len(contents) - 2), LAST]
        found.add(title, answer, plaintext=[plaintext(FILE, content, 1, 0, fragment)
                                            for content, fragment in zip(contents, fragments)])

    for title, name in (("name of one byte", b"n"), ("name of 255 bytes", b"n" * 255), ("a leading dot", b".profile"),
                        ("a leading dash", b"-rf"), ("a name that is reserved somewhere", b"CON"),
                        ("U+202E, which turns text around", "a\u202etxt.exe".encode())):
        add(title, "accepted", file(name))
    add("a wrong hash, for the application to refuse", "accepted", file(data=b"DATA"))
    add("without data", "accepted", file(size=0, data=b""))
    add("empty fragments", "accepted", file(data=b""), u64(0), u64(0) + DATA, u64(4))
    for title, name in (("no name", b""), ("name of 256 bytes", b"n" * 256), ("the name .", b"."),
                        ("the name ..", b".."),
                        ("a slash", b"../name"), ("a backslash", b"a\\b"), ("a NUL", b"a\0b"), ("a line feed", b"a\nb"),
                        ("DEL", b"a\x7fb"), ("U+0085", "a\u0085b".encode()), ("a name that is not UTF-8", b"\xff")):
        add(title, "malformed", file(name))
    for title, *contents in (
            ("a media type that is not UTF-8", file(media_type=b"\xff")), ("offset 1 first", file(offset=1)),
            ("more data than size", file(size=3)), ("fewer data than size", file(size=5)),
            ("a slash, and a size beyond every limit", file(b"a/b", size=2 ** 63)),
            ("offset 1, and a size beyond every limit", file(offset=1, size=2 ** 63)),
            ("a head cut short", file(data=b"")[:-1]),
            ("a gap", file(data=b"da"), u64(3) + b"a"), ("an offset twice", file(data=b"da"), u64(0) + b"ta"),
            ("a fragment without an offset", file(data=b"da"), bytes(7))):
        add(title, "malformed", *contents)
    return found.finish()


def x25519_rekeys():
    found = Refusals("x25519 rekey")
    public = X25519PrivateKey.from_private_bytes(draw("rekey")).public_key().public_bytes_raw()
    zeros = bytes(32)

    def add(title, answer, epoch, material):
        found.add(title, answer, plaintext=rekey(epoch, material))

    add("as it should be", "accepted", 2, public + u32(1))
    add("no material", "malformed", 2, b"")
    add("35 bytes", "malformed", 2, (public + u32(1))[:-1])
    add("37 bytes, all else wrong too", "malformed", 3, zeros + u32(9) + b"\0")
    add("to epoch 3, all after it wrong too", "wrong_epoch", 3, zeros + u32(9))
    add("peer epoch 0", "wrong_epoch", 2, public + u32(0))
    add("peer epoch 2, which there is not", "wrong_epoch", 2, public + u32(2))
    add("peer epoch 2 and a key of small order", "wrong_epoch", 2, zeros + u32(2))
    add("a key of zeros", "bad_key", 2, zeros + u32(1))
    add("a key of order 8", "bad_key", 2, LOW_ORDER[5].to_bytes(32, "little") + u32(1))
    return found.finish()

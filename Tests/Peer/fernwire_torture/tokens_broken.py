# SPDX-License-Identifier: Apache-2.0
"""Sections 5, 6.1, 6.2, 6.4, 6.8 and 6.9: inner protection that is wrong under an outer one that is right."""

import base64
import hmac
import os
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from hashlib import sha256

from cryptography.hazmat.primitives.asymmetric.padding import MGF1, OAEP, PSS
from cryptography.hazmat.primitives.ciphers import Cipher
from cryptography.hazmat.primitives.ciphers.algorithms import AES
from cryptography.hazmat.primitives.ciphers.modes import CBC
from cryptography.hazmat.primitives.hashes import SHA256

from fernwire_peer import rsakeys
from fernwire_peer.registry import HEADER_LENGTH, MessageType
from fernwire_peer.wire import u16, u64

from .deviation import SIGNED, TOKENS, At, Deviation, Move, named
from .identities_broken import flip_bit
from .outcome import BAD_RECORD, GOES_ON, Demand
from .puppet import Puppet


@dataclass(frozen=True)
class Token:
    """A Fernet token whose parts can be wrong (section 5)."""

    version: int = 0x80
    timestamp: int | None = None
    padding: Callable[[int], bytes] = lambda count: bytes([count]) * count
    mac: Callable[[bytes], bytes] = lambda value: value
    text: Callable[[bytes], bytes] = lambda value: value

    def make(self, key: bytes, plaintext: bytes) -> bytes:
        iv = os.urandom(16)
        encryptor = Cipher(AES(key[16:]), CBC(iv)).encryptor()
        stamp = int(time.time()) if self.timestamp is None else self.timestamp
        padded = plaintext + self.padding(16 - len(plaintext) % 16)
        body = bytes([self.version]) + u64(stamp) + iv + encryptor.update(padded) + encryptor.finalize()
        mac = hmac.new(key[:16], body, sha256).digest()
        return self.text(base64.urlsafe_b64encode(body + self.mac(mac)))


def fernet_key(puppet: Puppet) -> bytes:
    return puppet.suite.session_secret[:32]


def send_token(token: Token) -> Callable[[Puppet], None]:
    """What stands around the token is right; its length counts what is sent."""
    def act(puppet: Puppet) -> None:
        suite, key = puppet.suite, fernet_key(puppet)
        record = puppet.next_record()
        inner = record.encode()
        header = puppet.header(MessageType.RECORD, 0, puppet.sending_epoch, True)
        in_token = HEADER_LENGTH if suite.name == "fernet-psk" else 0
        # Until the token ends with =, so that there are unused bits and padding to be wrong.
        while len(Token().make(key, bytes(in_token) + inner).rstrip(b"=")) % 4 == 0:
            record = replace(record, content=record.content + bytes(16))
            inner = record.encode()
        length = len(token.make(key, bytes(in_token) + inner))
        around = suite.sealed_length(len(inner)) - len(Token().make(key, bytes(in_token) + inner))
        packed = replace(header, length=length + around).pack()
        made = token.make(key, packed[:in_token] + inner)
        outer = u16(len(made)) + made if suite.name == "rsa-fernet-signed" else made
        puppet.line.send(packed + suite.guard(packed, outer))
    return act


ALPHABET = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"


def loose(text: bytes) -> bytes:
    """The unused bits of the last character are not 0."""
    body = text.rstrip(b"=")
    place = ALPHABET.index(body[-1]) ^ 1
    return body[:-1] + ALPHABET[place:place + 1] + text[len(body):]


def token(name: str, sent: str, demand: Demand, made: Token) -> Deviation:
    return Deviation(f"token-{name}", "5, 6.1, 6.2, 6.9", f"a record whose token {sent}", demand,
                     Move(At.OPEN, action=send_token(made)), suites=TOKENS)


FERNET = (
    token("as-it-should-be", "is made by this tool, and right", GOES_ON, Token()),
    token("of-1970", "is of 1970", GOES_ON, Token(timestamp=0)),
    token("of-the-future", "has the largest timestamp", GOES_ON, Token(timestamp=2 ** 64 - 1)),
    token("version", "has version 0x81", BAD_RECORD, Token(version=0x81)),
    token("mac", "has a wrong HMAC", BAD_RECORD, Token(mac=lambda value: flip_bit(value, -1))),
    token("mac-cut", "has half an HMAC", BAD_RECORD, Token(mac=lambda value: value[:16])),
    token("padding-zero", "has padding of zeros", BAD_RECORD, Token(padding=bytes)),
    token("padding-uneven", "has padding whose first byte is wrong", BAD_RECORD,
          Token(padding=lambda count: bytes([0] * (count - 1) + [count]) if count > 1 else b"\0")),
    token("padding-17", "has padding of 17", BAD_RECORD, Token(padding=lambda count: bytes([17]) * count)),
    token("loose", "has unused bits that are not 0", BAD_RECORD, Token(text=loose)),
    token("without-equals", "lacks its padding characters", BAD_RECORD, Token(text=lambda text: text.rstrip(b"="))),
    token("with-equals", "has a padding character more", BAD_RECORD, Token(text=lambda text: text + b"=")),
    token("with-newline", "ends with a newline", BAD_RECORD, Token(text=lambda text: text + b"\n")),
    token("with-space", "begins with a space", BAD_RECORD, Token(text=lambda text: b" " + text)),
    token("with-nul", "ends with a zero byte", BAD_RECORD, Token(text=lambda text: text + b"\0")),
    token("not-utf-8", "has a byte that is no character", BAD_RECORD,
          Token(text=lambda text: text[:9] + b"\xff" + text[10:])),
    token("bare", "is not in base64", BAD_RECORD, Token(text=base64.urlsafe_b64decode)),
    token("empty", "is empty", BAD_RECORD, Token(text=lambda text: b"")),
)


def cbc_padding(puppet: Puppet) -> None:
    """Section 6.4: the MAC is right, the padding is not."""
    plaintext = puppet.next_record().encode()
    turned = plaintext[18:] + plaintext[:18]
    header = puppet.header(MessageType.RECORD, puppet.suite.sealed_length(len(plaintext)), puppet.sending_epoch, True)
    packed, iv = header.pack(), os.urandom(16)
    key = puppet.suite.header_keys(packed)["FERNWIRE_AES128_KEY"]
    encryptor = Cipher(AES(key), CBC(iv)).encryptor()
    token = iv + encryptor.update(turned + bytes(16 - len(turned) % 16)) + encryptor.finalize()
    puppet.line.send(packed + puppet.suite.guard(packed, token))


def bare_mac(count: int) -> Callable[[Puppet], None]:
    """A right MAC over fewer bytes than an IV and a block."""
    def act(puppet: Puppet) -> None:
        packed = puppet.header(MessageType.RECORD, count + 32, puppet.sending_epoch, True).pack()
        puppet.line.send(packed + puppet.suite.guard(packed, bytes(count)))
    return act


def send_signed(make: Callable[[Puppet, bytes], bytes]) -> Callable[[Puppet], None]:
    """The signature is right for what is signed: a length and a token or ciphertext that are wrong."""
    def act(puppet: Puppet) -> None:
        plaintext = puppet.next_record().encode()
        inner = make(puppet, plaintext)
        signature = rsakeys.modulus_length(puppet.suite._own)
        packed = puppet.header(MessageType.RECORD, len(inner) + signature, puppet.sending_epoch, True).pack()
        puppet.line.send(packed + puppet.suite.guard(packed, inner))
    return act


def right(puppet: Puppet, plaintext: bytes) -> bytes:
    return puppet.suite.token(bytes(HEADER_LENGTH), plaintext)


def sealed_with(label: bytes) -> Callable[[Puppet, bytes], bytes]:
    def make(puppet: Puppet, plaintext: bytes) -> bytes:
        made = puppet.suite._other.encrypt(plaintext, OAEP(MGF1(SHA256()), SHA256(), label))
        return u16(len(made)) + made
    return make


def salted(puppet: Puppet) -> None:
    """A signature that is right but for its salt of 20 bytes."""
    plaintext, suite = puppet.next_record().encode(), puppet.suite
    packed = puppet.header(MessageType.RECORD, suite.sealed_length(len(plaintext)), puppet.sending_epoch, True).pack()
    inner = suite.token(packed, plaintext)
    signature = suite._own.sign(suite._signed(packed, inner), PSS(MGF1(SHA256()), 20), SHA256())
    puppet.line.send(packed + inner + signature)


def inner(name: str, sent: str, act: Callable[[Puppet], None], suites: object, section: str) -> Deviation:
    return Deviation(f"inner-{name}", section, f"a record {sent}", BAD_RECORD, Move(At.OPEN, action=act), suites=suites)


INNER = (
    inner("cbc-padding", "with a right MAC, and padding of zeros", cbc_padding, named("aes128-cbc-psk"), "6.4"),
    *(inner(f"cbc-of-{count}", f"with a right MAC over {count} bytes", bare_mac(count), named("aes128-cbc-psk"), "6.4")
      for count in (0, 16, 40)),
    inner("hmac-alone", "with a right MAC over no token", bare_mac(0), named("rsa-fernet-hmac"), "6.2"),
    *(inner(f"length-{name}", f"with a right signature over {sent}", send_signed(make), SIGNED, "6.8, 6.9")
      for name, sent, make in (
          ("small", "a length that is one too small",
           lambda p, text: u16(len(right(p, text)) - 3) + right(p, text)[2:]),
          ("large", "a length that is one too large",
           lambda p, text: u16(len(right(p, text)) - 1) + right(p, text)[2:]),
          ("missing", "nothing", lambda p, text: b""), ("half", "one byte", lambda p, text: b"\0"),
          ("zero", "a length of 0", lambda p, text: bytes(2)),
          ("left-over", "a ciphertext and a byte more", lambda p, text: right(p, text) + b"\0"))),
    inner("oaep-label", "encrypted with the label of wraps", send_signed(sealed_with(b"fernwire fernet key")),
          named("rsa-sealed"), "6.8"),
    inner("oaep-no-label", "encrypted without a label", send_signed(sealed_with(b"")), named("rsa-sealed"), "6.8"),
    inner("oaep-zeros", "with a right signature over zeros", send_signed(lambda p, text: u16(256) + bytes(256)),
          named("rsa-sealed"), "6.8"),
    inner("salt-20", "whose signature has a salt of 20 bytes", salted, SIGNED, "3.6, 6.8, 6.9"),
)

TOKENS_BROKEN = FERNET + INNER

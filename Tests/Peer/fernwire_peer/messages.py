# SPDX-License-Identifier: Apache-2.0
"""The payloads of the handshake messages (sections 3.1 to 3.7) and of the alert frame (section 8)."""

from dataclasses import dataclass

from .errors import malformed
from .wire import Reader, block16, block8, list16, u16, u8

RANDOM_LENGTH = 32
MAX_SUITES = 64
MAX_KEY_IDS = 16
MAX_EXTENSIONS = 32

Extension = tuple[int, bytes]
Wrap = tuple[int, bytes]


def _encode_extensions(extensions: tuple[Extension, ...]) -> bytes:
    return list16(u16(kind) + block16(data) for kind, data in extensions)


def _read_extensions(reader: Reader) -> tuple[Extension, ...]:
    extensions = tuple(reader.list16(lambda inner: (inner.u16(), inner.block16())))
    if len(extensions) > MAX_EXTENSIONS:
        raise malformed("too many extensions")
    if len({kind for kind, _ in extensions}) != len(extensions):
        raise malformed("an extension stands twice")
    return extensions


@dataclass(frozen=True)
class ClientHello:
    """Section 3.1."""

    random: bytes
    suites: tuple[int, ...]
    key_ids: tuple[bytes, ...]
    extensions: tuple[Extension, ...]

    def encode(self) -> bytes:
        return (self.random + list16(map(u16, self.suites)) + list16(map(block8, self.key_ids))
                + _encode_extensions(self.extensions))

    @classmethod
    def decode(cls, payload: bytes) -> "ClientHello":
        reader = Reader(payload)
        hello = cls(reader.take(RANDOM_LENGTH), tuple(reader.list16(Reader.u16)),
                    tuple(reader.list16(Reader.block8)), _read_extensions(reader))
        reader.finish()
        if not 1 <= len(hello.suites) <= MAX_SUITES or len(set(hello.suites)) != len(hello.suites):
            raise malformed("the suites are not 1 to 64 different ones")
        if len(hello.key_ids) > MAX_KEY_IDS or b"" in hello.key_ids or len(set(hello.key_ids)) != len(hello.key_ids):
            raise malformed("the key ids are more than 16, or one is empty or stands twice")
        return hello


@dataclass(frozen=True)
class ServerHello:
    """Section 3.2."""

    random: bytes
    suite: int
    key_id: bytes
    extensions: tuple[Extension, ...]

    def encode(self) -> bytes:
        return self.random + u16(self.suite) + block8(self.key_id) + _encode_extensions(self.extensions)

    @classmethod
    def decode(cls, payload: bytes) -> "ServerHello":
        reader = Reader(payload)
        hello = cls(reader.take(RANDOM_LENGTH), reader.u16(), reader.block8(), _read_extensions(reader))
        reader.finish()
        return hello


def encode_public_key(kind: int, key: bytes) -> bytes:
    """Section 3.3."""
    return u8(kind) + block16(key)


def decode_public_key(payload: bytes) -> tuple[int, bytes]:
    """Section 3.3: the kind and the key."""
    reader = Reader(payload)
    kind, key = reader.u8(), reader.block16()
    reader.finish()
    return kind, key


def encode_key_wrap(wraps: list[Wrap]) -> bytes:
    """Section 3.4."""
    return list16(u8(kind) + block16(wrapped) for kind, wrapped in wraps)


def decode_key_wrap(payload: bytes) -> list[Wrap]:
    """Section 3.4: what the suite expects of the list is the suite's to check."""
    reader = Reader(payload)
    wraps = reader.list16(lambda inner: (inner.u8(), inner.block16()))
    reader.finish()
    return wraps


def encode_key_share(kind: int, share: bytes) -> bytes:
    """Section 3.5, of the same form as section 3.3."""
    return encode_public_key(kind, share)


def decode_key_share(payload: bytes) -> tuple[int, bytes]:
    """Section 3.5: the kind and the share."""
    return decode_public_key(payload)


def encode_identity(kind: int, key: bytes, signature: bytes) -> bytes:
    """Section 3.7."""
    return u8(kind) + block16(key) + block16(signature)


def decode_identity(payload: bytes) -> tuple[int, bytes, bytes]:
    """Section 3.7: kind, key and signature."""
    reader = Reader(payload)
    kind, key, signature = reader.u8(), reader.block16(), reader.block16()
    reader.finish()
    if kind == 0 and (key or signature):
        raise malformed("a key or a signature of nobody")
    return kind, key, signature


def decode_alert(payload: bytes) -> int:
    """Section 8, the form of an alert frame and of an alert record."""
    reader = Reader(payload)
    code = reader.u16()
    reader.finish()
    return code

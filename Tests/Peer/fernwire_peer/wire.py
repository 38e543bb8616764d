# SPDX-License-Identifier: Apache-2.0
"""Notation (section 1) and the frame header (section 2)."""

import struct
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TypeVar

from .errors import malformed
from .registry import MAGIC, VERSION

Element = TypeVar("Element")

HEADER_FORM = struct.Struct(">4sBBBBIQQI")


@dataclass(frozen=True)
class Header:
    """The 32 bytes before each payload (section 2). The type stays a plain number: it may be unknown."""

    type: int
    flags: int
    direction: int
    epoch: int
    session_id: int
    sequence: int
    length: int
    version: int = VERSION
    magic: bytes = MAGIC

    def pack(self) -> bytes:
        return HEADER_FORM.pack(self.magic, self.version, self.type, self.flags, self.direction, self.epoch,
                                self.session_id, self.sequence, self.length)

    @classmethod
    def unpack(cls, data: bytes) -> "Header":
        magic, version, type_, flags, direction, epoch, session_id, sequence, length = HEADER_FORM.unpack(data)
        return cls(type_, flags, direction, epoch, session_id, sequence, length, version, magic)


class Reader:
    """Reads the fields of one payload; one that ends early or has bytes left over is malformed (section 1)."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._at = 0

    @property
    def remaining(self) -> int:
        return len(self._data) - self._at

    def take(self, count: int) -> bytes:
        if count > self.remaining:
            raise malformed("a payload ends early")
        self._at += count
        return bytes(self._data[self._at - count:self._at])

    def _integer(self, width: int) -> int:
        return int.from_bytes(self.take(width), "big")

    def u8(self) -> int:
        return self._integer(1)

    def u16(self) -> int:
        return self._integer(2)

    def u32(self) -> int:
        return self._integer(4)

    def u64(self) -> int:
        return self._integer(8)

    def block8(self) -> bytes:
        """bytes<u8>"""
        return self.take(self.u8())

    def block16(self) -> bytes:
        """bytes<u16>"""
        return self.take(self.u16())

    def list16(self, element: Callable[["Reader"], Element]) -> list[Element]:
        """list<u16>: a length in bytes, then elements that fill it exactly."""
        inner = Reader(self.block16())
        found = []
        while inner.remaining:
            found.append(element(inner))
        return found

    def rest(self) -> bytes:
        return self.take(self.remaining)

    def finish(self) -> None:
        if self.remaining:
            raise malformed("a payload has bytes left over")


def u8(value: int) -> bytes:
    return value.to_bytes(1, "big")


def u16(value: int) -> bytes:
    return value.to_bytes(2, "big")


def u32(value: int) -> bytes:
    return value.to_bytes(4, "big")


def u64(value: int) -> bytes:
    return value.to_bytes(8, "big")


def block8(data: bytes) -> bytes:
    """bytes<u8>"""
    return u8(len(data)) + data


def block16(data: bytes) -> bytes:
    """bytes<u16>"""
    return u16(len(data)) + data


def list16(elements: Iterable[bytes]) -> bytes:
    """list<u16> of elements that are encoded already."""
    return block16(b"".join(elements))

# SPDX-License-Identifier: Apache-2.0
"""What the messages carry (section 4): text, json, binary and file."""

import hashlib
import json
import unicodedata
from dataclasses import dataclass, replace

from .errors import malformed
from .registry import ContentType
from .wire import Reader, block16, u64

MAX_NAME_LENGTH = 255


@dataclass(frozen=True)
class FileHead:
    """The fields of a file's first fragment, after the offset."""

    size: int
    sha256: bytes
    name: bytes
    media_type: bytes

    def encode(self) -> bytes:
        return u64(self.size) + self.sha256 + block16(self.name) + block16(self.media_type)

    @classmethod
    def of(cls, data: bytes, name: str, media_type: str = "application/octet-stream") -> "FileHead":
        return cls(len(data), hashlib.sha256(data).digest(), name.encode(), media_type.encode())


@dataclass(frozen=True)
class Message:
    """One message; `content` is the text, json or binary itself, or the data of the file."""

    content_type: ContentType
    content: bytes
    reply_to: int = 0
    head: FileHead | None = None
    message_id: int = 0

    def answering(self, other: "Message") -> "Message":
        return replace(self, reply_to=other.message_id)

    def split(self, limit: int) -> list[bytes]:
        """The contents of the records that carry the message."""
        if self.head is not None:
            return self._split_file(self.head, limit)
        return [self.content[at:at + limit] for at in range(0, len(self.content), limit)] or [b""]

    def _split_file(self, head: FileHead, limit: int) -> list[bytes]:
        """The head cannot be cut: a limit that is too small for it, or for an offset and a byte, is passed over."""
        encoded = head.encode()
        offset_length = len(u64(0))
        at = max(0, limit - offset_length - len(encoded))
        parts = [u64(0) + encoded + self.content[:at]]
        step = max(1, limit - offset_length)
        parts += [u64(start) + self.content[start:start + step] for start in range(at, len(self.content), step)]
        return parts

    @property
    def is_intact(self) -> bool:
        """Whether a file's data has the hash that was announced."""
        return self.head is not None and hashlib.sha256(self.content).digest() == self.head.sha256


class Assembly:
    """The content of a message while its fragments come in."""

    def __init__(self, content_type: ContentType, message_id: int, reply_to: int) -> None:
        self.data = bytearray()
        self._message = Message(content_type, b"", reply_to, message_id=message_id)

    def add(self, content: bytes) -> None:
        self.data += content

    def finish(self) -> Message:
        message = replace(self._message, content=bytes(self.data))
        if message.content_type is ContentType.TEXT:
            _decode(message.content)
        elif message.content_type is ContentType.JSON:
            _parse_json(message.content)
        return message


class FileAssembly(Assembly):
    """The same for a file."""

    def __init__(self, content_type: ContentType, message_id: int, reply_to: int) -> None:
        super().__init__(content_type, message_id, reply_to)
        self._head: FileHead | None = None

    def add(self, content: bytes) -> None:
        reader = Reader(content)
        if reader.u64() != len(self.data):
            raise malformed("a file's offsets have a gap")
        if self._head is None:
            self._head = FileHead(reader.u64(), reader.take(32), reader.block16(), reader.block16())
            _check_name(self._head.name)
            _decode(self._head.media_type)
        self.data += reader.rest()
        if len(self.data) > self._head.size:
            raise malformed("a file is longer than its size")

    def finish(self) -> Message:
        if self._head is None or len(self.data) != self._head.size:
            raise malformed("a file is shorter than its size")
        return replace(super().finish(), head=self._head)


def start_assembly(content_type: int, message_id: int, reply_to: int) -> Assembly:
    kind = FileAssembly if content_type == ContentType.FILE else Assembly
    return kind(ContentType(content_type), message_id, reply_to)


def _decode(data: bytes) -> str:
    try:
        return data.decode()
    except UnicodeDecodeError as error:
        raise malformed("not UTF-8") from error


def _refuse_constant(name: str) -> None:
    raise ValueError(f"{name} is no JSON")


def _parse_json(data: bytes) -> None:
    try:
        # Numbers stay text: Python limits the digits of an integer, JSON does not.
        json.loads(_decode(data), parse_int=str, parse_constant=_refuse_constant)
    except (ValueError, RecursionError) as error:
        raise malformed("not a JSON value") from error


def _check_name(name: bytes) -> None:
    text = _decode(name)
    if not 1 <= len(name) <= MAX_NAME_LENGTH or text in (".", ".."):
        raise malformed("no file name")
    if any(character in "/\\" or unicodedata.category(character) == "Cc" for character in text):
        raise malformed("a file name with a character that has no place there")

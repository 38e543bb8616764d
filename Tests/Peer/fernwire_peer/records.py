# SPDX-License-Identifier: Apache-2.0
"""Record plaintexts, fragments and the messages that are put together of them (section 4)."""

from dataclasses import dataclass

from .content import Assembly, Message, start_assembly
from .errors import Failure, malformed
from .registry import CONTROL, IGNORABLE, MAX_CONTENT, MAX_MESSAGE, Alert, ContentType, Fragment
from .wire import Reader, u64, u8


@dataclass(frozen=True)
class Record:
    """A record plaintext. Numbers stay plain, so that a deviation can write unknown ones."""

    content_type: int
    fragment: int
    message_id: int
    reply_to: int
    content: bytes

    def encode(self) -> bytes:
        return (u8(self.content_type) + u8(self.fragment) + u64(self.message_id) + u64(self.reply_to) + self.content)

    @classmethod
    def decode(cls, plaintext: bytes) -> "Record":
        reader = Reader(plaintext)
        record = cls(reader.u8(), reader.u8(), reader.u64(), reader.u64(), reader.rest())
        if record.content_type not in (*ContentType, *IGNORABLE):
            raise malformed("unknown content type")
        if record.fragment not in list(Fragment):
            raise malformed("unknown fragment")
        if len(record.content) > MAX_CONTENT:
            raise malformed("too much content")
        if record.is_control and (record.fragment, record.message_id, record.reply_to) != (Fragment.WHOLE, 0, 0):
            raise malformed("control content in fragments or with an id")
        return record

    @property
    def is_control(self) -> bool:
        return self.content_type in CONTROL


def control(content_type: ContentType, content: bytes = b"") -> Record:
    return Record(content_type, Fragment.WHOLE, 0, 0, content)


def cut(message: Message, message_id: int, limit: int) -> list[Record]:
    """The records of one message, with at most `limit` bytes of content each (for files see content.split_file)."""
    parts = message.split(min(limit, MAX_CONTENT))
    fragments = [Fragment.FIRST, *[Fragment.MIDDLE] * (len(parts) - 2), Fragment.LAST] if len(parts) > 1 else [
        Fragment.WHOLE]
    return [Record(message.content_type, fragment, message_id, message.reply_to, part)
            for fragment, part in zip(fragments, parts, strict=True)]


class Assembler:
    """Puts one direction's messages together."""

    # What may follow what; None stands for the beginning.
    FOLLOWERS = {
        None: (Fragment.WHOLE, Fragment.FIRST),
        Fragment.WHOLE: (Fragment.WHOLE, Fragment.FIRST),
        Fragment.FIRST: (Fragment.MIDDLE, Fragment.LAST),
        Fragment.MIDDLE: (Fragment.MIDDLE, Fragment.LAST),
        Fragment.LAST: (Fragment.WHOLE, Fragment.FIRST),
    }

    def __init__(self) -> None:
        self._last: Record | None = None
        self._assembly: Assembly | None = None

    @property
    def is_between_messages(self) -> bool:
        return self._assembly is None

    def add(self, record: Record) -> Message | None:
        """The message that this record completes, if it completes one."""
        self._check_place(record)
        self._last = record
        if self._assembly is None:
            self._assembly = start_assembly(record.content_type, record.message_id, record.reply_to)
        self._assembly.add(record.content)
        if len(self._assembly.data) > MAX_MESSAGE:
            raise Failure(Alert.MESSAGE_TOO_LARGE, "a message above this peer's limit")
        if record.fragment in (Fragment.FIRST, Fragment.MIDDLE):
            return None
        message = self._assembly.finish()
        self._assembly = None
        return message

    def _check_place(self, record: Record) -> None:
        last = self._last
        if record.fragment not in self.FOLLOWERS[last and Fragment(last.fragment)]:
            raise malformed("a fragment out of place")
        if record.fragment in (Fragment.WHOLE, Fragment.FIRST):
            if record.message_id != (last.message_id if last else 0) + 1:
                raise malformed("not the next message id")
        elif self._identity(record) != self._identity(last):
            raise malformed("a fragment of another message")

    @staticmethod
    def _identity(record: Record) -> tuple[int, int, int]:
        return record.content_type, record.message_id, record.reply_to

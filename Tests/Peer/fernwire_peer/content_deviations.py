# SPDX-License-Identifier: Apache-2.0
"""Deviations inside well protected records: fragments, ids and contents that section 4 does not allow."""

from collections.abc import Callable
from dataclasses import replace

from .content import FileHead
from .deviation import BOTH, SOME_SUITES, Deviation
from .records import Record, control
from .registry import IGNORABLE, MAX_CONTENT, MAX_MESSAGE, Alert, ContentType, Fragment
from .rsa_suites import RsaSealed
from .session import Session
from .suites import SUITES
from .toy_suite import ToyDh16
from .wire import u64

FILE_DATA = b"data"
HEAD = FileHead.of(FILE_DATA, "name.bin")


def whole(content: bytes, content_type: int = ContentType.TEXT, message_id: int = 0) -> Record:
    return Record(content_type, Fragment.WHOLE, message_id, 0, content)


def part(fragment: int, message_id: int = 0) -> Record:
    return Record(ContentType.TEXT, fragment, message_id, 0, b"part")


def file(head: FileHead, offset: int = 0) -> Record:
    return whole(u64(offset) + head.encode() + FILE_DATA, ContentType.FILE)


def sends(*records: Record) -> Callable[[Session], None]:
    """Message ids count from the session's next one, but control content keeps its 0."""
    def act(session: Session) -> None:
        start = session.next_message_id()
        for record in records:
            is_message = not record.is_control
            session.send_record(replace(record, message_id=start + record.message_id) if is_message else record)
    return act


def endless(session: Session) -> None:
    """Fragments without a last one, one byte more than a receiver of 16 MiB takes."""
    message = session.next_message_id()
    block = bytes(MAX_CONTENT)
    for fragment in [Fragment.FIRST] + [Fragment.MIDDLE] * (MAX_MESSAGE // MAX_CONTENT):
        session.send_record(Record(ContentType.BINARY, fragment, message, 0, block))


def malformed(name: str, *records: Record, suites: tuple[str, ...] = ()) -> Deviation:
    return Deviation(name, BOTH, Alert.MALFORMED, action=sends(*records), suites=suites)


# rsa-sealed has no room for more than 172 bytes, and makes of 16 MiB some 100,000 signatures.
ROOMY = tuple(name for name in SUITES if name != RsaSealed.name)
# The toy takes Python half a minute.
QUICK = tuple(name for name in ROOMY if name != ToyDh16.name)


CONTENT_DEVIATIONS = (
    *(malformed(f"content-type-{kind:02x}", whole(b"x", kind), suites=SOME_SUITES if kind != 0x7F else ())
      for kind in (0x00, 0x0F, 0x13, 0x1F, 0x40, 0x7F, 0x80, 0xBF, 0xC0, 0xFF)),
    malformed("ignorable-with-id", replace(whole(b"x", IGNORABLE[0]), message_id=1), suites=SOME_SUITES),
    malformed("ignorable-in-fragments", replace(whole(b"x", IGNORABLE[-1]), fragment=Fragment.FIRST),
              suites=SOME_SUITES),
    malformed("bad-fragment", part(Fragment.MIDDLE)),
    malformed("unknown-fragment", part(4)),
    malformed("unfinished-message", part(Fragment.FIRST), part(Fragment.WHOLE, 1)),
    malformed("other-message-inside", part(Fragment.FIRST), part(Fragment.LAST, 1)),
    malformed("skip-message-id", whole(b"x", message_id=1)),
    malformed("repeat-message-id", whole(b"x"), whole(b"x")),
    malformed("long-content", whole(bytes(MAX_CONTENT + 1)), suites=ROOMY),
    malformed("control-with-id", replace(control(ContentType.END_OF_SESSION), message_id=1)),
    malformed("control-in-fragments", replace(control(ContentType.END_OF_SESSION), fragment=Fragment.FIRST)),
    malformed("end-with-content", control(ContentType.END_OF_SESSION, b"x")),
    malformed("bad-utf8", whole(b"\xff")),
    malformed("bad-json", whole(b"{} {}", ContentType.JSON)),
    malformed("file-path", file(replace(HEAD, name=b"../name"))),
    malformed("file-offset", file(HEAD, 1)),
    malformed("file-too-long", file(replace(HEAD, size=len(FILE_DATA) - 1))),
    malformed("file-too-short", file(replace(HEAD, size=len(FILE_DATA) + 1))),
    Deviation("endless-message", BOTH, Alert.MESSAGE_TOO_LARGE, action=endless, suites=QUICK),
)

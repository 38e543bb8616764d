# SPDX-License-Identifier: Apache-2.0
"""Section 4: messages, beyond those that section 12.2 lists: their limits, and what an application may not spoil."""

from collections.abc import Callable
from dataclasses import replace

from fernwire_peer.content import FileHead
from fernwire_peer.records import Record, control
from fernwire_peer.registry import MAX_CONTENT, Alert, ContentType, Fragment
from fernwire_peer.wire import block16, u32, u64

from .deviation import At, Deviation, Move, but, rekeying
from .outcome import GOES_ON, MALFORMED, Demand, refused
from .puppet import Puppet

MIB = 1024 * 1024
TOO_LARGE = refused(Alert.MESSAGE_TOO_LARGE, Alert.BUSY)
# rsa-sealed makes 172 bytes a record, and the toy takes Python long.
ROOMY, QUICK = but("rsa-sealed"), but("rsa-sealed", "toy-dh16")


def content(name: str, sent: str, demand: Demand, act: Callable[[Puppet], None], section: str = "4",
            **more: object) -> Deviation:
    return Deviation(f"content-{name}", section, sent, demand, Move(At.OPEN, action=act), **more)


def fragments(puppet: Puppet, parts: list[bytes], kind: int = ContentType.TEXT,
              between: Callable[[Puppet], None] = lambda puppet: None) -> None:
    """One message in these fragments."""
    first = puppet.next_record(b"", kind)
    for place, part in enumerate(parts):
        fragment = (Fragment.FIRST if place == 0 else Fragment.LAST if place == len(parts) - 1 else Fragment.MIDDLE)
        puppet.send_record(replace(first, fragment=fragment, content=part))
        between(puppet)


def of_size(size: int, kind: int = ContentType.BINARY) -> Callable[[Puppet], None]:
    def act(puppet: Puppet) -> None:
        room = min(MAX_CONTENT, puppet.suite.limit)
        fragments(puppet, [b"x" * min(room, size - at) for at in range(0, size, room)], kind)
    return act


def endless(puppet: Puppet) -> None:
    """Fragments without a last one, beyond the target's limit."""
    first = puppet.next_record(bytes(MAX_CONTENT), ContentType.BINARY)
    puppet.send_record(replace(first, fragment=Fragment.FIRST))
    for _ in range(puppet.terms.message_limit // MAX_CONTENT):
        puppet.send_record(replace(first, fragment=Fragment.MIDDLE))
        if puppet.line.is_broken:
            return


def enormous_file(puppet: Puppet) -> None:
    head = FileHead(2 ** 62, bytes(32), b"large.bin", b"")
    puppet.send_record(replace(puppet.next_record(u64(0) + head.encode() + b"data", ContentType.FILE),
                               fragment=Fragment.FIRST))


def ignorable(puppet: Puppet) -> None:
    for kind in range(0x20, 0x40):
        puppet.send_record(control(kind, bytes([kind]) * (kind - 0x20)))


def replying(reply_to: int) -> Callable[[Puppet], None]:
    return lambda puppet: puppet.send_message(ContentType.TEXT, b"an answer", reply_to)


def rekey_cut_short(puppet: Puppet) -> None:
    """A control record in fragments."""
    puppet.send_record(Record(ContentType.REKEY, Fragment.FIRST, 0, 0, u32(puppet.sending_epoch + 1) + block16(b"")))


CONTENTS = (
    content("reply-to-the-future", "a text that answers a message which there is not", GOES_ON, replying(2 ** 64 - 1)),
    content("reply-to-itself", "a text that answers message 1", GOES_ON, replying(1)),
    content("every-ignorable", "a record of each content type that may be ignored", GOES_ON, ignorable),
    content("ignorable-between-fragments", "content that may be ignored between the fragments of a text", GOES_ON,
            lambda puppet: fragments(puppet, [b"a", b"b", b"c"], between=ignorable)),
    content("rekey-between-fragments", "rekeys between the fragments of a text", GOES_ON,
            lambda puppet: fragments(puppet, [b"a", b"b", b"c"], between=Puppet.send_rekey), "4, 4.2",
            suites=rekeying),
    content("empty", "a text without content", GOES_ON, lambda puppet: puppet.say(b"")),
    content("200-empty-fragments", "a text of 200 empty fragments", GOES_ON,
            lambda puppet: fragments(puppet, [b""] * 200)),
    content("single-bytes", "a text of characters whose bytes come in fragments of their own", GOES_ON,
            lambda puppet: fragments(puppet, [bytes([byte]) for byte in "ü€😀".encode()])),
    content("no-json", "JSON that is UTF-8 and no JSON", GOES_ON,
            lambda puppet: puppet.send_message(ContentType.JSON, b"{} {}")),
    content("json-with-mark", "JSON after a byte order mark", GOES_ON,
            lambda puppet: puppet.send_message(ContentType.JSON, b"\xef\xbb\xbf{}")),
    content("json-deep", "JSON of 10,000 brackets in fragments", GOES_ON, lambda puppet: fragments(
        puppet, [b"[" * 100] * 50 + [b"]" * 100] * 50, ContentType.JSON)),
    content("text-of-controls", "a text of all control characters, and of those that turn text around", GOES_ON,
            lambda puppet: puppet.say(bytes(range(32)) + "\x7f\x85\u202e\u2028\u2066".encode())),
    content("of-1-mib", "a binary message of 1 MiB", GOES_ON, of_size(MIB), suites=ROOMY),
    content("of-1-mib-sealed", "a binary message of 1 MiB", GOES_ON, of_size(MIB),
            suites=lambda suite: not ROOMY(suite), seconds=60.0),
    content("endless", "a message beyond the target's limit, without an end", TOO_LARGE, endless, "4, 7.5",
            suites=QUICK, seconds=30.0),
    # A receiver that stores files as they come may have no limit. It then refuses the message that we send next.
    content("file-of-2-62-bytes", "the first fragment of a file of 2^62 bytes, then a text",
            TOO_LARGE | MALFORMED, enormous_file, "4, 4.1"),
    content("rekey-in-fragments", "a rekey that says to be a first fragment", MALFORMED, rekey_cut_short),
)

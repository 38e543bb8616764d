# SPDX-License-Identifier: Apache-2.0
"""Sections 2, 3.8, 4 and 4.2: what must be refused at its time, and not before; and some mixtures of faults."""

from collections.abc import Callable
from dataclasses import replace

from fernwire_peer.registry import HEADER_LENGTH, MAX_PAYLOAD, REKEY_ALLOWANCE, ContentType, Fragment, MessageType
from fernwire_peer.suite_base import SuiteBase
from fernwire_peer.wire import block16

from .contents_broken import QUICK, fragments
from .deviation import BOTH, CLIENT, SERVER, At, Deviation, Move, rekeying, shared_key
from .frames_broken import REFLECTED, TOO_LARGE, VERSION, put
from .outcome import BAD_KEY, GOES_ON, HANDSHAKE_FAILED, MALFORMED, UNEXPECTED, WRONG_FINISHED, improper
from .puppet import Puppet

PAUSE = 0.4


def listen(puppet: Puppet, too_early: str) -> None:
    """Nothing may come now."""
    if puppet.line.has_data(PAUSE):
        raise improper(f"it answered {too_early}")


def header_first(puppet: Puppet, frame: bytes) -> None:
    """Checks 4 to 10 are made when the frame is complete."""
    puppet.line.send(frame[:-1])
    listen(puppet, "before the frame was complete")
    puppet.line.send(frame[-1:])


def half_characters(puppet: Puppet) -> None:
    """Text that is not UTF-8 is refused at its last fragment."""
    first = puppet.next_record(b"\xff")
    puppet.send_record(replace(first, fragment=Fragment.FIRST))
    listen(puppet, "before the last fragment")
    puppet.send_record(replace(first, fragment=Fragment.LAST, content=b"end"))


def echo(puppet: Puppet) -> None:
    puppet.line.send(puppet.last_frame)


def rekeys_after_fragments(more: int) -> Callable[[Puppet], None]:
    """Each record of a message counts, not each message."""
    def act(puppet: Puppet) -> None:
        fragments(puppet, [b"x"] * 10)
        for _ in range(REKEY_ALLOWANCE + 10 + more):
            puppet.send_rekey()
    return act


def many_ignorable(puppet: Puppet) -> None:
    for _ in range(3000):
        puppet.line.send(puppet.seal(b"\x20" + bytes(17) + b"nothing"))


def other_key(puppet: Puppet) -> None:
    """Our side holds another pre-shared key."""
    suite = puppet.suite
    suite.session_secret = bytes(byte ^ 1 for byte in suite.session_secret)
    suite._key = suite.session_secret


def early_finished(puppet: Puppet) -> None:
    """The server's finished before the client's, which it has to cover."""
    data = puppet.suite.verify_data(bytes(puppet.transcript), puppet.role)
    puppet.send_frame(MessageType.FINISHED, data)


def without_flights(suite: type[SuiteBase]) -> bool:
    return not suite.flights


PATIENCE = (
    Deviation("hello-flag-complete", "2", "our hello with a reserved flag, its last byte later", MALFORMED,
              Move(At.HELLO, header=put(flags=0x80), send=header_first)),
    Deviation("hello-direction-complete", "2", "our hello with the receiver's direction, its last byte later",
              REFLECTED, Move(At.HELLO, header=lambda h: replace(h, direction=1 - h.direction), send=header_first)),
    Deviation("hello-too-large-and-more", "2", "a header whose fields are all wrong from the length on", TOO_LARGE,
              Move(At.HELLO, header=put(flags=0xFF, direction=9, sequence=7, type=0x40, length=MAX_PAYLOAD + 1),
                   send=lambda puppet, frame: puppet.line.send(frame[:HEADER_LENGTH]), stops=True)),
    Deviation("hello-version-and-more", "2", "a header whose fields are all wrong from the version on", VERSION,
              Move(At.HELLO, header=put(version=9, flags=0xFF, direction=9, length=2 ** 32 - 1), stops=True)),
    Deviation("content-utf-8-at-its-end", "4", "a text that is not UTF-8 in two fragments, the second one later",
              MALFORMED, Move(At.OPEN, action=half_characters), CLIENT),
    Deviation("open-echo", "2", "the target's own last frame", REFLECTED, Move(At.OPEN, action=echo)),
    Deviation("rekey-26-times-after-10-fragments", "4.2", "a text of ten fragments and 26 rekeys", GOES_ON,
              Move(At.OPEN, action=rekeys_after_fragments(0)), BOTH, rekeying),
    Deviation("rekey-27-times-after-10-fragments", "4.2", "a text of ten fragments and 27 rekeys", UNEXPECTED,
              Move(At.OPEN, action=rekeys_after_fragments(1)), BOTH, rekeying),
    Deviation("content-3000-ignorable", "4", "3,000 records that are to be disregarded", GOES_ON,
              Move(At.OPEN, action=many_ignorable), BOTH, QUICK),
    Deviation("finished-of-another-key", "3.8", "all that another pre-shared key makes of it", HANDSHAKE_FAILED,
              Move(At.OPEN, prepare=other_key), CLIENT, shared_key),
    Deviation("finished-of-another-key", "3.8", "all that another pre-shared key makes of it", WRONG_FINISHED,
              Move(At.OPEN, prepare=other_key), SERVER, shared_key),
    Deviation("finished-too-early", "3, 3.8", "our finished at once, over a transcript without the client's",
              HANDSHAKE_FAILED, Move(At.HELLO, after=early_finished), SERVER, without_flights),
    Deviation("finished-of-65536-bytes", "3.8", "a finished of 65,536 bytes", HANDSHAKE_FAILED,
              Move(At.FINISHED, payload=lambda *_: bytes(MAX_PAYLOAD))),
    Deviation("share-of-65533-bytes", "3.5", "a share of 65,533 bytes", BAD_KEY, Move(
        MessageType.KEY_SHARE, payload=lambda _, payload: payload[:1] + block16(bytes(MAX_PAYLOAD - 3)))),
    Deviation("public-key-of-65533-bytes", "3.3", "a key of 65,533 bytes", BAD_KEY, Move(
        MessageType.PUBLIC_KEY, payload=lambda _, payload: payload[:1] + block16(payload[3:] + bytes(
            MAX_PAYLOAD - len(payload))))),
    Deviation("signature-of-65536-bytes", "3.6", "a signature of 65,536 bytes", HANDSHAKE_FAILED,
              Move(MessageType.SIGNATURE, payload=lambda *_: bytes(MAX_PAYLOAD))),
    Deviation("content-json-of-65-fragments", "4", "JSON with half a character at the end", MALFORMED,
              Move(At.OPEN, action=lambda puppet: fragments(puppet, [b"1"] * 64 + [b"\xc3"], ContentType.JSON))),
)

# SPDX-License-Identifier: Apache-2.0
"""Section 8, and alert frames in section 2: no alert is ever answered, whatever is wrong with it."""

from collections.abc import Callable, Iterator
from dataclasses import replace

from fernwire_peer.records import control
from fernwire_peer.registry import FLAG_PROTECTED, HEADER_LENGTH, MAX_PAYLOAD, Alert, ContentType, MessageType
from fernwire_peer.wire import Header, u16

from .deviation import AUTHENTICATED, At, Deviation, Move
from .frames_broken import put
from .identities_broken import flip_bit
from .outcome import BAD_RECORD, CLOSES, refused
from .puppet import Puppet

CODE = u16(Alert.INTERNAL_ERROR)
PLACES = {At.HELLO: "in the place of our hello", At.FINISHED: "in the place of our finished", At.OPEN: "later"}
Change = Callable[[Header], Header]


def same(header: Header) -> Header:
    return header


def send(puppet: Puppet, payload: bytes, change: Change, has_id: bool) -> None:
    header = puppet.header(MessageType.ALERT, len(payload))
    if not has_id:
        header = replace(header, session_id=0)
    puppet.line.send(change(header).pack() + payload)


VARIANTS: tuple[tuple[str, str, bytes, Change], ...] = (
    ("good", "as it should be", CODE, same),
    ("unknown", "with an unknown code", u16(0x1234), same),
    ("code-0", "with the reserved code 0", u16(0), same),
    ("code-65535", "with the reserved code 0xFFFF", u16(0xFFFF), same),
    ("empty", "without a code", b"", same),
    ("of-1-byte", "of one byte", b"\0", same),
    ("of-3-bytes", "of three bytes", CODE + b"\0", same),
    ("of-65537-bytes", "with length 65,537", CODE, put(length=MAX_PAYLOAD + 1)),
    ("reserved-flag", "with a reserved flag", CODE, put(flags=0x80)),
    ("protected", "with the flag protected", CODE, put(flags=FLAG_PROTECTED)),
    ("own-direction", "with the receiver's direction", CODE, lambda h: replace(h, direction=1 - h.direction)),
    ("no-direction", "with direction 9", CODE, put(direction=9)),
    ("other-session", "with another session id", CODE, lambda h: replace(h, session_id=h.session_id ^ 1)),
    ("skipped", "with a sequence number too high", CODE, lambda h: replace(h, sequence=h.sequence + 1)),
    ("epoch-1", "in epoch 1", CODE, put(epoch=1)),
)


def frames() -> Iterator[Deviation]:
    for at, where in PLACES.items():
        for name, sent, payload, change in VARIANTS:
            yield place(at, f"alert-{at.value}-{name}", f"an alert frame {sent}, {where}", CLOSES, payload, change)
        yield place(at, f"alert-{at.value}-version-2", f"an alert frame of version 2, {where}",
                    refused(Alert.UNSUPPORTED_VERSION), CODE, put(version=2))
        if at is not At.HELLO:
            yield place(at, f"alert-{at.value}-session-0", f"an alert frame of session id 0, {where}", CLOSES, CODE,
                        put(session_id=0))


def place(at: At, name: str, sent: str, demand: object, payload: bytes, change: Change) -> Deviation:
    has_id = at is not At.HELLO

    def act(puppet: Puppet, _: bytes = b"") -> None:
        send(puppet, payload, change, has_id)
    if at is At.OPEN:
        return Deviation(name, "2, 8", sent, demand, Move(at, action=act, stops=True))
    # The message itself is not sent: its number is the alert's.
    return Deviation(name, "2, 8", sent, demand, Move(at, before=act, send=lambda *_: None, stops=True))


def record(name: str, sent: str, act: Callable[[Puppet], None], **more: object) -> Deviation:
    return Deviation(f"alert-record-{name}", "8", f"an alert record {sent}", more.pop("demand", CLOSES),
                     Move(At.OPEN, action=act, stops=True), **more)


def coded(code: bytes) -> Callable[[Puppet], None]:
    return lambda puppet: puppet.send_record(control(ContentType.ALERT, code))


def flipped(puppet: Puppet) -> None:
    frame = puppet.seal(control(ContentType.ALERT, CODE).encode())
    puppet.line.send(flip_bit(frame, -1))


def in_epoch_7(puppet: Puppet) -> None:
    plaintext = control(ContentType.ALERT, CODE).encode()
    frame = puppet.seal(plaintext)
    puppet.line.send(replace(Header.unpack(frame[:HEADER_LENGTH]), epoch=7).pack() + frame[HEADER_LENGTH:])


# Alert records that lack their form stand in section 12.2.
RECORDS = (
    record("good", "as it should be", coded(CODE)),
    *(record(f"code-{code}", f"with code {code}", coded(u16(code))) for code in (0, 23, 0x1234, 0xFF00, 0xFFFF)),
    record("flipped", "with a bit flipped: not known to be one", flipped, demand=BAD_RECORD, suites=AUTHENTICATED),
    record("epoch-7", "in epoch 7: as for every record, the epoch is wrong", in_epoch_7,
           demand=refused(Alert.WRONG_EPOCH)),
)

ALERTS = (*frames(), *RECORDS)

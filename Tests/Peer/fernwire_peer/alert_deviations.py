# SPDX-License-Identifier: Apache-2.0
"""Alerts that are not as they must be: none of them is answered (section 8)."""

from collections.abc import Callable
from dataclasses import replace

from .content_deviations import sends
from .deviation import BOTH, SOME_SUITES, Deviation
from .handshake import Handshake
from .records import Record, control
from .registry import FLAG_PROTECTED, MAX_PAYLOAD, Alert, ContentType, Fragment, MessageType
from .session import Session
from .wire import Header, u16

CODE = u16(Alert.INTERNAL_ERROR)


def frame(name: str, payload: bytes = CODE, change: Callable[[Header], Header] = lambda header: header) -> Deviation:
    def act(session: Session) -> None:
        header = change(session.channel.next_header(MessageType.ALERT, len(payload)))
        session.transport.send(header.pack() + payload)
    return Deviation(name, BOTH, None, action=act, suites=SOME_SUITES)


def record(name: str, content: Record) -> Deviation:
    return Deviation(name, BOTH, None, action=sends(content), suites=SOME_SUITES)


def send_early_alert(handshake: Handshake, type_: MessageType, payload: bytes) -> bytes:
    """A faulty alert in the handshake."""
    if type_ is MessageType.FINISHED:
        header = handshake.channel.next_header(MessageType.ALERT, 3)
        handshake.channel.transport.send(header.pack() + bytes(3))
    return payload


ALERT_DEVIATIONS = (
    Deviation("early-long-alert", BOTH, None, send_early_alert, suites=SOME_SUITES),
    frame("empty-alert-frame", b""),
    frame("long-alert-frame", CODE + b"\0"),
    frame("alert-frame-too-large", change=lambda header: replace(header, length=MAX_PAYLOAD + 1)),
    frame("alert-frame-with-reserved-flag", change=lambda header: replace(header, flags=0x80)),
    frame("alert-frame-protected", change=lambda header: replace(header, flags=FLAG_PROTECTED)),
    frame("alert-frame-of-own-direction", change=lambda header: replace(header, direction=1 - header.direction)),
    frame("alert-frame-of-wrong-session", change=lambda header: replace(header, session_id=header.session_id ^ 1)),
    frame("alert-frame-out-of-sequence", change=lambda header: replace(header, sequence=header.sequence + 1)),
    frame("alert-frame-in-epoch-one", change=lambda header: replace(header, epoch=1)),
    record("empty-alert", control(ContentType.ALERT)),
    record("long-alert", control(ContentType.ALERT, CODE + b"x")),
    record("alert-with-id", replace(control(ContentType.ALERT, CODE), message_id=1)),
    record("alert-in-fragments", replace(control(ContentType.ALERT, CODE), fragment=Fragment.FIRST)),
)

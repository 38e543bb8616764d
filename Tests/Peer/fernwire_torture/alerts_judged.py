# SPDX-License-Identifier: Apache-2.0
"""The target's alerts (section 8): an alert counts only in the form that its sender's state demands."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fernwire_peer.errors import Failure
from fernwire_peer.records import Record
from fernwire_peer.registry import ContentType
from fernwire_peer.wire import Header

from .outcome import Kind, Outcome, improper

if TYPE_CHECKING:
    from .channel import Channel


def _code(content: bytes) -> Outcome:
    if len(content) != 2:
        raise improper(f"its alert has {len(content)} bytes in the place of 2")
    return Outcome(Kind.ALERT, int.from_bytes(content, "big"))


def judge_frame(header: Header, payload: bytes, channel: Channel) -> Outcome:
    """An alert frame: in the clear, of epoch 0, with the session's id as soon as its sender has used it."""
    alert = _code(payload)
    if header.flags or header.epoch:
        raise improper(f"{alert.describe()} in a frame with flags {header.flags:#04x} and epoch {header.epoch}")
    allowed = {channel.session_id} if channel.target_used_id else {0, channel.session_id}
    if header.session_id not in allowed:
        raise improper(f"{alert.describe()} in a frame with another session id")
    if channel.target_is_open and not channel.may_fail_early:
        raise improper(f"{alert.describe()} as a frame, although the session is open")
    return alert


def judge_record(plaintext: bytes) -> Outcome:
    """An alert record, whose protection was right."""
    try:
        record = Record.decode(plaintext)
    except Failure as failure:
        raise improper(f"its alert is not as it must be: {failure}") from failure
    assert record.content_type == ContentType.ALERT
    return _code(record.content)


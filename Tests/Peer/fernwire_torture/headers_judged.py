# SPDX-License-Identifier: Apache-2.0
"""The headers of the target's own frames (section 2): a target that refuses well must also speak well."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fernwire_peer.registry import (FLAG_PROTECTED, MAGIC, MAX_PAYLOAD, RESERVED_FLAGS, VERSION, Direction,
                                    MessageType)
from fernwire_peer.wire import Header

from .outcome import improper

if TYPE_CHECKING:
    from .channel import Channel


def check_header(header: Header, channel: Channel) -> None:
    """What can be judged whatever the state is. A client learns the session's id here."""
    if header.magic != MAGIC or header.version != VERSION:
        raise improper("its frame has another magic or version")
    if header.length > MAX_PAYLOAD:
        raise improper(f"its frame has {header.length} bytes of payload")
    if header.flags & RESERVED_FLAGS:
        raise improper("its frame has a reserved flag")
    if header.direction != channel.role.other:
        raise improper("its frame has our direction")
    if header.sequence != channel.next_received:
        raise improper(f"its frame has sequence {header.sequence} in the place of {channel.next_received}")
    if header.type != MessageType.ALERT:
        _check_session(header, channel)


def _check_session(header: Header, channel: Channel) -> None:
    if channel.role is Direction.CLIENT and channel.session_id == 0:
        if header.session_id == 0:
            raise improper("it chose session id 0")
        channel.session_id = header.session_id
    if header.session_id != channel.session_id:
        raise improper("its frame has another session id")


def check_place(header: Header, type_: MessageType, epoch: int, protected: bool) -> None:
    """What depends on what must come now."""
    if header.type != type_:
        raise improper(f"it sent type {header.type:#04x} in the place of {type_.name.lower()}")
    if header.flags != (FLAG_PROTECTED if protected else 0):
        raise improper(f"the flags of its {type_.name.lower()} are {header.flags:#04x}")
    if header.epoch != epoch:
        raise improper(f"its {type_.name.lower()} has epoch {header.epoch}")

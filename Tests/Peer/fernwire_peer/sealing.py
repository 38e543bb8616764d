# SPDX-License-Identifier: Apache-2.0
"""Record frames (sections 2, 4 and 6)."""

from collections.abc import Callable

from .frames import FrameChannel
from .records import Record
from .registry import MessageType
from .suites import Suite
from .wire import Header

HeaderChange = Callable[[Header], Header]


def record_frame(channel: FrameChannel, suite: Suite, record: Record, change: HeaderChange | None = None) -> bytes:
    """The next frame of the channel; a deviation may change the header, which is then protected as changed."""
    return plaintext_frame(channel, suite, record.encode(), change)


def plaintext_frame(channel: FrameChannel, suite: Suite, plaintext: bytes, change: HeaderChange | None = None) -> bytes:
    header = channel.next_header(MessageType.RECORD, suite.sealed_length(len(plaintext)), channel.sending_epoch,
                                 protected=suite.protects)
    encoded = (change(header) if change else header).pack()
    return encoded + suite.guard(encoded, suite.token(encoded, plaintext))

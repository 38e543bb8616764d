# SPDX-License-Identifier: Apache-2.0
"""Frames in both directions (section 2): numbering, the session id, and the checks in their order."""

from dataclasses import dataclass

from .errors import AlertReceived, BadMagic, Failure, FaultyAlert
from .messages import decode_alert
from .registry import (FIRST_RECORD_EPOCH, FLAG_PROTECTED, HEADER_LENGTH, MAGIC, MAX_PAYLOAD, RESERVED_FLAGS,
                       VERSION, Alert, Direction, MessageType)
from .transport import Transport
from .wire import Header


@dataclass(frozen=True)
class Frame:
    """A frame as it was on the wire."""

    header: bytes
    payload: bytes

    @property
    def encoded(self) -> bytes:
        return self.header + self.payload


class FrameChannel:
    """Both directions of one connection."""

    def __init__(self, transport: Transport, role: Direction) -> None:
        self.transport = transport
        self.role = role
        self.session_id = 0
        self.other_is_verified = False
        self._id_is_confirmed = False
        self._next_sent = 0
        self._next_received = 0
        self.sending_epoch = FIRST_RECORD_EPOCH
        self.receiving_epoch = FIRST_RECORD_EPOCH
        # Section 6: what the flags of a record are.
        self.record_flags = FLAG_PROTECTED

    def next_header(self, type_: MessageType, length: int, epoch: int = 0, protected: bool = False) -> Header:
        """The header of the next frame to be sent; each call takes a sequence number."""
        self._next_sent += 1
        return Header(type_, FLAG_PROTECTED if protected else 0, self.role, epoch, self.session_id,
                      self._next_sent - 1, length)

    def receive(self, expected: MessageType, epoch: int = 0, protected: bool = False) -> Frame:
        """The next frame, which must be of the expected type; an alert raises AlertReceived."""
        header = self._receive_header()
        try:
            return self._receive_rest(header, expected, epoch, protected)
        except Failure as error:
            if Header.unpack(header).type == MessageType.ALERT:
                raise FaultyAlert from error
            raise

    def _receive_rest(self, header: bytes, expected: MessageType, epoch: int, protected: bool) -> Frame:
        """The checks of section 2 from the length on, and the payload."""
        fields = Header.unpack(header)
        if fields.length > MAX_PAYLOAD:
            raise Failure(Alert.FRAME_TOO_LARGE, f"{fields.length} bytes")
        # The other checks are made when the frame is complete.
        payload = self.transport.read(fields.length)
        if fields.flags & RESERVED_FLAGS:
            raise Failure(Alert.MALFORMED, "reserved flags are set")
        if fields.direction != self.role.other:
            raise Failure(Alert.REFLECTED, "a frame of this side's direction")
        self._check_session(fields)
        if fields.sequence != self._next_received:
            raise Failure(Alert.WRONG_SEQUENCE, f"{fields.sequence} in the place of {self._next_received}")
        self._next_received += 1
        is_alert = fields.type == MessageType.ALERT
        if not is_alert and fields.type != expected:
            raise Failure(Alert.UNEXPECTED_MESSAGE, f"type {fields.type:#x} in the place of {expected.name}")
        flags = self.record_flags if expected is MessageType.RECORD else FLAG_PROTECTED if protected else 0
        if fields.flags != (0 if is_alert else flags):
            raise Failure(Alert.UNEXPECTED_MESSAGE, "the flag protected is not as it must be")
        if fields.epoch != (0 if is_alert else epoch):
            raise Failure(Alert.WRONG_EPOCH, f"epoch {fields.epoch}")
        if is_alert:
            raise AlertReceived(decode_alert(payload), False, self.other_is_verified)
        return Frame(header, payload)

    def _receive_header(self) -> bytes:
        """Magic and version are judged as soon as they are there."""
        magic = self.transport.read(len(MAGIC))
        if magic != MAGIC:
            raise BadMagic
        version = self.transport.read(1)
        if version != bytes([VERSION]):
            raise Failure(Alert.UNSUPPORTED_VERSION, f"version {version[0]}")
        return magic + version + self.transport.read(HEADER_LENGTH - len(MAGIC) - 1)

    def _check_session(self, fields: Header) -> None:
        """Section 2. An alert without id may have crossed the server hello, until one frame has brought the id."""
        if fields.type == MessageType.ALERT and fields.session_id == 0 and not self._id_is_confirmed:
            return
        if self.session_id == 0 and self.role is Direction.CLIENT and fields.type == MessageType.SERVER_HELLO:
            if fields.session_id == 0:
                raise Failure(Alert.WRONG_SESSION, "the server has chosen no session id")
            self.session_id = fields.session_id
        if fields.session_id != self.session_id:
            raise Failure(Alert.WRONG_SESSION, "another session id")
        self._id_is_confirmed = self.session_id != 0

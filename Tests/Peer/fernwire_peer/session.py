# SPDX-License-Identifier: Apache-2.0
"""A session of either side: handshake, then records, then its end (sections 4, 7 and 8)."""

import os
import secrets
import time
from pathlib import Path

from .content import Message
from .deviation import HONEST, Deviation
from .errors import AlertReceived, ConnectionLost, Failure, FaultyAlert, malformed
from .frames import FrameChannel
from .handshake import Handshake
from .keys import LoggedSecret, write_key_log
from .messages import decode_alert
from .records import Assembler, Record, control, cut
from .registry import (FLAG_PROTECTED, HANDSHAKE_SECONDS, IGNORABLE, MAX_CONTENT, REKEY_ALLOWANCE, Alert, ContentType,
                       Direction, MessageType)
from .sealing import HeaderChange, record_frame
from .suites import Suite
from .transport import Transport
from .wire import Reader, block16, u16, u32


class Session:
    """Strict in what it takes; what it sends can be broken by a deviation only."""

    def __init__(self, transport: Transport, role: Direction, suite: Suite, key_id: bytes = b"",
                 key_log: Path | None = None, deviation: Deviation = HONEST) -> None:
        self.transport = transport
        self.suite = suite
        self.channel = FrameChannel(transport, role)
        self.channel.record_flags = FLAG_PROTECTED if suite.protects else 0
        self.handshake = Handshake(self.channel, suite, self._log_secrets, key_id, deviation)
        self.has_received_end = False
        self._key_log = key_log
        self._assembler = Assembler()
        self._messages_sent = 0
        # What the limit of rekeys counts.
        self.message_records_sent = 0
        self._message_records_received = 0
        self._rekeys_received = 0

    def open(self) -> None:
        """Returns in state OPEN."""
        self.transport.deadline = time.monotonic() + HANDSHAKE_SECONDS
        self.handshake.run()
        self.transport.deadline = None

    def _log_secrets(self) -> None:
        """Section 9: before the first record that the secrets protect."""
        self._write_log(self.suite.logged_secrets())

    def _log_epoch(self, direction: Direction, epoch: int) -> None:
        secrets = self.suite.epoch_secrets(direction, epoch)
        self._write_log([LoggedSecret(label, direction, epoch, secret) for label, secret in secrets.items()])

    def _write_log(self, secrets: list[LoggedSecret]) -> None:
        if self._key_log and secrets:
            write_key_log(self._key_log, self.suite.name, self.handshake.client_random, self.channel.session_id,
                          secrets)

    # Sending

    def next_message_id(self) -> int:
        self._messages_sent += 1
        return self._messages_sent

    def send_message(self, message: Message, limit: int = MAX_CONTENT) -> None:
        for record in cut(message, self.next_message_id(), min(limit, self.suite.limit)):
            self.send_record(record)

    def send_ignorable(self) -> None:
        """Content of no meaning, which the other side must disregard."""
        content_type = secrets.choice(IGNORABLE)
        self.send_record(control(content_type, os.urandom(secrets.randbelow(4))))

    def send_record(self, record: Record) -> None:
        self.message_records_sent += not record.is_control
        self.transport.send(self.make_frame(record))

    def send_rekey(self) -> None:
        """Section 4.2: every later frame of this side is in the next epoch."""
        epoch = self.channel.sending_epoch + 1
        material = self.suite.make_rekey(self.channel.role, epoch)
        self.send_record(control(ContentType.REKEY, u32(epoch) + block16(material)))
        self.channel.sending_epoch = epoch
        self._log_epoch(self.channel.role, epoch)

    def send_end(self) -> None:
        self.send_record(control(ContentType.END_OF_SESSION))

    def make_frame(self, record: Record, change: HeaderChange | None = None) -> bytes:
        return record_frame(self.channel, self.suite, record, change)

    def send_alert(self, alert: Alert) -> None:
        """Section 8: protected when this side has verified the other's finished."""
        try:
            if self.channel.other_is_verified:
                self.send_record(control(ContentType.ALERT, u16(alert)))
            else:
                self.transport.send(self.make_alert_frame(alert))
        except ConnectionLost:
            pass  # There is no one left to tell.

    def make_alert_frame(self, alert: Alert) -> bytes:
        payload = u16(alert)
        return self.channel.next_header(MessageType.ALERT, len(payload)).pack() + payload

    # Receiving

    def receive(self) -> Message | None:
        """The next message, or None for the end of the session."""
        while True:
            message = self.receive_record()
            if message is not None or self.has_received_end:
                return message

    def receive_record(self) -> Message | None:
        """The message that the next record completes, if it completes one."""
        frame = self.channel.receive(MessageType.RECORD, self.channel.receiving_epoch)
        record = self._open_record(self.suite.open(frame.header, frame.payload))
        if record.is_control:
            self._take_control(record)
            return None
        self._message_records_received += 1
        return self._assembler.add(record)

    def _open_record(self, plaintext: bytes) -> Record:
        """After its end of session a direction carries nothing but, at most, an alert."""
        if plaintext[:1] == bytes([ContentType.ALERT]):
            raise self._alert(plaintext)
        if self.has_received_end:
            raise Failure(Alert.UNEXPECTED_MESSAGE, "a record after the end of the session")
        return Record.decode(plaintext)

    @staticmethod
    def _alert(plaintext: bytes) -> AlertReceived | FaultyAlert:
        try:
            return AlertReceived(decode_alert(Record.decode(plaintext).content), True, True)
        except Failure:
            return FaultyAlert()

    def _take_control(self, record: Record) -> None:
        if record.content_type in IGNORABLE:
            return
        if record.content_type == ContentType.REKEY:
            self._take_rekey(record)
            return
        if record.content or not self._assembler.is_between_messages:
            raise malformed("an end of session with content, or inside a message")
        self.has_received_end = True

    def _take_rekey(self, record: Record) -> None:
        """Section 4.2: every later frame of the direction is in the next epoch."""
        self._rekeys_received += 1
        if not self.suite.can_rekey or self._rekeys_received > REKEY_ALLOWANCE + self._message_records_received:
            raise Failure(Alert.UNEXPECTED_MESSAGE, "a rekey in a suite that cannot rekey, or one too many")
        reader = Reader(record.content)
        epoch, material = reader.u32(), reader.block16()
        reader.finish()
        if len(material) != self.suite.material_length:
            raise malformed("material of another length than the suite's")
        if epoch != self.channel.receiving_epoch + 1:
            raise Failure(Alert.WRONG_EPOCH, f"next epoch {epoch}")
        self.suite.take_rekey(self.channel.role.other, epoch, material)
        self.channel.receiving_epoch = epoch
        self._log_epoch(self.channel.role.other, epoch)

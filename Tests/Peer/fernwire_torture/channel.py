# SPDX-License-Identifier: Apache-2.0
"""Frames and records in both directions: what we send may be broken, what the target sends is judged strictly."""

from collections.abc import Callable
from dataclasses import replace

from fernwire_peer.content import Message
from fernwire_peer.errors import Failure
from fernwire_peer.records import Assembler, Record, control
from fernwire_peer.registry import (FIRST_RECORD_EPOCH, FLAG_PROTECTED, HEADER_LENGTH, ContentType, Direction,
                                    Fragment, MessageType)
from fernwire_peer.suite_base import SuiteBase
from fernwire_peer.wire import Header, Reader, block16, u32

from .alerts_judged import judge_frame, judge_record
from .deviation import At, Move
from .headers_judged import check_header, check_place
from .line import Line, LineEnded
from .outcome import Ended, Kind, Outcome, improper

HeaderChange = Callable[[Header], Header]
BytesChange = Callable[[bytes], bytes]


def _same(value: object) -> object:
    return value


class Channel:
    """The numbering, keys and transcript of one connection."""

    def __init__(self, line: Line, role: Direction, suite: SuiteBase, move: Move) -> None:
        self.line, self.role, self.suite, self.move = line, role, suite, move
        self.session_id = 0
        self.next_sent = self.next_received = self.message_id = 0
        self.sending_epoch = self.receiving_epoch = FIRST_RECORD_EPOCH
        self.transcript = bytearray()
        # Whether we verified the target's finished, and sent our own as it must be.
        self.has_verified = self.has_finished = False
        self.has_ended = self.target_has_ended = False
        # Whether the target sent a frame with the session's id.
        self.target_used_id = False
        # Of our last handshake message, as it was sent.
        self.last_payload = b""
        # The target's last frame.
        self.last_frame = b""
        self._assembler = Assembler()

    @property
    def target_is_open(self) -> bool:
        """Whether the target, if it accepted all that we sent, is in a state in which its alerts are records."""
        return self.has_verified if self.role is Direction.CLIENT else self.has_finished

    @property
    def may_fail_early(self) -> bool:
        """A client that is slow to refuse our handshake may do so when we have sent all of it already."""
        return self.role is Direction.SERVER and self.move.at is not At.OPEN

    # Sending

    def header(self, type_: MessageType | int, length: int, epoch: int = 0, protected: bool = False) -> Header:
        """The header of our next frame; each call takes a sequence number."""
        self.next_sent += 1
        return Header(type_, FLAG_PROTECTED if protected else 0, self.role, epoch, self.session_id,
                      self.next_sent - 1, length)

    def send_frame(self, type_: MessageType | int, payload: bytes = b"", **fields: int) -> None:
        """A frame without protection, with some of its header's fields changed."""
        self.line.send(replace(self.header(type_, len(payload)), **fields).pack() + payload)

    def send_handshake(self, type_: MessageType, payload: bytes) -> None:
        move = self.move if self.move.is_at(type_) else Move(self.move.at)
        if move.before:
            move.before(self)
        if move.payload:
            payload = move.payload(self, payload)
        protected = type_ in self.suite.protected_types
        length = self.suite.sealed_length(len(payload)) if protected else len(payload)
        packed = (move.header or _same)(self.header(type_, length, protected=protected)).pack()
        body = self.suite.guard(packed, self.suite.token(packed, payload)) if protected else payload
        frame = (move.frame or _same)(packed + body)
        self.last_payload = body
        self.transcript += frame
        move.send(self, frame) if move.send else self.line.send(frame)
        if type_ is MessageType.FINISHED:
            changed = (move.payload, move.header, move.frame, move.send, move.before)
            self.has_finished = changed == (None,) * len(changed)
        if move.after:
            move.after(self)
        if move.stops:
            self.drain()

    def seal(self, plaintext: bytes, header: HeaderChange = _same, token: BytesChange = _same) -> bytes:
        """A record frame; its header is protected as changed, and its token guarded as changed."""
        fields = self.header(MessageType.RECORD, self.suite.sealed_length(len(plaintext)), self.sending_epoch,
                             protected=self.suite.protects)
        packed = header(fields).pack()
        changed = token(self.suite.token(packed, plaintext))
        return packed + self.suite.guard(packed, changed)

    def send_record(self, record: Record) -> None:
        self.line.send(self.seal(record.encode()))

    def next_record(self, content: bytes = b"a deviation", kind: int = ContentType.TEXT) -> Record:
        """The next message, whole; each call takes a message id."""
        self.message_id += 1
        return Record(kind, Fragment.WHOLE, self.message_id, 0, content)

    def send_message(self, kind: int, content: bytes, reply_to: int = 0) -> None:
        self.send_record(replace(self.next_record(content, kind), reply_to=reply_to))

    def send_end(self) -> None:
        self.send_record(control(ContentType.END_OF_SESSION))
        self.has_ended = True

    def send_rekey(self) -> None:
        epoch = self.sending_epoch + 1
        self.send_record(control(ContentType.REKEY, u32(epoch) + block16(self.suite.make_rekey(self.role, epoch))))
        self.sending_epoch = epoch

    # Receiving

    def receive(self, type_: MessageType) -> bytes:
        """The payload of the next handshake message, opened."""
        protected = type_ in self.suite.protected_types
        header, frame = self._frame()
        check_place(header, type_, 0, protected)
        self.transcript += frame
        payload = frame[HEADER_LENGTH:]
        return self._open(frame[:HEADER_LENGTH], payload) if protected else payload

    def receive_record(self) -> Message | None:
        """The message that the next record completes, if any."""
        header, frame = self._frame()
        check_place(header, MessageType.RECORD, self.receiving_epoch, self.suite.protects)
        plaintext = self._open(frame[:HEADER_LENGTH], frame[HEADER_LENGTH:])
        if plaintext[:1] == bytes([ContentType.ALERT]):
            raise self._after_alert(judge_record(plaintext))
        if self.target_has_ended:
            raise improper("a record after its end of session")
        try:
            return self._take(Record.decode(plaintext))
        except Failure as failure:
            raise improper(f"we would refuse its record: {failure}") from failure

    def drain(self) -> None:
        """Says nothing more, and takes what comes until the connection is over."""
        while True:
            self.receive_record() if self.target_is_open else self._frame()

    def _take(self, record: Record) -> Message | None:
        if not record.is_control:
            return self._assembler.add(record)
        if record.content_type == ContentType.REKEY:
            reader = Reader(record.content)
            epoch, material = reader.u32(), reader.block16()
            self.suite.take_rekey(self.role.other, epoch, material)
            self.receiving_epoch = epoch
        elif record.content_type == ContentType.END_OF_SESSION:
            self.target_has_ended = True
        return None

    def _open(self, header: bytes, payload: bytes) -> bytes:
        try:
            return self.suite.open(header, payload)
        except Failure as failure:
            raise improper(f"we cannot open what it sent: {failure}") from failure

    def _frame(self) -> tuple[Header, bytes]:
        """The next frame; an alert frame ends the play."""
        try:
            packed = self.line.read(HEADER_LENGTH)
            header = Header.unpack(packed)
            check_header(header, self)
            payload = self.line.read(header.length)
        except LineEnded as ended:
            raise self._closed(ended) from ended
        self.next_received += 1
        if header.type == MessageType.ALERT:
            raise self._after_alert(judge_frame(header, payload, self))
        self.target_used_id = header.session_id != 0
        self.last_frame = packed + payload
        return header, packed + payload

    def _closed(self, ended: LineEnded) -> Ended:
        if ended.inside:
            return improper("it closed inside a frame")
        return Ended(Outcome(Kind.CLOSED, detail="reset" if self.line.was_reset else ""))

    def _after_alert(self, alert: Outcome) -> Ended:
        """Section 7.3: after its alert the target shuts down its sending half."""
        try:
            self.line.read(1)
        except LineEnded:
            return Ended(alert)
        except Ended as ended:
            return improper(f"{alert.describe()}, and then: {ended.outcome.describe()}")
        return improper(f"{alert.describe()}, and then it sent more")

    def expect_close(self) -> Outcome:
        """Section 4.3: when both ends were sent and received, the target closes. An alert may come before."""
        try:
            self.receive_record()
        except Ended as ended:
            if ended.outcome.kind is Kind.CLOSED:
                return Outcome(Kind.WENT_ON)
            if ended.outcome.kind is Kind.STUCK:
                raise improper("both ends were sent, and it does not close") from ended
            raise
        raise improper("it sent more after both ends")

# SPDX-License-Identifier: Apache-2.0
"""Deviations in state OPEN: changed frames and records, and sessions that end in a wrong way."""

from collections.abc import Callable
from dataclasses import replace

from .deviation import BOTH, Deviation
from .handshake_deviations import hold_finished
from .keys import AES_BLOCK
from .records import Record, control
from .registry import (FIRST_RECORD_EPOCH, HEADER_LENGTH, IGNORABLE, MAX_PAYLOAD, REKEY_ALLOWANCE, Alert,
                       ContentType, MessageType)
from .sealing import HeaderChange
from .session import Session
from .wire import Header, block16, u32

BASE64URL = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
UNKNOWN_TYPE = 0x2F
RESERVED_FLAG = 0x80

Action = Callable[[Session], None]


def text(session: Session) -> Record:
    return Record(ContentType.TEXT, 0, session.next_message_id(), 0, b"a deviation")


def resealed(change: HeaderChange) -> Action:
    """Sends a record that is right in everything but the header fields changed here, which are protected as changed."""
    return lambda session: session.transport.send(session.make_frame(text(session), change))


def altered(change: Callable[[bytes], bytes]) -> Action:
    """Sends a record frame that was changed after it was made."""
    return lambda session: session.transport.send(change(session.make_frame(text(session))))


def change_header(frame: bytes, **fields: int) -> bytes:
    return replace(Header.unpack(frame[:HEADER_LENGTH]), **fields).pack() + frame[HEADER_LENGTH:]


def flip_last_bit(frame: bytes) -> bytes:
    return frame[:-1] + bytes([frame[-1] ^ 1])


def replay(session: Session) -> None:
    session.transport.send(session.make_frame(text(session)) * 2)


def reorder(session: Session) -> None:
    first, second = session.make_frame(text(session)), session.make_frame(text(session))
    session.transport.send(second + first)


def drop(session: Session) -> None:
    session.make_frame(text(session))
    session.transport.send(session.make_frame(text(session)))


def protect_other_header(session: Session) -> None:
    """What the suite protects is a header with the next sequence number."""
    frame = session.make_frame(text(session), lambda header: replace(header, sequence=header.sequence + 1))
    sequence = Header.unpack(frame[:HEADER_LENGTH]).sequence - 1
    session.transport.send(change_header(frame, sequence=sequence))


def send_loose_token(session: Session) -> None:
    """A token whose unused bits are not 0: it decodes to the right bytes, but is not canonical (section 5)."""
    suite, record = session.suite, text(session)
    while not suite.token(bytes(HEADER_LENGTH), record.encode()).endswith(b"="):
        record = replace(record, content=record.content + bytes(AES_BLOCK))
    length = suite.sealed_length(len(record.encode()))
    header = session.channel.next_header(MessageType.RECORD, length, FIRST_RECORD_EPOCH, protected=True).pack()
    token = suite.token(header, record.encode())
    body = token.rstrip(b"=")
    following = BASE64URL.index(body[-1]) + 1
    loose = body[:-1] + BASE64URL[following:following + 1] + token[len(body):]
    session.transport.send(header + suite.guard(header, loose))


def send_empty_frame(session: Session) -> None:
    header = session.channel.next_header(MessageType.RECORD, 0, FIRST_RECORD_EPOCH, protected=True)
    session.transport.send(header.pack())


def send_too_large(session: Session) -> None:
    """The header alone: the answer must not wait for the payload."""
    header = session.channel.next_header(MessageType.RECORD, MAX_PAYLOAD + 1, FIRST_RECORD_EPOCH, protected=True)
    session.transport.send(header.pack())


def send_second_finished(session: Session) -> None:
    session.transport.send(session.channel.next_header(MessageType.FINISHED, 32).pack() + bytes(32))


def after_end(late: Callable[[Session], Record]) -> Action:
    """In one piece, and with the finished that hold_finished held."""
    def act(session: Session) -> None:
        end = session.make_frame(control(ContentType.END_OF_SESSION))
        session.transport.send(end + session.make_frame(late(session)))
        session.transport.release()
    return act


def rekey(session: Session) -> None:
    session.send_record(control(ContentType.REKEY, u32(FIRST_RECORD_EPOCH + 1) + block16(b"")))


def rekey_to_wrong_epoch(session: Session) -> None:
    material = block16(bytes(session.suite.material_length))
    session.send_record(control(ContentType.REKEY, u32(FIRST_RECORD_EPOCH + 2) + material))


def rekey_with_material(epoch: int) -> Action:
    return lambda session: session.send_record(control(ContentType.REKEY, u32(epoch) + block16(b"some material")))


def x25519_rekey(public: bytes, epoch: int) -> Action:
    """A rekey that refers to the other side's key of an epoch."""
    return lambda session: session.send_record(
        control(ContentType.REKEY, u32(FIRST_RECORD_EPOCH + 1) + block16(public + u32(epoch))))


def old_epoch_after_rekey(session: Session) -> None:
    material = session.suite.make_rekey(session.channel.role, FIRST_RECORD_EPOCH + 1)
    session.send_record(control(ContentType.REKEY, u32(FIRST_RECORD_EPOCH + 1) + block16(material)))
    session.send_record(text(session))


def too_many_rekeys(session: Session) -> None:
    for _ in range(REKEY_ALLOWANCE + session.message_records_sent + 1):
        session.send_rekey()


TOKENS = ("fernet-psk", "rsa-fernet-hmac")
SIGNED = ("rsa-sealed", "rsa-fernet-signed")
X25519 = ("x25519-ed25519-chacha20poly1305", "x25519-ed25519-aes256gcm")
AUTHENTICATED = (*TOKENS, *SIGNED, *X25519, "aes256-gcm-psk", "aes128-cbc-psk")
SAME_SECRET = ("aes256-gcm-psk", "aes128-cbc-psk", "aes128-cbc-psk-nomac")
REKEYING = (*SAME_SECRET, *X25519)
PROTECTED = (*TOKENS, *SIGNED, *REKEYING, "toy-dh16")

FRAME_DEVIATIONS = (
    Deviation("reserved-flag", BOTH, Alert.MALFORMED,
              action=resealed(lambda header: replace(header, flags=header.flags | RESERVED_FLAG))),
    Deviation("own-direction", BOTH, Alert.REFLECTED,
              action=resealed(lambda header: replace(header, direction=1 - header.direction))),
    Deviation("wrong-session", BOTH, Alert.WRONG_SESSION,
              action=resealed(lambda header: replace(header, session_id=header.session_id ^ 1))),
    Deviation("skip-sequence", BOTH, Alert.WRONG_SEQUENCE,
              action=resealed(lambda header: replace(header, sequence=header.sequence + 1))),
    Deviation("wrong-epoch", BOTH, Alert.WRONG_EPOCH,
              action=resealed(lambda header: replace(header, epoch=header.epoch + 1))),
    Deviation("unknown-type", BOTH, Alert.UNEXPECTED_MESSAGE,
              action=resealed(lambda header: replace(header, type=UNKNOWN_TYPE))),
    Deviation("unprotected-record", BOTH, Alert.UNEXPECTED_MESSAGE, suites=PROTECTED,
              action=resealed(lambda header: replace(header, flags=0))),
    Deviation("second-finished", BOTH, Alert.UNEXPECTED_MESSAGE, action=send_second_finished),
    Deviation("too-large", BOTH, Alert.FRAME_TOO_LARGE, action=send_too_large),
    Deviation("replay-record", BOTH, Alert.WRONG_SEQUENCE, action=replay),
    Deviation("reorder-records", BOTH, Alert.WRONG_SEQUENCE, action=reorder),
    Deviation("drop-record", BOTH, Alert.WRONG_SEQUENCE, action=drop),
    Deviation("flip-record", BOTH, Alert.BAD_RECORD,
              suites=(*AUTHENTICATED, "toy-dh16"), action=altered(flip_last_bit)),
    Deviation("flip-header", BOTH, Alert.WRONG_EPOCH, action=altered(lambda frame: change_header(frame, epoch=2))),
    Deviation("other-header", BOTH, Alert.BAD_RECORD, suites=AUTHENTICATED, action=protect_other_header),
    Deviation("loose-token", BOTH, Alert.BAD_RECORD, suites=TOKENS, action=send_loose_token),
    Deviation("empty-record", BOTH, Alert.BAD_RECORD, suites=PROTECTED, action=send_empty_frame),
    Deviation("rekey", BOTH, Alert.UNEXPECTED_MESSAGE,
              suites=(*TOKENS, *SIGNED, "toy-dh16", "plaintext"), action=rekey),
    Deviation("rekey-epoch", BOTH, Alert.WRONG_EPOCH, suites=REKEYING, action=rekey_to_wrong_epoch),
    Deviation("rekey-material", BOTH, Alert.MALFORMED, suites=REKEYING,
              action=rekey_with_material(FIRST_RECORD_EPOCH + 1)),
    Deviation("rekey-material-and-epoch", BOTH, Alert.MALFORMED, suites=REKEYING,
              action=rekey_with_material(FIRST_RECORD_EPOCH + 2)),
    Deviation("rekey-with-zeros-for-no-epoch", BOTH, Alert.WRONG_EPOCH, suites=X25519,
              action=x25519_rekey(bytes(32), 2)),
    Deviation("too-many-rekeys", BOTH, Alert.UNEXPECTED_MESSAGE, suites=REKEYING, action=too_many_rekeys),
    Deviation("rekey-with-zeros", BOTH, Alert.BAD_KEY, suites=X25519, action=x25519_rekey(bytes(32), 1)),
    Deviation("rekey-for-no-epoch", BOTH, Alert.WRONG_EPOCH, suites=X25519, action=x25519_rekey(b"\x09" * 32, 2)),
    Deviation("old-epoch", BOTH, Alert.WRONG_EPOCH, suites=REKEYING, action=old_epoch_after_rekey),
    Deviation("record-after-end", BOTH, Alert.UNEXPECTED_MESSAGE, hold_finished, action=after_end(text)),
    Deviation("ignorable-after-end", BOTH, Alert.UNEXPECTED_MESSAGE, hold_finished,
              action=after_end(lambda _: Record(IGNORABLE[0], 0, 0, 0, b""))),
    Deviation("no-end", BOTH, None, action=lambda session: session.transport.shut_sending()),
    Deviation("plain-alert", BOTH, None, action=lambda session: session.transport.send(
        session.make_alert_frame(Alert.INTERNAL_ERROR))),
)

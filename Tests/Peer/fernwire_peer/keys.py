# SPDX-License-Identifier: Apache-2.0
"""Derivations (sections 3.8 and 5), Fernet tokens (section 5) and the key log (section 9)."""

import base64
import binascii
import hashlib
import hmac
import os
from dataclasses import dataclass
from pathlib import Path

from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from .errors import Failure
from .registry import Alert, Direction
from .wire import u16, u32, u8

VERIFY_DATA_LENGTH = 32
FERNET_OVERHEAD = 57
AES_BLOCK = 16


def hkdf(secret: bytes, salt: bytes, info: bytes, length: int) -> bytes:
    """HKDF-SHA256, extract and expand (section 1)."""
    return HKDF(algorithm=SHA256(), length=length, salt=salt, info=info).derive(secret)


def context(purpose: str, suite: int) -> bytes:
    """Section 3.6: what a derivation or a signature is for."""
    return b"fernwire 1 " + purpose.encode("ascii") + b"\0" + u16(suite)


def derive(secret: bytes, randoms: bytes, label: str, suite: int, direction: Direction, epoch: int,
           length: int) -> bytes:
    """Section 5; `randoms` is client_random followed by server_random."""
    return hkdf(secret, randoms, context(label, suite) + u8(direction) + u32(epoch), length)


def verify_data(secret: bytes, transcript: bytes, suite: int, sender: Direction) -> bytes:
    """Section 3.8: what the sender's finished carries after this transcript."""
    info = context(f"{sender.label} finished", suite)
    return hkdf(secret, hashlib.sha256(transcript).digest(), info, VERIFY_DATA_LENGTH)


def unkeyed_verify_data(transcript: bytes, suite: int, sender: Direction) -> bytes:
    """Section 6.6: what anyone can compute."""
    info = context(f"{sender.label} finished", suite)
    return hashlib.sha256(info + hashlib.sha256(transcript).digest()).digest()


def hmac_sha256(key: bytes, data: bytes) -> bytes:
    return hmac.new(key, data, hashlib.sha256).digest()


def token_length(plaintext_length: int) -> int:
    """Section 5: the characters of the token of so many bytes of plaintext."""
    return 4 * -(-(FERNET_OVERHEAD + AES_BLOCK * (plaintext_length // AES_BLOCK + 1)) // 3)


def make_token(key: bytes, plaintext: bytes) -> bytes:
    """A Fernet token (section 5) under the raw 32 bytes of a Fernet key."""
    return Fernet(base64.urlsafe_b64encode(key)).encrypt(plaintext)


def open_token(key: bytes, token: bytes) -> bytes:
    """Opens a token whatever its timestamp; cryptography accepts more base64 than section 5 does."""
    try:
        if base64.urlsafe_b64encode(base64.urlsafe_b64decode(token)) != token:
            raise Failure(Alert.BAD_RECORD, "the token is not canonical")
        return Fernet(base64.urlsafe_b64encode(key)).decrypt(token)
    except (binascii.Error, InvalidToken) as error:
        raise Failure(Alert.BAD_RECORD, "the token does not open") from error


def read_fernet_key(path: Path) -> bytes:
    """The 32 bytes of a Fernet key file."""
    key = base64.urlsafe_b64decode(path.read_text("ascii").strip())
    if len(key) != 32:
        raise ValueError("a Fernet key has 32 bytes")
    return key


@dataclass(frozen=True)
class LoggedSecret:
    """One secret as section 9 names it."""

    label: str
    direction: Direction
    epoch: int
    secret: bytes


def write_key_log(path: Path, suite: str, client_random: bytes, session_id: int, secrets: list[LoggedSecret]) -> None:
    """Appends one line for each secret (section 9)."""
    lines = [f"{entry.label} {suite} {client_random.hex()} {session_id:016x} {entry.direction.label} {entry.epoch} "
             f"{entry.secret.hex()}\n" for entry in secrets]
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    with os.fdopen(descriptor, "w", encoding="ascii", newline="\n") as log:
        log.writelines(lines)

# SPDX-License-Identifier: Apache-2.0
"""The suites in which both sides hold RSA keys (sections 6.8 and 6.9)."""

import hashlib
import os
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.padding import MGF1, OAEP, PSS
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, RSAPublicKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import load_pem_public_key

from . import rsakeys
from .errors import Failure, malformed
from .keys import LoggedSecret, context, make_token, open_token, token_length
from .messages import decode_key_wrap, decode_public_key, encode_key_wrap, encode_public_key
from .registry import FIRST_RECORD_EPOCH, Alert, Direction, KeyKind, MessageType, SecretKind
from .suite_base import SuiteBase
from .wire import u16

PSS_PADDING = PSS(mgf=MGF1(SHA256()), salt_length=32)
RECORD_OAEP = OAEP(mgf=MGF1(SHA256()), algorithm=SHA256(), label=b"fernwire record")
PREFIX_LENGTH = 18
OAEP_OVERHEAD = 66


def sign(key: RSAPrivateKey, message: bytes) -> bytes:
    return key.sign(message, PSS_PADDING, SHA256())


def verifies(key: RSAPublicKey, signature: bytes, message: bytes) -> bool:
    try:
        key.verify(signature, message, PSS_PADDING, SHA256())
    except InvalidSignature:
        return False
    return True


class RsaIdentities(SuiteBase):
    """Both sides show their keys, and sign their records."""

    def __init__(self, role: Direction, key_file: Path | None, peer_key: Path | None = None) -> None:
        super().__init__(role, key_file, peer_key)
        if key_file is None:
            raise ValueError(f"{self.name} needs an RSA key")
        self._own = rsakeys.read_private_key(key_file)
        self._known = rsakeys.encode_key(load_pem_public_key(peer_key.read_bytes())) if peer_key else None
        self._other: RSAPublicKey | None = None

    def make_flight(self, type_: MessageType, transcript: bytes) -> bytes:
        return encode_public_key(KeyKind.RSA, rsakeys.encode_key(self._own.public_key()))

    def take_flight(self, type_: MessageType, payload: bytes, transcript: bytes) -> None:
        kind, der = decode_public_key(payload)
        if kind != KeyKind.RSA:
            raise Failure(Alert.BAD_KEY, "not an RSA key")
        self._other = rsakeys.accept_key(der)
        if self._known and der != self._known:
            raise Failure(Alert.IDENTITY_REFUSED, "not the key that is known")

    def _signed(self, header: bytes, token: bytes) -> bytes:
        return context("record signature", self.code) + self._session_hash + header + token

    def guard(self, header: bytes, token: bytes) -> bytes:
        return token + sign(self._own, self._signed(header, token))

    def _take_token(self, header: bytes, payload: bytes) -> bytes:
        """What was signed, without its length."""
        end = len(payload) - (self._other.key_size + 7) // 8
        token, signature = payload[:max(end, 0)], payload[max(end, 0):]
        if not verifies(self._other, signature, self._signed(header, token)):
            raise Failure(Alert.BAD_RECORD, "the signature does not verify")
        if len(token) < 2 or token[:2] != u16(len(token) - 2):
            raise Failure(Alert.BAD_RECORD, "the length does not fit")
        return token[2:]


class RsaSealed(RsaIdentities):
    """Section 6.8."""

    code = 0x0003
    name = "rsa-sealed"
    flights = ((Direction.SERVER, MessageType.PUBLIC_KEY), (Direction.CLIENT, MessageType.PUBLIC_KEY))

    @property
    def limit(self) -> int:
        return (self._other.key_size + 7) // 8 - OAEP_OVERHEAD - PREFIX_LENGTH

    def _finished(self, transcript: bytes, sender: Direction) -> bytes:
        return context(f"{sender.label} finished", self.code) + hashlib.sha256(transcript).digest()

    def verify_data(self, transcript: bytes, sender: Direction) -> bytes:
        return sign(self._own, self._finished(transcript, sender))

    def verifies(self, transcript: bytes, sender: Direction, data: bytes) -> bool:
        return verifies(self._other, data, self._finished(transcript, sender))

    def sealed_length(self, plaintext_length: int) -> int:
        return 2 + (self._other.key_size + 7) // 8 + (self._own.key_size + 7) // 8

    def token(self, header: bytes, plaintext: bytes) -> bytes:
        ciphertext = self._other.encrypt(plaintext, RECORD_OAEP)
        return u16(len(ciphertext)) + ciphertext

    def open(self, header: bytes, payload: bytes) -> bytes:
        try:
            return self._own.decrypt(self._take_token(header, payload), RECORD_OAEP)
        except ValueError as error:
            raise Failure(Alert.BAD_RECORD, "OAEP does not open") from error


class RsaFernetSigned(RsaIdentities):
    """Section 6.9."""

    code = 0x0004
    name = "rsa-fernet-signed"
    flights = ((Direction.SERVER, MessageType.PUBLIC_KEY), (Direction.CLIENT, MessageType.PUBLIC_KEY),
               (Direction.CLIENT, MessageType.KEY_WRAP), (Direction.CLIENT, MessageType.SIGNATURE))

    def __init__(self, role: Direction, key_file: Path | None, peer_key: Path | None = None) -> None:
        super().__init__(role, key_file, peer_key)
        # The client's choice; for the server what it goes on with when unwrapping fails.
        self.session_secret = os.urandom(rsakeys.SECRET_LENGTH)

    def _signed_handshake(self, server: RSAPublicKey, transcript: bytes) -> bytes:
        return (context("client signature", self.code) + hashlib.sha256(rsakeys.encode_key(server)).digest()
                + hashlib.sha256(transcript).digest())

    def make_flight(self, type_: MessageType, transcript: bytes) -> bytes:
        if type_ is MessageType.KEY_WRAP:
            return encode_key_wrap([(SecretKind.FERNET_KEY, rsakeys.wrap(self._other, SecretKind.FERNET_KEY,
                                                                         self.session_secret))])
        if type_ is MessageType.SIGNATURE:
            return sign(self._own, self._signed_handshake(self._other, transcript))
        return super().make_flight(type_, transcript)

    def take_flight(self, type_: MessageType, payload: bytes, transcript: bytes) -> None:
        if type_ is MessageType.KEY_WRAP:
            self._unwrap(payload)
        elif type_ is MessageType.SIGNATURE:
            if not verifies(self._other, payload, self._signed_handshake(self._own.public_key(), transcript)):
                raise Failure(Alert.HANDSHAKE_FAILED, "the signature does not verify")
        else:
            super().take_flight(type_, payload, transcript)

    def _unwrap(self, payload: bytes) -> None:
        wraps = decode_key_wrap(payload)
        if [kind for kind, _ in wraps] != [SecretKind.FERNET_KEY]:
            raise malformed("other wraps than the suite's")
        if len(wraps[0][1]) != rsakeys.modulus_length(self._own):
            raise malformed("a wrap is not as long as the modulus")
        found = rsakeys.unwrap(self._own, SecretKind.FERNET_KEY, wraps[0][1])
        if found is not None:
            self.session_secret = found

    def sealed_length(self, plaintext_length: int) -> int:
        return 2 + token_length(plaintext_length) + (self._own.key_size + 7) // 8

    def token(self, header: bytes, plaintext: bytes) -> bytes:
        token = make_token(self.session_secret, plaintext)
        return u16(len(token)) + token

    def open(self, header: bytes, payload: bytes) -> bytes:
        return open_token(self.session_secret, self._take_token(header, payload))

    def logged_secrets(self) -> list[LoggedSecret]:
        return [LoggedSecret("FERNWIRE_FERNET_KEY", direction, FIRST_RECORD_EPOCH, self.session_secret)
                for direction in Direction]

# SPDX-License-Identifier: Apache-2.0
"""The suites with X25519 and Ed25519 (section 6.7)."""

import hashlib
from pathlib import Path

from cryptography.exceptions import InvalidSignature, InvalidTag
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM, ChaCha20Poly1305
from cryptography.hazmat.primitives.serialization import (Encoding, PublicFormat, load_pem_private_key,
                                                          load_pem_public_key)

from . import edwards
from .errors import Failure
from .keys import LoggedSecret, context, derive, hkdf
from .messages import decode_identity, decode_key_share, encode_identity, encode_key_share
from .registry import FIRST_RECORD_EPOCH, Alert, Direction, KeyKind, MessageType, ShareKind
from .suite_base import SuiteBase
from .wire import Header, Reader, u32

TAG_LENGTH = 16
SHARE_LENGTH = 32
KEY_PREFIX = bytes.fromhex("302a300506032b6570032100")
IDENTITY_FLIGHTS = 2


def encode_key(key: Ed25519PublicKey) -> bytes:
    return key.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)


def accept_key(der: bytes) -> Ed25519PublicKey:
    """Section 3.7."""
    raw = der.removeprefix(KEY_PREFIX)
    if der != KEY_PREFIX + raw or not edwards.is_acceptable(raw):
        raise Failure(Alert.BAD_KEY, "not an acceptable Ed25519 key")
    return Ed25519PublicKey.from_public_bytes(raw)


def verifies(der: bytes, signature: bytes, message: bytes) -> bool:
    """OpenSSL compares the encoding of S·B − k·A with R, and refuses S from L on."""
    try:
        accept_key(der).verify(signature, message)
    except InvalidSignature:
        return False
    return True


def agree(own: X25519PrivateKey, share: bytes) -> bytes:
    try:
        return own.exchange(X25519PublicKey.from_public_bytes(share))
    except ValueError as error:
        raise Failure(Alert.BAD_KEY, "a share of no use") from error


class X25519Suite(SuiteBase):
    """Section 6.7 but for the cipher."""

    can_rekey = True
    material_length = SHARE_LENGTH + 4
    flights = ((Direction.CLIENT, MessageType.KEY_SHARE), (Direction.SERVER, MessageType.KEY_SHARE),
               (Direction.SERVER, MessageType.IDENTITY), (Direction.CLIENT, MessageType.IDENTITY))
    protected_types = (MessageType.IDENTITY,)
    cipher: type[AESGCM] | type[ChaCha20Poly1305]
    key_label = ""
    iv_label = ""

    def __init__(self, role: Direction, key_file: Path | None, peer_key: Path | None = None) -> None:
        super().__init__(role, key_file, peer_key)
        self._identity = load_pem_private_key(key_file.read_bytes(), None) if key_file else None
        if role is Direction.SERVER and not isinstance(self._identity, Ed25519PrivateKey):
            raise ValueError(f"{self.name} needs the server's Ed25519 key")
        self._known = encode_key(load_pem_public_key(peer_key.read_bytes())) if peer_key else None
        self._own = {FIRST_RECORD_EPOCH: X25519PrivateKey.generate()}
        self._other = (FIRST_RECORD_EPOCH, b"")
        self._agreed = b""
        self._handshake_secret = b""
        # By direction and epoch.
        self._secrets: dict[tuple[int, int], bytes] = {}

    # Flights

    def make_flight(self, type_: MessageType, transcript: bytes) -> bytes:
        if type_ is MessageType.KEY_SHARE:
            return encode_key_share(ShareKind.X25519, self._own[FIRST_RECORD_EPOCH].public_key().public_bytes_raw())
        self._derive_handshake_secret(transcript)
        if self._identity is None:
            return encode_identity(0, b"", b"")
        der = encode_key(self._identity.public_key())
        return encode_identity(KeyKind.ED25519, der, self._identity.sign(self._signed(self.role, transcript, der)))

    def _signed(self, sender: Direction, transcript: bytes, der: bytes) -> bytes:
        return context(f"{sender.label} identity", self.code) + hashlib.sha256(transcript).digest() + der

    def take_flight(self, type_: MessageType, payload: bytes, transcript: bytes) -> None:
        if type_ is MessageType.KEY_SHARE:
            kind, share = decode_key_share(payload)
            if kind != ShareKind.X25519:
                raise Failure(Alert.BAD_KEY, "not an X25519 share")
            self._agreed = agree(self._own[FIRST_RECORD_EPOCH], share)
            self._other = (FIRST_RECORD_EPOCH, share)
        else:
            self._take_identity(payload, transcript)

    def before_protected(self, transcript: bytes) -> None:
        """Before the first protected flight, of either side."""
        self._derive_handshake_secret(transcript)

    def _derive_handshake_secret(self, transcript: bytes) -> None:
        if not self._handshake_secret:
            self._handshake_secret = hkdf(self._agreed, hashlib.sha256(transcript).digest(),
                                          context("handshake secret", self.code), 32)
            for direction in Direction:
                self._secrets[direction, 0] = self._handshake_secret

    def _take_identity(self, payload: bytes, transcript: bytes) -> None:
        kind, der, signature = decode_identity(payload)
        if kind == 0:
            if self.role is Direction.CLIENT or self._known:
                raise Failure(Alert.IDENTITY_REQUIRED, "the other side does not say who it is")
            return
        if kind != KeyKind.ED25519:
            raise Failure(Alert.BAD_KEY, "another kind of key")
        if not verifies(der, signature, self._signed(self.role.other, transcript, der)):
            raise Failure(Alert.HANDSHAKE_FAILED, "the signature does not verify")
        if self._known and der != self._known:
            raise Failure(Alert.IDENTITY_REFUSED, "not the key that is known")

    def verify_data(self, transcript: bytes, sender: Direction) -> bytes:
        if not self.session_secret:
            self.session_secret = hkdf(self._handshake_secret, hashlib.sha256(transcript).digest(),
                                       context("session secret", self.code), 32)
            for direction in Direction:
                self._secrets[direction, FIRST_RECORD_EPOCH] = self.session_secret
        return super().verify_data(transcript, sender)

    # Records

    def _keys(self, direction: int, epoch: int) -> dict[str, bytes]:
        # A deviation may claim a direction or an epoch that there is not.
        secret = self._secrets.get((direction & 1, epoch), self.session_secret)
        return {label: derive(secret, self._randoms, purpose, self.code, Direction(direction & 1), epoch, length)
                for label, purpose, length in ((self.key_label, "record key", 32), (self.iv_label, "record iv", 12))}

    def epoch_secrets(self, direction: Direction, epoch: int) -> dict[str, bytes]:
        return self._keys(direction, epoch)

    def _cipher(self, header: bytes) -> tuple[AESGCM | ChaCha20Poly1305, bytes]:
        fields = Header.unpack(header)
        keys = self._keys(fields.direction, fields.epoch)
        nonce = int.from_bytes(keys[self.iv_label], "big") ^ fields.sequence
        return self.cipher(keys[self.key_label]), nonce.to_bytes(12, "big")

    def sealed_length(self, plaintext_length: int) -> int:
        return plaintext_length + TAG_LENGTH

    def token(self, header: bytes, plaintext: bytes) -> bytes:
        cipher, nonce = self._cipher(header)
        return cipher.encrypt(nonce, plaintext, header)

    def open(self, header: bytes, payload: bytes) -> bytes:
        cipher, nonce = self._cipher(header)
        try:
            return cipher.decrypt(nonce, payload, header)
        except InvalidTag as error:
            raise Failure(Alert.BAD_RECORD, "the tag does not match") from error

    def logged_secrets(self) -> list[LoggedSecret]:
        return [LoggedSecret(label, direction, epoch, secret) for epoch in (0, FIRST_RECORD_EPOCH)
                for direction in Direction for label, secret in self._keys(direction, epoch).items()]

    # Rekeying

    def make_rekey(self, direction: Direction, epoch: int) -> bytes:
        pair = X25519PrivateKey.generate()
        self._own[epoch] = pair
        other_epoch, other = self._other
        self._advance(direction, epoch, agree(pair, other))
        return pair.public_key().public_bytes_raw() + u32(other_epoch)

    def take_rekey(self, direction: Direction, epoch: int, material: bytes) -> None:
        reader = Reader(material)
        public, referred = reader.take(SHARE_LENGTH), reader.u32()
        if referred not in self._own:
            raise Failure(Alert.WRONG_EPOCH, "a key that there is not")
        shared = agree(self._own[referred], public)
        self._own = {own: pair for own, pair in self._own.items() if own >= referred}
        self._other = (epoch, public)
        self._advance(direction, epoch, shared)

    def _advance(self, direction: Direction, epoch: int, shared: bytes) -> None:
        last = self._secrets[direction, epoch - 1]
        self._secrets[direction, epoch] = derive(shared + last, self._randoms, "rekey secret", self.code, direction,
                                                 epoch, 32)


class X25519ChaCha20(X25519Suite):
    """With ChaCha20-Poly1305."""

    code = 0x000A
    name = "x25519-ed25519-chacha20poly1305"
    cipher = ChaCha20Poly1305
    key_label, iv_label = "FERNWIRE_CHACHA20_KEY", "FERNWIRE_CHACHA20_IV"


class X25519AesGcm(X25519Suite):
    """With AES-256-GCM."""

    code = 0x000B
    name = "x25519-ed25519-aes256gcm"
    cipher = AESGCM
    key_label, iv_label = "FERNWIRE_AES256_KEY", "FERNWIRE_AES256_IV"

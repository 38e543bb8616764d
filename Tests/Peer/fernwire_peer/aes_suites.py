# SPDX-License-Identifier: Apache-2.0
"""The suites with AES (sections 6.3 to 6.5)."""

import base64
import binascii
import hmac
import os
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers import Cipher
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.ciphers.algorithms import AES
from cryptography.hazmat.primitives.ciphers.modes import CBC
from cryptography.hazmat.primitives.padding import PKCS7

from .errors import Failure
from .keys import AES_BLOCK, LoggedSecret, derive, hmac_sha256
from .registry import FIRST_RECORD_EPOCH, Alert, Direction
from .suite_base import SuiteBase
from .wire import Header

MAC_LENGTH = 32
TAG_LENGTH = 16
PREFIX_LENGTH = 18


def read_key(path: Path, length: int) -> bytes:
    """A pre-shared key as base64, base64url, hexadecimal or bare bytes."""
    content = path.read_bytes()
    text = content.strip().decode("latin-1")
    for decode in (bytes.fromhex, base64.b64decode, base64.urlsafe_b64decode):
        try:
            key = decode(text)
        except (ValueError, binascii.Error):
            continue
        if len(key) == length:
            return key
    if len(content) == length:
        return content
    raise ValueError(f"a key of {length} bytes is needed")


class PresharedKeySuite(SuiteBase):
    """A pre-shared key from which the record keys are derived."""

    uses_shared_key = True
    can_rekey = True
    key_length = 16

    def __init__(self, role: Direction, key_file: Path | None, peer_key: Path | None = None) -> None:
        super().__init__(role, key_file, peer_key)
        if key_file is None:
            raise ValueError(f"{self.name} needs a key file")
        self.session_secret = read_key(key_file, self.key_length)

    def derived(self, label: str, direction: int, epoch: int, length: int) -> bytes:
        return derive(self.session_secret, self._randoms, label, self.code, Direction(direction), epoch, length)

    def keys(self, direction: int, epoch: int) -> dict[str, bytes]:
        """The record keys by their names in the key log."""
        raise NotImplementedError

    def epoch_secrets(self, direction: Direction, epoch: int) -> dict[str, bytes]:
        return self.keys(direction, epoch)

    def header_keys(self, header: bytes) -> dict[str, bytes]:
        fields = Header.unpack(header)
        # A deviation may claim a direction that there is not.
        return self.keys(fields.direction & 1, fields.epoch)

    def logged_secrets(self) -> list[LoggedSecret]:
        return [LoggedSecret(label, direction, FIRST_RECORD_EPOCH, secret) for direction in Direction
                for label, secret in self.keys(direction, FIRST_RECORD_EPOCH).items()]


class Aes256GcmPsk(PresharedKeySuite):
    """Section 6.3."""

    code = 0x0009
    name = "aes256-gcm-psk"
    key_length = 32

    def keys(self, direction: int, epoch: int) -> dict[str, bytes]:
        return {"FERNWIRE_AES256_KEY": self.derived("record key", direction, epoch, 32),
                "FERNWIRE_AES256_IV": self.derived("record iv", direction, epoch, 12)}

    def sealed_length(self, plaintext_length: int) -> int:
        return plaintext_length + TAG_LENGTH

    def _cipher(self, header: bytes) -> tuple[AESGCM, bytes]:
        keys = self.header_keys(header)
        number = int.from_bytes(keys["FERNWIRE_AES256_IV"], "big") ^ Header.unpack(header).sequence
        return AESGCM(keys["FERNWIRE_AES256_KEY"]), number.to_bytes(12, "big")

    def token(self, header: bytes, plaintext: bytes) -> bytes:
        cipher, nonce = self._cipher(header)
        return cipher.encrypt(nonce, plaintext, header)

    def open(self, header: bytes, payload: bytes) -> bytes:
        cipher, nonce = self._cipher(header)
        try:
            return cipher.decrypt(nonce, payload, header)
        except InvalidTag as error:
            raise Failure(Alert.BAD_RECORD, "the tag does not match") from error


class Aes128CbcPskNoMac(PresharedKeySuite):
    """Section 6.5."""

    code = 0x0007
    name = "aes128-cbc-psk-nomac"

    def keys(self, direction: int, epoch: int) -> dict[str, bytes]:
        return {"FERNWIRE_AES128_KEY": self.derived("record key", direction, epoch, 16)}

    def sealed_length(self, plaintext_length: int) -> int:
        return AES_BLOCK + AES_BLOCK * (plaintext_length // AES_BLOCK + 1)

    def _cipher(self, header: bytes, iv: bytes) -> Cipher:
        return Cipher(AES(self.header_keys(header)["FERNWIRE_AES128_KEY"]), CBC(iv))

    def token(self, header: bytes, plaintext: bytes) -> bytes:
        """IV and ciphertext of the plaintext, of which the first 18 bytes go to the end."""
        iv, padder = os.urandom(AES_BLOCK), PKCS7(8 * AES_BLOCK).padder()
        padded = padder.update(plaintext[PREFIX_LENGTH:] + plaintext[:PREFIX_LENGTH]) + padder.finalize()
        encryptor = self._cipher(header, iv).encryptor()
        return iv + encryptor.update(padded) + encryptor.finalize()

    def open(self, header: bytes, payload: bytes) -> bytes:
        if len(payload) < 2 * AES_BLOCK or len(payload) % AES_BLOCK:
            raise Failure(Alert.BAD_RECORD, "not an IV and whole blocks")
        decryptor = self._cipher(header, payload[:AES_BLOCK]).decryptor()
        unpadder = PKCS7(8 * AES_BLOCK).unpadder()
        try:
            turned = unpadder.update(decryptor.update(payload[AES_BLOCK:]) + decryptor.finalize())
            turned += unpadder.finalize()
        except ValueError as error:
            raise Failure(Alert.BAD_RECORD, "the padding is wrong") from error
        return turned[-PREFIX_LENGTH:] + turned[:-PREFIX_LENGTH]


class Aes128CbcPsk(Aes128CbcPskNoMac):
    """Section 6.4."""

    code = 0x0006
    name = "aes128-cbc-psk"

    def keys(self, direction: int, epoch: int) -> dict[str, bytes]:
        return super().keys(direction, epoch) | {
            "FERNWIRE_MAC_KEY": self.derived("record mac", direction, epoch, MAC_LENGTH)}

    def sealed_length(self, plaintext_length: int) -> int:
        return super().sealed_length(plaintext_length) + MAC_LENGTH

    def _mac(self, header: bytes, token: bytes) -> bytes:
        return hmac_sha256(self.header_keys(header)["FERNWIRE_MAC_KEY"], header + token)

    def guard(self, header: bytes, token: bytes) -> bytes:
        return token + self._mac(header, token)

    def open(self, header: bytes, payload: bytes) -> bytes:
        token, mac = payload[:-MAC_LENGTH], payload[-MAC_LENGTH:]
        if not hmac.compare_digest(mac, self._mac(header, token)):
            raise Failure(Alert.BAD_RECORD, "the record MAC does not match")
        return super().open(header, token)

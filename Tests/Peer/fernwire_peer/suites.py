# SPDX-License-Identifier: Apache-2.0
"""The suites (section 6) by name, and those of Fernet."""

import hmac
import os
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, RSAPublicKey

from . import rsakeys
from .aes_suites import Aes128CbcPsk, Aes128CbcPskNoMac, Aes256GcmPsk
from .errors import Failure, malformed
from .identity_suites import X25519AesGcm, X25519ChaCha20
from .keys import (LoggedSecret, derive, hmac_sha256, make_token, open_token, read_fernet_key, token_length,
                   unkeyed_verify_data)
from .messages import decode_key_wrap, decode_public_key, encode_key_wrap, encode_public_key
from .registry import FIRST_RECORD_EPOCH, HEADER_LENGTH, Alert, Direction, KeyKind, MessageType, SecretKind
from .rsa_suites import RsaFernetSigned, RsaSealed
from .suite_base import SuiteBase
from .toy_suite import ToyDh16
from .wire import Header

MAC_LENGTH = 32
WRAPPED_KINDS = (SecretKind.FERNET_KEY, SecretKind.MAC_SECRET)


class FernetPsk(SuiteBase):
    """Section 6.1."""

    code = 0x0002
    name = "fernet-psk"
    uses_shared_key = True

    def __init__(self, role: Direction, key_file: Path | None, peer_key: Path | None = None) -> None:
        super().__init__(role, key_file, peer_key)
        if key_file is None:
            raise ValueError(f"{self.name} needs a key file")
        self._key = read_fernet_key(key_file)
        self.session_secret = self._key

    def sealed_length(self, plaintext_length: int) -> int:
        return token_length(HEADER_LENGTH + plaintext_length)

    def token(self, header: bytes, plaintext: bytes) -> bytes:
        return make_token(self._key, header + plaintext)

    def open(self, header: bytes, payload: bytes) -> bytes:
        content = open_token(self._key, payload)
        if content[:HEADER_LENGTH] != header:
            raise Failure(Alert.BAD_RECORD, "the header inside is another")
        return content[HEADER_LENGTH:]

class RsaFernetHmac(SuiteBase):
    """Section 6.2."""

    code = 0x0005
    name = "rsa-fernet-hmac"
    flights = ((Direction.CLIENT, MessageType.PUBLIC_KEY), (Direction.SERVER, MessageType.KEY_WRAP))

    def __init__(self, role: Direction, key_file: Path | None, peer_key: Path | None = None) -> None:
        super().__init__(role, key_file, peer_key)
        self._own: RSAPrivateKey | None = None
        if role is Direction.CLIENT:
            self._own = rsakeys.read_private_key(key_file) if key_file else rsakeys.make_key()
        self._other: RSAPublicKey | None = None
        # The server's choice; for the client what it goes on with when unwrapping fails (section 3.8).
        self._fernet_key = os.urandom(rsakeys.SECRET_LENGTH)
        self._mac_secret = os.urandom(rsakeys.SECRET_LENGTH)

    @property
    def session_secret(self) -> bytes:
        return self._fernet_key + self._mac_secret

    def make_flight(self, type_: MessageType, transcript: bytes) -> bytes:
        if type_ is MessageType.PUBLIC_KEY:
            return encode_public_key(KeyKind.RSA, rsakeys.encode_key(self._own.public_key()))
        secrets = zip(WRAPPED_KINDS, (self._fernet_key, self._mac_secret))
        return encode_key_wrap([(kind, rsakeys.wrap(self._other, kind, secret)) for kind, secret in secrets])

    def take_flight(self, type_: MessageType, payload: bytes, transcript: bytes) -> None:
        if type_ is MessageType.PUBLIC_KEY:
            kind, key = decode_public_key(payload)
            if kind != KeyKind.RSA:
                raise Failure(Alert.BAD_KEY, "not an RSA key")
            self._other = rsakeys.accept_key(key)
        else:
            self._unwrap(payload)

    def _unwrap(self, payload: bytes) -> None:
        wraps = decode_key_wrap(payload)
        if tuple(kind for kind, _ in wraps) != WRAPPED_KINDS:
            raise malformed("other wraps than the suite's")
        if any(len(wrapped) != rsakeys.modulus_length(self._own) for _, wrapped in wraps):
            raise malformed("a wrap is not as long as the modulus")
        found = [rsakeys.unwrap(self._own, kind, wrapped) for kind, (_, wrapped) in zip(WRAPPED_KINDS, wraps)]
        if None not in found:
            self._fernet_key, self._mac_secret = found

    def _mac_key(self, direction: int, epoch: int) -> bytes:
        return derive(self._mac_secret, self._randoms, "record mac", self.code, Direction(direction), epoch, MAC_LENGTH)

    def sealed_length(self, plaintext_length: int) -> int:
        return token_length(plaintext_length) + MAC_LENGTH

    def token(self, header: bytes, plaintext: bytes) -> bytes:
        return make_token(self._fernet_key, plaintext)

    def _mac(self, header: bytes, token: bytes) -> bytes:
        fields = Header.unpack(header)
        return hmac_sha256(self._mac_key(fields.direction, fields.epoch), header + token)

    def guard(self, header: bytes, token: bytes) -> bytes:
        return token + self._mac(header, token)

    def open(self, header: bytes, payload: bytes) -> bytes:
        token, mac = payload[:-MAC_LENGTH], payload[-MAC_LENGTH:]
        if not hmac.compare_digest(mac, self._mac(header, token)):
            raise Failure(Alert.BAD_RECORD, "the record MAC does not match")
        return open_token(self._fernet_key, token)

    def logged_secrets(self) -> list[LoggedSecret]:
        """Section 9: the Fernet key stands once for each direction, as the line's form demands one."""
        found = []
        for direction in Direction:
            mac_key = self._mac_key(direction, FIRST_RECORD_EPOCH)
            found.append(LoggedSecret("FERNWIRE_FERNET_KEY", direction, FIRST_RECORD_EPOCH, self._fernet_key))
            found.append(LoggedSecret("FERNWIRE_MAC_KEY", direction, FIRST_RECORD_EPOCH, mac_key))
        return found


class Plaintext(SuiteBase):
    """Section 6.6."""

    code = 0x0001
    name = "plaintext"
    protects = False

    def verify_data(self, transcript: bytes, sender: Direction) -> bytes:
        return unkeyed_verify_data(transcript, self.code, sender)

    def sealed_length(self, plaintext_length: int) -> int:
        return plaintext_length

    def token(self, header: bytes, plaintext: bytes) -> bytes:
        return plaintext

    def open(self, header: bytes, payload: bytes) -> bytes:
        return payload


Suite = SuiteBase
SUITES: dict[str, type[Suite]] = {
    suite.name: suite
    for suite in (FernetPsk, RsaFernetHmac, Aes256GcmPsk, Aes128CbcPsk, Aes128CbcPskNoMac, Plaintext, X25519ChaCha20,
                  X25519AesGcm, RsaSealed, RsaFernetSigned, ToyDh16)
}

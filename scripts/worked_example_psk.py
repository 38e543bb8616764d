# SPDX-License-Identifier: Apache-2.0
"""The sessions of the suites without flights, and of what messages are made."""

import base64
import hashlib
import hmac

from cryptography.fernet import Fernet
from cryptography.hazmat.primitives.ciphers import Cipher
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.ciphers.algorithms import AES
from cryptography.hazmat.primitives.ciphers.modes import CBC
from cryptography.hazmat.primitives.padding import PKCS7

from worked_example_session import (CLIENT, FILE, FIRST, JSON, LAST, MIDDLE, SERVER, TEXT, TIMESTAMP, Session,
                                    plaintext)
from worked_example_text import block16, context, digest, u64

FILE_DATA = b"One line.\nAnother line, and the last one.\n"
UMLAUT = "Schlüssel".encode()


def token_length(length):
    return -(-(57 + 16 * (length // 16 + 1)) // 3) * 4


def make_token(session, title, key, content):
    iv = session.draw(f"{title} iv", 16)
    session.note(f"{title} timestamp", u64(TIMESTAMP))
    session.note(f"{title} iv", iv)
    # The way that Fernet's own tests take.
    return Fernet(base64.urlsafe_b64encode(key))._encrypt_from_parts(content, TIMESTAMP, iv)


class FernetPsk(Session):
    number, name = 2, "fernet-psk"

    def make(self):
        self.hellos(key_ids=(b"badges",))
        self.secret = self.note("fernet_key", self.draw("key"))
        self.finish()
        self.say()
        return self.end()

    def sealed_length(self, length):
        return token_length(32 + length)

    def seal(self, title, side, head, content):
        return make_token(self, title, self.secret, head + content)


class Aes256GcmPsk(Session):
    """Besides, a message of each other kind."""

    number, name = 9, "aes256-gcm-psk"

    def make(self):
        self.hellos()
        self.secret = self.note("key", self.draw("key"))
        self.finish()
        self.say()
        self.record(CLIENT, plaintext(JSON, b'{"badge": 4711}', 2))
        for fragment, part in ((FIRST, UMLAUT[:5]), (MIDDLE, b""), (LAST, UMLAUT[5:])):
            self.record(CLIENT, plaintext(TEXT, part, 3, 1, fragment))
        head = u64(len(FILE_DATA)) + hashlib.sha256(FILE_DATA).digest() + block16(b"lines.txt") + block16(b"text/plain")
        for fragment, start, end in ((FIRST, 0, 10), (MIDDLE, 10, 30), (LAST, 30, len(FILE_DATA))):
            content = u64(start) + (head if start == 0 else b"") + FILE_DATA[start:end]
            self.record(CLIENT, plaintext(FILE, content, 4, 0, fragment))
        return self.end()

    def keys(self, side):
        return {"key": self.derived(side, "record key", 32), "iv": self.derived(side, "record iv", 12)}

    def sealed_length(self, length):
        return length + 16

    def seal(self, title, side, head, content):
        key, iv = self.keys(side).values()
        nonce = (int.from_bytes(iv, "big") ^ int.from_bytes(head[20:28], "big")).to_bytes(12, "big")
        return AESGCM(key).encrypt(self.note(f"{title} nonce", nonce), content, head)


class Aes128CbcPsk(Session):
    """Besides, a rekey."""

    number, name, mac_length = 6, "aes128-cbc-psk", 32

    def make(self):
        self.hellos()
        self.secret = self.note("key", self.draw("key", 16))
        self.finish()
        self.say()
        if self.mac_length:
            self.rekey(CLIENT)
            self.note_keys(CLIENT)
            self.record(CLIENT, plaintext(TEXT, b"In the next epoch.", 2))
        return self.end()

    def keys(self, side):
        keys = {"key": self.derived(side, "record key", 16)}
        return keys | {"mac_key": self.derived(side, "record mac", 32)} if self.mac_length else keys

    def sealed_length(self, length):
        return 16 + 16 * (length // 16 + 1) + self.mac_length

    def seal(self, title, side, head, content):
        keys, iv, padder = self.keys(side), self.draw(f"{title} iv", 16), PKCS7(128).padder()
        encryptor = Cipher(AES(keys["key"]), CBC(iv)).encryptor()
        padded = padder.update(content[18:] + content[:18]) + padder.finalize()
        sealed = iv + encryptor.update(padded) + encryptor.finalize()
        return sealed + (hmac.digest(keys["mac_key"], head + sealed, "sha256") if self.mac_length else b"")


class Aes128CbcPskNoMac(Aes128CbcPsk):
    number, name, mac_length = 7, "aes128-cbc-psk-nomac", 0


class Plaintext(Session):
    number, name, protected = 1, "plaintext", False

    def make(self):
        self.hellos()
        self.finish()
        self.say()
        return self.end()

    def verify_data(self, side):
        return digest(context(f"{('client', 'server')[side]} finished", self.number) + digest(self.transcript))

    def sealed_length(self, length):
        return length

    def seal(self, title, side, head, content):
        return content

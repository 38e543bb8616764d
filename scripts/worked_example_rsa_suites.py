# SPDX-License-Identifier: Apache-2.0
"""The sessions of the suites with RSA."""

import hmac

from worked_example_psk import make_token, token_length
from worked_example_rsa import RsaKey
from worked_example_session import CLIENT, SERVER, Session
from worked_example_text import SIDES, block16, context, digest, u16


class RsaSession(Session):
    def __init__(self):
        super().__init__()
        self.pairs = [RsaKey(side) for side in SIDES]

    def public_key(self, side):
        self.handshake(f"{SIDES[side]} public_key", 3, side, b"\1" + block16(self.pairs[side].der))

    def wrap(self, name, kind, side, secret):
        """To the key of the side."""
        seed = self.note(f"{name} seed", self.draw(f"{name} seed"))
        label = f"fernwire {name.replace('_', ' ')}".encode()
        return bytes([kind]) + block16(self.pairs[side].encrypt(secret, label, seed))

    def sign(self, title, side, message):
        return self.pairs[side].sign(message, self.note(f"{title} salt", self.draw(f"{title} salt")))


class RsaFernetHmac(RsaSession):
    number, name = 5, "rsa-fernet-hmac"

    def make(self):
        self.hellos()
        self.public_key(CLIENT)
        self.fernet_key, self.mac_secret = (self.note(name, self.draw(name)) for name in ("fernet_key", "mac_secret"))
        wraps = self.wrap("fernet_key", 1, CLIENT, self.fernet_key)
        wraps += self.wrap("mac_secret", 2, CLIENT, self.mac_secret)
        self.handshake("server key_wrap", 4, SERVER, block16(wraps))
        self.secret = self.fernet_key + self.mac_secret
        self.finish()
        self.say()
        return self.end()

    def keys(self, side):
        return {"mac_key": self.derived(side, "record mac", 32, secret=self.mac_secret)}

    def sealed_length(self, length):
        return token_length(length) + 32

    def seal(self, title, side, head, content):
        token = make_token(self, title, self.fernet_key, content)
        return token + hmac.digest(self.keys(side)["mac_key"], head + token, "sha256")


class SignedRecords(RsaSession):
    def seal(self, title, side, head, content):
        body = block16(self.encrypted(title, side, content))
        return body + self.sign(title, side, context("record signature", self.number) + self.session_hash + head + body)


class RsaSealed(SignedRecords):
    number, name = 3, "rsa-sealed"

    def make(self):
        self.hellos()
        self.public_key(SERVER)
        self.public_key(CLIENT)
        self.finish()
        self.say()
        return self.end()

    def verify_data(self, side):
        name = f"{SIDES[side]} finished"
        return self.sign(name, side, context(name, self.number) + digest(self.transcript))

    def sealed_length(self, length):
        return 2 + 2 * self.pairs[0].length

    def encrypted(self, title, side, content):
        seed = self.note(f"{title} seed", self.draw(f"{title} seed"))
        return self.pairs[1 - side].encrypt(content, b"fernwire record", seed)


class RsaFernetSigned(SignedRecords):
    number, name = 4, "rsa-fernet-signed"

    def make(self):
        self.hellos()
        self.public_key(SERVER)
        self.public_key(CLIENT)
        self.secret = self.note("fernet_key", self.draw("fernet_key"))
        self.handshake("client key_wrap", 4, CLIENT, block16(self.wrap("fernet_key", 1, SERVER, self.secret)))
        message = context("client signature", self.number) + digest(self.pairs[SERVER].der) + digest(self.transcript)
        self.handshake("client signature", 6, CLIENT, self.sign("client signature", CLIENT, message))
        self.finish()
        self.say()
        return self.end()

    def sealed_length(self, length):
        return 2 + token_length(length) + self.pairs[0].length

    def encrypted(self, title, side, content):
        return make_token(self, title, self.secret, content)

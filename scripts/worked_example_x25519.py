# SPDX-License-Identifier: Apache-2.0
"""The sessions of the suites with X25519, with rekeys that cross."""

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM, ChaCha20Poly1305

from worked_example_session import CLIENT, SERVER, TEXT, Session, plaintext
from worked_example_text import SIDES, block16, context, derive, digest, u32


class X25519Session(Session):
    cipher = ChaCha20Poly1305
    grease = (0x3A3A, 0xAAAA)

    def make(self):
        # By side and epoch.
        self.pairs, self.secrets = [{}, {}], [{}, {}]
        # The epoch with which the newest key came that a side has of the other.
        self.newest = [1, 1]
        identities = [Ed25519PrivateKey.from_private_bytes(self.draw(f"{side} ed25519")) for side in SIDES]
        for side in (CLIENT, SERVER):
            self.draw_pair(side, 1, f"{SIDES[side]} x25519 private key")
            self.note(f"{SIDES[side]} ed25519 private key", identities[side].private_bytes_raw())
        self.hellos(grease=self.grease)
        for side in (CLIENT, SERVER):
            share = self.pairs[side][1].public_key().public_bytes_raw()
            self.handshake(f"{SIDES[side]} key_share", 5, side, b"\1" + block16(share))
        agreed = self.note("agreed", self.agree(CLIENT, 1, 1))
        early = self.note("handshake_secret",
                          derive(agreed, digest(self.transcript), context("handshake secret", self.number)))
        for side in (SERVER, CLIENT):
            self.secrets[side][0] = early
            self.show_identity(side, identities[side])
        self.secret = self.note("session_secret",
                                derive(early, digest(self.transcript), context("session secret", self.number)))
        for side in (CLIENT, SERVER):
            self.secrets[side][1] = self.secret
        self.finish()
        self.say()
        self.rekeys_that_cross()
        self.record(SERVER, plaintext(TEXT, b"After the rekeys.", 2))
        return self.end()

    def rekeys_that_cross(self):
        """Neither side has the other's new key yet; then the client rekeys again, with the server's."""
        self.start_rekey(CLIENT)
        self.start_rekey(SERVER)
        self.newest = [2, 2]
        self.note_secrets(CLIENT)
        self.note_secrets(SERVER)
        self.start_rekey(CLIENT)
        self.note_secrets(CLIENT)

    def draw_pair(self, side, epoch, name):
        pair = X25519PrivateKey.from_private_bytes(self.draw(f"{SIDES[side]} x25519 of epoch {epoch}"))
        self.note(name, pair.private_bytes_raw())
        self.pairs[side][epoch] = pair

    def agree(self, side, epoch, other_epoch):
        return self.pairs[side][epoch].exchange(self.pairs[1 - side][other_epoch].public_key())

    def show_identity(self, side, key):
        der = key.public_key().public_bytes(
            serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo)
        signature = key.sign(context(f"{SIDES[side]} identity", self.number) + digest(self.transcript) + der)
        content = self.note(f"{SIDES[side]} identity plaintext", b"\2" + block16(der) + block16(signature))
        for name, value in self.keys(side, 0).items():
            self.note(f"{SIDES[side]} handshake {name}", value)
        head = self.header(7, side, len(content) + 16, 0, True)
        self.take(f"{SIDES[side]} identity", head, self.sealed(side, head, content, 0))

    def start_rekey(self, side):
        epoch, other_epoch = self.epochs[side] + 1, self.newest[side]
        self.draw_pair(side, epoch, f"{SIDES[side]} x25519 private key of epoch {epoch}")
        self.rekey(side, self.pairs[side][epoch].public_key().public_bytes_raw() + u32(other_epoch))
        shared = self.agree(side, epoch, other_epoch)
        self.secrets[side][epoch] = self.derived(
            side, "rekey secret", 32, epoch, shared + self.secrets[side][epoch - 1])

    def note_secrets(self, side):
        epoch = self.epochs[side]
        self.note(f"{SIDES[side]} secret of epoch {epoch}", self.secrets[side][epoch])

    def keys(self, side, epoch=None):
        epoch = self.epochs[side] if epoch is None else epoch
        return {name: self.derived(side, f"record {name}", length, epoch, self.secrets[side][epoch])
                for name, length in (("key", 32), ("iv", 12))}

    def sealed_length(self, length):
        return length + 16

    def sealed(self, side, head, content, epoch):
        key, iv = self.keys(side, epoch).values()
        nonce = (int.from_bytes(iv, "big") ^ int.from_bytes(head[20:28], "big")).to_bytes(12, "big")
        return self.cipher(key).encrypt(nonce, content, head)

    def seal(self, title, side, head, content):
        return self.sealed(side, head, content, self.epochs[side])


class X25519ChaCha20(X25519Session):
    number, name = 10, "x25519-ed25519-chacha20poly1305"


class X25519AesGcm(X25519Session):
    number, name, cipher, grease = 11, "x25519-ed25519-aes256gcm", AESGCM, ()

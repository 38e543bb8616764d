# SPDX-License-Identifier: Apache-2.0
"""The keys of the command line, told apart by their form, and the suites that they allow."""

import atexit
import base64
import binascii
import shutil
import tempfile
from dataclasses import dataclass, field
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import (Encoding, NoEncryption, PrivateFormat, load_pem_private_key,
                                                          load_pem_public_key)

from fernwire_peer import rsakeys
from fernwire_peer.registry import Direction
from fernwire_peer.suite_base import SuiteBase
from fernwire_peer.suites import SUITES

# What a suite needs: a form of pre-shared key, or a kind of identity.
NEEDED = {"fernet-psk": "fernet", "aes256-gcm-psk": "psk32", "aes128-cbc-psk": "psk16",
          "aes128-cbc-psk-nomac": "psk16", "rsa-sealed": "rsa", "rsa-fernet-signed": "rsa", "rsa-fernet-hmac": "rsa",
          "x25519-ed25519-chacha20poly1305": "ed25519", "x25519-ed25519-aes256gcm": "ed25519"}
FERNET_LENGTH = 44


def shared_form(content: bytes) -> str:
    """The form of a pre-shared key, as section 5's note tells them apart."""
    text = content.strip().decode("latin-1")
    for decode in (bytes.fromhex, base64.b64decode, base64.urlsafe_b64decode):
        try:
            length = len(decode(text))
        except (ValueError, binascii.Error):
            continue
        if length == 32 and len(text) == FERNET_LENGTH and decode is not bytes.fromhex:
            return "fernet"
        if length in (16, 32):
            return f"psk{length}"
    if len(content) in (16, 32):
        return f"psk{len(content)}"
    raise ValueError("a key file that is neither PEM nor a key of 16 or 32 bytes")


@dataclass
class KeyRing:
    """Files by form: ours by `fernet`, `psk16`, `psk32`, `rsa` and `ed25519`, the target's with ` public` after it."""

    files: dict[str, Path] = field(default_factory=dict)

    @classmethod
    def of(cls, paths: list[Path]) -> "KeyRing":
        ring = cls()
        for path in paths:
            form = ring._form(path.read_bytes())
            if form in ring.files:
                raise ValueError(f"{path} is the second key of its kind")
            ring.files[form] = path
        ring._make_identities()
        return ring

    @staticmethod
    def _form(content: bytes) -> str:
        if b"PRIVATE KEY" in content:
            key = load_pem_private_key(content, None)
            return "ed25519" if isinstance(key, Ed25519PrivateKey) else "rsa"
        if b"PUBLIC KEY" in content:
            public = load_pem_public_key(content)
            return ("ed25519" if isinstance(public, Ed25519PublicKey) else "rsa") + " public"
        return shared_form(content)

    def _make_identities(self) -> None:
        """Identities of this run, where none was given."""
        folder = Path(tempfile.mkdtemp())
        atexit.register(shutil.rmtree, folder, ignore_errors=True)
        for form, make in (("rsa", rsakeys.make_key), ("ed25519", Ed25519PrivateKey.generate)):
            if form not in self.files:
                path = folder / f"{form}.pem"
                path.write_bytes(make().private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
                self.files[form] = path

    def has(self, suite: str) -> bool:
        return suite not in NEEDED or NEEDED[suite] in self.files

    def suites(self) -> list[str]:
        return [suite for suite in SUITES if self.has(suite)]

    def make(self, suite: str, role: Direction) -> SuiteBase:
        """The suite's state for one connection."""
        form = NEEDED.get(suite, "")
        own = self.files.get(form)
        if suite == "rsa-fernet-hmac" and role is Direction.SERVER:
            own = None
        return SUITES[suite](role, own, self.files.get(f"{form} public"))

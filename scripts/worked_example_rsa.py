# SPDX-License-Identifier: Apache-2.0
"""RSA with the random parts given: OAEP with its seed and PSS with its salt, as RFC 8017 writes them.

Test vectors need it, since libraries draw both themselves. It is no example for a program: nothing here is constant
in time.
"""

import hashlib
from pathlib import Path

from cryptography.hazmat.primitives import serialization

KEYS = Path(__file__).resolve().parent.parent / "captures/keys"
HASH = 32


def mgf1(seed, length):
    count = -(-length // HASH)
    return b"".join(hashlib.sha256(seed + index.to_bytes(4, "big")).digest() for index in range(count))[:length]


def mask(data, seed):
    return bytes(a ^ b for a, b in zip(data, mgf1(seed, len(data)), strict=True))


class RsaKey:
    """A private key of captures/keys, which everyone has."""

    def __init__(self, side):
        self.pem = (KEYS / f"{side}-rsa.pem").read_text()
        key = serialization.load_pem_private_key(self.pem.encode(), None)
        numbers = key.private_numbers()
        self.d, self.n, self.e = numbers.d, numbers.public_numbers.n, numbers.public_numbers.e
        self.length = (self.n.bit_length() + 7) // 8
        self.der = key.public_key().public_bytes(
            serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo)

    def encrypt(self, message, label, seed):
        """RSAES-OAEP-ENCRYPT (RFC 8017, section 7.1.1)."""
        padding = bytes(self.length - len(message) - 2 * HASH - 2)
        masked = mask(hashlib.sha256(label).digest() + padding + b"\1" + message, seed)
        encoded = b"\0" + mask(seed, masked) + masked
        return pow(int.from_bytes(encoded, "big"), self.e, self.n).to_bytes(self.length, "big")

    def sign(self, message, salt):
        """RSASSA-PSS-SIGN (RFC 8017, sections 8.1.1 and 9.1.1), for a modulus of whole bytes."""
        digest = hashlib.sha256(bytes(8) + hashlib.sha256(message).digest() + salt).digest()
        masked = bytearray(mask(bytes(self.length - len(salt) - HASH - 2) + b"\1" + salt, digest))
        masked[0] &= 0x7F
        encoded = bytes(masked) + digest + b"\xbc"
        return pow(int.from_bytes(encoded, "big"), self.d, self.n).to_bytes(self.length, "big")

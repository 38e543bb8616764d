# SPDX-License-Identifier: Apache-2.0
"""The random parts of RSA in the sessions of section 12.1: that they are those that the frames were made with."""

import hashlib
import re
import unittest

from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.serialization import load_pem_private_key

from fernwire_peer.refusals import PAGE
from fernwire_peer.registry import HEADER_LENGTH, Direction

SIZE = 256
HASH = 32
RSA_SUITES = ("rsa-fernet-hmac", "rsa-sealed", "rsa-fernet-signed")


def read_example(suite: str) -> dict[str, bytes]:
    """The named byte strings of a session."""
    text = re.search(rf"```example {suite}\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.S)[1]
    return {name: bytes.fromhex("".join(lines.split()))
            for name, lines in re.findall(r"^(\S.*):\n((?:    [0-9a-f]+\n)*)", text, re.M)}


def read_keys() -> list[RSAPrivateKey]:
    """Of client and server."""
    parts = re.findall(r"-----BEGIN.*?-----END PRIVATE KEY-----\n", PAGE.read_text(encoding="utf-8"), re.S)
    return [load_pem_private_key(part.encode(), None) for part in parts]


def unmask(data: bytes, seed: bytes) -> bytes:
    """Section B.2.1 of RFC 8017, with SHA-256."""
    mask = b"".join(hashlib.sha256(seed + count.to_bytes(4, "big")).digest() for count in range(-(-len(data) // HASH)))
    return bytes(a ^ b for a, b in zip(data, mask))


def oaep_seed(key: RSAPrivateKey, ciphertext: bytes) -> bytes:
    numbers = key.private_numbers()
    encoded = pow(int.from_bytes(ciphertext, "big"), numbers.d, numbers.public_numbers.n).to_bytes(SIZE, "big")
    return unmask(encoded[1:1 + HASH], encoded[1 + HASH:])


def pss_salt(key: RSAPrivateKey, signature: bytes) -> bytes:
    numbers = key.private_numbers().public_numbers
    encoded = pow(int.from_bytes(signature, "big"), numbers.e, numbers.n).to_bytes(SIZE, "big")
    return unmask(encoded[:-HASH - 1], encoded[-HASH - 1:-1])[-HASH:]


class RandomPartTests(unittest.TestCase):
    """Seeds and salts, read back out of what they went into."""

    def find(self, example: dict[str, bytes], name: str) -> bytes:
        """The seed or salt of that name."""
        keys, (title, part) = read_keys(), name.rsplit(" ", 1)
        if title in ("fernet_key", "mac_secret"):
            side = Direction.CLIENT if "server key_wrap frame" in example else Direction.SERVER
            wraps = example[f"{side.other.label} key_wrap frame"][HEADER_LENGTH + 2:]
            start = 3 if title == "fernet_key" else 3 + SIZE + 3
            return oaep_seed(keys[side], wraps[start:start + SIZE])
        side = Direction[title.split()[0].upper()]
        payload = example[f"{title} frame"][HEADER_LENGTH:]
        if part == "salt":
            return pss_salt(keys[side], payload[-SIZE:])
        return oaep_seed(keys[side.other], payload[2:2 + SIZE])

    def test_seeds_and_salts(self) -> None:
        for suite in RSA_SUITES:
            example = read_example(suite)
            names = [name for name in example if name.endswith((" seed", " salt"))]
            self.assertGreater(len(names), 1)
            for name in names:
                with self.subTest(suite=suite, name=name):
                    self.assertEqual(self.find(example, name), example[name])


if __name__ == "__main__":
    unittest.main()

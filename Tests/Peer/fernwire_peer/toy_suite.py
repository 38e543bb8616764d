# SPDX-License-Identifier: Apache-2.0
"""The toy (section 6.10)."""

import math
import random
from pathlib import Path

from .errors import Failure
from .messages import decode_key_share, decode_public_key, encode_key_share, encode_public_key
from .registry import Alert, Direction, KeyKind, MessageType, ShareKind
from .suite_base import SuiteBase
from .wire import Reader, u16, u32

PRIME = 65521
GENERATOR = 3
BLOCK = 4
SIGNATURE_LENGTH = 3
TABLE = bytes.fromhex("""
    02 b8 b0 08 a5 16 3f d7 2d 59 bc 24 c6 52 76 00
    51 96 2a e0 af 98 29 83 3b 18 f7 b1 b3 ad 8a c9
    01 d4 41 56 1e 04 5f 7d 19 a4 27 39 a7 e3 62 d3
    3d f8 ca 78 93 c1 ab b7 3c c4 6f b9 35 d5 b2 df
    1c cf 1b 95 ae ba a2 10 aa e6 ec 4c 3a 17 60 1a
    a3 4d 87 66 ff cb c8 7a 70 97 9f 9b d8 73 ee 2c
    8f 92 4a 21 0c 67 a6 d0 32 0b 40 30 8d 71 6c 3e
    bf 57 e9 d1 33 36 f1 be 7e f0 a8 25 cc fe 54 5e
    20 47 ed 9a a0 99 8c 12 8e e7 6a 69 c3 cd 44 a9
    89 63 43 7b 5c 91 53 a1 bb 9d 48 38 c2 03 f6 06
    1f 80 2e 07 37 81 77 42 f3 11 31 74 c5 5d b4 e5
    45 84 de f2 d2 2f 4b 23 75 fb 1d c7 da 7f 34 ea
    61 b6 22 db dd 85 fa 15 49 e8 14 fd d6 d9 ce f4
    64 ac 0e 9c 26 46 68 65 90 58 fc e2 79 05 9e f5
    ef 55 0d 5a 4f c0 7c 5b 09 4e 2b 50 8b dc 6b 28
    82 e4 eb 94 6e 0f 0a 6d 13 b5 86 88 e1 f9 72 bd
""")
PRIMES = [number for number in range(257, 512) if all(number % divisor for divisor in range(2, 23))]


def is_acceptable(exponent: int, modulus: int) -> bool:
    """Section 6.10."""
    for p in PRIMES:
        q = modulus // p
        if modulus == p * q and q in PRIMES and q != p:
            return exponent >= 3 and math.gcd(exponent, (p - 1) * (q - 1)) == 1
    return False


def toy_hash(data: bytes) -> int:
    value = 0
    for byte in data[-8:]:
        value = (32 * value + byte) % 2 ** 16
    return value


class ToyDh16(SuiteBase):
    """Diffie-Hellman of 16 bits, RSA of 18, a cipher of 4 bytes."""

    code = 0x0008
    name = "toy-dh16"
    flights = ((Direction.CLIENT, MessageType.KEY_SHARE), (Direction.CLIENT, MessageType.PUBLIC_KEY),
               (Direction.SERVER, MessageType.KEY_SHARE), (Direction.SERVER, MessageType.PUBLIC_KEY))

    def __init__(self, role: Direction, key_file: Path | None, peer_key: Path | None = None) -> None:
        super().__init__(role, key_file, peer_key)
        self._exponent = random.randrange(1, 2730)
        p, q = random.sample(PRIMES, 2)
        phi = (p - 1) * (q - 1)
        self._public = next(e for e in (5, 7, 11, 13, 17, 19) if math.gcd(e, phi) == 1), p * q
        self._private = pow(self._public[0], -1, phi)
        self._other = (0, 0)

    def make_flight(self, type_: MessageType, transcript: bytes) -> bytes:
        if type_ is MessageType.KEY_SHARE:
            return encode_key_share(ShareKind.TOY_DH16, u16(pow(GENERATOR, self._exponent, PRIME)))
        return encode_public_key(KeyKind.TOY_RSA, u16(self._public[0]) + u32(self._public[1]))

    def take_flight(self, type_: MessageType, payload: bytes, transcript: bytes) -> None:
        if type_ is MessageType.KEY_SHARE:
            kind, share = decode_key_share(payload)
            value = int.from_bytes(share, "big")
            if kind != ShareKind.TOY_DH16 or len(share) != 2 or not 2 <= value <= PRIME - 2:
                raise Failure(Alert.BAD_KEY, "not a toy share")
            self.session_secret = u16(pow(value, self._exponent, PRIME))
            return
        kind, key = decode_public_key(payload)
        if kind != KeyKind.TOY_RSA or len(key) != 6:
            raise Failure(Alert.BAD_KEY, "not a toy key")
        reader = Reader(key)
        self._other = reader.u16(), reader.u32()
        if not is_acceptable(*self._other):
            raise Failure(Alert.BAD_KEY, "not an acceptable toy key")

    def sealed_length(self, plaintext_length: int) -> int:
        return 2 + -(-plaintext_length // BLOCK) * BLOCK + SIGNATURE_LENGTH

    def token(self, header: bytes, plaintext: bytes) -> bytes:
        padded = bytes(-len(plaintext) % BLOCK) + plaintext
        key, out = self.session_secret, bytearray()
        for start in range(0, len(padded), BLOCK):
            block = padded[start:start + BLOCK]
            out += bytes(TABLE[block[(j + 3) % 4] ^ key[(j + 3) % 2]] ^ key[j % 2] for j in range(BLOCK))
        signature = pow(toy_hash(plaintext), self._private, self._public[1])
        return u16(len(plaintext)) + bytes(out) + signature.to_bytes(SIGNATURE_LENGTH, "big")

    def open(self, header: bytes, payload: bytes) -> bytes:
        if len(payload) < 2 + SIGNATURE_LENGTH:
            raise Failure(Alert.BAD_RECORD, "too short")
        length, ciphertext = int.from_bytes(payload[:2], "big"), payload[2:-SIGNATURE_LENGTH]
        if -(-length // BLOCK) * BLOCK != len(ciphertext):
            raise Failure(Alert.BAD_RECORD, "the length does not fit")
        key, padded = self.session_secret, bytearray(len(ciphertext))
        for place, byte in enumerate(ciphertext):
            j = place % BLOCK
            padded[place - j + (j + 3) % BLOCK] = TABLE.index(byte ^ key[j % 2]) ^ key[(j + 3) % 2]
        plaintext = bytes(padded[len(padded) - length:])
        signature = int.from_bytes(payload[-SIGNATURE_LENGTH:], "big")
        exponent, modulus = self._other
        if signature >= modulus or pow(signature, exponent, modulus) != toy_hash(plaintext):
            raise Failure(Alert.BAD_RECORD, "the signature does not verify")
        return plaintext

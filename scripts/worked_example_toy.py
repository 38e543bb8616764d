# SPDX-License-Identifier: Apache-2.0
"""The session of toy-dh16."""

import math
import re
from pathlib import Path

from worked_example_session import CLIENT, SERVER, Session
from worked_example_text import SIDES, block16, u16, u32

PAGE = Path(__file__).resolve().parent.parent / "docs/PROTOCOL.md"
PRIMES = [number for number in range(257, 512) if all(number % divisor for divisor in range(2, 23))]


def table():
    """The page's own."""
    rows = re.findall(r"^(?:[0-9a-f]{2} ){15}[0-9a-f]{2}$", PAGE.read_text(), re.M)
    return bytes.fromhex("".join(rows))


class ToyDh16(Session):
    number, name = 8, "toy-dh16"

    def make(self):
        self.table = table()
        self.hellos()
        exponents, self.private, public = [], [], []
        for side in (CLIENT, SERVER):
            x = 1 + int.from_bytes(self.draw(f"{SIDES[side]} x", 2), "big") % 2729
            exponents.append(x)
            self.note(f"{SIDES[side]} x", u16(x))
            p, q = (PRIMES[index % len(PRIMES)] for index in self.draw(f"{SIDES[side]} primes", 2))
            phi = (p - 1) * (q - 1)
            e = next(e for e in (17, 19, 23, 29) if math.gcd(e, phi) == 1)
            assert p != q
            public.append((e, p * q))
            self.private.append((pow(e, -1, phi), p * q))
            for name, value in (("p", u16(p)), ("q", u16(q)), ("d", u32(self.private[side][0]))):
                self.note(f"{SIDES[side]} {name}", value)
        for side in (CLIENT, SERVER):
            share = u16(pow(3, exponents[side], 65521))
            self.handshake(f"{SIDES[side]} key_share", 5, side, b"\2" + block16(share))
            key = u16(public[side][0]) + u32(public[side][1])
            self.handshake(f"{SIDES[side]} public_key", 3, side, b"\3" + block16(key))
        self.secret = self.note("session_secret", u16(pow(3, math.prod(exponents), 65521)))
        self.finish()
        self.say()
        return self.end()

    def sealed_length(self, length):
        return 2 + -(-length // 4) * 4 + 3

    def seal(self, title, side, head, content):
        padded, key, out, h = bytes(-len(content) % 4) + content, self.secret, bytearray(), 0
        for start in range(0, len(padded), 4):
            block = padded[start:start + 4]
            out += bytes(self.table[block[(j + 3) % 4] ^ key[(j + 3) % 2]] ^ key[j % 2] for j in range(4))
        for byte in content:
            h = (32 * h + byte) % 65536
        d, n = self.private[side]
        return u16(len(content)) + bytes(out) + pow(h, d, n).to_bytes(3, "big")

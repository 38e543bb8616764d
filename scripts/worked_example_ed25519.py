# SPDX-License-Identifier: Apache-2.0
"""The curve of Ed25519 with all its points, those too that no library hands out. Only for test vectors."""

import hashlib

P = 2 ** 255 - 19
L = 2 ** 252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, -1, P) % P
NEUTRAL = (0, 1)


def add(a, b):
    (x1, y1), (x2, y2) = a, b
    t = D * x1 * x2 * y1 * y2 % P
    return (x1 * y2 + x2 * y1) * pow(1 + t, -1, P) % P, (y1 * y2 + x1 * x2) * pow(1 - t, -1, P) % P


def multiply(number, point):
    found = NEUTRAL
    while number:
        if number & 1:
            found = add(found, point)
        point, number = add(point, point), number >> 1
    return found


def encode(point):
    return (point[1] | (point[0] & 1) << 255).to_bytes(32, "little")


def x_of(y):
    """The even x of a point, or None."""
    square = (y * y - 1) * pow(D * y * y + 1, -1, P) % P
    x = pow(square, (P + 3) // 8, P)
    if x * x % P != square:
        x = x * pow(2, (P - 1) // 4, P) % P
    if x * x % P != square:
        return None
    return P - x if x & 1 else x


BASE = (x_of(4 * pow(5, -1, P) % P), 4 * pow(5, -1, P) % P)


def torsion():
    """The eight points of small order: the multiples of one of order 8."""
    for y in range(2, 100):
        if x_of(y) is not None:
            point = multiply(L, (x_of(y), y))
            if multiply(4, point) != NEUTRAL:
                return [multiply(number, point) for number in range(8)]
    raise AssertionError


def challenge(r, key, message):
    return int.from_bytes(hashlib.sha512(r + key + message).digest(), "little") % L


class Key:
    """A private key; `tweak` is added to the public one."""

    def __init__(self, seed, tweak=NEUTRAL):
        self.a = int.from_bytes(seed, "little") % L
        self.public = encode(add(multiply(self.a, BASE), tweak))

    def sign(self, message, number=0, tweak=NEUTRAL, r=None):
        """R = number·B + tweak, and S = number + k·a; or another encoding of R."""
        r = r or encode(add(multiply(number, BASE), tweak))
        s = (number + challenge(r, self.public, message) * self.a) % L
        return r + s.to_bytes(32, "little")

# SPDX-License-Identifier: Apache-2.0
"""The curve of Ed25519, as far as section 3.7 needs it: which encodings are those of acceptable keys."""

PRIME = 2 ** 255 - 19
D = -121665 * pow(121666, -1, PRIME) % PRIME
ROOT_OF_MINUS_ONE = pow(2, (PRIME - 1) // 4, PRIME)
SIGN = 1 << 255
LENGTH = 32

Point = tuple[int, int]


def decode(encoded: bytes) -> Point | None:
    """RFC 8032, section 5.1.3, with a canonical y only."""
    number = int.from_bytes(encoded, "little")
    sign, y = number >> 255, number & (SIGN - 1)
    if len(encoded) != LENGTH or y >= PRIME:
        return None
    square = (y * y - 1) * pow(D * y * y + 1, -1, PRIME) % PRIME
    x = pow(square, (PRIME + 3) // 8, PRIME)
    if x * x % PRIME != square:
        x = x * ROOT_OF_MINUS_ONE % PRIME
    if x * x % PRIME != square or (x == 0 and sign):
        return None
    return (PRIME - x if x % 2 != sign else x), y


def double(point: Point) -> Point:
    x, y = point
    product = D * x * x * y * y % PRIME
    return (2 * x * y * pow(1 + product, -1, PRIME) % PRIME, (y * y + x * x) * pow(1 - product, -1, PRIME) % PRIME)


def is_acceptable(encoded: bytes) -> bool:
    """The canonical encoding of a point whose order does not divide 8."""
    point = decode(encoded)
    return point is not None and double(double(double(point))) != (0, 1)

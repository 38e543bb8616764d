# SPDX-License-Identifier: Apache-2.0
"""Refusals of public keys, shares and signatures."""

import hashlib
from math import gcd, prod

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.serialization import load_pem_private_key

import worked_example_ed25519 as ed
from worked_example_rsa import RsaKey
from worked_example_text import Refusals, u16, u32

ED25519 = bytes.fromhex("302a300506032b6570032100")
P = ed.P
LOW_ORDER = (0, 1, P - 1, P, P + 1, 0xB8495F16056286FDB1329CEB8D09DA6AC49FF1FAE35616AEB8413B7C7AEBE0,
             0x57119FD0DD4E22D8868E1C58C45C44045BEF839C55B1D0B1248C50A3BC959C5F)


def draw(purpose):
    return hashlib.sha256(f"refusals: {purpose}".encode()).digest()


def der(tag, *parts):
    content = b"".join(parts)
    size = len(content)
    long = size.to_bytes((size.bit_length() + 7) // 8, "big")
    return bytes([tag]) + (bytes([size]) if size < 128 else bytes([0x80 | len(long)]) + long) + content


def der_integer(value):
    return der(2, value.to_bytes(value.bit_length() // 8 + 1, "big"))


def rsa_der(n, e=65537, algorithm=bytes.fromhex("300d06092a864886f70d0101010500")):
    return der(0x30, algorithm, der(3, b"\0", der(0x30, der_integer(n), der_integer(e))))


def rsa_keys():
    found = Refusals("rsa key")
    key = RsaKey("server")
    numbers = load_pem_private_key(key.pem.encode(), None).private_numbers()
    p, n = numbers.p, key.n
    prime = 2 ** 2048 - 1942289
    assert rsa_der(n) == key.der and pow(2, prime - 1, prime) == 1
    small = prod(range(3, 750, 2))
    rough = next(number for number in range(2 ** 2038 + 1, 2 ** 2039, 2) if gcd(number, small) == 1)
    found.add("2048 bits", "accepted", key=key.der)
    found.add("the largest exponent", "accepted", key=rsa_der(n, 2 ** 64 - 1))
    for title, value in (
            ("a byte after the DER", key.der + b"\0"),
            ("no key at all", b""),
            ("2047 bits", rsa_der(n >> 1 | 1)),
            ("8193 bits", rsa_der(2 ** 8192 + 1)),
            ("exponent 1", rsa_der(n, 1)),
            ("exponent 3", rsa_der(n, 3)),
            ("an even exponent", rsa_der(n, 65538)),
            ("exponent 2^64 + 1", rsa_der(n, 2 ** 64 + 1)),
            ("an even modulus", rsa_der(n - 1)),
            ("a modulus with the factor 3", rsa_der(3 * (n // 3 | 1))),
            ("a modulus with the factor 751", rsa_der(751 * rough)),
            ("a prime modulus", rsa_der(prime)),
            ("the square of a prime", rsa_der(p * p)),
            ("no NULL in the algorithm", rsa_der(n, algorithm=bytes.fromhex("300b06092a864886f70d010101"))),
            ("the algorithm RSASSA-PSS", rsa_der(n, algorithm=bytes.fromhex("300d06092a864886f70d01010a0500"))),
            ("a length that is not minimal", b"\x30\x83\0" + key.der[2:]),
            ("an Ed25519 key", ED25519 + ed.encode(ed.BASE))):
        found.add(title, "bad_key", key=value)
    return found.finish()


def ed25519_keys():
    found = Refusals("ed25519 key")
    torsion = ed.torsion()
    key = ED25519 + ed.encode(ed.BASE)
    tweaked = ed.Key(draw("key"), torsion[1])
    found.add("the base point", "accepted", key=key)
    found.add("a point with a part of order 8", "accepted", key=ED25519 + tweaked.public)
    found.add("the base point with the other sign", "accepted", key=ED25519 + ed.encode((P - ed.BASE[0], ed.BASE[1])))
    for number, point in enumerate(torsion):
        order = next(order for order in (1, 2, 4, 8) if ed.multiply(order, point) == ed.NEUTRAL)
        found.add(f"point {number} of small order, {order}", "bad_key", key=ED25519 + ed.encode(point))
    large = next(y for y in range(2, 19) if ed.x_of(y) is not None)
    off = next(y for y in range(2, 19) if ed.x_of(y) is None)
    for title, value in (("y = p, of order 4", P), ("y = p, with sign", P + 2 ** 255),
                         ("y = p + 1, the neutral point", P + 1),
                         ("y = p + 1, with sign", P + 1 + 2 ** 255),
                         ("x = 0 with sign, the neutral point", 1 + 2 ** 255),
                         ("x = 0 with sign, of order 2", P - 1 + 2 ** 255),
                         (f"y = p + {large}, of large order", P + large),
                         (f"y = {off}, not on the curve", off), ("y = 2^255 - 1", 2 ** 255 - 1)):
        found.add(title, "bad_key", key=ED25519 + value.to_bytes(32, "little"))
    for title, value in (("31 bytes", key[:-1]), ("a byte after the DER", key + b"\0"), ("no key at all", b""),
                         ("X25519 in the place of Ed25519", key.replace(b"\x65\x70", b"\x65\x6e")),
                         ("an RSA key", RsaKey("server").der)):
        found.add(title, "bad_key", key=value)
    return found.finish()


def ed25519_signatures():
    found = Refusals("ed25519 signature")
    torsion, message = ed.torsion(), b"a message"
    key, number = ed.Key(draw("key")), int.from_bytes(draw("number"), "little") % ed.L
    good = key.sign(message, number)

    def add(title, answer, signature, signer=key):
        found.add(title, answer, key=ED25519 + signer.public, message=message, signature=signature)

    add("a good one", "accepted", good)
    add("R is the neutral point", "accepted", key.sign(message))
    tweaked = ed.Key(draw("key"), torsion[1])
    signed = [(tweaked.sign(message, n), ed.challenge(ed.encode(ed.multiply(n, ed.BASE)), tweaked.public, message) % 8)
              for n in range(number, number + 40)]
    add("a key with a part of order 8 that the challenge cancels", "accepted",
        next(signature for signature, k in signed if k == 0), tweaked)
    add("a key with a part of order 8 that stays, right with the cofactor alone", "handshake_failed",
        next(signature for signature, k in signed if k), tweaked)
    s = int.from_bytes(good[32:], "little")
    for title, signature in (
            ("S + L", good[:32] + (s + ed.L).to_bytes(32, "little")),
            ("S + 8·L", good[:32] + (s + 8 * ed.L).to_bytes(32, "little")),
            ("S = L and R is the neutral point", ed.encode(ed.NEUTRAL) + ed.L.to_bytes(32, "little")),
            ("R with a part of order 8, right with the cofactor alone", key.sign(message, number, torsion[1])),
            ("R is the neutral point, encoded with y = p + 1", key.sign(message, r=(P + 1).to_bytes(32, "little"))),
            ("R is the neutral point, encoded with the sign",
             key.sign(message, r=(1 + 2 ** 255).to_bytes(32, "little"))),
            ("of another message", key.sign(b"another message", number)),
            ("63 bytes", good[:-1]), ("65 bytes", good + b"\0"), ("nothing", b"")):
        add(title, "handshake_failed", signature)
    return found.finish()


def x25519_shares():
    found = Refusals("x25519 share")
    own = X25519PrivateKey.from_private_bytes(draw("x25519"))
    raw = own.private_bytes_raw()
    other = X25519PrivateKey.from_private_bytes(draw("other x25519")).public_key().public_bytes_raw()
    agreed = own.exchange(X25519PublicKey.from_public_bytes(other))
    base = own.public_key().public_bytes_raw()
    found.add("a good one", "accepted", private_key=raw, share=other, agreed=agreed)
    found.add("the same with the highest bit", "accepted", private_key=raw,
              share=other[:-1] + bytes([other[-1] | 0x80]), agreed=agreed)
    found.add("u = p + 9", "accepted", private_key=raw, share=(P + 9).to_bytes(32, "little"), agreed=base)
    for value in LOW_ORDER:
        for bit, words in ((0, ""), (2 ** 255, ", with the highest bit")):
            found.add(f"u = {value:x}{words}", "bad_key", private_key=raw, share=(value + bit).to_bytes(32, "little"))
    for title, share in (("31 bytes", other[:-1]), ("33 bytes", other + b"\0"), ("nothing", b"")):
        found.add(title, "bad_key", private_key=raw, share=share)
    return found.finish()


def toy():
    shares, keys = Refusals("toy share"), Refusals("toy key")
    for value in (2, 3, 65519):
        shares.add(f"{value}", "accepted", share=u16(value))
    for value in (0, 1, 65520, 65521, 65535):
        shares.add(f"{value}", "bad_key", share=u16(value))
    shares.add("one byte", "bad_key", share=b"\2")
    shares.add("three bytes", "bad_key", share=bytes(3))

    def add(title, answer, e, *primes):
        keys.add(title, answer, key=u16(e) + u32(prod(primes)))

    add("e = 5, N = 257·263", "accepted", 5, 257, 263)
    add("e = 65535, N = 503·509", "accepted", 65535, 503, 509)
    add("e = 1", "bad_key", 1, 257, 263)
    add("e even", "bad_key", 4, 257, 263)
    add("e = 131 has no inverse", "bad_key", 131, 257, 263)
    add("N prime", "bad_key", 5, 65537)
    add("N the square of a prime", "bad_key", 5, 263, 263)
    add("N of three primes", "bad_key", 5, 61, 31, 37)
    add("N of primes of other sizes", "bad_key", 5, 127, 521)
    add("N = 0", "bad_key", 5, 0)
    add("N = 65536", "bad_key", 5, 65536)
    add("N above 18 bits", "bad_key", 5, 521, 523)
    keys.add("five bytes", "bad_key", key=u16(5) + b"\1\2\3")
    keys.add("seven bytes", "bad_key", key=u16(5) + u32(257 * 263) + b"\0")
    return shares.finish(), keys.finish()

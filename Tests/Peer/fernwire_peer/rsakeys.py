# SPDX-License-Identifier: Apache-2.0
"""RSA: which public keys are acceptable (section 3.3), and wrapping (section 3.4)."""

import math
import secrets
from pathlib import Path

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.asymmetric.padding import MGF1, OAEP
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import (Encoding, PublicFormat, load_der_public_key,
                                                          load_pem_private_key)

from .errors import Failure
from .registry import Alert, SecretKind

SECRET_LENGTH = 32
SMALLEST_MODULUS = 2048
# This peer's limit; a peer must accept 4096 bits, and may accept up to 8192.
LARGEST_MODULUS = 4096
SMALLEST_EXPONENT = 65537
EXPONENT_LIMIT = 2 ** 64
LARGEST_TRIAL_PRIME = 751
MILLER_RABIN_ROUNDS = 5
LABELS = {SecretKind.FERNET_KEY: b"fernwire fernet key", SecretKind.MAC_SECRET: b"fernwire mac secret"}


def make_key(bits: int = SMALLEST_MODULUS) -> rsa.RSAPrivateKey:
    """A pair for one session."""
    return rsa.generate_private_key(SMALLEST_EXPONENT, bits)


def read_private_key(path: Path) -> rsa.RSAPrivateKey:
    key = load_pem_private_key(path.read_bytes(), None)
    if not isinstance(key, rsa.RSAPrivateKey):
        raise ValueError("not an RSA private key")
    return key


def encode_key(key: rsa.RSAPublicKey) -> bytes:
    """The DER of a SubjectPublicKeyInfo."""
    return key.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)


def accept_key(der: bytes) -> rsa.RSAPublicKey:
    """Section 3.3. Equality with the re-encoded key excludes other algorithm ids, BER and trailing bytes."""
    try:
        key = load_der_public_key(der)
        good = isinstance(key, rsa.RSAPublicKey) and encode_key(key) == der and _has_good_numbers(key.public_numbers())
    except (ValueError, UnsupportedAlgorithm) as error:
        raise Failure(Alert.BAD_KEY, "not a public key") from error
    if not good:
        raise Failure(Alert.BAD_KEY, "not an acceptable RSA key")
    return key


def _has_good_numbers(numbers: rsa.RSAPublicNumbers) -> bool:
    n, e = numbers.n, numbers.e
    return (SMALLEST_MODULUS <= n.bit_length() <= LARGEST_MODULUS
            and e % 2 == 1 and SMALLEST_EXPONENT <= e < EXPONENT_LIMIT
            and n % 2 == 1 and math.gcd(n, _product_of_small_primes()) == 1 and _is_composite_and_no_prime_power(n))


def _product_of_small_primes() -> int:
    odd = range(3, LARGEST_TRIAL_PRIME + 1, 2)
    return math.prod(p for p in odd if all(p % q for q in range(3, math.isqrt(p) + 1, 2)))


def _is_composite_and_no_prime_power(n: int) -> bool:
    """SP 800-56B's partial validation: the enhanced Miller-Rabin test of FIPS 186-4, C.3.2."""
    twos = ((n - 1) & -(n - 1)).bit_length() - 1
    for _ in range(MILLER_RABIN_ROUNDS):
        base = secrets.randbelow(n - 3) + 2
        if math.gcd(base, n) > 1:
            return False
        powers = [pow(base, (n - 1) >> twos, n)]
        for _ in range(twos):
            powers.append(pow(powers[-1], 2, n))
        if powers[0] == 1 or n - 1 in powers[:twos]:
            continue
        # Composite. A third root of 1 excludes a prime power; so does a Fermat remainder without a common factor.
        return powers[-1] == 1 or math.gcd(powers[-1] - 1, n) == 1
    return False


def _oaep(kind: SecretKind) -> OAEP:
    return OAEP(mgf=MGF1(SHA256()), algorithm=SHA256(), label=LABELS[kind])


def modulus_length(key: rsa.RSAPrivateKey) -> int:
    """The bytes of the modulus, and so of each wrap."""
    return (key.key_size + 7) // 8


def wrap(key: rsa.RSAPublicKey, kind: SecretKind, secret: bytes) -> bytes:
    return key.encrypt(secret, _oaep(kind))


def unwrap(key: rsa.RSAPrivateKey, kind: SecretKind, wrapped: bytes) -> bytes | None:
    """The secret, or None for every kind of failure (section 3.8)."""
    try:
        secret = key.decrypt(wrapped, _oaep(kind))
    except ValueError:
        return None
    return secret if len(secret) == SECRET_LENGTH else None

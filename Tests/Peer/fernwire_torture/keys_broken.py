# SPDX-License-Identifier: Apache-2.0
"""Sections 3.3 and 3.5, with 6.7 and 6.10: public keys and shares that are no good, and odd ones that are."""

from collections.abc import Callable, Iterator

from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from fernwire_peer import rsakeys
from fernwire_peer.messages import decode_public_key, encode_key_share, encode_public_key
from fernwire_peer.registry import FIRST_RECORD_EPOCH, KeyKind, MessageType
from fernwire_peer.wire import u16, u32

from .deviation import CLIENT, RSA_KEYS, TOY, X25519, Deviation, Move, Needs
from .outcome import BAD_KEY, GOES_ON, MALFORMED, Demand
from .puppet import Puppet

PRIME = 2 ** 255 - 19
BASE_ORDER = 2 ** 252 + 27742317777372353535851937790883648493
ORDER_8 = (325606250916557431795983626356110631294008115727848805560023387167927233504,
           39382357235489614581723060781553021112529911719440698176882885853963445705823)
SIGN = 1 << 255


def share(name: str, sent: str, demand: Demand, change: Callable[[Puppet, bytes], bytes], **more: object) -> Deviation:
    return Deviation(f"share-{name}", "3.5, 6.7", f"a share of {sent}", demand, Move(
        MessageType.KEY_SHARE, payload=lambda puppet, payload: encode_key_share(
            payload[0], change(puppet, payload[3:]))), **more)


def little(number: int) -> bytes:
    return number.to_bytes(32, "little")


def useless() -> Iterator[Deviation]:
    """Shares with which X25519 gives zeros, each with and without the bit that is ignored."""
    points = {"0": 0, "1": 1, "order-8": ORDER_8[0], "other-order-8": ORDER_8[1], "p-1": PRIME - 1, "p": PRIME,
              "p+1": PRIME + 1}
    for name, point in points.items():
        for suffix, bit in (("", 0), ("-high-bit", SIGN)):
            yield share(f"{name}{suffix}", f"small order: {name}{suffix}", BAD_KEY,
                        lambda _, __, value=little(point | bit): value, suites=X25519)


def agree_as_base_point(puppet: Puppet) -> None:
    """Our private key becomes one whose public key is 9, which has a second encoding, p + 9."""
    puppet.suite._own[FIRST_RECORD_EPOCH] = X25519PrivateKey.from_private_bytes(little(5 * BASE_ORDER - 1))


X25519_SHARES = (
    *useless(),
    share("of-31-bytes", "31 bytes", BAD_KEY, lambda _, value: value[:-1], suites=X25519),
    share("of-33-bytes", "33 bytes", BAD_KEY, lambda _, value: value + b"\0", suites=X25519),
    share("of-no-bytes", "no bytes", BAD_KEY, lambda _, value: b"", suites=X25519),
    share("with-high-bit", "which the highest bit, which is ignored, is set", GOES_ON,
          lambda _, value: value[:-1] + bytes([value[-1] | 0x80]), suites=X25519),
    Deviation("share-above-p", "6.7", "the share p + 9, which counts as 9", GOES_ON, Move(
        MessageType.KEY_SHARE, prepare=agree_as_base_point,
        payload=lambda puppet, payload: encode_key_share(payload[0], little(PRIME + 9))), suites=X25519),
)

TOY_SHARES = tuple(
    share(f"toy-{value}", f"{value}", BAD_KEY, lambda _, __, value=value: u16(value), suites=TOY)
    for value in (0, 1, 65520, 65521, 65535)) + tuple(
    share(f"toy-of-{count}-bytes", f"{count} bytes", BAD_KEY, lambda _, __, count=count: bytes([0, 7, 9])[:count],
          suites=TOY) for count in (0, 1, 3))


def kinds(type_: MessageType, right: Callable, wrong: tuple[int, ...], section: str) -> Iterator[Deviation]:
    name = type_.name.lower().replace("_", "-")
    for kind in wrong:
        yield Deviation(f"{name}-kind-{kind}", section, f"a {name} of kind {kind}", BAD_KEY, Move(
            type_, payload=lambda _, payload, kind=kind: bytes([kind]) + payload[1:]), suites=right)
    yield Deviation(f"{name}-left-over", f"1, {section}", f"a {name} with a byte left over", MALFORMED,
                    Move(type_, payload=lambda _, payload: payload + b"\0"), suites=right)
    yield Deviation(f"{name}-left-over-and-kind", f"1, {section}",
                    f"a {name} of an unknown kind, with a byte left over", MALFORMED, Move(
                        type_, payload=lambda _, payload: b"\xf0" + payload[1:] + b"\0"), suites=right)
    for count in (0, 1, 2, -1):
        yield Deviation(f"{name}-cut-{count}", f"1, {section}", f"a {name} of which bytes are missing", MALFORMED,
                        Move(type_, payload=lambda _, payload, count=count: payload[:count]), suites=right)


def toy_key(name: str, key: bytes) -> Deviation:
    return Deviation(f"toy-key-{name}", "6.10", f"the toy key {key.hex()}", BAD_KEY, Move(
        MessageType.PUBLIC_KEY, payload=lambda *_: encode_public_key(KeyKind.TOY_RSA, key)), suites=TOY)


GOOD_MODULUS = 257 * 263
TOY_KEYS = (
    toy_key("even-exponent", u16(4) + u32(GOOD_MODULUS)), toy_key("exponent-1", u16(1) + u32(GOOD_MODULUS)),
    toy_key("exponent-0", u16(0) + u32(GOOD_MODULUS)), toy_key("no-inverse", u16(131) + u32(GOOD_MODULUS)),
    toy_key("prime", u16(5) + u32(65537)), toy_key("square", u16(5) + u32(263 * 263)),
    toy_key("zero", u16(5) + bytes(4)), toy_key("small-primes", u16(5) + u32(251 * 263)),
    toy_key("large-primes", u16(5) + u32(257 * 521)), toy_key("of-5-bytes", u16(5) + u32(GOOD_MODULUS)[:3]),
    toy_key("of-7-bytes", u16(5) + u32(GOOD_MODULUS) + b"\0"),
)


def rsa_key(name: str, sent: str, make: Callable[[bytes], bytes]) -> Deviation:
    return Deviation(f"rsa-key-{name}", "3.3", f"an RSA key with {sent}", BAD_KEY, Move(
        MessageType.PUBLIC_KEY, payload=lambda _, payload: encode_public_key(
            KeyKind.RSA, make(decode_public_key(payload)[1]))), suites=RSA_KEYS)


def of_numbers(exponent: int, modulus: int) -> bytes:
    return rsakeys.encode_key(rsa.RSAPublicNumbers(exponent, modulus).public_key())


def made(bits: int) -> Callable[[bytes], bytes]:
    return lambda _: rsakeys.encode_key(rsakeys.make_key(bits).public_key())


# More keys, among them primes and squares, come from the page itself (from_page.py).
RSA_BROKEN = (
    rsa_key("of-1024-bits", "1024 bits", made(1024)),
    rsa_key("of-2047-bits", "2047 bits", made(2047)),
    rsa_key("of-16384-bits", "16,384 bits", lambda _: of_numbers(65537, 1 << 16383 | 1)),
    rsa_key("exponent-3", "exponent 3", lambda der: of_numbers(3, _modulus(der))),
    rsa_key("left-over", "a byte after its DER", lambda der: der + b"\0"),
    rsa_key("cut", "the last byte of its DER missing", lambda der: der[:-1]),
    rsa_key("empty", "no bytes at all", lambda der: b""),
    rsa_key("factor-3", "the factor 3", lambda der: of_numbers(65537, 3 * (1 << 2046 | 1))),
)


def _modulus(der: bytes) -> int:
    return rsakeys.accept_key(der).public_numbers().n


def with_pair(make: Callable[[], rsa.RSAPrivateKey]) -> Callable[[Puppet], None]:
    """Another key of ours, for a target that takes any."""
    def prepare(puppet: Puppet) -> None:
        puppet.suite._own = make()
    return prepare


def pair(bits: int, exponent: int) -> rsa.RSAPrivateKey:
    """A pair with an exponent that key generators do not offer."""
    while True:
        numbers = rsakeys.make_key(bits).private_numbers()
        p, q = numbers.p, numbers.q
        try:
            d = pow(exponent, -1, (p - 1) * (q - 1))
        except ValueError:
            continue
        return rsa.RSAPrivateNumbers(p, q, d, d % (p - 1), d % (q - 1), numbers.iqmp, rsa.RSAPublicNumbers(
            exponent, p * q)).private_key()


RSA_GOOD = tuple(
    Deviation(f"rsa-key-{name}", "3.3", f"an RSA key of ours with {sent}", GOES_ON,
              Move(MessageType.PUBLIC_KEY, prepare=with_pair(make)), CLIENT, RSA_KEYS, Needs.UNKNOWN)
    for name, sent, make in (
        ("of-2049-bits", "2049 bits", lambda: rsakeys.make_key(2049)),
        ("of-3072-bits", "3072 bits", lambda: rsakeys.make_key(3072)),
        ("of-4096-bits", "4096 bits", lambda: rsakeys.make_key(4096)),
        ("large-exponent", "exponent 2^64 - 59", lambda: pair(2048, 2 ** 64 - 59))))

KEYS = (X25519_SHARES + TOY_SHARES + TOY_KEYS + RSA_BROKEN + RSA_GOOD + tuple(
    kinds(MessageType.KEY_SHARE, X25519, (0, 2, 3, 0xF0), "3.5")) + tuple(
    kinds(MessageType.KEY_SHARE, TOY, (0, 1, 3, 0xF0), "3.5")) + tuple(
    kinds(MessageType.PUBLIC_KEY, RSA_KEYS, (0, 2, 3, 0xF0), "3.3")) + tuple(
    kinds(MessageType.PUBLIC_KEY, TOY, (0, 1, 2, 0xF0), "3.3")))

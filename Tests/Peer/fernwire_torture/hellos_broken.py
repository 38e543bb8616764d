# SPDX-License-Identifier: Apache-2.0
"""Sections 3.1, 3.2, 3.10 and 3.11: hellos that must be refused, and hellos that must not."""

from collections.abc import Callable
from dataclasses import replace

from fernwire_peer.messages import ClientHello, ServerHello
from fernwire_peer.registry import GREASE, MAX_PAYLOAD, Alert, MessageType
from fernwire_peer.wire import block16, u16

from .deviation import CLIENT, SERVER, At, Deviation, Move, Needs, shared_key
from .outcome import GOES_ON, ILLEGAL, MALFORMED, UNEXPECTED, Demand, refused
from .puppet import Puppet

NO_SUITE, UNKNOWN_KEY = refused(Alert.NO_COMMON_SUITE), refused(Alert.UNKNOWN_KEY)
RANDOM_LENGTH = 32
EXTENSION = 0xFF02
VERSIONS = 0x0001
ALL_SUITES = range(0x0001, 0x000C)
Edit = Callable[[Puppet, bytes], bytes]


def client(**fields: object) -> Edit:
    """Changes fields; a function takes the puppet and the hello."""
    def edit(puppet: Puppet, payload: bytes) -> bytes:
        hello = ClientHello.decode(payload)
        made = {name: value(puppet, hello) if callable(value) else value for name, value in fields.items()}
        return replace(hello, **made).encode()
    return edit


def server(**fields: object) -> Edit:
    return lambda puppet, payload: replace(ServerHello.decode(payload), **fields).encode()


def raw(change: Callable[[bytes], bytes]) -> Edit:
    return lambda puppet, payload: change(payload)


def offer(name: str, sent: str, demand: Demand, edit: Edit, section: str = "3.1", **more: object) -> Deviation:
    return Deviation(f"offer-{name}", section, f"a client hello with {sent}", demand, Move(At.HELLO, payload=edit),
                     CLIENT, **more)


def answer(name: str, sent: str, demand: Demand, edit: Edit, section: str = "3.2", **more: object) -> Deviation:
    return Deviation(f"answer-{name}", section, f"a server hello with {sent}", demand, Move(At.HELLO, payload=edit),
                     SERVER, **more)


def with_suites(*suites: int) -> Edit:
    """The right suite goes last."""
    return client(suites=lambda puppet, hello: (*suites, puppet.suite.code))


def extensions(count: int) -> tuple[tuple[int, bytes], ...]:
    return tuple((EXTENSION + number, b"") for number in range(count))


def names(count: int) -> tuple[bytes, ...]:
    return tuple(b"nobody's %d" % number for number in range(count))


def named_too(*more: bytes) -> Edit:
    """Other key ids before the right one, if it has a name."""
    return client(key_ids=lambda puppet, hello: (*more, *hello.key_ids))


def fill(puppet: Puppet, payload: bytes) -> bytes:
    """A hello of exactly 65,536 bytes: its list of extensions holds at most 65,535, so key ids take the rest."""
    hello = replace(ClientHello.decode(payload), key_ids=tuple(bytes([65 + n]) * 255 for n in range(10)),
                    extensions=())
    if puppet.terms.key_id and puppet.suite.uses_shared_key:
        hello = replace(hello, key_ids=(puppet.terms.key_id, *hello.key_ids))
    room = MAX_PAYLOAD - len(hello.encode()) - 4
    changed = replace(hello, extensions=((EXTENSION, bytes(room)),))
    assert len(changed.encode()) == MAX_PAYLOAD
    return changed.encode()


def suites_length(change: int) -> Callable[[bytes], bytes]:
    """The length of the list of suites lies."""
    def edit(payload: bytes) -> bytes:
        length = int.from_bytes(payload[RANDOM_LENGTH:RANDOM_LENGTH + 2], "big")
        return payload[:RANDOM_LENGTH] + u16((length + change) % 65536) + payload[RANDOM_LENGTH + 2:]
    return edit


def lying_extension(payload: bytes) -> bytes:
    """An extension whose data would go beyond the list."""
    hello = replace(ClientHello.decode(payload), extensions=())
    return hello.encode()[:-2] + block16(u16(EXTENSION) + u16(5) + b"four")


def second_offer(puppet: Puppet) -> None:
    puppet.send_frame(MessageType.CLIENT_HELLO, puppet.offered.encode())


def second_answer(puppet: Puppet) -> None:
    puppet.send_frame(MessageType.SERVER_HELLO, puppet.last_payload)


OFFERS = (
    offer("no-suite", "no suite", MALFORMED, client(suites=())),
    offer("65-suites", "65 suites", MALFORMED, with_suites(*range(0x100, 0x140))),
    offer("64-suites", "64 suites, of which the server knows the last", GOES_ON, with_suites(*range(0x100, 0x13F))),
    offer("suite-twice", "the suite twice", MALFORMED,
          client(suites=lambda puppet, hello: (puppet.suite.code,) * 2)),
    offer("unknown-suite-twice", "an unknown suite twice", MALFORMED, with_suites(0xFFFE, 0xFFFE)),
    offer("grease-twice", "a GREASE suite twice", MALFORMED, with_suites(GREASE[2], GREASE[2])),
    offer("suites-too-long", "a list of suites that goes beyond the payload", MALFORMED, raw(suites_length(20_000))),
    offer("suites-odd", "a list of suites with half a suite", MALFORMED, raw(
        lambda payload: payload[:32] + block16(payload[34:36] + b"\0") + bytes(4))),
    offer("every-grease-suite", "all GREASE suites before the right one", GOES_ON, with_suites(*GREASE), "3.11"),
    offer("reserved-suite", "the reserved suite 0 before the right one", GOES_ON, with_suites(0)),
    offer("private-suite", "a private suite before the right one", GOES_ON, with_suites(0xFFFF)),
    offer("suite-without-grease", "the right suite alone", GOES_ON, with_suites()),
    offer("every-suite-after", "the right suite, and all others after it: the client's order counts", GOES_ON,
          client(suites=lambda puppet, hello: (puppet.suite.code, *(
              code for code in ALL_SUITES if code != puppet.suite.code))), "3.2"),
    offer("grease-alone", "GREASE suites alone", NO_SUITE, client(suites=GREASE)),
    offer("unknown-alone", "unknown suites alone", NO_SUITE, client(suites=(0xFFFE, 0x7777))),
    offer("17-key-ids", "17 key ids", MALFORMED, client(key_ids=names(17))),
    offer("16-key-ids", "16 key ids, of which 15 are nobody's", GOES_ON, named_too(*names(15))),
    offer("key-id-of-255-bytes", "a key id of 255 bytes that are no UTF-8", GOES_ON, named_too(b"\xff" * 255)),
    offer("key-id-empty", "an empty key id", MALFORMED, named_too(b"")),
    offer("key-id-twice", "a key id twice", MALFORMED, named_too(b"one", b"two", b"one")),
    offer("key-ids-unknown", "key ids that the server does not have", UNKNOWN_KEY, client(key_ids=names(3)), "3.2",
          suites=shared_key, needs=Needs.NAMED),
    offer("key-ids-unnamed", "key ids, to a server whose key has no name", GOES_ON, client(key_ids=names(3)), "3.2",
          suites=shared_key, needs=Needs.UNNAMED),
    offer("no-key-id", "no key id", GOES_ON, client(key_ids=()), "3.2"),
    offer("33-extensions", "33 extensions", MALFORMED, client(extensions=extensions(33))),
    offer("32-extensions", "32 extensions", GOES_ON, client(extensions=extensions(32))),
    offer("extension-twice", "an unknown extension twice", MALFORMED, client(extensions=extensions(1) * 2)),
    offer("grease-extension-twice", "a GREASE extension twice", MALFORMED,
          client(extensions=((GREASE[4], b""), (GREASE[4], b"x")))),
    offer("every-grease-extension", "all GREASE extensions", GOES_ON,
          client(extensions=tuple((value, b"abc") for value in GREASE)), "3.11"),
    offer("unknown-extension", "an unknown extension with data", GOES_ON, client(extensions=((EXTENSION, b"data"),))),
    offer("reserved-extension", "the reserved extension 0", GOES_ON, client(extensions=((0, b"data"),))),
    offer("no-extensions", "no extension", GOES_ON, client(extensions=())),
    offer("extension-lies", "an extension whose data goes beyond the list", MALFORMED, raw(lying_extension)),
    offer("left-over", "a byte left over", MALFORMED, raw(lambda payload: payload + b"\0")),
    offer("left-over-and-no-suite", "a byte left over, and unknown suites alone", MALFORMED,
          lambda puppet, payload: client(suites=(0xFFFE,))(puppet, payload) + b"\0", "1"),
    *(offer(f"cut-{count}", f"{count} bytes of its payload alone", MALFORMED,
            raw(lambda payload, count=count: payload[:count])) for count in (1, 31, 32, 33, 34, 35)),
    offer("last-byte-missing", "its last byte missing", MALFORMED, raw(lambda payload: payload[:-1])),
    offer("largest", "65,536 bytes of payload", GOES_ON, fill, "2, 3.1"),
    offer("versions-1", "the extension versions: 1", GOES_ON, client(extensions=((VERSIONS, b"\x01"),)), "3.10"),
    offer("versions-2-1", "the extension versions: 2 and 1", GOES_ON,
          client(extensions=((VERSIONS, b"\x02\x01"),)), "3.10"),
)

ANSWERS = (
    *(answer(f"suite-{value:04x}", f"the suite {value:#06x}, which was not offered", ILLEGAL, server(suite=value))
      for value in (0x0000, 0x7777, 0xFFFD)),
    *(answer(f"grease-suite-{value:04x}", "a GREASE value as the suite", ILLEGAL, server(suite=value), "3.2, 3.11")
      for value in GREASE[::5]),
    answer("key-id", "a key id that nobody named", ILLEGAL, server(key_id=b"nobody's")),
    answer("empty-key-id", "an empty key id", GOES_ON, server(key_id=b"")),
    answer("extension", "an extension that was not offered", ILLEGAL, server(extensions=((EXTENSION, b""),))),
    answer("reserved-extension", "the reserved extension 0", ILLEGAL, server(extensions=((0, b""),))),
    answer("every-grease-extension", "all GREASE extensions", ILLEGAL,
           server(extensions=tuple((value, b"") for value in GREASE)), "3.2, 3.11"),
    answer("versions", "the extension versions, to a client that did not send it", ILLEGAL,
           server(extensions=((VERSIONS, b"\x01"),)), "3.2, 3.10"),
    answer("33-extensions", "33 extensions", MALFORMED, server(extensions=extensions(33))),
    answer("32-extensions", "32 extensions that were not offered", ILLEGAL, server(extensions=extensions(32))),
    answer("extension-twice", "an extension twice", MALFORMED, server(extensions=extensions(1) * 2)),
    answer("left-over", "a byte left over", MALFORMED, raw(lambda payload: payload + b"\0")),
    answer("left-over-and-other-suite", "a byte left over, and a suite that was not offered", MALFORMED,
           lambda puppet, payload: server(suite=0x7777)(puppet, payload) + b"\0", "1"),
    *(answer(f"cut-{count}", f"{count} bytes of its payload alone", MALFORMED,
             raw(lambda payload, count=count: payload[:count])) for count in (1, 31, 32, 34, 36)),
)

SECOND = (
    # Sent before the server's answer was read, the second one cannot have the session's id.
    Deviation("second-offer-at-once", "2, 7.1", "our client hello twice, at once", refused(Alert.WRONG_SESSION),
              Move(At.HELLO, after=second_offer), CLIENT),
    Deviation("second-offer", "7.1", "our client hello again in the place of finished, with the session's id",
              UNEXPECTED, Move(At.FINISHED, before=second_offer), CLIENT),
    Deviation("second-answer", "7.1", "our server hello twice", UNEXPECTED,
              Move(At.HELLO, after=second_answer), SERVER),
)

HELLOS = OFFERS + ANSWERS + SECOND

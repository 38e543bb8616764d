# SPDX-License-Identifier: Apache-2.0
"""Section 2: frames whose headers are wrong, or that do not come whole. Each fault at three places of the session."""

from collections.abc import Callable, Iterator
from dataclasses import replace

from fernwire_peer.registry import FLAG_PROTECTED, HEADER_LENGTH, MAX_PAYLOAD, Alert, MessageType
from fernwire_peer.wire import Header

from .deviation import CLIENT, SERVER, At, Deviation, Move, named
from .outcome import CLOSES, GOES_ON, MALFORMED, UNEXPECTED, WRONG_EPOCH, Demand, refused
from .puppet import Puppet

Change = Callable[[Header], Header]
REFLECTED, VERSION = refused(Alert.REFLECTED), refused(Alert.UNSUPPORTED_VERSION)
SESSION, SEQUENCE = refused(Alert.WRONG_SESSION), refused(Alert.WRONG_SEQUENCE)
TOO_LARGE = refused(Alert.FRAME_TOO_LARGE)
NO_MAC = "aes128-cbc-psk-nomac"
LAST_SEQUENCE = 2 ** 64 - 1
WHERE = {At.HELLO: "our hello", At.FINISHED: "our finished", At.OPEN: "a record"}
UNKNOWN_TYPES = (0x00, 0x08, 0x10, 0x21, 0x31, 0x40, 0xF0, 0xFF)


def put(**fields: object) -> Change:
    return lambda header: replace(header, **fields)


def opened(change: Change) -> Callable[[Puppet], None]:
    """A record that is protected under the header as it was changed: nothing but the header is wrong."""
    def act(puppet: Puppet) -> None:
        wrong = []

        def protect_as(header: Header) -> Header:
            wrong.append(change(header))
            # There are keys for two directions only.
            return replace(wrong[0], direction=wrong[0].direction & 1)
        frame = puppet.seal(puppet.next_record().encode(), protect_as)
        puppet.line.send(wrong[0].pack() + frame[HEADER_LENGTH:])
    return act


def without_id(change: Change) -> Change:
    """A client that waits for a server hello expects session id 0 in frames of all other types."""
    return lambda header: change(replace(header, session_id=0) if header.type == MessageType.SERVER_HELLO else header)


def everywhere(name: str, sent: str, demand: Demand, change: Change, **more: object) -> Iterator[Deviation]:
    """The same fault in a hello, in finished, and in a record."""
    for at, where in WHERE.items():
        # Whether a target closes because of the fault, or because the session is over, shows only if we do not end it.
        stops = demand is CLOSES
        move = (Move(at, action=opened(change), stops=stops) if at is At.OPEN
                else Move(at, header=change, stops=stops))
        yield Deviation(f"{at.value}-{name}", "2", f"{where} with {sent}", demand, move, **more)


def protect(header: Header) -> Header:
    return replace(header, flags=header.flags ^ FLAG_PROTECTED)


FAULTS = (
    *(fault for place in range(4) for fault in everywhere(
        f"magic-{place}", f"byte {place} of the magic changed", CLOSES,
        lambda header, place=place: replace(header, magic=bytes(
            byte ^ (0x20 if index == place else 0) for index, byte in enumerate(header.magic))))),
    *(fault for version in (0, 2, 0xF0, 255) for fault in everywhere(
        f"version-{version}", f"version {version}", VERSION, put(version=version))),
    *(fault for bit in range(1, 8) for fault in everywhere(
        f"flag-{bit}", f"the reserved flag of bit {bit}", MALFORMED,
        lambda header, bit=bit: replace(header, flags=header.flags | 1 << bit))),
    *everywhere("own-direction", "the receiver's direction", REFLECTED,
                lambda header: replace(header, direction=1 - header.direction)),
    *everywhere("no-direction", "direction 2", REFLECTED, put(direction=2)),
    *everywhere("direction-255", "direction 255", REFLECTED, put(direction=255)),
    *everywhere("sequence-skipped", "the sequence number after the next", SEQUENCE,
                lambda header: replace(header, sequence=header.sequence + 1)),
    *everywhere("sequence-last", "the largest sequence number", SEQUENCE, put(sequence=LAST_SEQUENCE)),
    *(fault for type_ in UNKNOWN_TYPES for fault in everywhere(
        f"type-{type_:02x}", f"the unknown type {type_:#04x}", UNEXPECTED, without_id(put(type=type_)))),
    *everywhere("protected-turned", "the flag protected turned", UNEXPECTED, protect),
    *everywhere("epoch-next", "an epoch one too high", WRONG_EPOCH,
                lambda header: replace(header, epoch=header.epoch + 1)),
    *everywhere("epoch-last", "the largest epoch", WRONG_EPOCH, put(epoch=2 ** 32 - 1)),
)

# Each is the first wrong field of a header in which all later ones are wrong as well.
LATER = {"type": 0x40, "epoch": 7, "sequence": 99, "session_id": 1, "direction": 2, "flags": 0x80}
ORDER = (("flags", MALFORMED), ("direction", REFLECTED), ("session_id", SESSION), ("sequence", SEQUENCE),
         ("type", UNEXPECTED), ("epoch", WRONG_EPOCH))


def from_on(first: int, header: Header) -> Header:
    later = [name for name, _ in ORDER[first:]]
    change = put(**{name: LATER[name] for name in later})
    return (without_id(change) if "type" in later and "session_id" not in later else change)(header)


PRECEDENCE = tuple(
    Deviation(f"{at.value}-all-wrong-from-{name}", "2", f"{where}, all fields wrong from {name} on, in the order of "
              "the checks", demand,
              Move(at, action=opened(lambda header, first=first: from_on(first, header))) if at is At.OPEN
              else Move(at, header=lambda header, first=first: from_on(first, header)))
    for at, where in WHERE.items() for first, (name, demand) in enumerate(ORDER)
    # A client that waits for a server hello takes any session id but 0 in it, and 0 in frames of other types.
    if not (at is At.HELLO and name == "session_id"))


def cut(count: int) -> Callable[[Puppet, bytes], None]:
    """The first bytes of a frame, and nothing after them."""
    return lambda puppet, frame: puppet.line.send(frame[:count])


def cut_and_shut(count: int) -> Callable[[Puppet, bytes], None]:
    def send(puppet: Puppet, frame: bytes) -> None:
        puppet.line.send(frame[:count])
        puppet.line.shut_sending()
    return send


def in_single_bytes(puppet: Puppet, frame: bytes) -> None:
    for place in range(len(frame)):
        puppet.line.send(frame[place:place + 1])
        if place < 2 * HEADER_LENGTH:
            puppet.line.pause(0.002)


def open_cut(count: int, shut: bool = True, change: Change = lambda header: header) -> Callable[[Puppet], None]:
    def act(puppet: Puppet) -> None:
        frame = puppet.seal(puppet.next_record().encode(), change)
        (cut_and_shut if shut else cut)(count)(puppet, frame)
    return act


def open_in_single_bytes(puppet: Puppet) -> None:
    in_single_bytes(puppet, puppet.seal(puppet.next_record().encode()))


def many_at_once(puppet: Puppet) -> None:
    puppet.line.send(b"".join(puppet.seal(puppet.next_record().encode()) for _ in range(20)))


def largest_frame(puppet: Puppet) -> None:
    """The largest length that is allowed: the payload is judged, not the length."""
    protected = puppet.suite.protects
    header = puppet.header(0x20, MAX_PAYLOAD, puppet.sending_epoch, protected)
    puppet.line.send(header.pack() + bytes(MAX_PAYLOAD))


def repeat(puppet: Puppet) -> None:
    puppet.line.send(puppet.seal(puppet.next_record().encode()) * 2)


def swap(puppet: Puppet) -> None:
    first, second = (puppet.seal(puppet.next_record().encode()) for _ in range(2))
    puppet.line.send(second + first)


def lie(by: int) -> Change:
    return lambda header: replace(header, length=header.length + by)


LENGTHS = (
    *(Deviation(f"{at.value}-length-{length}", "2", f"the header alone of {where}, with length {length}", TOO_LARGE,
                Move(at, action=open_cut(HEADER_LENGTH, False, put(length=length)), stops=True) if at is At.OPEN
                else Move(at, header=put(length=length), send=cut(HEADER_LENGTH), stops=True))
      for at, where in WHERE.items() for length in (MAX_PAYLOAD + 1, 2 ** 31, 2 ** 32 - 1)),
    Deviation("hello-version-alone", "2", "magic and version 2, and nothing after them", VERSION,
              Move(At.HELLO, header=put(version=2), send=cut(5), stops=True)),
    Deviation("hello-magic-alone", "2", "four bytes that are not the magic, and nothing after them", CLOSES,
              Move(At.HELLO, header=put(magic=b"HTTP"), send=cut(4), stops=True)),
    Deviation("hello-of-http", "2", "a request of HTTP", CLOSES, Move(
        At.HELLO, send=lambda puppet, _: puppet.line.send(b"GET / HTTP/1.1\r\nHost: a\r\n\r\n"), stops=True), CLIENT),
    Deviation("hello-of-zero-bytes", "2, 1", "our hello with length 0 and no payload", MALFORMED,
              Move(At.HELLO, payload=lambda puppet, payload: b"")),
    Deviation("hello-length-too-small", "2, 1", "our hello, of which the length counts all but the last byte",
              MALFORMED, Move(At.HELLO, header=lie(-1))),
    *(Deviation(f"{at.value}-cut-{name}", "2, 7.3", f"{count} bytes of {WHERE[at]}, then we close our sending half",
                CLOSES, Move(at, action=open_cut(count), stops=True) if at is At.OPEN
                else Move(at, send=cut_and_shut(count), stops=True))
      for at in WHERE for name, count in (
          ("nothing", 0), ("magic", 2), ("header", 20), ("payload", HEADER_LENGTH + 5))),
    Deviation("hello-length-too-large", "2, 7.3", "our hello with a length one too large, then we close our sending "
              "half", CLOSES, Move(At.HELLO, header=lie(1), send=cut_and_shut(MAX_PAYLOAD), stops=True)),
    Deviation("open-largest-frame", "2, 6", "a record frame of 65,536 zero bytes", refused(Alert.BAD_RECORD),
              Move(At.OPEN, action=largest_frame), suites=lambda suite: suite.protects and suite.name != NO_MAC),
    # One in 256 has padding that is right by chance.
    Deviation("open-largest-frame-cbc", "2, 6.5", "a record frame of 65,536 zero bytes",
              refused(Alert.BAD_RECORD, Alert.MALFORMED), Move(At.OPEN, action=largest_frame), suites=named(NO_MAC)),
    Deviation("open-largest-frame-plain", "2, 4", "a record frame of 65,536 zero bytes", MALFORMED,
              Move(At.OPEN, action=largest_frame), suites=lambda suite: not suite.protects),
)

ORDERLY = (
    Deviation("open-repeated", "2", "the same record frame twice", SEQUENCE, Move(At.OPEN, action=repeat)),
    Deviation("open-swapped", "2", "two record frames in the wrong order", SEQUENCE, Move(At.OPEN, action=swap)),
    Deviation("open-epoch-0", "2", "a record of epoch 0", WRONG_EPOCH, Move(At.OPEN, action=opened(put(epoch=0)))),
    Deviation("hello-session-1", "2", "a client hello with session id 1", SESSION,
              Move(At.HELLO, header=put(session_id=1)), CLIENT),
    Deviation("hello-type-with-id", "2", "a frame of an unknown type with a session id, in the place of a server hello",
              SESSION, Move(At.HELLO, header=put(type=0x40)), SERVER),
    Deviation("hello-session-0", "2", "a server hello with session id 0", SESSION,
              Move(At.HELLO, header=put(session_id=0)), SERVER),
    *(Deviation(f"{at.value}-session-{name}", "2", f"{WHERE[at]} with {what}", SESSION,
                Move(at, action=opened(change)) if at is At.OPEN else Move(at, header=change))
      for at in (At.FINISHED, At.OPEN) for name, what, change in (
          ("changed", "another session id", lambda header: replace(header, session_id=header.session_id ^ 1)),
          ("zero", "session id 0", put(session_id=0)))),
    Deviation("hello-in-single-bytes", "2", "our hello in single bytes", GOES_ON, Move(At.HELLO, send=in_single_bytes)),
    Deviation("finished-in-single-bytes", "2", "our finished in single bytes", GOES_ON,
              Move(At.FINISHED, send=in_single_bytes)),
    Deviation("open-in-single-bytes", "2", "a record in single bytes", GOES_ON,
              Move(At.OPEN, action=open_in_single_bytes)),
    Deviation("open-many-at-once", "2", "twenty records in one write", GOES_ON, Move(At.OPEN, action=many_at_once)),
)

FRAMES = FAULTS + PRECEDENCE + LENGTHS + ORDERLY

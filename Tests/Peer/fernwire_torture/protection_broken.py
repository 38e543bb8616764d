# SPDX-License-Identifier: Apache-2.0
"""Section 6: records whose protection was changed, moved or made with something else."""

from collections.abc import Callable
from dataclasses import replace

from fernwire_peer.registry import FLAG_PROTECTED, HEADER_LENGTH, MessageType
from fernwire_peer.wire import Header

from .deviation import AUTHENTICATED, At, Deviation, Move, named, protecting
from .identities_broken import flip_bit
from .outcome import BAD_RECORD, GOES_ON, MALFORMED, UNEXPECTED, Demand
from .puppet import Puppet

NO_MAC, TOY = "aes128-cbc-psk-nomac", "toy-dh16"
Change = Callable[[bytes], bytes]


def record(name: str, sent: str, demand: Demand, act: Callable[[Puppet], None], suites: object = AUTHENTICATED,
           section: str = "6") -> Deviation:
    return Deviation(f"record-{name}", section, f"a record {sent}", demand, Move(At.OPEN, action=act), suites=suites)


def with_payload(change: Change) -> Callable[[Puppet], None]:
    """The payload changes after it was protected; the header's length follows it."""
    def act(puppet: Puppet) -> None:
        frame = puppet.seal(puppet.next_record().encode())
        payload = change(frame[HEADER_LENGTH:])
        puppet.line.send(replace(Header.unpack(frame[:HEADER_LENGTH]), length=len(payload)).pack() + payload)
    return act


def with_planned_length(change: Change) -> Callable[[Puppet], None]:
    """The payload is protected under a header that has the length of what is sent in the end."""
    def act(puppet: Puppet) -> None:
        plaintext = puppet.next_record().encode()
        grown = len(change(bytes(1000))) - 1000
        frame = puppet.seal(plaintext, lambda header: replace(header, length=header.length + grown))
        puppet.line.send(frame[:HEADER_LENGTH] + change(frame[HEADER_LENGTH:]))
    return act


def under_other_header(change: Callable[[Header], Header]) -> Callable[[Puppet], None]:
    """What was protected is another header; the one that is sent is right."""
    def act(puppet: Puppet) -> None:
        right = []

        def protect_as(header: Header) -> Header:
            right.append(header)
            return change(header)
        frame = puppet.seal(puppet.next_record().encode(), protect_as)
        puppet.line.send(right[0].pack() + frame[HEADER_LENGTH:])
    return act


def again_with_next_number(puppet: Puppet) -> None:
    """A record comes a second time, with the sequence number that the second one must have."""
    frame = puppet.seal(puppet.next_record().encode())
    header = Header.unpack(frame[:HEADER_LENGTH])
    puppet.header(MessageType.RECORD, 0)
    puppet.line.send(frame + replace(header, sequence=header.sequence + 1).pack() + frame[HEADER_LENGTH:])


def empty_frame(puppet: Puppet) -> None:
    puppet.line.send(puppet.header(MessageType.RECORD, 0, puppet.sending_epoch, puppet.suite.protects).pack())


def plain(count: int) -> Callable[[Puppet], None]:
    """A record plaintext cut to so many bytes, and then protected rightly."""
    return lambda puppet: puppet.line.send(puppet.seal(puppet.next_record(b"").encode()[:count]))


def unprotected(puppet: Puppet) -> None:
    puppet.send_frame(MessageType.RECORD, puppet.next_record().encode(), flags=0, epoch=puppet.sending_epoch)


def unprotected_with_flag(puppet: Puppet) -> None:
    puppet.send_frame(MessageType.RECORD, puppet.next_record(b"in the clear").encode(), flags=FLAG_PROTECTED,
                      epoch=puppet.sending_epoch)


def block_flipped(payload: bytes) -> bytes:
    """A bit of the last block but one flips one of the number that says how long the padding is."""
    return flip_bit(payload, -17)


CHANGED = (
    *(record(f"flipped-{place}", f"of which byte {place} of the payload has a bit flipped", BAD_RECORD,
             with_payload(lambda payload, place=place: flip_bit(payload, place)))
      for place in (0, 1, 2, 15, 16, 40, -1, -16, -17, -32, -33)),
    record("flipped-middle", "of which the middle of the payload has a bit flipped", BAD_RECORD,
           with_payload(lambda payload: flip_bit(payload, len(payload) // 2))),
    record("flipped-number", "whose signature has a bit flipped", BAD_RECORD,
           with_payload(lambda payload: flip_bit(payload, -1)), named(TOY), "6.10"),
    record("cut", "whose payload lacks its last byte", BAD_RECORD, with_payload(lambda payload: payload[:-1])),
    record("halved", "with half of its payload", BAD_RECORD, with_payload(lambda payload: payload[:len(payload) // 2])),
    record("of-one-byte", "with one byte of its payload", BAD_RECORD, with_payload(lambda payload: payload[:1]),
           protecting),
    record("longer", "with a byte more than was protected", BAD_RECORD, with_planned_length(lambda p: p + b"\0")),
    record("longer-before", "with a byte more before what was protected", BAD_RECORD,
           with_planned_length(lambda p: b"\0" + p)),
    record("of-zeros", "whose payload is zeros", BAD_RECORD, with_payload(lambda payload: bytes(len(payload)))),
    record("empty", "without payload", BAD_RECORD, empty_frame, protecting),
    record("empty-plain", "without payload", MALFORMED, empty_frame, lambda suite: not suite.protects, "4"),
    record("unprotected", "in the clear, without the flag protected", UNEXPECTED, unprotected, protecting, "2"),
    record("unprotected-with-flag", "in the clear, with the flag protected", BAD_RECORD, unprotected_with_flag),
)

MOVED = (
    record("again", "that comes again with the next sequence number", BAD_RECORD, again_with_next_number),
    *(record(f"of-other-{name}", f"that was protected for {sent}", BAD_RECORD, under_other_header(change))
      for name, sent, change in (
          ("sequence", "another place", lambda header: replace(header, sequence=header.sequence + 1)),
          ("session", "another session", lambda header: replace(header, session_id=header.session_id ^ 1)),
          ("direction", "the other direction", lambda header: replace(header, direction=1 - header.direction)),
          ("epoch", "another epoch", lambda header: replace(header, epoch=header.epoch + 1)),
          ("type", "another message type", lambda header: replace(header, type=MessageType.FINISHED)),
          ("flags", "other flags", lambda header: replace(header, flags=0)),
          ("length", "another length", lambda header: replace(header, length=header.length + 1)))),
)

SHORT = tuple(record(f"plaintext-of-{count}", f"whose plaintext has {count} bytes", MALFORMED, plain(count),
                     section="4", suites=lambda suite: True) for count in (0, 1, 2, 10, 17))

CBC = (
    record("padding", "whose padding is wrong", BAD_RECORD, with_payload(block_flipped), named(NO_MAC), "6.5"),
    record("iv-alone", "that is an IV alone", BAD_RECORD, with_payload(lambda p: p[:16]), named(NO_MAC), "6.5"),
    record("no-whole-block", "without whole blocks", BAD_RECORD, with_payload(lambda p: p[:-1]), named(NO_MAC), "6.5"),
    record("block-missing", "whose last block is missing", BAD_RECORD, with_payload(lambda p: p[:-16]), named(NO_MAC),
           "6.5"),
    record("iv-changed", "whose IV has a bit flipped, which flips one of the text", GOES_ON,
           with_payload(lambda p: flip_bit(p, 0)), named(NO_MAC), "6.5, 11.1"),
    record("again-without-mac", "that comes again with the next sequence number, and so with an old message id",
           MALFORMED, again_with_next_number, named(NO_MAC, "plaintext", TOY), "4, 11.4"),
)


def toy_number(payload: bytes) -> bytes:
    return payload[:-3] + b"\xff\xff\xff"


def toy_padding(puppet: Puppet) -> None:
    """The bytes before the plaintext, which fill its first block, are not zeros."""
    # 18 bytes of prefix and 11 of content leave three bytes.
    plaintext = puppet.next_record(b"eleven here").encode()
    assert len(plaintext) % 4 == 1
    header = puppet.header(MessageType.RECORD, puppet.suite.sealed_length(len(plaintext)), puppet.sending_epoch, True)
    filled = puppet.suite.token(header.pack(), b"abc" + plaintext)
    right = puppet.suite.token(header.pack(), plaintext)
    puppet.line.send(header.pack() + right[:2] + filled[2:-3] + right[-3:])


TOYS = (
    record("toy-number-large", "whose signature is no number below N", BAD_RECORD, with_payload(toy_number), named(TOY),
           "6.10"),
    record("toy-length", "whose length is that of one block more", BAD_RECORD,
           with_payload(lambda p: (int.from_bytes(p[:2], "big") + 4).to_bytes(2, "big") + p[2:]), named(TOY), "6.10"),
    record("toy-length-0", "whose length is 0", BAD_RECORD, with_payload(lambda p: bytes(2) + p[2:]), named(TOY),
           "6.10"),
    record("toy-padding", "with letters before the plaintext", GOES_ON, toy_padding, named(TOY), "6.10"),
)

PROTECTION = CHANGED + MOVED + SHORT + CBC + TOYS

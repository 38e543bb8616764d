# SPDX-License-Identifier: Apache-2.0
"""Section 4.2, with 6.7: rekeys that are right, and the many that are not."""

from collections.abc import Callable

from fernwire_peer.records import control
from fernwire_peer.registry import FIRST_RECORD_EPOCH, REKEY_ALLOWANCE, ContentType
from fernwire_peer.wire import block16, u32

from .deviation import X25519, At, Deviation, Move, Needs, fixed, rekeying
from .outcome import BAD_KEY, GOES_ON, MALFORMED, UNEXPECTED, WRONG_EPOCH, Demand
from .puppet import Puppet

SOME_POINT = (9).to_bytes(32, "little")


def rekey(name: str, sent: str, demand: Demand, act: Callable[[Puppet], None], suites: object = rekeying,
          section: str = "4.2", **more: object) -> Deviation:
    return Deviation(f"rekey-{name}", section, sent, demand, Move(At.OPEN, action=act), suites=suites, **more)


def send(puppet: Puppet, next_epoch: int, material: bytes | None = None, rest: bytes = b"") -> None:
    """A rekey record whose fields are as they are given."""
    if material is None:
        material = SOME_POINT + u32(1) if puppet.suite.material_length else b""
    puppet.send_record(control(ContentType.REKEY, u32(next_epoch) + block16(material) + rest))


def to(step: int, rest: bytes = b"") -> Callable[[Puppet], None]:
    return lambda puppet: send(puppet, puppet.sending_epoch + step, rest=rest)


def with_material(public: bytes, epoch: int) -> Callable[[Puppet], None]:
    return lambda puppet: send(puppet, puppet.sending_epoch + 1, public + u32(epoch))


def times(count: int, messages: int = 0) -> Callable[[Puppet], None]:
    def act(puppet: Puppet) -> None:
        for _ in range(messages):
            puppet.say(b"a message")
        for _ in range(count):
            puppet.send_rekey()
    return act


def each_with_a_message(puppet: Puppet) -> None:
    """The allowance grows with the messages."""
    for _ in range(3 * REKEY_ALLOWANCE):
        puppet.say(b"a message")
        puppet.send_rekey()


def and_stay(puppet: Puppet) -> None:
    puppet.send_rekey()
    puppet.sending_epoch -= 1
    puppet.say(b"in the old epoch")


def in_its_own_epoch(puppet: Puppet) -> None:
    """The rekey record is already in the epoch that it begins."""
    puppet.sending_epoch += 1
    send(puppet, puppet.sending_epoch)


def await_rekey(puppet: Puppet) -> None:
    """Until the target has rekeyed; it needs messages of its own for that, and so ours."""
    while puppet.receiving_epoch == FIRST_RECORD_EPOCH:
        puppet.say(b"Please rekey.")
        while puppet.receive_record() is None and puppet.receiving_epoch == FIRST_RECORD_EPOCH:
            pass


def crossing(puppet: Puppet) -> None:
    """Our rekey refers to the target's first key, as if it had crossed the target's rekey."""
    first = puppet.suite._other
    await_rekey(puppet)
    newest, puppet.suite._other = puppet.suite._other, first
    puppet.send_rekey()
    puppet.suite._other = newest


def back_to_the_first(puppet: Puppet) -> None:
    """A rekey that refers to the target's newest key, and then one that refers to an older one."""
    first = puppet.suite._other
    await_rekey(puppet)
    puppet.send_rekey()
    puppet.suite._other = first
    puppet.send_rekey()


def newest_twice(puppet: Puppet) -> None:
    await_rekey(puppet)
    puppet.send_rekey()
    puppet.send_rekey()


REKEYS = (
    rekey("once", "a rekey before the first message", GOES_ON, times(1)),
    rekey("16-times", "16 rekeys in a row", GOES_ON, times(REKEY_ALLOWANCE)),
    rekey("17-times", "17 rekeys in a row", UNEXPECTED, times(REKEY_ALLOWANCE + 1)),
    rekey("19-times-after-3", "three messages and 19 rekeys", GOES_ON, times(REKEY_ALLOWANCE + 3, 3)),
    rekey("20-times-after-3", "three messages and 20 rekeys", UNEXPECTED, times(REKEY_ALLOWANCE + 4, 3)),
    rekey("with-each-message", "48 messages, and a rekey after each", GOES_ON, each_with_a_message),
    rekey("impossible", "a rekey in a suite that cannot rekey", UNEXPECTED, to(1), fixed),
    rekey("impossible-and-malformed", "a rekey without content in a suite that cannot rekey", UNEXPECTED,
          lambda puppet: puppet.send_record(control(ContentType.REKEY)), fixed),
    rekey("to-same-epoch", "a rekey to the epoch that is", WRONG_EPOCH, to(0)),
    rekey("to-epoch-0", "a rekey to epoch 0", WRONG_EPOCH, to(-1)),
    rekey("to-epoch-3", "a rekey to the epoch after the next", WRONG_EPOCH, to(2)),
    rekey("left-over", "a rekey with a byte left over", MALFORMED, to(1, b"\0")),
    rekey("left-over-to-epoch-3", "a rekey with a byte left over, to the epoch after the next", MALFORMED,
          to(2, b"\0")),
    rekey("without-content", "a rekey without content", MALFORMED,
          lambda puppet: puppet.send_record(control(ContentType.REKEY))),
    rekey("material-short", "a rekey with a byte of material", MALFORMED, lambda puppet: send(puppet, 2, b"x")),
    rekey("material-long", "a rekey with 37 bytes of material", MALFORMED, lambda puppet: send(puppet, 2, bytes(37))),
    rekey("and-stay", "a rekey, and then a text in the old epoch", WRONG_EPOCH, and_stay),
    rekey("in-its-own-epoch", "a rekey that is in the epoch that it begins", WRONG_EPOCH, in_its_own_epoch),
    rekey("peer-epoch-0", "a rekey with peer epoch 0", WRONG_EPOCH, with_material(SOME_POINT, 0), X25519, "4.2, 6.7"),
    rekey("peer-epoch-last", "a rekey with the largest peer epoch", WRONG_EPOCH, with_material(SOME_POINT, 2 ** 32 - 1),
          X25519, "4.2, 6.7"),
    rekey("peer-epoch-and-zeros", "a rekey with peer epoch 0 and a key of zeros", WRONG_EPOCH,
          with_material(bytes(32), 0), X25519, "4.2, 6.7"),
    *(rekey(name, sent, demand, act, X25519, "4.2, 6.7", needs=Needs.REKEYS) for name, sent, demand, act in (
        ("crossing", "a rekey for the target's first key, after the target has rekeyed", GOES_ON, crossing),
        ("newest-twice", "two rekeys for the target's newest key", GOES_ON, newest_twice),
        ("older-peer-epoch", "a rekey for the target's newest key, then one for its first", WRONG_EPOCH,
         back_to_the_first))),
    rekey("zeros", "a rekey with a key of zeros", BAD_KEY, with_material(bytes(32), 1), X25519, "4.2, 6.7"),
)

# SPDX-License-Identifier: Apache-2.0
"""Section 7: messages that are right in themselves, at a time when the state does not receive them."""

from collections.abc import Callable, Iterator

from fernwire_peer.registry import FLAG_PROTECTED, MessageType

from .deviation import BOTH, CLIENT, SERVER, At, Deviation, Move
from .outcome import UNEXPECTED
from .puppet import Puppet

HANDSHAKE = (MessageType.CLIENT_HELLO, MessageType.SERVER_HELLO, MessageType.PUBLIC_KEY, MessageType.KEY_WRAP,
             MessageType.KEY_SHARE, MessageType.SIGNATURE, MessageType.IDENTITY, MessageType.FINISHED)
FLIGHTS = HANDSHAKE[2:-1]
SOME_BYTES = bytes(32)


def frame(type_: MessageType, payload: bytes = SOME_BYTES, **fields: int) -> Callable[[Puppet], None]:
    return lambda puppet: puppet.send_frame(type_, payload, **fields)


def label(type_: MessageType) -> str:
    return type_.name.lower().replace("_", "-")


def instead_of_hello(puppet: Puppet, type_: MessageType) -> None:
    """A client that waits for the server hello expects session id 0 in all else."""
    puppet.send_frame(type_, SOME_BYTES, session_id=0)


def first_messages() -> Iterator[Deviation]:
    """In the place of our hello."""
    for type_ in (*HANDSHAKE, MessageType.RECORD):
        for roles, own in ((CLIENT, MessageType.CLIENT_HELLO), (SERVER, MessageType.SERVER_HELLO)):
            if type_ is not own:
                yield Deviation(
                    f"{label(type_)}-first", "7.1", f"a frame of type {label(type_)} in the place of our hello",
                    UNEXPECTED, Move(At.HELLO, before=lambda puppet, type_=type_: instead_of_hello(puppet, type_)),
                    roles)


def skipped() -> Iterator[Deviation]:
    """Finished or a record in the place of a flight of ours."""
    for type_ in FLIGHTS:
        yield Deviation(f"finished-for-{label(type_)}", "7.1", f"finished in the place of our {label(type_)}",
                        UNEXPECTED, Move(type_, before=frame(MessageType.FINISHED)))
        yield Deviation(f"record-for-{label(type_)}", "7.1", f"a record in the place of our {label(type_)}", UNEXPECTED,
                        Move(type_, before=frame(MessageType.RECORD, flags=FLAG_PROTECTED, epoch=1)))
        yield Deviation(f"{label(type_)}-twice", "7.1", f"our {label(type_)} twice", UNEXPECTED,
                        Move(type_, after=lambda puppet, type_=type_: again(puppet, type_)), BOTH)


def again(puppet: Puppet, type_: MessageType) -> None:
    """The flight once more; a protected one needs no right protection, since it has no place at all."""
    flags = FLAG_PROTECTED if type_ in puppet.suite.protected_types else 0
    puppet.send_frame(type_, puppet.last_payload, flags=flags)


def early_record(puppet: Puppet) -> None:
    """A record that is right in itself, before the finished that must come first."""
    puppet.send_record(puppet.next_record())


def before_finished() -> Iterator[Deviation]:
    yield Deviation("record-before-finished", "3, 7.1", "a record before our finished", UNEXPECTED,
                    Move(At.FINISHED, before=early_record))
    for type_ in (MessageType.CLIENT_HELLO, MessageType.SERVER_HELLO, *FLIGHTS):
        yield Deviation(f"{label(type_)}-before-finished", "7.1", f"a frame of type {label(type_)} before our finished",
                        UNEXPECTED, Move(At.FINISHED, before=frame(type_)))


def after_the_handshake() -> Iterator[Deviation]:
    for type_ in HANDSHAKE:
        yield Deviation(f"open-{label(type_)}", "7.2", f"a frame of type {label(type_)} after the handshake",
                        UNEXPECTED, Move(At.OPEN, action=frame(type_)))
    yield Deviation("finished-twice", "7.2", "our finished twice, in one go", UNEXPECTED,
                    Move(At.FINISHED, after=lambda puppet: again(puppet, MessageType.FINISHED)))


ORDER = (*first_messages(), *skipped(), *before_finished(), *after_the_handshake())

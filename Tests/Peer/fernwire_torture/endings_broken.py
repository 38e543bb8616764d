# SPDX-License-Identifier: Apache-2.0
"""Sections 4.3, 7.2 and 7.4: sessions that end too early, too late or not at all."""

from collections.abc import Callable
from dataclasses import replace

from fernwire_peer.records import Record, control
from fernwire_peer.registry import Alert, ContentType, Fragment
from fernwire_peer.wire import u16

from .channel import Channel
from .deviation import SERVER, At, Deviation, Move, rekeying
from .outcome import CLOSES, GOES_ON, UNEXPECTED, Demand, Ended, Kind, improper, refused
from .puppet import Puppet

# The target closes as soon as it has sent its own end, and need not read what follows ours.
LATE = UNEXPECTED | GOES_ON
TIMED_OUT = refused(Alert.TIMED_OUT)
PATIENCE, DISCARDING, MARGIN = 15.0, 2.0, 1.0


def ending(name: str, sent: str, demand: Demand, act: Callable[[Puppet], None], section: str = "4.3",
           **more: object) -> Deviation:
    return Deviation(f"end-{name}", section, sent, demand, Move(At.OPEN, action=act), **more)


def then(late: Callable[[Puppet], bytes]) -> Callable[[Puppet], None]:
    """Our end and a record after it, in one write."""
    def act(puppet: Puppet) -> None:
        end = puppet.seal(control(ContentType.END_OF_SESSION).encode())
        puppet.line.send(end + late(puppet))
        puppet.has_ended = True
    return act


def text(puppet: Puppet) -> bytes:
    return puppet.seal(puppet.next_record().encode())


def of(record: Record) -> Callable[[Puppet], bytes]:
    return lambda puppet: puppet.seal(record.encode())


def late_answers(puppet: Puppet) -> None:
    """A client that has ended goes on receiving: it takes all that comes before our end."""
    while not puppet.target_has_ended:
        if puppet.receive_record() is not None:
            puppet.say(b"an answer")
    for _ in range(5):
        puppet.say(b"late, but in time")
        if puppet.suite.can_rekey:
            puppet.send_rekey()


def inside_a_message(puppet: Puppet) -> None:
    puppet.send_record(replace(puppet.next_record(), fragment=Fragment.FIRST))
    puppet.line.shut_sending()
    puppet.drain()


def alert_and_more(puppet: Puppet) -> None:
    """Nothing counts after an alert."""
    puppet.send_record(control(ContentType.ALERT, u16(Alert.INTERNAL_ERROR)))
    puppet.say(b"after the alert")
    puppet.drain()


ENDINGS = (
    ending("at-once", "an end of session and nothing else", GOES_ON, Channel.send_end),
    ending("then-text", "a text after our end", LATE, then(text)),
    ending("then-ignorable", "content that may be ignored after our end", LATE, then(of(control(0x20)))),
    ending("twice", "our end twice", LATE, then(of(control(ContentType.END_OF_SESSION)))),
    ending("then-rekey", "a rekey after our end", LATE, then(of(control(ContentType.REKEY, bytes(6)))),
           suites=rekeying),
    ending("then-alert", "an alert after our end", CLOSES | GOES_ON,
           then(of(control(ContentType.ALERT, u16(Alert.INTERNAL_ERROR))))),
    ending("late-answers", "five texts after the client's end, and then ours", GOES_ON, late_answers, "4.3, 7.2",
           roles=SERVER),
    ending("inside-a-message", "half a message, then we close our sending half", CLOSES, inside_a_message, "4.3, 7.3"),
    ending("alert-and-more", "an alert, and a text after it", CLOSES, alert_and_more, "7.3, 8"),
)


def nothing(puppet: Puppet, frame: bytes) -> None:
    """Says nothing, and does not close either."""


def drip(puppet: Puppet, frame: bytes) -> None:
    """A byte now and then, so that no deadline for each message or each byte ever ends."""
    for place in range(len(frame) - 1):
        if puppet.line.has_data(0.3):
            return
        puppet.line.send(frame[place:place + 1])


def refused_and_going_on(puppet: Puppet, frame: bytes) -> None:
    """After its alert the target discards what comes for at most two seconds, and then closes."""
    puppet.line.send(frame)
    try:
        puppet.drain()
    except Ended as ended:
        if ended.outcome.kind is not Kind.ALERT:
            raise
        waited = 0.0
        while waited < DISCARDING + MARGIN:
            puppet.line.send(b"more")
            if puppet.line.is_broken:
                raise
            puppet.line.pause(0.1)
            waited += 0.1
        raise improper(f"{ended.outcome.describe()}, and it still takes bytes after {waited:.0f} seconds") from ended


TIMES = (
    Deviation("time-no-hello", "7.4", "nothing at all", TIMED_OUT, Move(At.HELLO, send=nothing, stops=True),
              seconds=PATIENCE),
    Deviation("time-dripping-hello", "7.4", "our hello, a byte every 0.3 seconds", TIMED_OUT,
              Move(At.HELLO, send=drip, stops=True), seconds=PATIENCE),
    Deviation("time-no-finished", "7.4", "no finished", TIMED_OUT, Move(At.FINISHED, send=nothing, stops=True),
              seconds=PATIENCE),
    Deviation("time-discarding", "7.3, 7.4", "version 2, and bytes for as long as the target takes them",
              refused(Alert.UNSUPPORTED_VERSION),
              Move(At.HELLO, header=lambda header: replace(header, version=2), send=refused_and_going_on),
              seconds=DISCARDING + 2 * MARGIN),
)

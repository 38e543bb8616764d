# SPDX-License-Identifier: Apache-2.0
"""Sections 7.4 and 7.5: what the target was told to bear, and no more."""

import contextlib
import os
import socket

from fernwire_peer.messages import ClientHello
from fernwire_peer.registry import Alert, MessageType

from .channel import Channel
from .deviation import CLIENT, At, Deviation, Move, Needs
from .line import Line
from .outcome import CLOSES, GOES_ON, Ended, improper, refused
from .puppet import Puppet

MARGIN = 2.0
REFUSED = CLOSES | refused(Alert.BUSY)


def silent(puppet: Puppet) -> None:
    """What follows is silence, until the target ends it."""
    puppet.line.extend(puppet.terms.idle + MARGIN)


def now_and_then(puppet: Puppet) -> None:
    """No pause is as long as the deadline, and all together are longer."""
    for _ in range(3):
        puppet.line.extend(puppet.terms.idle)
        puppet.line.pause(0.6 * puppet.terms.idle)
        puppet.say(b"still here")


def one_too_many(puppet: Puppet) -> None:
    """The target serves us, and holds as many others as it may; so it refuses the next, and goes on with us."""
    with contextlib.ExitStack() as others:
        for _ in range(puppet.terms.sessions - 1):
            others.enter_context(puppet.line.another())
        check_refusal(puppet, others.enter_context(puppet.line.another()))
    # So that the target has seen them go.
    puppet.line.pause(0.5)


def check_refusal(puppet: Puppet, sock: socket.socket) -> None:
    extra = Channel(Line(sock, MARGIN), puppet.role, puppet.suite, Move(At.OPEN))
    extra.send_frame(MessageType.CLIENT_HELLO, ClientHello(os.urandom(32), (puppet.suite.code,), (), ()).encode())
    try:
        extra.drain()
    except Ended as ended:
        if not REFUSED.allows(ended.outcome):
            raise improper(f"the session after the last that it may hold: {ended.outcome.describe()}") from ended


LIMITS = (
    Deviation("limit-idle", "7.4", "nothing in the session, for as long as the target bears it",
              refused(Alert.TIMED_OUT), Move(At.OPEN, action=silent, stops=True), roles=CLIENT, needs=Needs.IDLE),
    Deviation("limit-not-idle", "7.4", "three texts, the pauses before them a little shorter than the target's idle deadline",
              GOES_ON, Move(At.OPEN, action=now_and_then), roles=CLIENT, needs=Needs.IDLE),
    Deviation("limit-sessions", "7.5", "beside our session as many connections as the target serves, so that the last is one too many",
              GOES_ON, Move(At.OPEN, action=one_too_many), roles=CLIENT, needs=Needs.SESSIONS),
)

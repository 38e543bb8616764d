# SPDX-License-Identifier: Apache-2.0
"""A connection that is bounded in time and bytes, whatever the other side sends or does not read."""

import math
import select
import socket
import time

from fernwire_peer.errors import ConnectionLost, TimedOut, Truncated
from fernwire_peer.transport import Transport

from .outcome import Ended, Kind, Outcome, improper

BUDGET = 8 * 1024 * 1024


class LineEnded(Exception):
    """The other side closed its sending half, or reset the connection."""

    def __init__(self, inside: bool) -> None:
        super().__init__()
        self.inside = inside


class Line(Transport):
    """Once the other side is gone, what is sent is dropped: the reader finds out why."""

    timeout = math.inf

    def __init__(self, sock: socket.socket, seconds: float, budget: int = BUDGET) -> None:
        super().__init__(sock)
        self.deadline: float = time.monotonic() + seconds
        self._budget = budget
        self.is_broken = False

    def another(self) -> socket.socket:
        """A further connection to the same place."""
        return socket.create_connection(self._socket.getpeername()[:2], max(0.1, self.deadline - time.monotonic()))

    def extend(self, seconds: float) -> None:
        """More time, for a play that has to be slow."""
        self.deadline += seconds

    def send(self, data: bytes) -> None:
        if self.is_broken:
            return
        try:
            super().send(data)
        except ConnectionLost:
            self.is_broken = True

    def read(self, count: int) -> bytes:
        """Exactly so many bytes, or LineEnded."""
        try:
            return super().read(count)
        except Truncated as error:
            raise LineEnded(bool(self._received)) from error

    def has_data(self, seconds: float) -> bool:
        """Whether something can be read, or the end, within that time."""
        if self._received or self._ended:
            return True
        limit = max(0.0, min(seconds, self.deadline - time.monotonic()))
        return bool(select.select([self._socket], [], [], limit)[0])

    def pause(self, seconds: float) -> None:
        time.sleep(max(0.0, min(seconds, self.deadline - time.monotonic())))

    def _fill(self) -> None:
        before = len(self._received)
        super()._fill()
        self._budget -= len(self._received) - before
        if self._budget < 0:
            raise improper("more bytes than this play can need")

    def _wait(self, writing: bool) -> tuple[bool, bool]:
        # Whoever always has something to say must not keep the play going beyond its deadline.
        if time.monotonic() >= self.deadline:
            raise Ended(Outcome(Kind.STUCK))
        try:
            return super()._wait(writing)
        except TimedOut as error:
            raise Ended(Outcome(Kind.STUCK)) from error

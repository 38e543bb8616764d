# SPDX-License-Identifier: Apache-2.0
"""A connection that is bounded in time and bytes, whatever the other side sends or does not read."""

import select
import socket
import time

from .outcome import Ended, Kind, Outcome, improper

CHUNK = 65_536
BUDGET = 8 * 1024 * 1024


class LineEnded(Exception):
    """The other side closed its sending half, or reset the connection."""

    def __init__(self, inside: bool) -> None:
        super().__init__()
        self.inside = inside


class Line:
    """Reads while it writes. Once the other side is gone, what is sent is dropped: the reader finds out why."""

    def __init__(self, sock: socket.socket, seconds: float, budget: int = BUDGET) -> None:
        sock.setblocking(False)
        sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._socket = sock
        self._deadline = time.monotonic() + seconds
        self._budget = budget
        self._received = bytearray()
        self._ended = False
        self._broken = False
        self.was_reset = False

    def extend(self, seconds: float) -> None:
        """More time, for a play that has to be slow."""
        self._deadline += seconds

    @property
    def is_broken(self) -> bool:
        """Whether what was sent was refused."""
        return self._broken

    def send(self, data: bytes) -> None:
        view = memoryview(data)
        while view and not self._broken:
            readable, writable = self._wait(True)
            if readable:
                self._fill()
            if writable:
                try:
                    view = view[self._socket.send(view):]
                except BlockingIOError:
                    continue
                except OSError:
                    self._broken = True

    def read(self, count: int) -> bytes:
        """Exactly so many bytes, or LineEnded."""
        while len(self._received) < count:
            if self._ended:
                raise LineEnded(bool(self._received))
            self._wait(False)
            self._fill()
        data = bytes(self._received[:count])
        del self._received[:count]
        return data

    def has_data(self, seconds: float) -> bool:
        """Whether something can be read, or the end, within that time."""
        if self._received or self._ended:
            return True
        limit = max(0.0, min(seconds, self._deadline - time.monotonic()))
        return bool(select.select([self._socket], [], [], limit)[0])

    def pause(self, seconds: float) -> None:
        time.sleep(max(0.0, min(seconds, self._deadline - time.monotonic())))

    def shut(self) -> None:
        try:
            self._socket.shutdown(socket.SHUT_WR)
        except OSError:
            pass  # The other side was faster.

    def close(self) -> None:
        self._socket.close()

    def _fill(self) -> None:
        try:
            data = self._socket.recv(CHUNK)
        except BlockingIOError:
            return
        except OSError:
            data, self.was_reset = b"", True
        self._budget -= len(data)
        if self._budget < 0:
            raise improper("more bytes than this play can need")
        self._received += data
        self._ended = not data

    def _wait(self, writing: bool) -> tuple[bool, bool]:
        limit = self._deadline - time.monotonic()
        reading = [] if self._ended else [self._socket]
        found = select.select(reading, [self._socket] if writing else [], [], max(0.0, limit))
        if limit <= 0 or not (found[0] or found[1]):
            raise Ended(Outcome(Kind.STUCK))
        return bool(found[0]), bool(found[1])

# SPDX-License-Identifier: Apache-2.0
"""A byte stream over a socket that goes on receiving while it sends, so that two busy peers never block each other."""

import select
import socket
import time

from .errors import ConnectionLost, TimedOut, Truncated

TIMEOUT = 10.0
LINGER = 2.0
CHUNK = 65_536


class Transport:
    """Every wait ends after `timeout` seconds, and none goes on beyond `deadline`, if there is one."""

    timeout = TIMEOUT

    def __init__(self, sock: socket.socket) -> None:
        sock.setblocking(False)
        sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._socket = sock
        self._received = bytearray()
        self._held: bytearray | None = None
        self._ended = False
        self.was_reset = False
        self.deadline: float | None = None

    def hold(self) -> None:
        """Keeps what is sent from now on back, so that it leaves together with what follows (see release)."""
        self._held = bytearray()

    def release(self) -> None:
        held, self._held = self._held, None
        self.send(bytes(held or b""))

    def send(self, data: bytes) -> None:
        if self._held is not None:
            self._held += data
            return
        view = memoryview(data)
        while view:
            readable, writable = self._wait(writing=True)
            if readable:
                self._fill()
            if writable:
                try:
                    view = view[self._socket.send(view):]
                except BlockingIOError:
                    continue
                except OSError as error:
                    raise ConnectionLost from error

    def read(self, count: int) -> bytes:
        while len(self._received) < count:
            if self._ended:
                raise Truncated
            self._wait(writing=False)
            self._fill()
        data = bytes(self._received[:count])
        del self._received[:count]
        return data

    def has_pending(self) -> bool:
        """Whether bytes are there to be read, without a wait."""
        if not self._ended and select.select([self._socket], [], [], 0)[0]:
            self._fill()
        return bool(self._received)

    def shut_sending(self) -> None:
        try:
            self._socket.shutdown(socket.SHUT_WR)
        except OSError:
            pass  # The other side was faster.

    def close(self) -> None:
        self._socket.close()

    def close_gently(self) -> None:
        """Lets the other side read the last frame: closing over unread bytes would make TCP reset the connection."""
        self.shut_sending()
        self.deadline = time.monotonic() + LINGER
        try:
            while not self._ended:
                self._received.clear()
                self._wait(writing=False)
                self._fill()
        except TimedOut:
            pass
        self.close()

    def _fill(self) -> None:
        try:
            data = self._socket.recv(CHUNK)
        except BlockingIOError:
            return
        except OSError:
            data, self.was_reset = b"", True
        self._received += data
        self._ended = not data

    def _wait(self, writing: bool) -> tuple[bool, bool]:
        limit = self.timeout if self.deadline is None else min(self.timeout, self.deadline - time.monotonic())
        reading = [] if self._ended else [self._socket]
        readable, writable, _ = select.select(reading, [self._socket] if writing else [], [], max(0.0, limit))
        if not readable and not writable:
            raise TimedOut
        return bool(readable), bool(writable)

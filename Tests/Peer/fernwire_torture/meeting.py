# SPDX-License-Identifier: Apache-2.0
"""How each connection comes about: we call a server, or a client calls us."""

import contextlib
import os
import shlex
import signal
import socket
import subprocess
from abc import ABC, abstractmethod
from collections.abc import Iterator

GRACE = 5.0


class NoConnection(Exception):
    """The target cannot be reached, or does not come."""


class Meeting(ABC):
    """Makes one connection after another."""

    @abstractmethod
    def meet(self, seconds: float) -> contextlib.AbstractContextManager[socket.socket]:
        """A connection, and what must be done when it is over."""


class Calling(Meeting):
    """We are the client."""

    def __init__(self, host: str, port: int) -> None:
        self._address = (host, port)

    @contextlib.contextmanager
    def meet(self, seconds: float) -> Iterator[socket.socket]:
        try:
            sock = socket.create_connection(self._address, seconds)
        except OSError as error:
            raise NoConnection(f"no connection: {error}") from error
        with sock:
            yield sock


class Waiting(Meeting):
    """We are the server. A command, if there is one, starts the client anew for each connection."""

    def __init__(self, host: str, port: int, command: str = "") -> None:
        self._listener = socket.create_server((host, port))
        self.host, self.port = self._listener.getsockname()[:2]
        self._command = [word.replace("{host}", self.host).replace("{port}", str(self.port))
                         for word in shlex.split(command)]

    @contextlib.contextmanager
    def meet(self, seconds: float) -> Iterator[socket.socket]:
        with self._client():
            # Without a command a person, or a loop in a shell, starts the client.
            self._listener.settimeout(seconds + GRACE if self._command else 300)
            try:
                sock = self._listener.accept()[0]
            except OSError as error:
                raise NoConnection("no client came") from error
            with sock:
                yield sock

    @contextlib.contextmanager
    def _client(self) -> Iterator[None]:
        if not self._command:
            yield
            return
        process = subprocess.Popen(self._command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
                                   stderr=subprocess.DEVNULL, start_new_session=True)
        try:
            yield
        finally:
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(GRACE)
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGKILL)
                process.wait()

# SPDX-License-Identifier: Apache-2.0
"""Targets in this process: the independent peer in both roles, and servers that are broken on purpose."""

import contextlib
import io
import socket
import threading
from collections.abc import Callable, Iterator

from fernwire_peer.content import Message
from fernwire_peer.conversation import Conversation
from fernwire_peer.registry import ContentType, Direction
from fernwire_peer.session import Session
from fernwire_peer.transport import Transport

from fernwire_torture.keyring import KeyRing
from fernwire_torture.meeting import Meeting

Answer = Callable[[socket.socket], None]
TEXT = Message(ContentType.TEXT, b"hello")


def peer_session(sock: socket.socket, role: Direction, keys: KeyRing, suite: str, key_id: bytes = b"") -> Session:
    return Session(Transport(sock), role, keys.make(suite, role), key_id)


def peer_server(keys: KeyRing, suite: str, key_id: bytes = b"",
                spoil: Callable[[Session], None] = lambda session: None) -> Answer:
    """The peer, which replies to each message; `spoil` makes it a bad one."""
    def answer(sock: socket.socket) -> None:
        session = peer_session(sock, Direction.SERVER, keys, suite, key_id)
        spoil(session)
        Conversation(session, io.StringIO(), io.StringIO()).run_server(TEXT)
    return answer


@contextlib.contextmanager
def serving(answer: Answer) -> Iterator[int]:
    """A server of which each connection is answered in a thread of its own: its port."""
    listener = socket.create_server(("127.0.0.1", 0))

    def accept() -> None:
        with contextlib.suppress(OSError):
            while True:
                sock = listener.accept()[0]
                threading.Thread(target=quietly, args=(sock,), daemon=True).start()

    def quietly(sock: socket.socket) -> None:
        with contextlib.suppress(OSError), sock:
            answer(sock)

    threading.Thread(target=accept, daemon=True).start()
    try:
        yield listener.getsockname()[1]
    finally:
        listener.close()


class PeerClients(Meeting):
    """The peer's client comes to each meeting."""

    def __init__(self, keys: KeyRing, suite: str, key_id: bytes = b"") -> None:
        self._keys, self._suite, self._key_id = keys, suite, key_id

    @contextlib.contextmanager
    def meet(self, seconds: float) -> Iterator[socket.socket]:
        with socket.create_server(("127.0.0.1", 0)) as listener:
            client = threading.Thread(target=self._talk, args=(listener.getsockname(),), daemon=True)
            client.start()
            with listener.accept()[0] as sock:
                yield sock
        client.join(5)

    def _talk(self, address: tuple[str, int]) -> None:
        sock = socket.create_connection(address, 5)
        session = peer_session(sock, Direction.CLIENT, self._keys, self._suite, self._key_id)
        Conversation(session, io.StringIO(), io.StringIO()).run_client([TEXT])

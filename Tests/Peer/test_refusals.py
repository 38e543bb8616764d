# SPDX-License-Identifier: Apache-2.0
"""The peer against the refusals of section 12.2."""

import io
import shutil
import socket
import threading
import unittest
from collections.abc import Callable
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from fernwire_peer import identity_suites, refusals, rsakeys
from fernwire_peer.conversation import Conversation
from fernwire_peer.errors import AlertReceived, Failure, FaultyAlert
from fernwire_peer.identity_suites import X25519ChaCha20
from fernwire_peer.messages import encode_key_share, encode_public_key
from fernwire_peer.refusals import Refusal
from fernwire_peer.registry import Direction, KeyKind, MessageType, ShareKind
from fernwire_peer.sealing import plaintext_frame
from fernwire_peer.session import Session
from fernwire_peer.suites import SUITES, FernetPsk, RsaFernetHmac
from fernwire_peer.testing import KeyFiles
from fernwire_peer.toy_suite import ToyDh16
from fernwire_peer.transport import Transport


def outcome(act: Callable[[], object]) -> str:
    """The answer to what is done."""
    try:
        act()
    except Failure as failure:
        return failure.alert.name.lower()
    except (AlertReceived, FaultyAlert):
        return "-"
    return "accepted"


def socket_pair() -> tuple[socket.socket, socket.socket]:
    """Of TCP, as the peer sets its options."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        client = socket.create_connection(listener.getsockname(), 5)
        return client, listener.accept()[0]


class RefusalTest(unittest.TestCase):
    """Tests that need key files, and read refusals."""

    @classmethod
    def setUpClass(cls) -> None:
        cls.keys = KeyFiles.make()
        cls.addClassCleanup(shutil.rmtree, cls.keys.directory)

    def check(self, kind: str, answer: Callable[[Refusal], str]) -> None:
        found = refusals.read(kind)
        self.assertGreater(len(found), 5)
        for refusal in found:
            with self.subTest(kind=kind, title=refusal.title):
                self.assertEqual(answer(refusal), refusal.answer)


class KeyRefusals(RefusalTest):
    """Keys, shares and signatures."""

    def test_rsa_keys(self) -> None:
        self.check("rsa key", lambda refusal: outcome(lambda: rsakeys.accept_key(refusal["key"])))

    def test_ed25519_keys(self) -> None:
        self.check("ed25519 key", lambda refusal: outcome(lambda: identity_suites.accept_key(refusal["key"])))

    def test_ed25519_signatures(self) -> None:
        self.check("ed25519 signature", lambda refusal: "accepted" if identity_suites.verifies(
            refusal["key"], refusal["signature"], refusal["message"]) else "handshake_failed")

    def test_x25519_shares(self) -> None:
        def answer(refusal: Refusal) -> str:
            own, agreed = X25519PrivateKey.from_private_bytes(refusal["private key"]), []
            found = outcome(lambda: agreed.append(identity_suites.agree(own, refusal["share"])))
            self.assertEqual(agreed, refusal.fields.get("agreed", []))
            return found
        self.check("x25519 share", answer)

    def test_toy(self) -> None:
        suite = ToyDh16(Direction.SERVER, None)
        self.check("toy share", lambda refusal: outcome(lambda: suite.take_flight(
            MessageType.KEY_SHARE, encode_key_share(ShareKind.TOY_DH16, refusal["share"]), b"")))
        self.check("toy key", lambda refusal: outcome(lambda: suite.take_flight(
            MessageType.PUBLIC_KEY, encode_public_key(KeyKind.TOY_RSA, refusal["key"]), b"")))

    def test_key_wraps(self) -> None:
        suite = RsaFernetHmac(Direction.CLIENT, self.keys.rsa)
        self.check("key_wrap", lambda refusal: outcome(lambda: suite.take_flight(
            MessageType.KEY_WRAP, refusal["payload"], b"")))

    def test_identities(self) -> None:
        suite = X25519ChaCha20(Direction.CLIENT, None)
        self.check("server identity", lambda refusal: outcome(lambda: suite.take_flight(
            MessageType.IDENTITY, refusal["payload"], b"")))


class FrameRefusals(RefusalTest):
    """What comes before any key is agreed on."""

    def answer(self, role: Direction, data: bytes) -> str:
        """What a side answers on a new connection; a client says hello before."""
        ours, theirs = socket_pair()
        suite = FernetPsk(role, self.keys.fernet)
        session = Session(Transport(ours), role, suite, b"badges")
        err = io.StringIO()
        conversation = Conversation(session, io.StringIO(), err)
        run = conversation.run_client if role is Direction.CLIENT else conversation.run_server
        side = threading.Thread(target=run, args=([],) if role is Direction.CLIENT else (None,), daemon=True)
        side.start()
        theirs.sendall(data)
        theirs.shutdown(socket.SHUT_WR)
        side.join(20)
        theirs.close()
        sent = [line.removeprefix("alert sent: ") for line in err.getvalue().splitlines() if "alert sent" in line]
        if sent:
            return sent[0]
        return "accepted" if "truncated" in err.getvalue() else "-"

    def test_client_hellos(self) -> None:
        for kind in ("client_hello", "header", "alert"):
            self.check(kind, lambda refusal: self.answer(Direction.SERVER, refusal["received"]))

    def test_server_hellos(self) -> None:
        self.check("server_hello", lambda refusal: self.answer(Direction.CLIENT, refusal["received"]))


class RecordRefusals(RefusalTest):
    """What well protected records say."""

    def answer(self, name: str, refusal: Refusal) -> str:
        """A server in state OPEN, and a client that sends what it is told."""
        client, server = self.open(name)
        plaintexts = refusal.fields["plaintext"]
        for index, plaintext in enumerate(plaintexts):
            frame = plaintext_frame(client.channel, client.suite, plaintext)
            client.channel.transport.send(frame)
            # What was sent in the old epoch is the rekey itself.
            if plaintext[:1] == b"\x10" and name != X25519ChaCha20.name:
                client.channel.sending_epoch += 1
            found = outcome(server.receive_record)
            if index < len(plaintexts) - 1:
                self.assertEqual(found, "accepted", refusal.title)
        for session in (client, server):
            session.transport.close()
        return found

    def open(self, name: str) -> tuple[Session, Session]:
        sessions = []
        for end, role, arguments in zip(socket_pair(), Direction, (self.keys.client(name), self.keys.server(name))):
            paths = dict(zip(arguments[::2], arguments[1::2]))
            suite = SUITES[name](role, Path(paths["--key"]), paths.get("--peer-key") and Path(paths["--peer-key"]))
            sessions.append(Session(Transport(end), role, suite))
        other = threading.Thread(target=sessions[1].open, daemon=True)
        other.start()
        sessions[0].open()
        other.join(20)
        return sessions[0], sessions[1]

    def test_records(self) -> None:
        for kind in ("record", "file"):
            self.check(kind, lambda refusal: self.answer("aes256-gcm-psk", refusal))

    def test_x25519_rekeys(self) -> None:
        self.check("x25519 rekey", lambda refusal: self.answer(X25519ChaCha20.name, refusal))


if __name__ == "__main__":
    unittest.main()

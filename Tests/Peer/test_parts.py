# SPDX-License-Identifier: Apache-2.0
"""Parts of the peer that a session in order does not show."""

import socket
import struct
import unittest

from cryptography.hazmat.primitives.asymmetric import rsa

from fernwire_peer import rsakeys
from fernwire_peer.content import FileHead, Message
from fernwire_peer.errors import Failure
from fernwire_peer.keys import make_token, token_length
from fernwire_peer.messages import ClientHello
from fernwire_peer.records import Assembler, cut
from fernwire_peer.registry import Alert, ContentType
from fernwire_peer.testing import Outcome, Side
from fernwire_peer.wire import Header


class FormTests(unittest.TestCase):
    """Lengths and forms that the specification gives in numbers."""

    def test_header_is_as_in_the_table(self) -> None:
        header = Header(0x20, 1, 1, 2, 3, 4, 5).pack()
        self.assertEqual(header.hex(" ", 4), "fe524e57 01200101 00000002 00000000 00000003 00000000 00000004 00000005")
        self.assertEqual(Header.unpack(header).pack(), header)

    def test_token_length(self) -> None:
        for length in range(70):
            self.assertEqual(len(make_token(bytes(32), bytes(length))), token_length(length))

    def test_cut_hellos_are_malformed(self) -> None:
        payload = ClientHello(bytes(32), (2, 0xFFFE), (b"key",), ((0xFF01, b"x"),)).encode()
        self.assertEqual(ClientHello.decode(payload).encode(), payload)
        for length in range(len(payload)):
            with self.assertRaises(Failure) as caught:
                ClientHello.decode(payload[:length])
            self.assertEqual(caught.exception.alert, Alert.MALFORMED)

    def test_fragments_keep_to_the_limit(self) -> None:
        data = bytes(range(256)) * 3
        head = FileHead.of(data, "n")
        for message in (Message(ContentType.BINARY, data), Message(ContentType.FILE, data, head=head)):
            for limit in (90, 91, 256, 767, 768, 769, 1000):
                records = cut(message, 1, limit)
                self.assertLessEqual(max(len(record.content) for record in records), limit)
                assembler = Assembler()
                self.assertEqual([assembler.add(record) for record in records][-1].content, data)


class KeyTests(unittest.TestCase):
    """Section 3.3."""

    def assert_refused(self, modulus: int, exponent: int = 65537) -> None:
        with self.assertRaises(Failure) as caught:
            rsakeys.accept_key(rsakeys.encode_key(rsa.RSAPublicNumbers(exponent, modulus).public_key()))
        self.assertEqual(caught.exception.alert, Alert.BAD_KEY)

    def test_moduli(self) -> None:
        key = rsa.generate_private_key(65537, 4096)
        numbers = key.private_numbers()
        self.assertEqual(rsakeys.accept_key(rsakeys.encode_key(key.public_key())), key.public_key())
        self.assert_refused(numbers.p)
        self.assert_refused(numbers.p ** 2)
        self.assert_refused(numbers.p * 2)
        self.assert_refused(numbers.p * 751)

    def test_no_key_at_all(self) -> None:
        for der in (b"", b"\0", bytes(300)):
            with self.assertRaises(Failure):
                rsakeys.accept_key(der)


class StrangerTests(unittest.TestCase):
    """Who does not speak this version is told from the first bytes."""

    def send_and_read(self, data: bytes) -> tuple[bytes, Outcome]:
        server = Side("server", "--suite", "rsa-fernet-hmac")
        with socket.create_connection(("127.0.0.1", server.out.port.get(timeout=5)), 5) as client:
            client.sendall(data)
            answer = client.makefile("rb").read()
        return answer, server.outcome()

    def test_other_protocol(self) -> None:
        answer, outcome = self.send_and_read(b"GET / HTTP/1.0\r\n\r\n")
        self.assertEqual((answer, outcome.status, outcome.err), (b"", 1, ["closed: not Fernwire"]))

    def test_other_version_with_a_short_header(self) -> None:
        answer, outcome = self.send_and_read(bytes.fromhex("fe524e5702"))
        self.assertEqual(answer, Header(0x30, 0, 1, 0, 0, 0, 2).pack() + struct.pack(">H", Alert.UNSUPPORTED_VERSION))
        self.assertEqual(outcome.err, ["alert sent: unsupported_version"])


if __name__ == "__main__":
    unittest.main()

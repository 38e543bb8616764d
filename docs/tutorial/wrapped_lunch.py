# SPDX-License-Identifier: Apache-2.0
"""The same chat, where the client makes a new key, and sends it under the server's RSA key before its first message."""
import socket
import struct
import sys

from cryptography.fernet import Fernet
from cryptography.hazmat.primitives.asymmetric.padding import MGF1, OAEP
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import load_pem_private_key

SERVER = load_pem_private_key(open("docs/tutorial/server.pem", "rb").read(), None)
PADDING = OAEP(MGF1(SHA256()), SHA256(), None)


def send(connection, data):
    connection.sendall(struct.pack(">I", len(data)) + data)


def receive(stream):
    (length,) = struct.unpack(">I", stream.read(4))
    return stream.read(length)


if sys.argv[1] == "server":
    with socket.create_server(("127.0.0.1", 7432)) as server:
        connection, _ = server.accept()
        stream = connection.makefile("rb")
        key = Fernet(SERVER.decrypt(receive(stream), PADDING))
        print(key.decrypt(receive(stream)).decode())
        send(connection, key.encrypt(b"Soup, and after it pancakes."))
else:
    connection = socket.create_connection(("127.0.0.1", 7432))
    key = Fernet.generate_key()
    send(connection, SERVER.public_key().encrypt(key, PADDING))
    send(connection, Fernet(key).encrypt(b"What is for lunch?"))
    print(Fernet(key).decrypt(receive(connection.makefile("rb"))).decode())

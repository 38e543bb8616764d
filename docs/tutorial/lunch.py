# SPDX-License-Identifier: Apache-2.0
"""A chat of one question and one answer. A message is its length in four bytes, and a Fernet token."""
import socket
import struct
import sys

from cryptography.fernet import Fernet

KEY = Fernet(open("docs/tutorial/lunch.key").read().split()[-1])


def send(connection, text):
    token = KEY.encrypt(text.encode())
    connection.sendall(struct.pack(">I", len(token)) + token)


def receive(stream):
    (length,) = struct.unpack(">I", stream.read(4))
    return KEY.decrypt(stream.read(length)).decode()


if sys.argv[1] == "server":
    with socket.create_server(("127.0.0.1", 7431)) as server:
        connection, _ = server.accept()
        print(receive(connection.makefile("rb")))
        send(connection, "Soup, and after it pancakes.")
else:
    connection = socket.create_connection(("127.0.0.1", 7431))
    send(connection, "What is for lunch?")
    print(receive(connection.makefile("rb")))

#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""keystone-sample.py KEYS: on the loopback interface, says what a client and OpenStack's Keystone say of a token.

Prints the port, waits for a line on standard input, and then asks for a token and uses it. Keystone itself is not there:
only its headers, and its token of a user and a project (github.com/openstack/keystone, token_formatters.py), under the
primary key, the one with the highest number, of the folder KEYS, which is made with three keys. Needs Python's cryptography.
"""

import base64
import http.client
import http.server
import json
import os
import struct
import sys
import threading
import time

from cryptography.fernet import Fernet


def packed(value):
    """MessagePack, as far as a token needs it."""
    if isinstance(value, bool):
        return b"\xc3" if value else b"\xc2"
    if isinstance(value, int):
        return bytes([value])
    if isinstance(value, float):
        return b"\xcb" + struct.pack(">d", value)
    if isinstance(value, bytes):
        return b"\xc4" + bytes([len(value)]) + value
    return bytes([0x90 | len(value)]) + b"".join(packed(item) for item in value)


def make_token(key):
    """Version 2, scoped to a project: user, methods (1 is the password), project, expiry, audit ids."""
    user, project, audit = os.urandom(16), os.urandom(16), os.urandom(16)
    payload = packed([2, [True, user], 1, [True, project], float(int(time.time()) + 3600), [audit]])
    return Fernet(key).encrypt(payload).rstrip(b"=").decode()


class Keystone(http.server.BaseHTTPRequestHandler):
    def do_POST(self):
        self.rfile.read(int(self.headers["Content-Length"]))
        self.answer(201, {"X-Subject-Token": self.server.token}, {"token": {"methods": ["password"]}})

    def do_GET(self):
        is_known = self.headers["X-Auth-Token"] == self.server.token
        self.answer(200 if is_known else 401, {}, {"links": {"self": self.path}})

    def answer(self, status, headers, body):
        text = json.dumps(body).encode()
        self.send_response(status)
        for name, value in {**headers, "Content-Type": "application/json", "Content-Length": len(text)}.items():
            self.send_header(name, str(value))
        self.end_headers()
        self.wfile.write(text)

    def version_string(self):
        return "sample"

    def log_message(self, *_):
        pass


def main():
    folder = sys.argv[1]
    os.makedirs(folder, exist_ok=True)
    for name in "012":
        with open(os.path.join(folder, name), "wb") as file:
            file.write(base64.urlsafe_b64encode(os.urandom(32)))
    server = http.server.HTTPServer(("127.0.0.1", 0), Keystone)
    with open(os.path.join(folder, "2"), "rb") as file:
        server.token = make_token(file.read())
    threading.Thread(target=server.serve_forever, daemon=True).start()
    print(server.server_port, flush=True)
    sys.stdin.readline()
    question = json.dumps({"auth": {"identity": {"methods": ["password"]}}})
    for method, path, body, headers in [
        ("POST", "/v3/auth/tokens", question, {"Content-Type": "application/json"}),
        ("GET", "/v3/projects", None, {"X-Auth-Token": server.token}),
    ]:
        connection = http.client.HTTPConnection("127.0.0.1", server.server_port, timeout=5)
        connection.request(method, path, body, headers)
        response = connection.getresponse()
        token = response.headers["X-Subject-Token"] or server.token
        assert response.status < 300 and token == server.token, response.status
        response.read()
        connection.close()


main()

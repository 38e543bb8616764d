#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""token-captures.py [NAME...]: makes captures/tokens anew, or some of it: Fernet tokens where real programs put them.

Each capture is of a client and a server that speak over the loopback interface. It needs root for that, dumpcap, curl, redis,
nghttp2, dnsmasq, dig, kcat, RabbitMQ, and Python's cryptography, websockets and pika. All tokens are under the key of
captures/tokens/sample.key, a throw-away sample, and each says where it stands.
"""

import asyncio
import base64
import contextlib
import gzip
import http.server
import json
import os
import pathlib
import shutil
import socket
import socketserver
import struct
import subprocess
import sys
import tempfile
import threading
import time
import urllib.parse

from cryptography.fernet import Fernet
from cryptography.hazmat.primitives import padding
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

ROOT = pathlib.Path(__file__).resolve().parents[1]
FOLDER = ROOT / "captures/tokens"
KEY = (FOLDER / "sample.key").read_text().split()[-1]
# A time in the past, so that captures differ no more than they must.
MADE = 1_790_000_000
PORT = 7700


def token(place, fill=0):
    """The text says the place; `fill` more characters choose how much padding the token ends with."""
    return Fernet(KEY).encrypt_at_time(f"This token stands {place}.{'!' * fill}".encode(), MADE)


@contextlib.contextmanager
def program(*command, wait=1.0, **options):
    """A program that runs meanwhile."""
    child = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, **options)
    try:
        time.sleep(wait)
        yield child
    finally:
        child.terminate()
        child.wait(20)


@contextlib.contextmanager
def server(handle, port):
    """A TCP server that reads until the client has said all."""

    class Handler(socketserver.BaseRequestHandler):
        def handle(self):
            handle(self.request)

    socketserver.TCPServer.allow_reuse_address = True
    with socketserver.TCPServer(("127.0.0.1", port), Handler) as listener:
        threading.Thread(target=listener.serve_forever, daemon=True).start()
        yield
        listener.shutdown()


def drain(connection):
    while connection.recv(4096):
        pass


def send(*messages, port=PORT):
    """Sends each message as a segment of its own."""
    with server(drain, port), socket.create_connection(("127.0.0.1", port)) as client:
        client.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        for message in messages:
            client.sendall(message)
            time.sleep(0.05)


class Web(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self):
        self.answer(b"door 4 is open\n", "text/plain")

    def do_POST(self):
        self.rfile.read(int(self.headers.get("Content-Length", 0)))
        self.answer(b"{}", "application/json")

    def answer(self, body, kind):
        reply = self.server.reply
        self.send_response(200)
        for name, value in reply.get("headers", {}).items():
            self.send_header(name, value)
        body = reply.get("body", body)
        if reply.get("gzip"):
            body = gzip.compress(body, mtime=0)
            self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Type", reply.get("type", kind))
        if reply.get("chunked"):
            self.send_header("Transfer-Encoding", "chunked")
            self.end_headers()
            for start in range(0, len(body), 50):
                part = body[start : start + 50]
                self.wfile.write(f"{len(part):x}\r\n".encode() + part + b"\r\n")
            self.wfile.write(b"0\r\n\r\n")
            return
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


def curl(*arguments, path="/doors", **reply):
    """curl asks Python's HTTP server."""
    with http.server.HTTPServer(("127.0.0.1", 8080), Web) as web:
        web.reply = reply
        threading.Thread(target=web.serve_forever, daemon=True).start()
        address = f"http://127.0.0.1:8080{path}"
        subprocess.run(["curl", "-s", "-A", "curl", *arguments, address], check=True, stdout=subprocess.DEVNULL)
        web.shutdown()


def length(form, place, fill=0):
    """A message with another behind it."""
    text = token(place, fill)
    send(struct.pack(form, len(text)) + text + struct.pack(form, 2) + b"ok")


def http2(*arguments):
    with tempfile.TemporaryDirectory() as folder, program("nghttpd", "--no-tls", "-d", folder, "8080"):
        pathlib.Path(folder, "doors").write_text("door 4 is open\n")
        subprocess.run(["nghttp", *arguments, "http://127.0.0.1:8080/doors"], check=True, stdout=subprocess.DEVNULL)


def http2_body():
    with tempfile.TemporaryDirectory() as folder:
        body = pathlib.Path(folder, "body")
        body.write_text(json.dumps({"token": token("in a JSON body over HTTP/2").decode()}))
        http2("-d", str(body), "-H", "content-type: application/json")


def redis():
    with tempfile.TemporaryDirectory() as folder:
        with program("redis-server", "--port", "6379", "--save", "", "--dir", folder):
            text = token("in a value of Redis").decode()
            for command in (["SET", "session:4711", text], ["GET", "session:4711"]):
                subprocess.run(["redis-cli", *command], check=True, stdout=subprocess.DEVNULL)


def websocket():
    import websockets

    async def talk():
        async def answer(connection):
            await connection.recv()
            await connection.send(json.dumps({"token": token("in a message of a WebSocket's server").decode()}))

        async with websockets.serve(answer, "127.0.0.1", 8080, compression=None):
            async with websockets.connect("ws://127.0.0.1:8080/doors", compression=None) as client:
                await client.send(json.dumps({"token": token("in a masked message of a WebSocket's client").decode()}))
                await client.recv()

    asyncio.run(talk())


def amqp():
    import pika

    home = tempfile.mkdtemp()
    environment = {
        **os.environ, "RABBITMQ_MNESIA_BASE": home, "RABBITMQ_LOG_BASE": home, "HOME": home, "RABBITMQ_NODENAME": "tokens",
        "RABBITMQ_NODE_IP_ADDRESS": "127.0.0.1", "RABBITMQ_ENABLED_PLUGINS_FILE": home + "/plugins"}
    try:
        with program("/usr/lib/rabbitmq/bin/rabbitmq-server", wait=20, env=environment):
            with contextlib.closing(pika.BlockingConnection(pika.ConnectionParameters("127.0.0.1"))) as connection:
                channel = connection.channel()
                channel.queue_declare("doors")
                channel.basic_publish("", "doors", token("in a message over AMQP"))
    finally:
        shutil.rmtree(home, ignore_errors=True)


def kafka():
    # The broker is librdkafka's own, in the same process, on a port of its choice.
    subprocess.run(
        ["kcat", "-P", "-b", "127.0.0.1", "-t", "doors", "-X", "test.mock.num.brokers=1", "-X", "socket.nagle.disable=true"],
        input=token("in a record of Kafka") + b"\n", check=True, stderr=subprocess.DEVNULL, timeout=60)


def dns():
    long = token("in several strings of a TXT record, since one has room for no more than 255 characters" + " and so on" * 9)
    strings = [long[start : start + 255].decode() for start in range(0, len(long), 255)]
    records = [
        "--txt-record=short.example," + token("in a TXT record").decode(), "--txt-record=long.example," + ",".join(strings)]
    command = ["dnsmasq", "-k", "-p", "53", "-a", "127.0.0.1", "-z", "-h", "-R", "-C", "/dev/null", "--pid-file", *records]
    with program(*command, "--user=root"):
        for name in ("short.example", "long.example"):
            subprocess.run(["dig", "+tries=1", "@127.0.0.1", name, "TXT"], check=True, stdout=subprocess.DEVNULL)


def syslog():
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as receiver:
        receiver.bind(("127.0.0.1", PORT))
        text = "token=" + token("behind text in a datagram").decode()
        subprocess.run(["logger", "-n", "127.0.0.1", "-P", str(PORT), "-d", "--", text], check=True)


def fernwire(suite, key):
    """In a message of our own client."""
    options = ["--suite", suite, "--key", str(FOLDER / key)] if key else ["--insecure", suite]
    with program(ROOT / "build/bin/fernwire-server", "--port", "9090", *options):
        subprocess.run(
            [ROOT / "build/bin/fernwire-client", "--port", "9090", *options,
             "--message", token(f"in a record of the suite {suite}").decode()],
            check=True, stdout=subprocess.DEVNULL)


def described():
    """A line of protocols/aes_lines.ksy, whose key everyone knows: base64 of an IV and AES-128-CBC."""
    padder, iv = padding.PKCS7(128).padder(), os.urandom(16)
    cipher = Cipher(algorithms.AES(b"Sixteen byte key"), modes.CBC(iv)).encryptor()
    text = padder.update(token("in a described protocol, decrypted")) + padder.finalize()
    send(base64.b64encode(iv + cipher.update(text) + cipher.finalize()), port=5000)


def quoted(text):
    return urllib.parse.quote(text.decode(), safe="")


JSON = ["-H", "Content-Type: application/json"]
# What captures what: a filter for dumpcap, and the program that speaks.
PLACES = {
    "length-1": (PORT, lambda: length(">B", "after a length of 1 byte", 2)),
    "length-2-big-endian": (PORT, lambda: length(">H", "after a length of 2 bytes", 1)),
    "length-2-little-endian": (PORT, lambda: length("<H", "after a length of 2 bytes, the low one first", 2)),
    "length-4-big-endian": (PORT, lambda: length(">I", "after a length of 4 bytes", 1)),
    "length-4-little-endian": (PORT, lambda: length("<I", "after a length of 4 bytes, the lowest first", 2)),
    "length-8-big-endian": (PORT, lambda: length(">Q", "after a length of 8 bytes", 1)),
    "length-8-little-endian": (PORT, lambda: length("<Q", "after a length of 8 bytes, the lowest first", 2)),
    "lines": (PORT, lambda: send(b"LOGIN alice\n", b"TOKEN " + token("in a line") + b"\nLOGOUT\n")),
    "json-line": (PORT, lambda: send(json.dumps({"user": "alice", "token": token("in a line of JSON").decode()}).encode() + b"\n")),
    "http-header": (8080, lambda: curl("-H", "X-Auth-Token: " + token("in a header of HTTP").decode().rstrip("="))),
    "http-bearer": (8080, lambda: curl("-H", "Authorization: Bearer " + token("behind Bearer").decode())),
    "http-basic": (8080, lambda: curl("-u", "alice:" + token("in the password of Basic credentials").decode())),
    "http-cookie": (8080, lambda: curl(
        "-b", "lang=en; session=" + token("in a cookie").decode(),
        headers={"Set-Cookie": "session=" + quoted(token("in a new cookie", 2)) + "; HttpOnly"})),
    "http-query": (8080, lambda: curl(path="/doors?token=" + token("in a query").decode() + "&door=4")),
    "http-query-quoted": (8080, lambda: curl(path="/doors?token=" + quoted(token("in a query, quoted")) + "&door=4")),
    "http-json": (8080, lambda: curl(*JSON, "-d", json.dumps({"token": token("in a JSON body").decode()}))),
    "http-form": (8080, lambda: curl("--data-urlencode", "token=" + token("in a form").decode(), "-d", "door=4")),
    "http-text": (8080, lambda: curl("-H", "Content-Type: text/plain", "-d", "The token is " + token("in text").decode() + ".")),
    "http-gzip": (8080, lambda: curl(
        gzip=True, type="application/json",
        body=json.dumps({"token": token("in a compressed body").decode()}).encode())),
    "http-chunked": (8080, lambda: curl(
        chunked=True, type="application/json", body=json.dumps({"token": token("in a body of chunks").decode()}).encode())),
    "http2-header": (8080, lambda: http2("-H", "x-auth-token: " + token("in a header of HTTP/2").decode())),
    "http2-json": (8080, http2_body),
    "redis": (6379, redis),
    "websocket": (8080, websocket),
    "amqp": (5672, amqp),
    "kafka": (None, kafka),
    "dns-txt": (53, dns),
    "udp-text": (PORT, syslog),
    "record-plaintext": (9090, lambda: fernwire("plaintext", None)),
    "record-fernet": (9090, lambda: fernwire("fernet-psk", "sample.key")),
    "record-gcm": (9090, lambda: fernwire("aes256-gcm-psk", "sample.psk")),
    "described": (5000, described),
}


def capture(name):
    port, speak = PLACES[name]
    path = FOLDER / f"{name}.pcapng"
    with tempfile.TemporaryDirectory() as folder:
        whole = pathlib.Path(folder, "whole")
        chosen = f"port {port}" if port else "tcp and not port 8080 and not port 22"
        with program("dumpcap", "-q", "-i", "lo", "-f", chosen, "-w", str(whole), wait=1.5):
            speak()
            time.sleep(1)
        # Without the name of this machine and its kernel.
        subprocess.run(["editcap", "-F", "pcap", whole, whole.with_suffix(".pcap")], check=True)
        subprocess.run(["editcap", "-F", "pcapng", whole.with_suffix(".pcap"), path], check=True)
    path.chmod(0o644)
    print(f"{name}: {path.stat().st_size} bytes", flush=True)


def main():
    for name in sys.argv[1:] or PLACES:
        capture(name)


if __name__ == "__main__":
    main()

# SPDX-License-Identifier: Apache-2.0
"""Runs a peer client against a peer server over loopback, each in a thread of this process, for the tests."""

import importlib
import io
import queue
import tempfile
import threading
from dataclasses import dataclass
from pathlib import Path

from cryptography.fernet import Fernet
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat

from . import rsakeys

JOIN_SECONDS = 60.0
# The kind of key by which a suite proves who a side is.
IDENTITIES = {"rsa-sealed": "rsa", "rsa-fernet-signed": "rsa", "x25519-ed25519-chacha20poly1305": "ed",
              "x25519-ed25519-aes256gcm": "ed"}


@dataclass(frozen=True)
class Outcome:
    """How one side ended."""

    status: int
    out: list[str]
    err: list[str]


class PortSniffer(io.StringIO):
    """Standard output of a server, which hands its port on as soon as it is printed."""

    def __init__(self) -> None:
        super().__init__()
        self.port: queue.Queue[int] = queue.Queue()

    def write(self, text: str) -> int:
        if text.startswith("listening "):
            self.port.put(int(text.split()[1]))
        return super().write(text)


class Side(threading.Thread):
    """One run of the command line."""

    def __init__(self, *arguments: object) -> None:
        super().__init__(daemon=True)
        self._arguments = [str(argument) for argument in arguments]
        self.out, self._err = PortSniffer(), io.StringIO()
        self._status = -1
        self.start()

    def run(self) -> None:
        self._status = importlib.import_module("peer").main(self._arguments, self.out, self._err)

    def outcome(self) -> Outcome:
        self.join(JOIN_SECONDS)
        return Outcome(self._status, self.out.getvalue().splitlines(), self._err.getvalue().splitlines())


@dataclass(frozen=True)
class KeyFiles:
    """Key files in a directory of their own."""

    directory: Path
    fernet: Path
    other_fernet: Path
    rsa: Path

    @classmethod
    def make(cls) -> "KeyFiles":
        directory = Path(tempfile.mkdtemp())
        files = cls(directory, directory / "key", directory / "other", directory / "rsa.pem")
        files.fernet.write_bytes(Fernet.generate_key() + b"\n")
        files.other_fernet.write_bytes(Fernet.generate_key())
        (directory / "aes128").write_bytes(b"Sixteen byte key")
        (directory / "aes256").write_text("0123456789abcdef" * 4)
        for name, make in (("rsa", rsakeys.make_key), ("ed", Ed25519PrivateKey.generate)):
            for side in ("", "-server"):
                key = make()
                (directory / f"{name}{side}.pem").write_bytes(
                    key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
                (directory / f"{name}{side}.pub").write_bytes(
                    key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo))
        return files

    def client(self, suite: str) -> list[object]:
        if suite in IDENTITIES:
            pair = self.directory / IDENTITIES[suite]
            return ["--suite", suite, "--key", f"{pair}.pem", "--peer-key", f"{pair}-server.pub"]
        return ["--suite", suite, "--key", self.shared(suite) or self.rsa]

    def server(self, suite: str) -> list[object]:
        if suite in IDENTITIES:
            pair = self.directory / IDENTITIES[suite]
            return ["--suite", suite, "--key", f"{pair}-server.pem", "--peer-key", f"{pair}.pub"]
        key = self.shared(suite)
        return ["--suite", suite, "--key", key] if key else ["--suite", suite]

    def shared(self, suite: str) -> Path | None:
        """The pre-shared key's file, if the suite has one."""
        names = {"fernet-psk": self.fernet.name, "aes256-gcm-psk": "aes256", "aes128-cbc-psk": "aes128",
                 "aes128-cbc-psk-nomac": "aes128"}
        return self.directory / names[suite] if suite in names else None


def talk(client: list[object], server: list[object]) -> tuple[Outcome, Outcome]:
    """Runs both sides to their end: the client's outcome, then the server's without its `listening` line."""
    serving = Side("server", *server)
    asking = Side("client", "--port", serving.out.port.get(timeout=JOIN_SECONDS), *client)
    asked, served = asking.outcome(), serving.outcome()
    return asked, Outcome(served.status, served.out[1:], served.err)

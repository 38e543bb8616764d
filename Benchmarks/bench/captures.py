# SPDX-License-Identifier: Apache-2.0
"""The captures that are compared: Fernwire's sessions by suite, and TLS sessions of the same shape."""
import subprocess, sys

from programs import BIN, say

TLS12, TLS13 = "tls12", "tls13"
NAMES = {TLS12: "TLS 1.2 CBC", TLS13: "TLS 1.3 GCM"}
# Each suite, and the kind of TLS that does about the same.
PEERS = {
    "plaintext": TLS12, "fernet-psk": TLS12, "aes128-cbc-psk": TLS12, "rsa-fernet-hmac": TLS12, "aes256-gcm-psk": TLS13,
    "x25519-ed25519-aes256gcm": TLS13, "x25519-ed25519-chacha20poly1305": TLS13}
MODES = {
    "summary lines": [], "two passes": ["-2"], "tree and one field": ["-T", "fields", "-e", "frame.number"],
    "whole tree": ["-V"]}
TREES = ("tree and one field", "whole tree")


class Captures:
    """Captures in the scratch folder, each made when it is first asked for."""

    def __init__(self, bench):
        self.bench = bench
        self._made = set()

    def path(self, name, records):
        """A file with a session of so many records of 64 bytes."""
        path = self.bench.folder / (f"{name}-{records}" + (".pcap" if name in NAMES else ".pcapng"))
        if path not in self._made:
            self._made.add(path)
            if name in NAMES:
                self._certificate()
                keys = path.with_suffix(".keys")
                subprocess.run(
                    [self.bench.peer("tls_capture"), name, str(records), path, keys], cwd=self.bench.folder, check=True)
                keys.chmod(0o644)
            else:
                subprocess.run(
                    [BIN / "fernwire", "generate", "--scenario", f"chat-{name}", "--messages", str(records),
                     "--no-comments", "--force", "--output", path], check=True, stdout=subprocess.DEVNULL)
            path.chmod(0o644)
            self._check(name, records)
        return path

    def discard(self, name, records):
        path = self.path(name, records)
        path.unlink()
        self._made.remove(path)

    def arguments(self, name, records, as_data, mode):
        """tshark's arguments for a capture, as dissected or as data, in a mode."""
        path = self.path(name, records)
        if name in NAMES:
            dissector = "data" if as_data else "tls"
            return ["-r", path, "-d", f"tcp.port==44330,{dissector}", "-o", f"tls.keylog_file:{path.with_suffix('.keys')}",
                    *MODES[mode]]
        # As data, the tokens that some suites' records are would be found and dissected.
        data = ["-d", "tcp.port==9090,data", "-o", "fernet.search:FALSE"]
        return ["-r", path, *(data if as_data else []), *MODES[mode]]

    def lines(self, name, records=100):
        """The lines of a record's tree, from the line of the protocol to the end of the packet, as -V prints them."""
        title = "Transport Layer Security" if name in NAMES else "Fernwire Protocol"
        printed = self.bench.printed(self.bench.tshark(self.arguments(name, records, False, "whole tree")))
        trees = [packet[packet.index("\n" + title) + 1:].rstrip("\n").count("\n") + 1
                 for packet in printed.split("\n\n") if "\n" + title in packet]
        # The handshake's trees are longer, the most common length is a record's.
        return max(set(trees), key=trees.count)

    def _certificate(self):
        if not (self.bench.folder / "cert.pem").exists():
            subprocess.run(
                "openssl req -x509 -newkey rsa:2048 -nodes -keyout key.pem -out cert.pem -days 30 -subj /CN=peer".split(),
                cwd=self.bench.folder, check=True, stderr=subprocess.DEVNULL)

    def _check(self, name, records):
        """A capture that tshark does not decrypt would look cheap."""
        if records > 10000:
            return
        plain = "data" if name in NAMES else "fernwire.record.plaintext"
        read = [*self.arguments(name, records, False, "summary lines"), "-Y", plain]
        count = self.bench.printed(self.bench.tshark(read)).count("\n")
        if count != records:
            sys.exit(f"bench: tshark decrypts {count} of {records} records of {name}")
        say(f"made {records} records of {name}")

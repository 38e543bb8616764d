#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Runs fernwire-torture against fernwire-server and fernwire-client. Fails if a deviation does."""

import argparse
import atexit
import os
import re
import shutil
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from fernwire_peer.suites import SUITES
from fernwire_peer.testing import IDENTITIES, KeyFiles

HERE = Path(__file__).resolve().parent
INSECURE = ("rsa-fernet-hmac", "aes128-cbc-psk-nomac", "toy-dh16", "plaintext")


def key_options(keys: KeyFiles, suite: str, server: bool, strict: bool) -> list[str]:
    """What our program is started with."""
    found = ["--insecure" if suite in INSECURE else "--suite", suite]
    shared = keys.shared(suite)
    if shared:
        found += ["--key", str(shared)]
    if suite in IDENTITIES:
        kind = IDENTITIES[suite]
        own = f"{kind}-server.pem" if server else f"{kind}.pem"
        other = f"{kind}.pub" if server else f"{kind}-server.pub"
        found += ["--identity", str(keys.directory / own)]
        if strict or not server:
            found += ["--peer-key", str(keys.directory / other)]
    return found


def torture_keys(keys: KeyFiles, suite: str, server: bool, strict: bool) -> list[str]:
    """What the torture is started with; `server` says which role the target has."""
    shared = keys.shared(suite)
    if shared:
        return ["--key", str(shared)]
    if suite not in IDENTITIES:
        return ["--key", str(keys.rsa)] if suite == "rsa-fernet-hmac" else []
    kind = IDENTITIES[suite]
    own, other = (f"{kind}.pem", f"{kind}-server.pub") if server else (f"{kind}-server.pem", f"{kind}.pub")
    return ["--key", str(keys.directory / own), str(keys.directory / other)] + (["--strict-identity"] if strict else [])


class Run:
    """The results of all suites so far."""

    def __init__(self, options: argparse.Namespace) -> None:
        self.options, self.keys = options, KeyFiles.make()
        atexit.register(shutil.rmtree, self.keys.directory, ignore_errors=True)
        self.failed: list[Path] = []

    def name(self, suite: str) -> list[str]:
        return ["--key-id", "badges"] if self.options.named and self.keys.shared(suite) else []

    def torture(self, role: str, suite: str, arguments: list[str], part: str = "") -> None:
        """Plays the table against a target; its results go to a file."""
        out = self.options.out / f"{role}-{suite}{part}.txt"
        command = [sys.executable, "-B", "-m", "fernwire_torture", *arguments, "--suite", suite,
                   *torture_keys(self.keys, suite, role == "server", self.options.strict), *self.name(suite),
                   *self.options.rest]
        with out.open("w") as log:
            played = subprocess.run(command, stdout=log, stderr=subprocess.STDOUT, cwd=HERE, timeout=1500)
        if played.returncode != 0:
            self.failed.append(out)
        print(f"{role} {suite}{part}: {out.read_text().splitlines()[-1]}", flush=True)

    def server(self, suite: str) -> None:
        self.serve(suite, [], [])
        # With limits that a play can reach, and for that one alone.
        self.serve(suite, ["--idle", "2", "--max-clients", "5"],
                   ["--only", "limit-*", "--target-idle", "2", "--target-sessions", "5"], "-limits")

    def serve(self, suite: str, options: list[str], played: list[str], part: str = "") -> None:
        command = [self.options.bin / "fernwire-server", "--port", "0",
                   *key_options(self.keys, suite, True, self.options.strict), *self.name(suite), *options]
        log = self.options.out / f"server-log-{suite}{part}.txt"
        with log.open("w") as said:
            server = subprocess.Popen(list(map(str, command)), stdout=said, stderr=subprocess.STDOUT)
            try:
                self.torture("server", suite, ["127.0.0.1", port(log), *played], part)
                if server.poll() is not None:
                    self.failed.append(log)
            finally:
                server.terminate()
                server.wait(20)

    def client(self, suite: str) -> None:
        command = [str(self.options.bin / "fernwire-client"), "--host", "{host}", "--port", "{port}",
                   *key_options(self.keys, suite, False, self.options.strict), *self.name(suite), "--message", "hello",
                   "--wait", "20"]
        self.torture("client", suite, ["127.0.0.1", "0", "--as-server", "--clients", " ".join(command)])


def port(log: Path) -> str:
    """The port on which a server says that it listens."""
    for _ in range(100):
        found = re.search(r"^listening on \S*:(\d+)$", log.read_text(), re.M)
        if found:
            return found[1]
        time.sleep(0.1)
    sys.exit(f"the server does not say on which port it listens: {log}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--bin", type=lambda text: Path(text).resolve(), default=HERE.parents[1] / "build/bin",
                        help="where our programs are")
    parser.add_argument("--out", type=Path, default=HERE.parents[1] / "build/torture", help="where the results go")
    parser.add_argument("--suite", nargs="+", default=list(SUITES))
    parser.add_argument("--role", choices=["server", "client", "both"], default="both", help="of the target")
    parser.add_argument("--strict", action="store_true", help="our program knows the torture's key")
    parser.add_argument("--named", action="store_true", help="pre-shared keys have a name")
    parser.add_argument("rest", nargs="*", help="more options for fernwire-torture, after --")
    options = parser.parse_args()
    options.out.mkdir(parents=True, exist_ok=True)
    run = Run(options)
    roles = {"server": [run.server], "client": [run.client], "both": [run.server, run.client]}[options.role]
    # Each has programs and ports of its own.
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        plays = [pool.submit(play, suite) for suite in options.suite for play in roles]
    for play in plays:
        play.result()
    for out in run.failed:
        print(*(text for text in out.read_text().splitlines() if not text.startswith("PASS")), sep="\n")
    if run.failed:
        sys.exit(f"not all passed: {', '.join(map(str, run.failed))}")


if __name__ == "__main__":
    main()

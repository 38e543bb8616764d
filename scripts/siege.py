#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Besieges fernwire-server: 1,000 clients that stand still, 100 that are hostile, and fernwire-torture, all at once.

    siege.py [--minutes N] [--idle N] [--answer SECONDS] [--growth N] [--bin FOLDER]

Meanwhile a good client sends a message each second. It fails if an answer takes longer than it may, a second unless another time is
given; if the server's memory or its open files grow by more than a tenth, or the factor that is given, after the first fifth of the time;
or if the event log does not tell of what was done to the server.
"""
import argparse
import asyncio
import base64
import collections
import json
import logging
import os
import pathlib
import random
import re
import resource
import signal
import subprocess
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent
HOSTILE, IDLE_OF_A_PROGRAM = 100, 200
HELLO = bytes.fromhex("fe524e5701010000" "0000000000000000" "0000000000000000" "00000000")
# What must stand in the event log after a siege.
ACTIONS = {"connection-opened", "connection-closed", "handshake-done", "handshake-failed", "alert-sent", "limit-reached"}
EXPECTED_TORTURE = {"record-not-authenticated", "frame-repeated"}


async def hostile(port, chance, counts):
    """One hostile client after another, until it is cancelled."""
    while True:
        kind = chance.choice(["rubbish", "half", "silent", "slow", "hellos", "hasty", "large"])
        counts[kind] += 1
        writer = None
        try:
            reader, writer = await asyncio.wait_for(asyncio.open_connection("127.0.0.1", port), 10)
            if kind == "rubbish":
                writer.write(chance.randbytes(chance.randrange(1, 5000)))
            elif kind == "half":
                writer.write(HELLO[:chance.randrange(1, 32)])
            elif kind == "slow":
                for byte in HELLO:
                    writer.write(bytes([byte]))
                    await asyncio.sleep(0.3)
            elif kind == "hellos":
                writer.write(HELLO * 1000)
            elif kind == "large":
                writer.write(HELLO[:28] + b"\xff\xff\xff\xff" + bytes(100_000))
            if kind != "hasty":
                await asyncio.wait_for(reader.read(), 12)
        except (OSError, asyncio.TimeoutError):
            pass
        finally:
            if writer:
                writer.transport.abort()
        await asyncio.sleep(chance.random() * 0.2)


class Server:
    def __init__(self, programs, folder):
        self.events = folder / "events.ndjson"
        self.key = folder / "key"
        self.key.write_bytes(base64.urlsafe_b64encode(os.urandom(32)))
        self.key.chmod(0o600)
        self.output = open(folder / "output", "w+")
        self.child = subprocess.Popen(
            [programs / "fernwire-server", "--port", "0", "--key", self.key, "--max-clients", "4096", "--idle", "0",
             "--event-log", self.events],
            stdout=self.output, stderr=subprocess.STDOUT)
        for _ in range(200):
            found = re.search(r"^listening on .*:(\d+)$", (folder / "output").read_text(), re.M)
            if found:
                break
            time.sleep(0.05)
        else:
            sys.exit("siege: the server does not listen")
        self.port = int(found[1])

    def said(self):
        return pathlib.Path(self.output.name).read_text().splitlines(keepends=True)

    def sample(self):
        status = pathlib.Path(f"/proc/{self.child.pid}/status").read_text()
        memory = int(re.search(r"RssAnon:\s+(\d+) kB", status)[1]) / 1024
        return memory, len(os.listdir(f"/proc/{self.child.pid}/fd"))


async def ask(programs, server):
    """How many seconds a good client takes to get its answer, with the time that the program takes to begin."""
    begin = time.monotonic()
    child = await asyncio.create_subprocess_exec(
        programs / "fernwire-client", "--port", str(server.port), "--key", server.key, "--message", "Hello Bob", "--wait", "10",
        stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    said, errors = await asyncio.wait_for(child.communicate(), 30)
    if child.returncode or b"Hello" not in said:
        raise SystemExit(
            f"siege: a good client failed: {errors.decode()}the server's status is {server.child.poll()}; it said:\n"
            + "".join(server.said()[-60:]))
    return time.monotonic() - begin


async def torture(server, folder):
    while True:
        child = await asyncio.create_subprocess_exec(
            ROOT / "Tests/Peer/fernwire-torture", "127.0.0.1", str(server.port), "--suite", "fernet-psk",
            "--key", server.key, "--junit", folder / "torture.xml", stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        try:
            await child.wait()
        except asyncio.CancelledError:
            child.kill()
            raise


async def siege(programs, folder, minutes, idle):
    server = Server(programs, folder)
    scenario = folder / "idle.yaml"
    scenario.write_text(
        f'name: "idle"\nsummary: "idle"\nsuite: fernet-psk\nclients: {IDLE_OF_A_PROGRAM}\nsteps:\n'
        '  - from: client\n    text: "a"\n    pause: 0\n  - from: client\n    text: "a"\n    pause: 3600\n')
    still = [subprocess.Popen(
        [programs / "fernwire-client", "--port", str(server.port), "--key", server.key, "--scenario", scenario],
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) for _ in range(idle // IDLE_OF_A_PROGRAM)]
    counts = collections.Counter()
    tasks = []
    try:
        while server.sample()[1] < idle:
            if any(child.poll() is not None for child in [*still, server.child]):
                raise SystemExit("siege: the server, or a client that should stand still, has ended:\n" + "".join(server.said()[-60:]))
            await asyncio.sleep(0.2)
        tasks = [asyncio.create_task(hostile(server.port, random.Random(number), counts)) for number in range(HOSTILE)]
        tasks.append(asyncio.create_task(torture(server, folder)))
        answers, samples = [], []
        end = time.monotonic() + 60 * minutes
        while time.monotonic() < end:
            answers.append(await ask(programs, server))
            samples.append(server.sample())
            await asyncio.sleep(max(0, 1 - answers[-1]))
        return server, counts, answers, samples
    finally:
        for task in tasks:
            task.cancel()
        for child in [*still, server.child]:
            child.send_signal(signal.SIGINT)
        for child in [*still, server.child]:
            child.wait(60)


def judge(limits, server, counts, answers, samples):
    """What is wrong, one line each."""
    actions = collections.Counter(json.loads(line)["event"]["action"] for line in server.events.read_text().splitlines())
    begin = samples[len(samples) // 10:len(samples) // 5 + 1]
    last = samples[-max(len(samples) // 5, 1):]
    memory = [max(sample[0] for sample in part) for part in (begin, last)]
    files = [max(sample[1] for sample in part) for part in (begin, last)]
    slowest, median = max(answers), sorted(answers)[len(answers) // 2]
    print(f"hostile connections: {sum(counts.values()):,}, as " + ", ".join(f"{n:,} {kind}" for kind, n in counts.most_common()))
    print(f"good answers: {len(answers)}, within {median * 1000:.0f} ms in the median and {slowest * 1000:.0f} ms at most")
    print(f"memory: {memory[0]:.0f} MiB at first, {memory[1]:.0f} MiB at last; open files: {files[0]}, {files[1]}")
    print("events: " + ", ".join(f"{n:,} {action}" for action, n in actions.most_common()))
    if slowest >= limits.answer:
        yield f"an answer took {slowest:.2f} s, and may take {limits.answer} s"
    if memory[1] > memory[0] * limits.growth:
        yield f"memory grew from {memory[0]:.0f} to {memory[1]:.0f} MiB, by more than the factor {limits.growth}"
    if files[1] > files[0] * limits.growth:
        yield f"open files grew from {files[0]} to {files[1]}, by more than the factor {limits.growth}"
    for action in sorted((ACTIONS | EXPECTED_TORTURE) - set(actions)):
        yield f"the event log does not tell of {action}"
    if server.child.returncode:
        yield f"the server ended with status {server.child.returncode}"


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--minutes", type=float, default=10)
    parser.add_argument("--idle", type=int, default=1000, help="clients that stand still (default: 1,000)")
    parser.add_argument("--answer", type=float, default=1, help="seconds that an answer may take (default: 1)")
    parser.add_argument("--growth", type=float, default=1.1, help="the factor by which memory may grow (default: 1.1)")
    parser.add_argument("--bin", type=pathlib.Path, default=ROOT / "build/bin")
    arguments = parser.parse_args()
    logging.getLogger("asyncio").setLevel(logging.CRITICAL)
    # Both sides of a thousand connections.
    hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(hard, 16384), hard))
    with tempfile.TemporaryDirectory(prefix="fernwire-siege-") as folder:
        found = asyncio.run(siege(arguments.bin.resolve(), pathlib.Path(folder), arguments.minutes, arguments.idle))
        wrong = list(judge(arguments, *found))
    for line in wrong:
        print("siege: " + line, file=sys.stderr)
    sys.exit(1 if wrong else 0)


if __name__ == "__main__":
    main()

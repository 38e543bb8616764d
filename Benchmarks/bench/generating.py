# SPDX-License-Identifier: Apache-2.0
"""Packets a second that fernwire generate writes, with the cryptography of both sides, beside text2pcap, which has none."""
import pathlib, tempfile

from programs import BIN, alternating, say
from rows import MEMORY, Row, paired

SUITE, SESSIONS = "fernet-psk", 100
WAYS = {"one session": (1, "at least 3"), f"{SESSIONS} sessions": (SESSIONS, "at least 5")}


def hexdump(path, packets):
    """Packets of 64 bytes as text2pcap reads them."""
    lines = [f"{offset:06x}" + " 78" * 16 + "\n" for offset in range(0, 64, 16)]
    packet = "".join(lines) + "000040\n"
    with open(path, "w") as file:
        for _ in range(packets):
            file.write(packet)


def measure(bench):
    packets = 2 * bench.options.records
    shared = pathlib.Path("/dev/shm")
    with tempfile.TemporaryDirectory(dir=shared if shared.is_dir() else None) as folder:
        yield from compare(bench, folder, packets)


def generate(folder, packets, sessions):
    return [BIN / "fernwire", "generate", "--scenario", f"chat-{SUITE}", "--messages", str(packets // sessions),
            "--sessions", str(sessions), "--no-comments", "--force", "--output", f"{folder}/ours.pcapng"]


def compare(bench, folder, packets):
    hexdump(f"{folder}/text", packets)
    commands = {way: generate(folder, packets, sessions) for way, (sessions, _) in WAYS.items()}
    commands["text2pcap"] = ["text2pcap", "-q", "-T", "40000,9090", f"{folder}/text", f"{folder}/peer.pcapng"]
    say(f"generating {packets} packets")
    used = alternating(bench.options.rounds, list(commands), lambda name: bench.run(commands[name]))
    rates = {name: [packets / one.elapsed for one in runs] for name, runs in used.items()}
    for way, (_, limit) in WAYS.items():
        row = paired(
            f"generating, {SUITE}, {way}", rates[way], rates["text2pcap"], lambda value: f"{value:,.0f} packets/s", limit)
        row.peer = f"text2pcap: {row.peer}"
        yield row
    small = max(one.resident for one in used["one session"])
    large = bench.run(generate(folder, 5 * packets, 1)).resident
    yield Row(
        "generating, memory of five times the packets", f"{large / 1e6:.1f} MB", f"{small / 1e6:.1f} MB", large / small,
        MEMORY, "at most 1.1")

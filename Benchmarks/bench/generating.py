# SPDX-License-Identifier: Apache-2.0
"""Packets a second that fernwire generate writes, with the cryptography of both sides, beside text2pcap, which has none."""
import pathlib, tempfile

from programs import BIN, alternating, say
from rows import MEMORY, Row, paired

SESSIONS = 100
# Fernet's cryptography alone takes longer than the limits allow for a packet.
WAYS = {
    ("aes256-gcm-psk", 1): "at least 3", ("aes256-gcm-psk", SESSIONS): "at least 5",
    ("fernet-psk", 1): "more", ("fernet-psk", SESSIONS): "more"}


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


def generate(folder, packets, suite, sessions):
    return [BIN / "fernwire", "generate", "--scenario", f"chat-{suite}", "--messages", str(packets // sessions),
            "--sessions", str(sessions), "--no-comments", "--force", "--output", f"{folder}/ours.pcapng"]


def compare(bench, folder, packets):
    hexdump(f"{folder}/text", packets)
    commands = {way: generate(folder, packets, *way) for way in WAYS}
    commands["text2pcap"] = ["text2pcap", "-q", "-T", "40000,9090", f"{folder}/text", f"{folder}/peer.pcapng"]
    say(f"generating {packets} packets")
    used = alternating(bench.options.rounds, list(commands), lambda name: bench.run(commands[name]))
    rates = {name: [packets / one.elapsed for one in runs] for name, runs in used.items()}
    for way, limit in WAYS.items():
        suite, sessions = way
        row = paired(
            f"generating, {suite}, {'one session' if sessions == 1 else f'{sessions} sessions'}", rates[way],
            rates["text2pcap"], lambda value: f"{value:,.0f} packets/s", limit)
        row.peer = f"text2pcap: {row.peer}"
        yield row
    way = next(iter(WAYS))
    small = max(one.resident for one in used[way])
    large = bench.run(generate(folder, 5 * packets, *way)).resident
    yield Row(
        "generating, memory of five times the packets", f"{large / 1e6:.1f} MB", f"{small / 1e6:.1f} MB", large / small,
        MEMORY, "at most 1.1")

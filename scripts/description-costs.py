#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Measures what a described packet costs in tshark, beside the dissector that is written for it.

    description-costs.py [--rounds N] [--packets N] [DNS_PACKET_KSY]

Fernwire's frames are read by the Swift dissector and by docs/fernwire.ksy; DNS by Wireshark's own dissector and by the public
network/dns_packet.ksy of kaitai-io/kaitai_struct_formats, if its path is given. The cost is user CPU above the same capture
dissected as data. Runs alternate, so that a noisy machine slows all; printed is the median of their differences, in
microseconds a packet, and the ratio. Build the plugin and fernwire before: make. For root tshark runs as nobody.
"""
import argparse, os, pathlib, resource, shutil, statistics, struct, subprocess, sys, tempfile

ROOT = pathlib.Path(__file__).resolve().parent.parent
MODES = {"summary": [], "two passes": ["-2"], "tree": ["-V"]}


def name(text):
    return b"".join(bytes([len(part)]) + part.encode() for part in text.split(".")) + b"\0"


def dns(count):
    """Questions for an address, and answers with two."""
    for number in range(count):
        identifier, client = number // 2 & 0xFFFF, 40000 + number // 2 % 100
        question = name("www%d.example.com" % (number // 2 % 100)) + struct.pack(">HH", 1, 1)
        if number % 2 == 0:
            yield client, 5300, struct.pack(">HHHHHH", identifier, 0x0100, 1, 0, 0, 0) + question
        else:
            answers = b"".join(
                b"\xc0\x0c" + struct.pack(">HHIH", 1, 1, 300, 4) + bytes([192, 0, 2, number + i & 255]) for i in (0, 1))
            yield 5300, client, struct.pack(">HHHHHH", identifier, 0x8180, 1, 2, 0, 0) + question + answers


def write(path, datagrams):
    with open(path, "wb") as file:
        file.write(struct.pack("<IHHiIII", 0xA1B2C3D4, 2, 4, 0, 0, 65535, 1))
        for number, (source, destination, content) in enumerate(datagrams):
            hosts = (2, 1) if source == 5300 else (1, 2)
            frame = bytes(12) + b"\x08\x00\x45\x00" + struct.pack(">H", 28 + len(content)) + b"\0\0\x40\0\x40\x11\0\0"
            frame += b"".join(bytes([10, 0, 0, host]) for host in hosts)
            frame += struct.pack(">HHHH", source, destination, 8 + len(content), 0) + content
            file.write(struct.pack("<IIII", 1700000000 + number // 1000, number % 1000 * 1000, len(frame), len(frame)))
            file.write(frame)


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--packets", type=int, default=100000)
    parser.add_argument("dns_packet", nargs="?")
    options = parser.parse_args()
    plugins = list((ROOT / "build/plugins").glob("*/epan/fernwire.so"))
    fernwire = ROOT / "build/bin/fernwire"
    if not plugins or not fernwire.exists():
        sys.exit("build the plugin and the programs before: make")
    with tempfile.TemporaryDirectory() as folder:
        shutil.copytree(ROOT / "build/plugins", f"{folder}/plugins")
        descriptions = pathlib.Path(folder, "home/.config/wireshark/fernwire")
        descriptions.mkdir(parents=True)
        shutil.copy(ROOT / "docs/fernwire.ksy", descriptions)
        subjects = [("Fernwire", f"{folder}/fernwire.pcapng", "tcp.port==9090", "fernwire", "fernwire_ksy")]
        subprocess.run(
            [fernwire, "generate", "--suite", "fernet-psk", "--messages", str(options.packets), "--no-comments",
             "--no-secrets", "--output", subjects[0][1]], check=True, stdout=subprocess.DEVNULL)
        if options.dns_packet:
            shutil.copy(options.dns_packet, descriptions / "dns_packet.ksy")
            subjects.append(("DNS", f"{folder}/dns.pcap", "udp.port==5300", "dns", "dns_packet"))
            write(subjects[1][1], dns(options.packets))
        subprocess.run(["chmod", "-R", "a+rX", folder], check=True)
        drop = ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"] if os.geteuid() == 0 else []
        if drop:
            subprocess.run(["chown", "-R", "65534", f"{folder}/home"], check=True)
        environment = {**os.environ, "HOME": f"{folder}/home", "WIRESHARK_PLUGIN_DIR": f"{folder}/plugins"}

        def seconds(capture, port, protocol, mode):
            before = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime
            subprocess.run(
                [*drop, "tshark", "-n", "-r", capture, "-d", f"{port},{protocol}", *MODES[mode]], env=environment,
                check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            return resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime - before

        print(f"{'':10}{'':12}{'written':>10}{'described':>11}{'ratio':>7}")
        for title, capture, port, written, described in subjects:
            for mode in MODES:
                rounds = []
                for _ in range(options.rounds):
                    base = seconds(capture, port, "data", mode)
                    rounds.append([seconds(capture, port, one, mode) - base for one in (written, described)])
                costs = [statistics.median(column) / options.packets * 1e6 for column in zip(*rounds)]
                print(f"{title:10}{mode:12}{costs[0]:8.2f} µs{costs[1]:9.2f} µs{costs[1] / costs[0]:7.1f}", flush=True)


main()

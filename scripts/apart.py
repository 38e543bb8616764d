#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Joins captures that were made with the same ports, so that their connections stay apart.

    apart.py OUTPUT TIMES CAPTURE...

The frames of the captures follow each other in OUTPUT, TIMES times, each time from another port of the client. The frames are
Ethernet, IPv4 without options, and TCP; TCP's checksum is not computed anew, which Wireshark does not mind. It takes editcap.
"""

import struct
import subprocess
import sys

PORTS = slice(14 + 20, 14 + 24)
HEADER = 24


def frames(capture):
    """The records of a capture, each as its header and its frame."""
    pcap = subprocess.run(["editcap", "-F", "pcap", capture, "-"], check=True, capture_output=True).stdout
    place = HEADER
    while place < len(pcap):
        (kept,) = struct.unpack_from("<I", pcap, place + 8)
        yield pcap[place : place + 16], bytearray(pcap[place + 16 : place + 16 + kept])
        place += 16 + kept


def main():
    output, times, captures = sys.argv[1], int(sys.argv[2]), sys.argv[3:]
    port = 20_000
    with open(output, "wb") as file:
        file.write(struct.pack("<IHHiIII", 0xA1B2C3D4, 2, 4, 0, 0, 0x40000, 1))
        for _ in range(times):
            for capture in captures:
                port += 1
                client = None
                for header, frame in frames(capture):
                    source, target = struct.unpack(">HH", frame[PORTS])
                    # The first frame of a connection is the client's.
                    client = client or source
                    ends = (port if end == client else end for end in (source, target))
                    frame[PORTS] = struct.pack(">HH", *ends)
                    file.write(header + frame)


main()

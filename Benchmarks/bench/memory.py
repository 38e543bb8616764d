# SPDX-License-Identifier: Apache-2.0
"""Memory that tshark takes for a record, above the same capture as data, beside a record of TLS."""
from captures import NAMES, PEERS, TLS12, TLS13, Captures
from programs import say
from rows import MEMORY, Row, number

SUITES = ("plaintext", "fernet-psk", "aes256-gcm-psk")
PLAINTEXT = 64


def measure(bench):
    captures, many = Captures(bench), bench.options.many
    few = many // 10

    def bytes_a_record(name, records):
        say(f"memory of {records} records of {name}")
        resident = [
            bench.run(bench.tshark(captures.arguments(name, records, as_data, "summary lines"))).resident
            for as_data in (False, True)]
        captures.discard(name, records)
        return (resident[0] - resident[1]) / records

    peers = {peer: bytes_a_record(peer, many) for peer in (TLS12, TLS13)}
    for suite in SUITES:
        large, small = bytes_a_record(suite, many), bytes_a_record(suite, few)
        peer = PEERS[suite]
        yield Row(
            f"memory, summary lines, {suite}", f"{number(large)} B a record", f"{NAMES[peer]}: {number(peers[peer])} B",
            large / peers[peer], MEMORY, "at most 164 B", large)
        yield Row(
            f"memory, {suite}, ten times the records", f"{number(large)} B a record", f"{number(small)} B of a tenth",
            large / small, MEMORY, "at most 1.1")

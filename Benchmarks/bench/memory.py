# SPDX-License-Identifier: Apache-2.0
"""Memory that tshark takes for a record, above the same capture as data, beside a record of TLS."""
from captures import NAMES, PEERS, TLS12, TLS13, Captures
from programs import say
from rows import MEMORY, Row, number

# The bytes under the protection of a record: those of its prefix and of its content, and in a token the header's.
SUITES = {"plaintext": 18 + 64, "fernet-psk": 32 + 18 + 64, "aes256-gcm-psk": 18 + 64}
BESIDE = 100


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
    for suite, plaintext in SUITES.items():
        large, small = bytes_a_record(suite, many), bytes_a_record(suite, few)
        peer = PEERS[suite]
        yield Row(
            f"memory, summary lines, {suite}", f"{number(large)} B a record", f"{NAMES[peer]}: {number(peers[peer])} B",
            large / peers[peer], MEMORY, f"at most {BESIDE + plaintext} B", large)
        yield Row(
            f"memory, {suite}, ten times the records", f"{number(large)} B a record", f"{number(small)} B of a tenth",
            large / small, MEMORY, "at most 1.1")

# SPDX-License-Identifier: Apache-2.0
"""Instructions that tshark takes for a record, above the same capture as data, beside a record of TLS.

Both captures are read with many records and with few: the difference holds neither tshark's start nor the handshake.
"""
from captures import MODES, NAMES, PEERS, TREES, Captures
from programs import say
from rows import INSTRUCTIONS, Row, number

# How many, by whether a tree is made, which costs ten times as much.
RECORDS = {False: (5000, 1000), True: (2000, 500)}
SHORT = {"plaintext", "fernet-psk", "aes256-gcm-psk"}


def limit(suite, mode):
    return "at most 0.5" if suite == "plaintext" and mode not in TREES else "at most 1.0"


def measure(bench):
    captures = Captures(bench)
    short = bench.options.quick
    suites = [suite for suite in PEERS if not short or suite in SHORT]
    modes = ["summary lines"] if short else list(MODES)
    names = [*sorted({PEERS[suite] for suite in suites}), *suites]
    commands = {
        (name, mode, records, as_data): captures.arguments(name, records, as_data, mode)
        for mode in modes for name in names for records in RECORDS[mode in TREES] for as_data in (False, True)}
    say(f"counting the instructions of {len(commands)} runs of tshark")
    counts = bench.all_instructions(commands)

    def cost(name, mode):
        many, few = RECORDS[mode in TREES]
        above = [counts[name, mode, records, False] - counts[name, mode, records, True] for records in (many, few)]
        return (above[0] - above[1]) / (many - few)

    for mode in modes:
        for suite in suites:
            yield row(suite, mode, cost(suite, mode), cost(PEERS[suite], mode), captures)


def row(suite, mode, ours, theirs, captures):
    peer, kind = PEERS[suite], "a record"
    figure = f"instructions, {mode}, {suite}"
    if mode in TREES:
        ours, theirs, kind = ours / captures.lines(suite), theirs / captures.lines(peer), "a line"
    return Row(
        figure, f"{number(ours)} {kind}", f"{NAMES[peer]}: {number(theirs)} {kind}", ours / theirs, INSTRUCTIONS,
        limit(suite, mode))

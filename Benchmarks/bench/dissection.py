# SPDX-License-Identifier: Apache-2.0
"""User CPU that tshark takes for a record, above the same capture as data, beside a record of TLS in the same round."""
import instructions
from captures import MODES, NAMES, PEERS, TREES, Captures
from programs import alternating, say
from rows import costs


def measure(bench):
    captures, records = Captures(bench), bench.options.records
    names = [*NAMES, *PEERS]
    for mode in MODES:
        say(f"{mode} of {records} records")
        things = [(name, as_data) for name in names for as_data in (False, True)]
        commands = {thing: bench.tshark(captures.arguments(thing[0], records, thing[1], mode)) for thing in things}
        seconds = alternating(bench.options.rounds, things, lambda thing: bench.run(commands[thing]).user)
        for suite, peer in PEERS.items():
            lines = {name: captures.lines(name) if mode in TREES else 1 for name in (suite, peer)}
            # Nanoseconds a record, or a line of its tree.
            above = {
                name: [(a - b) / records / lines[name] * 1e9 for a, b in zip(seconds[name, False], seconds[name, True])]
                for name in (suite, peer)}
            kind = "a line" if mode in TREES else "a record"
            row = costs(
                f"user CPU, {mode}, {suite}", above[suite], above[peer], lambda value: f"{value:,.0f} ns {kind}",
                instructions.limit(suite, mode))
            row.peer = f"{NAMES[peer]}: {row.peer}"
            yield row

# SPDX-License-Identifier: Apache-2.0
"""The size of the programs and of the plugin, and how fast they start."""
import os
import pathlib

from programs import BIN, ROOT, alternating, say
from rows import INSTRUCTIONS, Row, number, paired

PROGRAMS = ("fernwire", "fernwiredump", "fernwire-client", "fernwire-server")
RUNS = "50"
# The plugin needs it, and Wireshark does not have it.
CRYPTO = "libcrypto.so.3"


def size(name, path, megabytes):
    taken = pathlib.Path(path).stat().st_size / (1 << 20)
    return Row(
        f"size, {name}", f"{taken:.2f} MiB", f"limit: {megabytes} MiB", taken / megabytes, INSTRUCTIONS,
        f"at most {megabytes} MiB", taken)


def measure(bench):
    plugin = bench.folder / "plugins" / os.environ["FERNWIRE_SERIES"] / "epan/fernwire.so"
    # One executable, to which the other programs are links. TLS of --tls takes 3 MiB of it.
    yield size("all programs", BIN / "fernwire", 26)
    yield size("plugin", plugin, 8)

    say("starting the programs")
    timer, empty = bench.peer("start_time"), bench.peer("empty")
    commands = {name: [str(BIN / name), "--version"] for name in PROGRAMS} | {"empty": [empty]}
    taken = alternating(
        bench.options.rounds, list(commands), lambda name: float(bench.printed([timer, RUNS, *commands[name]])))
    for name in PROGRAMS:
        yield limited(f"start, {name} --version", taken[name], taken["empty"], "an empty program", "at most 5 ms")

    loader = bench.peer("load_plugin")
    others = sorted(pathlib.Path(ROOT.anchor, "usr/lib").glob("*/wireshark/plugins/*/epan/mate.so"))
    things = {
        "ours": [loader, plugin, CRYPTO], "with": [loader, plugin], "crypto": [loader, CRYPTO], "mate": [loader, *others[-1:]]}
    taken = alternating(5 * bench.options.rounds, list(things), lambda name: float(bench.printed(things[name])))
    peer = "Wireshark's mate.so" if others else "zlib"
    yield limited("start, loading the plugin", taken["ours"], taken["mate"], peer, "at most 1 ms")
    yield limited("start, loading the plugin and OpenSSL's library", taken["with"], taken["crypto"], CRYPTO, "less")


def limited(figure, ours, theirs, peer, limit):
    """A row of microseconds that is limited in milliseconds."""
    row = paired(figure, ours, theirs, lambda value: number(value / 1000, "ms"), limit)
    row.limited = sorted(ours)[len(ours) // 2] / 1000
    row.peer = f"{peer}: {row.peer}"
    return row

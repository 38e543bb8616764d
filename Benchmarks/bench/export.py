# SPDX-License-Identifier: Apache-2.0
"""Records a second that fernwire export prints as JSON, beside tshark's -T ek of the same file."""
import subprocess

from captures import Captures
from programs import BIN, alternating, say
from rows import MEMORY, Row, paired

SUITE = "fernet-psk"


def measure(bench):
    asked = subprocess.run([BIN / "fernwire", "help", "export"], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    if "fernwire export" not in asked.stdout:
        say("export is left out: this fernwire has no subcommand export")
        return
    captures, records = Captures(bench), bench.options.records
    key = bench.folder / "export.key"
    capture = captures.path(SUITE, records)
    subprocess.run(
        [BIN / "fernwire", "generate", "--scenario", f"chat-{SUITE}", "--messages", "2", "--force", "--output",
         bench.folder / "short.pcapng", "--key-log", key], check=True, stdout=subprocess.DEVNULL)

    def command(path):
        return [BIN / "fernwire", "export", path, "--keys", key]

    commands = {"ours": command(capture), "peer": bench.tshark(["-r", capture, "-T", "ek"])}
    say(f"exporting {records} records")
    used = alternating(bench.options.rounds, list(commands), lambda name: bench.run(commands[name]))
    rates = {name: [records / one.elapsed for one in runs] for name, runs in used.items()}
    row = paired(f"export, {SUITE}", rates["ours"], rates["peer"], lambda value: f"{value:,.0f} records/s", "at least 10")
    row.peer = f"tshark -T ek: {row.peer}"
    yield row
    small = max(one.resident for one in used["ours"])
    large = bench.run(command(captures.path(SUITE, 5 * records))).resident
    yield Row(
        "export, memory of five times the records", f"{large / 1e6:.1f} MB", f"{small / 1e6:.1f} MB", large / small,
        MEMORY, "at most 1.1")

# SPDX-License-Identifier: Apache-2.0
"""Opening, filtering and scrolling a large capture, as Wireshark's window does, beside the same capture as data.

sharkd does what the window does with a capture, all but the drawing: it keeps the packets, filters them all, and makes the columns
of those that are seen.
"""
import json, pathlib, subprocess, time

from captures import Captures
from programs import alternating, say
from rows import number, paired

SUITE = "fernet-psk"
# A window shows so many packets, and is scrolled to so many places.
SEEN, PLACES = 40, 250
STEPS = ("opening", "filtering", "scrolling")


class Window:
    """A sharkd that has a home of its own."""

    def __init__(self, bench, home):
        self.child = subprocess.Popen(
            bench.tshark(["-"], "sharkd"), stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
            env={**bench.environment, "HOME": str(home)}, cwd=bench.folder, text=True)

    def ask(self, method, **parameters):
        """Seconds until the answer to a request."""
        begin = time.monotonic()
        request = {"jsonrpc": "2.0", "id": 1, "method": method, "params": parameters}
        self.child.stdin.write(json.dumps(request) + "\n")
        self.child.stdin.flush()
        answer = json.loads(self.child.stdout.readline())
        if "error" in answer:
            raise SystemExit(f"bench: sharkd says {answer['error']} to {method}")
        return time.monotonic() - begin, answer["result"]

    def close(self):
        self.child.stdin.close()
        self.child.wait()


def measure(bench):
    records = bench.options.many
    capture = Captures(bench).path(SUITE, records)
    data = bench.folder / "data"
    settings = pathlib.Path(data, ".config/wireshark")
    settings.mkdir(parents=True)
    (settings / "decode_as_entries").write_text("decode_as_entry: tcp.port,9090,(none),Data\n")
    # The tokens that the records are would be found in the data.
    (settings / "preferences").write_text("fernet.search: FALSE\n")
    subprocess.run(["chmod", "-R", "a+rX", data], check=True)
    homes = {"dissected": bench.folder / "home", "data": data}

    def use(kind):
        say(f"opening, filtering and scrolling {records} records, {kind}")
        window = Window(bench, homes[kind])
        opening, _ = window.ask("load", file=str(capture))
        filtering, found = window.ask("frames", filter="fernwire" if kind == "dissected" else "data", skip=records - 1)
        scrolling = 0
        for place in range(PLACES):
            scrolling += window.ask("frames", skip=1 + place * (records // PLACES), limit=SEEN)[0]
        window.close()
        if not found:
            raise SystemExit(f"bench: sharkd finds no packets as {kind}")
        return opening, filtering, scrolling

    seconds = alternating(max(bench.options.rounds // 2, 1), list(homes), use)
    for step, name in enumerate(STEPS):
        ours, theirs = ([one[step] for one in seconds[kind]] for kind in homes)
        row = paired(f"window, {name}, {SUITE}", ours, theirs, lambda value: number(value, "s"), "at most 1.3")
        row.peer = f"as data: {row.peer}"
        yield row

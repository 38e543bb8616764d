# SPDX-License-Identifier: Apache-2.0
"""Fernet, AEADs, base64url and HMAC beside plain C on OpenSSL: Benchmarks/Crypto runs both in one process, in turns."""
import os, subprocess

from programs import BUILT, ROOT, say
from rows import Row, middle, noise, number

SCRATCH = ROOT / "Benchmarks/.build-bench"
# In the order of the table.
NAMES = ("Fernet seal", "Fernet open", "AES-256-GCM seal", "AES-256-GCM open", "ChaCha20-Poly1305 seal",
         "ChaCha20-Poly1305 open", "base64url encode", "base64url decode", "HMAC-SHA256")


def measure(bench):
    say("building and running Benchmarks/Crypto")
    samples = BUILT / "samples"
    samples.mkdir(parents=True, exist_ok=True)
    for old in samples.iterdir():
        old.unlink()
    subprocess.run(
        ["swift", "package", "--package-path", "Benchmarks", "--scratch-path", SCRATCH, "benchmark", "--no-progress",
         "--quiet", "--format", "histogramSamples", "--path", samples], cwd=ROOT, check=True, stdout=subprocess.DEVNULL,
        stderr=None if os.environ.get("VERBOSE") else subprocess.DEVNULL)
    for name in NAMES:
        for size in ("64 B", "1 MiB"):
            yield row(samples, name, size)


def read(samples, name, kind):
    """The values of one of a benchmark's metrics, a line each, below a heading."""
    lines = (samples / f"Current_run.Crypto.{name.replace(' ', '_')}.{kind}.histogram.samples.tsv").read_text().splitlines()
    return [int(line) for line in lines[1:] if line]


def row(samples, name, size):
    ours, peer, ratios = (read(samples, f"{name} {size}", kind) for kind in ("ours", "peer", "ratio"))
    small = size == "64 B"
    nanoseconds = middle(ours) / 1000
    shown = lambda value: number(value, "ns") if small else number(value / 1000, "µs")
    is_cipher = " " in name and not name.startswith("base64")
    limit, limited = "less", None
    if is_cipher and small:
        limit, limited = "at most 650 ns", nanoseconds
    elif is_cipher:
        limit = "at most 1.2"
    return Row(
        f"{name}, {size}", shown(nanoseconds), f"C: {shown(middle(peer) / 1000)}", middle(ratios) / 10000,
        noise(ratios), limit, limited)

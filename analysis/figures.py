#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Measures the figures of docs/analysis.md: the rate with one worker and with two, and what limits many workers.

    figures.py FOLDER [--captures N] [--fernwire PROGRAM] [--generator PROGRAM] [--rounds N]

FOLDER gets the captures, which are made once and kept, and tables, which are removed. The package of this folder must
be installed: run it with the Python of build/analysis. It prints the tables of the page and the lines between them.
Nothing else should run meanwhile.
"""

import argparse
import concurrent.futures
import os
import shutil
import statistics
import subprocess
import sys
import time
from pathlib import Path

from fernwire_analysis import cluster, layout
from fernwire_analysis.batch import MOST_CAPTURES, Batch, batch
from fernwire_analysis.capture import PATTERNS, Capture, find
from fernwire_analysis.collect import Job, Summary, collect
from fernwire_analysis.ledger import Ledger
from fernwire_analysis.reading import Reading
from fernwire_analysis.report import QUESTIONS, asking, sql
from fernwire_analysis.task import failed
from fernwire_analysis.tidy import tidy

SUITES = (
    "x25519-ed25519-chacha20poly1305 x25519-ed25519-aes256gcm rsa-fernet-signed rsa-fernet-hmac toy-dh16 "
    "fernet-psk aes256-gcm-psk aes128-cbc-psk aes128-cbc-psk-nomac plaintext"
).split()
MESSAGES = ("--messages", "20", "--size", "64-1500")
DAYS = 30
FIRST_DAY = 1767603600
# What is computed: these numbers of workers for a million captures, on a disk behind a network of 10 Gbit/s.
WORKERS = (1, 2, 10, 30, 100, 300, 1000)
MANY = 1_000_000
NETWORK = 1.17e9


def generate(generator: str, place: Path, number: int) -> None:
    begin = FIRST_DAY + number % DAYS * 86400
    what = ("--suite", SUITES[number % len(SUITES)], *MESSAGES, "--seed", str(number + 1), "--start", str(begin))
    subprocess.run([generator, "generate", *what, "--force", "--output", place], check=True, stdout=subprocess.DEVNULL)
    # A capture of a sniffer has the time of its end, and tasks take captures of the same day.
    os.utime(place, (begin, begin))


def provide(generator: str, folder: Path, count: int) -> list[Capture]:
    """Makes the captures that are missing, a thousand in a folder."""
    places = {number: folder / f"{number // 1000:03}" / f"{number:06}.pcapng" for number in range(count)}
    for place in places.values():
        place.parent.mkdir(parents=True, exist_ok=True)
    with concurrent.futures.ThreadPoolExecutor(cluster.cores()) as pool:
        missing = {number: place for number, place in places.items() if not place.exists()}
        for done in [pool.submit(generate, generator, place, number) for number, place in missing.items()]:
            done.result()
    return find(folder, PATTERNS, folder / "none")[0]


def timed(action, *arguments):
    """What `action` returns, and how many seconds it took."""
    begun = time.monotonic()
    result = action(*arguments)
    return result, time.monotonic() - begun


def read_all(reading: Reading, tables: Path, workers: int) -> Summary:
    """Reads all captures into new tables."""
    shutil.rmtree(tables, ignore_errors=True)
    summary = collect(Job(reading, tables, workers=workers))
    if summary.failures:
        sys.exit(f"{len(summary.failures)} captures failed, such as {next(iter(summary.failures.items()))}")
    return summary


def export_all(reading: Reading, captures: list[Capture]) -> None:
    """Runs the program without Python around it, and throws its output away."""
    for capture in captures:
        subprocess.run(reading.command(capture.path), check=True, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL)


def ask_all(tables: Path) -> None:
    with asking(tables) as ask:
        for question in QUESTIONS:
            ask(sql(question))


def answer(task: Batch) -> list[dict]:
    """What a task sends back, without reading anything."""
    return [failed(capture, "") for capture in task.captures]


def tasks_a_second(captures: list[Capture], count: int) -> float:
    """With what real tasks take and return, through client, scheduler and one worker."""
    tasks = [batch(captures[:MOST_CAPTURES], "", number) for number in range(count)]
    with cluster.connect(None, 1) as client:
        client.gather(client.map(answer, tasks[:20], pure=False))
        _, seconds = timed(lambda: client.gather(client.map(answer, tasks, pure=False)))
    return count / seconds


def ledger_seconds(root: Path, count: int) -> tuple[float, float]:
    """To write the captures of a task into the table `captures`, and to gather those of all tasks in one file."""
    shutil.rmtree(root, ignore_errors=True)
    layout.prepare(root)
    ledger = Ledger(root)
    row = {"status": "read", "size": 5000, "seconds": 0.01, "program": "0.1.0"}
    rows = [
        row | {"capture": f"{one:08}.pcapng", "part": f"{one // MOST_CAPTURES:016}", "identity": f"{one:032}"}
        for one in range(count)
    ]
    times = [timed(ledger.add, rows[first : first + MOST_CAPTURES])[1] for first in range(0, count, MOST_CAPTURES)]
    _, gathered = timed(tidy, root, Ledger(root), ())
    shutil.rmtree(root)
    return statistics.median(times), gathered


def print_rates(captures: list[Capture], reading: Reading, tables: Path, rounds: int) -> float:
    """Prints the first table, and returns the captures that one worker reads in a second."""
    size = sum(one.size for one in captures)
    print("| Workers | Time | Captures/s | MB/s | Rows/s | A worker, for each capture | With start and end |")
    print("|---:|---:|---:|---:|---:|---:|---:|")
    fastest: dict[int, tuple[float, float, str]] = {}
    # Runs with one worker and with two take turns, so that a noisy machine slows both.
    for workers in (1, 2) * rounds:
        summary, whole = timed(read_all, reading, tables, workers)
        seconds, rows = summary.seconds, sum(summary.rows.values())
        each = statistics.mean(Ledger(tables).counting()["seconds"].to_pylist())
        rate = summary.read / seconds
        line = (
            f"| {workers} | {seconds:,.1f} s | {rate:,.1f} | {size / seconds / 1e6:,.2f} | {rows / seconds:,.0f} | "
            f"{each * 1000:,.1f} ms | {whole:,.1f} s |"
        )
        fastest[workers] = min(fastest.get(workers, (seconds, rate, line)), (seconds, rate, line))
    for _, _, line in fastest.values():
        print(line, flush=True)
    return fastest[1][1]


def print_many(rate: float, tasks: float, ends: float, size: float) -> None:
    """Prints what follows for many workers. docs/analysis.md has the formula."""
    limits = {"the scheduler": tasks * MOST_CAPTURES, "the network": NETWORK / size}
    print("\n| Workers | Captures a second | A million captures | What limits them |\n|---:|---:|---:|---|")
    for workers in WORKERS:
        reached, limit = min([(workers * rate, "the workers"), *((most, name) for name, most in limits.items())])
        print(f"| {workers:,} | {reached:,.0f} | {(MANY / reached + ends * MANY) / 60:,.0f} min | {limit} |")
    for name, most in limits.items():
        print(f"\n{name}: at most {most:,.0f} captures a second, reached with {most / rate:,.0f} workers", end="")
    print(f"\nlisting and gathering, whatever the number of workers: {ends * MANY:,.0f} s")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--captures", type=int, default=10_000)
    parser.add_argument("--fernwire", default="build/bin/fernwire")
    parser.add_argument("--generator", default="build/bin/fernwire")
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    folder, tables = options.folder.resolve() / "captures", options.folder.resolve() / "tables"
    captures = provide(options.generator, folder, options.captures)
    _, listed = timed(find, folder, PATTERNS, tables)
    reading = Reading(str(folder), os.path.abspath(options.fernwire), (), False, 600)
    size = statistics.mean(one.size for one in captures)
    print(f"{len(captures):,} captures of {size:,.0f} bytes in the mean, {cluster.cores()} cores\n")
    rate = print_rates(captures, reading, tables, options.rounds)
    files = list(layout.data_files(tables))
    row_bytes = sum(file.path.stat().st_size for file in files) / len(captures)
    _, asked = timed(ask_all, tables)
    few = captures[:: max(1, len(captures) // 300)]
    _, alone = timed(export_all, reading, few)
    tasks = tasks_a_second(captures, 2000)
    added, gathered = ledger_seconds(tables, 100_000)
    print(f"""
fernwire export alone: {alone / len(few) * 1000:.1f} ms a capture
tasks that do nothing, through client, scheduler and one worker: {tasks:,.0f} a second
the table captures: {added * 1000:.1f} ms to write a task's rows, {gathered:.1f} s to gather 100,000 captures
listing: {listed / len(captures) * 1e6:.0f} µs a capture
the tables: {len(files):,} files, {row_bytes:,.0f} bytes a capture; all {len(QUESTIONS)} questions in {asked:.1f} s""")
    print_many(rate, tasks, listed / len(captures) + gathered / 100_000, size + row_bytes)


if __name__ == "__main__":
    main()

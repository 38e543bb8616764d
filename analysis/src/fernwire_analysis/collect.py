# SPDX-License-Identifier: Apache-2.0
"""Reads what is not read yet of a folder into tables."""

import contextlib
import fcntl
import json
import secrets
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from . import cluster, layout
from .batch import MOST_CAPTURES, divide
from .capture import PATTERNS, Capture, find
from .errors import UsageError
from .ledger import FAILED, WARNED, Ledger
from .progress import Progress
from .reading import Reading
from .run import Run
from .task import RUN_FILE, failed
from .tidy import tidy

# The ledger is written at most once in so many seconds. A run that is killed loses no more than that.
WRITTEN = 1.0


@dataclass(frozen=True)
class Job:
    reading: Reading
    tables: Path
    scheduler: str | None = None
    workers: int | None = None
    patterns: tuple[str, ...] = PATTERNS
    again: bool = False
    """Also the captures that were read already."""
    moved: bool = False
    """The tables are of another folder, and this one has taken its place."""
    most: int = MOST_CAPTURES
    """So many captures at most in a task."""


@dataclass
class Summary:
    read: int = 0
    skipped: int = 0
    rows: dict[str, int] = field(default_factory=lambda: dict.fromkeys(("sessions", "records", "notes"), 0))
    failures: dict[str, str] = field(default_factory=dict)
    warnings: dict[str, str] = field(default_factory=dict)
    programs: list[str] = field(default_factory=list)
    seconds: float = 0.0
    """From the first task to the last, without the start of the workers."""

    def count(self, rows: list[dict]) -> None:
        for row in rows:
            if row["status"] == FAILED:
                self.failures[row["capture"]] = row["reason"]
                continue
            self.read += 1
            for table in self.rows:
                self.rows[table] += row[table]
            if row["status"] == WARNED:
                self.warnings[row["capture"]] = row["reason"]


def collect(job: Job) -> Summary:
    """
    Raises:
        UsageError: nothing, or nothing more, can be read as it was asked for. What was read until then stays.
    """
    folder = Path(job.reading.folder)
    captures, refused = find(folder, job.patterns, job.tables)
    if not captures and not refused:
        raise UsageError(f"{folder} has no file that matches {' or '.join(job.patterns)}")
    job.tables.mkdir(parents=True, exist_ok=True, mode=0o700 if job.reading.plaintext else 0o777)
    with _locked(job.tables):
        _check_folder(job)
        layout.prepare(job.tables)
        ledger = Ledger(job.tables)
        fingerprint = job.reading.fingerprint()
        done = {} if job.again else ledger.done()
        left = [one for one in captures if done.get(one.path) != one.identity(fingerprint)]
        summary = Summary(skipped=len(captures) - len(left))
        rows = [failed(Capture(path, 0, 0), reason) for path, reason in refused.items()]
        summary.count(rows)
        if rows:
            ledger.add(rows)
        if left:
            _read(job, left, fingerprint, ledger, summary)
        tidy(job.tables, ledger, {one.path for one in captures} | refused.keys())
    return summary


def _read(job: Job, left: list[Capture], fingerprint: str, ledger: Ledger, summary: Summary) -> None:
    token = secrets.token_hex(16)
    (job.tables / RUN_FILE).write_text(token)
    with cluster.connect(job.scheduler, job.workers) as client:
        summary.programs = cluster.check(client, job.reading, str(job.tables), token)
        batches = divide(left, fingerprint, ledger.run, cluster.threads(client), job.most)
        progress = Progress(len(left))
        begun = time.monotonic()
        held: list[dict] = []
        written = -WRITTEN
        try:
            for rows in Run(client, job.reading, str(job.tables), token, ledger.run).results(batches):
                held += rows
                summary.count(rows)
                progress.add(len(rows), sum(row["status"] == FAILED for row in rows))
                if time.monotonic() - written >= WRITTEN:
                    ledger.add(held)
                    held, written = [], time.monotonic()
        finally:
            # Also when the run is interrupted: these parts are in their places.
            if held:
                ledger.add(held)
            progress.end()
            summary.seconds = time.monotonic() - begun


@contextlib.contextmanager
def _locked(tables: Path) -> Iterator[None]:
    """Keeps a second `collect` out. The lock goes with the process, however it ends."""
    with open(tables / ".lock", "a") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise UsageError(f"another fernwire-analysis collect is writing to {tables}") from error
        yield


def _check_folder(job: Job) -> None:
    """Tables hold the captures of one folder: those of another could have the same paths."""
    place = job.tables / "folder.json"
    try:
        known = json.loads(place.read_text())["folder"]
    except FileNotFoundError:
        known = None
    except (ValueError, KeyError, TypeError) as error:
        raise UsageError(f"{place} cannot be read: {error}") from error
    if known == job.reading.folder:
        return
    if known is not None and not job.moved:
        raise UsageError(
            f"{job.tables} holds the captures of {known}: "
            f"take other tables, or say --moved if {job.reading.folder} is that folder"
        )
    written = layout.temporary(place)
    written.write_text(json.dumps({"folder": job.reading.folder}) + "\n")
    layout.put(written, place)

# SPDX-License-Identifier: Apache-2.0
"""What runs on a worker."""

import contextlib
import functools
import socket
import time
from datetime import date, timedelta
from pathlib import Path

import pyarrow as pa

from . import __version__
from .batch import Batch
from .capture import Capture
from .errors import CaptureError, WorkerError
from .export import Export
from .ledger import FAILED, READ, WARNED
from .lines import tables_of
from .part import Part
from .reading import Reading
from .schema import ROWS, TABLES

RUN_FILE = ".run"
_DAY = 86_400_000_000_000


def check_worker(reading: Reading, root: str, token: str, version: str) -> str:
    """Checks that a worker has all that it needs.

    Returns:
        The version of its `fernwire`.

    Raises:
        WorkerError: says what is missing, and on which machine.
    """
    if version != __version__:
        raise WorkerError(
            f"{socket.gethostname()} has fernwire-analysis {__version__}, and not {version}: install the same on all"
        )
    _check_tables(root, token)
    return _program(reading)


def read_batch(batch: Batch, reading: Reading, root: str, token: str) -> list[dict]:
    """Reads the captures of a batch and puts its part in place.

    A part counts when `collect` has written the rows that this returns. So the task may be done twice, or end anywhere.

    Returns:
        A row of the table `captures` for each, but for its run.
    """
    _check_tables(root, token)
    program = _program(reading)
    part = Part(Path(root), batch.part)
    try:
        rows = [
            {**_read(capture, reading, part), "program": program, "identity": capture.identity(batch.reading)}
            for capture in batch.captures
        ]
        # A task of a run that was interrupted must not write among the files of the next one.
        _check_tables(root, token)
        part.place()
    finally:
        part.discard()
    return rows


def failed(capture: Capture, reason: str) -> dict:
    """A row of the table `captures` for a capture that has no rows in the others."""
    return {
        "capture": capture.path,
        "size": capture.size,
        "modified": capture.modified,
        "status": FAILED,
        "reason": reason,
        "read_at": time.time_ns(),
        **dict.fromkeys(ROWS, 0),
    }


def _read(capture: Capture, reading: Reading, part: Part) -> dict:
    begun = time.perf_counter()
    row = failed(capture, "")
    part.begin(capture.path)
    try:
        _check_unchanged(capture, reading)
        export = Export(reading.command(capture.path), reading.timeout)
        with contextlib.closing(export.blocks()) as blocks:
            for block in blocks:
                for kind, rows in tables_of(block):
                    row["capture_day"] = row.get("capture_day") or _day(kind, rows, capture)
                    part.add(TABLES[kind], row["capture_day"], rows)
                    row[TABLES[kind]] += rows.num_rows
        _check_unchanged(capture, reading)
    except CaptureError as error:
        part.drop()
        row = failed(capture, str(error))
    else:
        part.keep()
        row |= {"part": part.name, "status": WARNED if export.warnings else READ, "reason": export.warnings}
    return {**row, "seconds": time.perf_counter() - begun}


def _day(kind: str, rows: pa.Table, capture: Capture) -> date:
    """The day of the first row that has a time, in UTC; else that of the file.

    All rows of a capture lie with this day, wherever their own times are: whoever makes up the times of a capture's
    packets must not make a folder for each.
    """
    times = rows["start" if kind == "session" else "time"].drop_null()
    return date(1970, 1, 1) + timedelta(days=(times[0].value if len(times) else capture.modified) // _DAY)


def _check_unchanged(capture: Capture, reading: Reading) -> None:
    try:
        changed = capture.has_changed(reading.folder)
    except OSError as error:
        raise CaptureError(f"the file cannot be looked at: {error.strerror}") from None
    if changed:
        raise CaptureError("the file has changed since the folder was listed: the next run reads it")


def _check_tables(root: str, token: str) -> None:
    try:
        found = Path(root, RUN_FILE).read_text()
    except OSError:
        found = None
    if found != token:
        raise WorkerError(
            f"{socket.gethostname()} does not see the tables of this run in {root}: all workers need that folder"
        )


@functools.lru_cache(maxsize=4)
def _program(reading: Reading) -> str:
    return reading.version()

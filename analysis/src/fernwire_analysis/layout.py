# SPDX-License-Identifier: Apache-2.0
"""Where the files of the tables lie, and how a file comes to its place.

tables/sessions/capture_day=2026-07-01/PART.parquet     and so records and notes
tables/captures/000001.parquet                          what was read
tables/folder.json                                      of which folder
"""

import os
import re
import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from .schema import CAPTURES, ROWS

# So that each table has its columns for every reader, even while it has no row.
_EMPTY = "empty"
_TEMPORARY = ".tmp"


@dataclass(frozen=True)
class DataFile:
    table: str
    day: date
    part: str
    path: Path


def data_file(root: Path, table: str, day: date, part: str) -> Path:
    """The file with the rows of `table` that `part` has for the captures that begin on `day`."""
    return root / table / f"capture_day={day.isoformat()}" / f"{part}.parquet"


def data_files(root: Path) -> Iterator[DataFile]:
    """All files with rows, of whatever part."""
    for table in ROWS:
        for path in sorted(root.glob(f"{table}/capture_day=*/*.parquet")):
            day = re.fullmatch(r"capture_day=(\d{4}-\d\d-\d\d)", path.parent.name)
            if day and path.stem != _EMPTY and not path.name.startswith("."):
                yield DataFile(table, date.fromisoformat(day[1]), path.stem, path)


def temporary(path: Path) -> Path:
    """A name beside `path` that no reader of tables takes for a part, and that no other process has."""
    return path.with_name(f".{path.stem}.{secrets.token_hex(6)}{_TEMPORARY}")


def put(written: Path, place: Path) -> None:
    """Gives a file that is complete its name. Even after a power failure it is there as a whole or not at all."""
    with open(written, "rb") as file:
        os.fsync(file.fileno())
    os.replace(written, place)
    folder = os.open(place.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def write(table: pa.Table, place: Path) -> None:
    """Writes a small file of one row group."""
    place.parent.mkdir(parents=True, exist_ok=True)
    written = temporary(place)
    try:
        pq.write_table(table, written, compression="zstd")
        put(written, place)
    finally:
        written.unlink(missing_ok=True)


def prepare(root: Path) -> None:
    """Makes the folders of the tables, and a file without rows in each."""
    if not any(root.glob("captures/*.parquet")):
        write(CAPTURES.empty_table(), root / "captures/000000.parquet")
    for table, schema in ROWS.items():
        place = data_file(root, table, date(1970, 1, 1), _EMPTY)
        if not place.exists():
            write(schema.empty_table(), place)


def remove_temporary(root: Path) -> None:
    """Removes what processes left that were ended while they wrote."""
    for pattern in ("*/.*" + _TEMPORARY, "*/*/.*" + _TEMPORARY, ".*" + _TEMPORARY):
        for path in root.glob(pattern):
            path.unlink(missing_ok=True)

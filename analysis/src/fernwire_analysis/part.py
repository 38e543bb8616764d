# SPDX-License-Identifier: Apache-2.0
"""Writes a part: the rows of the captures that one task reads, in a file for each table and day."""

from datetime import date
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from . import layout
from .schema import ROWS

# Rows wait in memory until all that wait have so many bytes; then each file gets a row group of what waits for it.
WAITING = 64 << 20
ROW_GROUP = 131_072

_Place = tuple[str, date]


class Part:
    """
    A capture's rows come between `begin` and either `keep` or `drop`. Nothing of the part can be seen before `place`.
    """

    def __init__(self, root: Path, name: str, waiting: int = WAITING) -> None:
        self._root = root
        self.name = name
        self._limit = waiting
        self._waiting: dict[_Place, list[pa.Table]] = {}
        self._bytes = 0
        self._written: dict[_Place, Path] = {}
        self._writers: dict[_Place, pq.ParquetWriter] = {}
        # Of the capture that is being read, and of captures that failed after some of their rows had been written.
        self._rows: list[tuple[_Place, pa.Table]] = []
        self._capture = ""
        self._spilled = False
        self._unwanted: list[str] = []

    def begin(self, capture: str) -> None:
        self._capture, self._rows, self._spilled = capture, [], False

    def add(self, table: str, day: date, rows: pa.Table) -> None:
        """Adds rows of the capture: the columns that `fernwire export` printed."""
        count = rows.num_rows
        place = [pa.repeat(pa.scalar(text, pa.string()), count) for text in (self._capture, self.name)]
        whole = pa.table([*place, *rows.columns], schema=ROWS[table])
        self._rows.append(((table, day), whole))
        self._bytes += whole.nbytes
        if self._bytes > self._limit:
            self._spilled = True
            self._let_wait()
            self._write()

    def keep(self) -> None:
        """The capture was read to its end."""
        self._let_wait()

    def drop(self) -> None:
        """The capture failed: none of its rows may stay."""
        self._bytes -= sum(rows.nbytes for _, rows in self._rows)
        self._rows = []
        if self._spilled:
            self._unwanted.append(self._capture)

    def place(self) -> None:
        """Completes the files, and gives them their names."""
        self._write()
        while self._writers:
            self._writers.popitem()[1].close()
        for (table, day), path in self._written.items():
            if self._unwanted:
                copy_without(path, path, self._unwanted)
            if path.exists():
                layout.put(path, layout.data_file(self._root, table, day, self.name))
        self._written = {}

    def discard(self) -> None:
        """Removes what has no name yet. After `place` there is nothing of the kind."""
        while self._writers:
            self._writers.popitem()[1].close()
        for path in self._written.values():
            path.unlink(missing_ok=True)

    def _let_wait(self) -> None:
        for place, rows in self._rows:
            self._waiting.setdefault(place, []).append(rows)
        self._rows = []

    def _write(self) -> None:
        for place, tables in self._waiting.items():
            rows = pa.concat_tables(tables).combine_chunks()
            if place not in self._writers:
                self._written[place] = self._temporary(place)
                self._writers[place] = pq.ParquetWriter(self._written[place], ROWS[place[0]], compression="zstd")
            self._writers[place].write_table(rows, row_group_size=ROW_GROUP)
        self._waiting = {}
        self._bytes = 0

    def _temporary(self, place: _Place) -> Path:
        path = layout.data_file(self._root, *place, self.name)
        path.parent.mkdir(parents=True, exist_ok=True)
        return layout.temporary(path)


def copy_without(source: Path, place: Path, captures: list[str]) -> None:
    """Writes the rows of `source` to `place`, but for those of `captures`. Without any row there is no file `place`.

    The copy is complete when it replaces what was at `place`, which may be the source. One row group at a time is in
    memory.
    """
    unwanted = pa.array(captures, pa.string())
    written = layout.temporary(place)
    left = 0
    try:
        with pq.ParquetFile(source) as file, pq.ParquetWriter(written, file.schema_arrow, compression="zstd") as writer:
            for number in range(file.num_row_groups):
                rows = file.read_row_group(number)
                rows = rows.filter(pc.invert(pc.is_in(rows["capture"], unwanted)))
                left += rows.num_rows
                if rows.num_rows:
                    writer.write_table(rows, row_group_size=ROW_GROUP)
        if left:
            layout.put(written, place)
        else:
            place.unlink(missing_ok=True)
    finally:
        written.unlink(missing_ok=True)

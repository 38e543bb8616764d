# SPDX-License-Identifier: Apache-2.0
"""The table `captures`: what was read, by which run, into which part.

Only the process that runs `collect` writes it, and only after a part is in its place. So a part counts from the moment
in which its captures stand here, all of them at once, and whatever a worker left of an interrupted task never counts.
A run adds files; of several rows of a capture that of the latest run is the one that counts. At the end of a run one
file replaces all others.
"""

from collections.abc import Collection
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from . import layout
from .schema import CAPTURES

READ, WARNED, FAILED = "read", "warned", "failed"


class Ledger:
    def __init__(self, root: Path) -> None:
        self._folder = root / "captures"
        self._files = sorted(self._folder.glob("[0-9]*.parquet"))
        tables = [pq.read_table(path, schema=CAPTURES, partitioning=None) for path in self._files]
        self.rows: pa.Table = pa.concat_tables([CAPTURES.empty_table(), *tables]).combine_chunks()
        """All rows, also those that no longer count."""
        self.run = 1 + max([0, *(run for run in self.rows["run"].to_pylist())])
        """The number of the run that begins now."""
        self._added = 0

    def counting(self) -> pa.Table:
        """The rows that count, one a capture."""
        runs, captures = self.rows["run"].to_pylist(), self.rows["capture"].to_pylist()
        latest: dict[str, int] = {}
        for index, capture in enumerate(captures):
            if capture not in latest or runs[index] >= runs[latest[capture]]:
                latest[capture] = index
        return self.rows.take(pa.array(sorted(latest.values()), pa.int64()))

    def done(self) -> dict[str, str]:
        """The identity of each capture that was read."""
        rows = self.counting()
        rows = rows.filter(pc.not_equal(rows["status"], FAILED))
        return dict(zip(rows["capture"].to_pylist(), rows["identity"].to_pylist()))

    def add(self, rows: list[dict]) -> None:
        """Makes parts count: `rows` are those of all their captures."""
        table = pa.Table.from_pylist([{**row, "run": self.run} for row in rows], schema=CAPTURES)
        place = self._folder / f"{self.run:06d}-{self._added:06d}.parquet"
        layout.write(table, place)
        self._added += 1
        self._files.append(place)
        self.rows = pa.concat_tables([self.rows, table])

    def gather(self, listed: Collection[str]) -> None:
        """Replaces all files by one with the rows that count, in the order of the captures.

        A capture that failed and is not among those that were `listed` is forgotten: its file is gone.
        """
        rows = self.counting()
        gone = [
            status == FAILED and capture not in listed
            for status, capture in zip(rows["status"].to_pylist(), rows["capture"].to_pylist())
        ]
        rows = rows.filter(pc.invert(pa.array(gone, pa.bool_()))).sort_by("capture")
        if len(self._files) > 1 or rows.num_rows != self.rows.num_rows:
            # The name is new, so that no reader misses a row in between: it finds some twice, and takes the latest.
            place = self._folder / f"{max(rows['run'].to_pylist(), default=0):06d}.parquet"
            layout.write(rows, place)
            for path in self._files:
                if path != place:
                    path.unlink(missing_ok=True)
            self._files = [place]
        self.rows = rows.combine_chunks()

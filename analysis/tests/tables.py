# SPDX-License-Identifier: Apache-2.0
"""What the tests ask of tables: all rows of all files, as a reader finds them who knows nothing of what counts."""

from pathlib import Path

import pyarrow as pa
import pyarrow.dataset as ds

# Columns that differ between two runs that read the same.
OF_THE_RUN = {"part", "run", "program", "seconds", "read_at", "identity", "modified"}
TABLES = ("captures", "sessions", "records", "notes")


def rows(tables: Path, table: str) -> list[str]:
    """The rows of all files of a table in order, whichever file each is in. One that is there twice comes twice."""
    found = ds.dataset(tables / table, format="parquet", partitioning="hive").to_table()
    columns = sorted(set(found.column_names) - OF_THE_RUN)
    # Times as numbers, since Python has no time to the nanosecond.
    values = [
        found[column].cast(pa.int64()) if pa.types.is_timestamp(found[column].type) else found[column]
        for column in columns
    ]
    texts = [[str(value) for value in column.to_pylist()] for column in values]
    return sorted(" ".join(f"{column}={value}" for column, value in zip(columns, row)) for row in zip(*texts))


def everything(tables: Path) -> dict[str, list[str]]:
    return {table: rows(tables, table) for table in TABLES}


def files(tables: Path) -> dict[str, tuple[int, int]]:
    """The files of all tables with size and time, so that any that is written anew shows."""
    return {
        str(path.relative_to(tables)): (path.stat().st_size, path.stat().st_mtime_ns)
        for table in TABLES
        for path in (tables / table).rglob("*")
        if path.is_file()
    }

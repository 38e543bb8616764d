# SPDX-License-Identifier: Apache-2.0
from datetime import date
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from fernwire_analysis.lines import tables_of
from fernwire_analysis.part import Part

MONDAY, TUESDAY = date(2026, 7, 6), date(2026, 7, 7)


def rows(count: int):
    return tables_of(b'{"kind":"note","frame":1,"text":"x"}\n' * count)[0][1]


def captures(path: Path) -> list[str]:
    return pq.read_table(path, partitioning=None)["capture"].to_pylist()


@pytest.mark.parametrize("waiting", [1 << 20, 1], ids=["all wait in memory", "all are written at once"])
def test_only_captures_that_were_read_to_the_end_are_in_a_part(tmp_path: Path, waiting: int):
    part = Part(tmp_path, "p", waiting)
    for name, day, keep in (
        ("a", MONDAY, True),
        ("bad", MONDAY, False),
        ("b", TUESDAY, True),
        ("bad2", TUESDAY, False),
        ("c", MONDAY, True),
    ):
        part.begin(name)
        part.add("notes", day, rows(2))
        part.add("notes", day, rows(1))
        part.keep() if keep else part.drop()
    assert not list(tmp_path.rglob("[!.]*.parquet")), "nothing can be seen before it is complete"
    part.place()
    part.discard()
    assert captures(tmp_path / "notes/capture_day=2026-07-06/p.parquet") == ["a"] * 3 + ["c"] * 3
    assert captures(tmp_path / "notes/capture_day=2026-07-07/p.parquet") == ["b"] * 3
    assert sorted(path.name for path in tmp_path.rglob("*") if path.is_file()) == ["p.parquet", "p.parquet"]


def test_what_waits_is_bounded_and_becomes_row_groups(tmp_path: Path):
    part = Part(tmp_path, "p", waiting=100_000)
    part.begin("a")
    for _ in range(50):
        part.add("notes", MONDAY, rows(200))
        assert part._bytes < 150_000
    part.keep()
    part.place()
    file = pq.ParquetFile(tmp_path / "notes/capture_day=2026-07-06/p.parquet")
    assert file.metadata.num_rows == 10_000 and file.num_row_groups > 3


@pytest.mark.parametrize("waiting", [1 << 20, 1])
def test_a_part_whose_captures_all_failed_has_no_file(tmp_path: Path, waiting: int):
    part = Part(tmp_path, "p", waiting)
    part.begin("a")
    part.add("notes", MONDAY, rows(2))
    part.drop()
    part.place()
    assert not [path for path in tmp_path.rglob("*") if path.is_file()]


def test_a_part_that_is_given_up_leaves_nothing(tmp_path: Path):
    part = Part(tmp_path, "p", waiting=1)
    part.begin("a")
    part.add("notes", MONDAY, rows(2))
    part.discard()
    assert not [path for path in tmp_path.rglob("*") if path.is_file()]

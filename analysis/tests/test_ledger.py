# SPDX-License-Identifier: Apache-2.0
import re
from datetime import date
from pathlib import Path

import pytest
from tables import rows

from fernwire_analysis import layout
from fernwire_analysis.ledger import FAILED, READ, Ledger
from fernwire_analysis.lines import tables_of
from fernwire_analysis.part import Part
from fernwire_analysis.report import asking
from fernwire_analysis.tidy import tidy

DAY = date(2026, 7, 6)


def row(capture: str, part: str | None, status: str = READ) -> dict:
    return {"capture": capture, "part": part, "status": status, "identity": f"{capture} of {part}"}


def read(root: Path, part: str, *captures: str) -> None:
    """Writes a part of which each capture has one note."""
    written = Part(root, part)
    for capture in captures:
        written.begin(capture)
        written.add("notes", DAY, tables_of(b'{"kind":"note","text":"%s"}\n' % f"{capture} of {part}".encode())[0][1])
        written.keep()
    written.place()


@pytest.fixture
def root(tmp_path: Path) -> Path:
    layout.prepare(tmp_path)
    return tmp_path


def texts(root: Path) -> list[str]:
    """What counts."""
    with asking(root) as ask:
        return [text for (text,) in ask("SELECT text FROM notes ORDER BY text")[1]]


def in_files(root: Path) -> list[str]:
    return [re.search(r"text=(\w of \w)", line)[1] for line in rows(root, "notes")]


def test_a_part_counts_when_the_ledger_names_it(root: Path):
    read(root, "p", "a", "b")
    assert texts(root) == [] and len(in_files(root)) == 2
    Ledger(root).add([row("a", "p"), row("b", "p")])
    assert texts(root) == ["a of p", "b of p"] and Ledger(root).done() == {"a": "a of p", "b": "b of p"}


def test_the_latest_run_counts_and_tidying_removes_the_rest(root: Path):
    read(root, "p", "a", "b", "c")
    read(root, "q", "d")
    Ledger(root).add([row("a", "p"), row("b", "p"), row("c", "p"), row("d", "q")])
    read(root, "r", "b", "d")
    later = Ledger(root)
    later.add([row("b", "r"), row("d", "r"), row("c", None, FAILED)])
    read(root, "lost", "a")
    wanted = ["a of p", "b of r", "d of r"]
    assert later.run == 2 and texts(root) == wanted and len(in_files(root)) == 7
    for _ in range(2):
        tidy(root, Ledger(root), {"a", "b", "c", "d"})
        assert texts(root) == in_files(root) == wanted
        assert [path.name for path in root.glob("captures/*")] == ["000002.parquet"]
    assert {file.part for file in layout.data_files(root)} == {"p", "r"}
    assert Ledger(root).done().keys() == {"a", "b", "d"} and Ledger(root).run == 3


def test_a_failed_capture_is_forgotten_when_its_file_is_gone(root: Path):
    ledger = Ledger(root)
    ledger.add([row("here", None, FAILED), row("gone", None, FAILED), row("read", "p")])
    ledger.gather({"here"})
    assert Ledger(root).counting()["capture"].to_pylist() == ["here", "read"], (
        "what was read stays, also without its file"
    )


@pytest.mark.parametrize("left", ["000001-000000.parquet", "000001.parquet"])
def test_rows_that_stand_twice_in_the_ledger_count_once(root: Path, left: str):
    """Gathering was interrupted after it had written the one file, or before."""
    read(root, "p", "a")
    ledger = Ledger(root)
    ledger.add([row("a", "p")])
    ledger.add([row("b", None, FAILED)])
    before = {path.name: path.read_bytes() for path in root.glob("captures/*")}
    ledger.gather({"b"})
    for name, content in before.items():
        (root / "captures" / name).write_bytes(content)
    (root / "captures" / left).unlink()
    assert texts(root) == ["a of p"]
    tidy(root, Ledger(root), {"b"})
    assert texts(root) == in_files(root) == ["a of p"] and Ledger(root).rows.num_rows == 2


def test_temporary_files_are_removed(root: Path):
    left = layout.temporary(layout.data_file(root, "notes", DAY, "p"))
    left.parent.mkdir()
    left.write_text("x")
    tidy(root, Ledger(root), ())
    assert not left.exists() and not left.parent.exists()

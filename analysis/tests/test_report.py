# SPDX-License-Identifier: Apache-2.0
import csv
import io
import json
import subprocess
import sys
from pathlib import Path

import pytest

from fernwire_analysis import layout
from fernwire_analysis.command import main
from fernwire_analysis.ledger import READ, Ledger
from fernwire_analysis.lines import tables_of
from fernwire_analysis.part import Part
from fernwire_analysis.report import QUESTIONS, sql
from fernwire_analysis.schema import TABLES
from fernwire_analysis.task import _day

PLACE = {"stream": 0, "session": 0}
NOON, LATER = "2026-07-01T12:00:00.000000001Z", "2026-07-01T12:00:01Z"
REPLY = {"direction": "server", "suite": "fernet-psk", "request_frame": 9, "response_time": 0.25}
CLIENT = {"client": "192.0.2.1", "client_port": 50000, "client_records": 1, "client_bytes": 100}
# Something like this comes from nobody but an attacker.
SERVER = {"server": "\x1b[2J\u202e", "server_port": 9090, "server_records": 1, "server_bytes": 2000}
CHECKS = {"verified": 1, "failed": 1, "unchecked": 0, "alerts": 0, "weaknesses": ["no_forward_secrecy"]}
REPLAYED = {"severity": "warning", "note": "fernwire.expert.replayed", "text": "t"}
LINES = "".join(
    json.dumps({"kind": kind, **PLACE, **columns}, separators=(",", ":")) + "\n"
    for kind, columns in (
        ("record", {"frame": 9, "time": NOON, "direction": "client", "mac_status": "verified"}),
        ("record", {"frame": 12, "time": LATER, "mac_status": "failed", **REPLY}),
        ("note", {"frame": 12, "time": LATER, **REPLAYED}),
        ("session", {"suite": "fernet-psk", "start": NOON, **CLIENT, **SERVER, **CHECKS}),
    )
).encode()


@pytest.fixture
def tables(tmp_path: Path) -> Path:
    """One capture with a row for each question, and a part that does not count."""
    # A folder may have a name that means something to DuckDB.
    root = tmp_path / "tables'[*"
    layout.prepare(root)
    for name in ("part", "lost"):
        part = Part(root, name)
        part.begin("a,b.pcapng")
        for kind, rows in tables_of(LINES):
            part.add(TABLES[kind], _day(kind, rows, None), rows)
        part.keep()
        part.place()
    Ledger(root).add(
        [
            {
                "capture": "a,b.pcapng",
                "part": "part",
                "status": READ,
                "size": 10,
                "sessions": 1,
                "records": 2,
                "notes": 1,
                "seconds": 0.5,
            },
            {"capture": "c.pcapng", "part": None, "status": "failed", "reason": "it is no capture", "size": 1},
        ]
    )
    return root


def asked(capsys: pytest.CaptureFixture, *arguments: str) -> str:
    assert main(["report", *arguments]) == 0
    return capsys.readouterr().out


def test_each_question_has_its_answer(tables: Path, capsys):
    found = json.loads(asked(capsys, str(tables), "--format", "json"))
    assert tuple(found) == QUESTIONS and found["captures"][1]["records"] == 2
    assert found["captures-failed"] == [{"capture": "c.pcapng", "reason": "it is no capture"}]
    [session] = found["sessions"]
    assert (session["day"], session["suite"], session["sessions"], session["bytes"]) == (
        "2026-07-01",
        "fernet-psk",
        1,
        2100,
    )
    assert [(one["failed"], one["first_frame"]) for one in found["failed-checks"]] == [(1, 12)]
    assert [(one["weakness"], one["sessions"]) for one in found["weak-crypto"]] == [("no_forward_secrecy", 1)]
    assert [(one["frame"], one["client"]) for one in found["replays"]] == [(12, "192.0.2.1")]
    assert [(one["milliseconds"], one["request_frame"]) for one in found["slow-replies"]] == [(250, 9)]
    assert [(one["replies"], one["longest"]) for one in found["reply-times"]] == [(1, 250)]
    assert [(one["sent"], one["received"]) for one in found["top-talkers"]] == [(2000, 100), (100, 2000)]


def test_what_captures_say_steers_no_terminal(tables: Path, capsys):
    for form in ("table", "csv", "json"):
        shown = asked(capsys, str(tables), "--format", form)
        assert all(one.isprintable() or one == "\n" for one in shown), form
        assert "\\x1b[2J\\u202e" in shown or "\\\\x1b" in shown or "\\u001b[2J\\u202e" in shown


def test_the_formats_hold_the_same(tables: Path, capsys):
    only = ("--only", "top-talkers", "--only", "captures-failed")
    blocks = asked(capsys, str(tables), *only, "--format", "csv")
    lines = list(csv.reader(io.StringIO(blocks)))
    assert lines[0][:2] == ["question", "address"] and lines[2][:3] == ["top-talkers", "192.0.2.1", "1"]
    assert lines[-1] == ["captures-failed", "c.pcapng", "it is no capture"]
    table = asked(capsys, str(tables), *only)
    assert "2,100" in table and "c.pcapng  it is no capture" in table


def test_more_rows_than_the_limit_are_cut_and_that_is_said(tables: Path, capsys):
    shown = asked(capsys, str(tables), "--only", "top-talkers", "--limit", "1")
    assert "192.0.2.1" not in shown and "and more" in shown
    assert "and more" not in asked(capsys, str(tables), "--only", "top-talkers", "--limit", "2")


def test_the_sql_that_is_shown_is_what_is_asked(tables: Path, capsys):
    shown = asked(capsys, str(tables), "--sql", "--only", "top-talkers")
    code = "import duckdb, sys; print(duckdb.connect().execute(sys.stdin.read()).fetchall())"
    run = subprocess.run(
        [sys.executable, "-c", code], input=shown, text=True, capture_output=True, cwd=tables, timeout=60
    )
    assert run.stdout.count("2100") == 2, run.stderr
    assert sql("views") in shown


def test_empty_tables_answer_with_nothing(tmp_path: Path, capsys):
    layout.prepare(tmp_path)
    assert all(not rows for rows in json.loads(asked(capsys, str(tmp_path), "--format", "json")).values())
    assert asked(capsys, str(tmp_path)).count("none") == len(QUESTIONS)


def test_every_question_is_listed_and_no_other_is_answered(tables: Path, capsys):
    listed = asked(capsys, "anywhere", "--list")
    assert [line.split()[0] for line in listed.splitlines()] == list(QUESTIONS)
    assert main(["report", str(tables), "--only", "other"]) == 2
    assert main(["report", str(tables / "none")]) == 2
    assert "there is no question other" in capsys.readouterr().err

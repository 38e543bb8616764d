# SPDX-License-Identifier: Apache-2.0
import pyarrow as pa
import pytest

from fernwire_analysis.errors import CaptureError
from fernwire_analysis.export import LONGEST_LINE
from fernwire_analysis.lines import tables_of
from fernwire_analysis.schema import LINES

RECORD = (
    b'{"kind":"record","capture":"a","frame":12,"time":"2026-07-01T12:00:00.123456789Z","stream":0,"session":0,'
    b'"sequence":18446744073709551615,"weaknesses":["sizes_leak","replayed"],"response_time":0.000123000,'
    b'"later":{"x":[1]}}\n'
)
NOTE = b'{"kind":"note","capture":"a","frame":12,"text":"a\\u001b[31m \\u2028"}\n'
SESSION = (
    b'{"kind":"session","capture":"a","stream":1,"session":0,"client_port":50000,"start":"2026-07-01T12:00:00Z"}\n'
)


def test_lines_of_all_kinds_become_tables_with_the_columns_of_each():
    tables = dict(tables_of(RECORD + NOTE + SESSION + RECORD))
    assert {kind: table.num_rows for kind, table in tables.items()} == {"record": 2, "note": 1, "session": 1}
    assert all(table.schema == LINES[kind] for kind, table in tables.items())
    record = tables["record"]
    assert record["time"].type == pa.timestamp("ns", "UTC") and record["time"][0].value == 1782907200123456789
    assert record["sequence"][0].as_py() == 2**64 - 1
    assert record["weaknesses"][0].as_py() == ["sizes_leak", "replayed"]
    assert record["response_time"][0].as_py() == 0.000123
    # What is unknown is left out of the line.
    assert record["plaintext"][0].as_py() is None and tables["session"]["weaknesses"][0].as_py() is None


def test_only_the_kinds_that_are_there_make_a_table():
    assert [kind for kind, _ in tables_of(NOTE)] == ["note"]
    assert tables_of(b"") == [] and tables_of(b"\n\n") == []


@pytest.mark.parametrize(
    "line",
    [
        b'{"kind":"record","frame":1',
        b'{"kind":"record","frame":"one"}',
        b'{"kind":"record","frame":1.5}',
        b'{"kind":"record"}{"kind":"record"}',
        b'{"kind":"record","frame":1,"frame":2}',
        b'{"kind":"record","frame":99999999999999999999}',
        b'{"kind":"record","sequence":-1}',
        b'{"kind":"record","time":"yesterday"}',
        b'{"kind":"record","time":"9999-01-01T00:00:00Z"}',
        b'{"kind":"record","type":"\xff"}',
        b'{"kind":"record","type":"\\ud800"}',
        b'{"kind":"record","weaknesses":"x"}',
        b'{"kind":"record","weaknesses":[1]}',
        b'{"kind":"record"},',
        b'{"kind":"other"}',
        b'{ "kind":"record"}',
        b"[]",
        b"text",
        b"\x00",
        b"\r",
        b'{"kind":"record","x":' + b"[" * 500_000 + b"}",
    ],
)
def test_a_line_that_is_no_line_of_export_makes_the_capture_fail(line: bytes):
    with pytest.raises(CaptureError) as error:
        tables_of(RECORD + line + b"\n" + RECORD)
    assert len(str(error.value)) < 400 and str(error.value).isprintable()


def test_a_line_may_be_long_but_not_too_long():
    line = b'{"kind":"note","text":"%s"}\n'
    longest = line % (b"x" * (LONGEST_LINE - len(line) + 3))
    assert len(longest) == LONGEST_LINE + 1 and tables_of(longest)[0][1].num_rows == 1
    with pytest.raises(CaptureError, match="more than 1,048,576 bytes"):
        tables_of(line % (b"x" * LONGEST_LINE))

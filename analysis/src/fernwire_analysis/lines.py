# SPDX-License-Identifier: Apache-2.0
"""Makes Arrow tables of the lines of `fernwire export`."""

import io

import pyarrow as pa
import pyarrow.json

from .errors import CaptureError, plain
from .export import LONGEST_LINE
from .schema import LINES

# A line begins with its kind, so that it need not be parsed to be put with its like.
_BEGINNINGS = {kind: b'{"kind":"%s"' % kind.encode() for kind in ("record", "note", "session")}
# Columns that a later fernwire adds are passed over, as long as the tables have no place for them.
_OPTIONS = {
    kind: pa.json.ParseOptions(explicit_schema=schema, unexpected_field_behavior="ignore")
    for kind, schema in LINES.items()
}


def tables_of(block: bytes) -> list[tuple[str, pa.Table]]:
    """Makes a table of each kind of line that is in `block`, which holds whole lines.

    Arrow parses all lines of a kind at once: with a Python dictionary for each line it takes more than twice as long.

    Raises:
        CaptureError: a line is no JSON, is of no known kind or too long, or a value is not of its column's type.
    """
    return [(kind, _parsed(kind, lines)) for kind, lines in _by_kind(block).items() if lines]


def _by_kind(block: bytes) -> dict[str, list[bytes]]:
    found: dict[str, list[bytes]] = {kind: [] for kind in _BEGINNINGS}
    beginnings = [(start, found[kind].append) for kind, start in _BEGINNINGS.items()]
    for line in block.split(b"\n"):
        for start, append in beginnings:
            if line.startswith(start):
                append(line)
                break
        else:
            if line:
                raise CaptureError("fernwire export printed a line of a kind that this fernwire-analysis does not know")
        if len(line) > LONGEST_LINE:
            raise CaptureError(f"fernwire export printed a line of more than {LONGEST_LINE:,} bytes")
    return found


def _parsed(kind: str, lines: list[bytes]) -> pa.Table:
    text = b"\n".join(lines)
    # The whole text is one block to Arrow, and one thread parses it: the other cores have captures of their own.
    how = pa.json.ReadOptions(use_threads=False, block_size=len(text) + 1)
    try:
        table = pa.json.read_json(io.BytesIO(text), read_options=how, parse_options=_OPTIONS[kind])
        table.validate(full=True)
    except (pa.ArrowInvalid, pa.ArrowNotImplementedError) as error:
        raise CaptureError(f"fernwire export printed a {kind} that cannot be read: {plain(str(error), 200)}") from None
    if table.num_rows != len(lines):
        raise CaptureError(f"fernwire export printed a {kind} that cannot be read: a line does not hold one object")
    return table.select(LINES[kind].names)

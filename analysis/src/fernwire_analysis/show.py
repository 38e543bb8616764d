# SPDX-License-Identifier: Apache-2.0
"""Prints answers: as tables for people, as CSV or as JSON. What captures contain steers no terminal."""

import csv
import json
from typing import TextIO

from .errors import plain

# A cell of a table for people is cut at so many characters.
WIDEST = 60
# Numbers in these columns say which, and not how many.
NUMBERED = ("port", "frame", "stream", "session")

Answers = dict[str, tuple[str, list[str], list[tuple]]]
"""By name, the title of a question, the names of the columns, and the rows."""


def as_table(answers: Answers, limit: int, out: TextIO) -> None:
    for number, (name, (title, columns, rows)) in enumerate(answers.items()):
        out.write(("\n" if number else "") + f"{title} ({name})\n")
        if not rows:
            out.write("    none\n")
            continue
        numeric = [all(isinstance(row[index], int | float | None) for row in rows) for index in range(len(columns))]
        cells = [columns, *([_cell(column, value) for column, value in zip(columns, row)] for row in rows[:limit])]
        widths = [max(len(line[index]) for line in cells) for index in range(len(columns))]
        for line in cells:
            aligned = (
                cell.rjust(width) if right else cell.ljust(width) for cell, width, right in zip(line, widths, numeric)
            )
            out.write("    " + "  ".join(aligned).rstrip() + "\n")
        if len(rows) > limit:
            out.write(f"    and more: --limit shows more than {limit:,}\n")


def as_csv(answers: Answers, limit: int, out: TextIO) -> None:
    """One block for each question, with its name in the first column."""
    writer = csv.writer(out, lineterminator="\n")
    for name, (_, columns, rows) in answers.items():
        writer.writerow(["question", *columns])
        writer.writerows([name, *(_text(value, "", 10_000) for value in row)] for row in rows[:limit])


def as_json(answers: Answers, limit: int, out: TextIO) -> None:
    """One object with an array of objects for each question."""
    found = {name: [dict(zip(columns, row)) for row in rows[:limit]] for name, (_, columns, rows) in answers.items()}
    json.dump(found, out, indent=1, default=str)
    out.write("\n")


WRITERS = {"table": as_table, "csv": as_csv, "json": as_json}


def _cell(column: str, value: object) -> str:
    if isinstance(value, int) and not column.endswith(NUMBERED):
        return f"{value:,}"
    return _text(value, "-", WIDEST)


def _text(value: object, nothing: str, longest: int) -> str:
    if value is None:
        return nothing
    return plain(str(value), longest)

# SPDX-License-Identifier: Apache-2.0
"""docs/analysis.md says which columns, questions and options there are."""

import re

import pytest
from conftest import ROOT

from fernwire_analysis.command import _parser
from fernwire_analysis.report import QUESTIONS
from fernwire_analysis.schema import CAPTURES, ROWS

TEXT = (ROOT / "docs/analysis.md").read_text()


def rows(heading: str) -> list[list[str]]:
    """The cells of the first table after a line."""
    table = re.search(r"(?:^\|.*\n)+", TEXT[TEXT.index(heading) :], re.M)[0]
    return [[cell.strip() for cell in line.strip("|\n").split(" | ")] for line in table.splitlines()[2:]]


def shown(kind: object) -> str:
    return {"timestamp[ns, tz=UTC]": "timestamp[ns, UTC]", "double": "float64", "date32[day]": "date32"}.get(
        str(kind), "list<string>" if str(kind).startswith("list") else str(kind)
    )


@pytest.mark.parametrize(
    "table, schema", [*ROWS.items(), ("captures", CAPTURES)], ids=lambda one: one if isinstance(one, str) else ""
)
def test_the_page_lists_all_columns_with_their_types(table: str, schema):
    listed = [(name, cells[1]) for cells in rows(f"### {table}\n") for name in re.findall(r"`(\w+)`", cells[0])]
    assert sorted(listed) == sorted((field.name, shown(field.type)) for field in schema)


def test_the_page_lists_all_questions():
    assert [cells[0].strip("`") for cells in rows("| Name | Asks |")] == list(QUESTIONS)


def test_the_page_lists_all_options_of_collect():
    collect = _parser()._subparsers._group_actions[0].choices["collect"]
    options = {name for action in collect._actions for name in action.option_strings} - {"-h", "--help"}
    assert {re.match(r"`(--\w+)", cells[0])[1] for cells in rows("| Option of `collect` |")} == options

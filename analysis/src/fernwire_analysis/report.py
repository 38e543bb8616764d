# SPDX-License-Identifier: Apache-2.0
"""Asks the tables. Each question is a file in `sql/`: its second line says what it asks, and the rest is for DuckDB."""

import contextlib
import os
import sys
from collections.abc import Callable, Iterator
from importlib import resources
from pathlib import Path

from . import show
from .errors import UsageError, plain

QUESTIONS = (
    "captures",
    "captures-failed",
    "sessions",
    "failed-checks",
    "weak-crypto",
    "replays",
    "slow-replies",
    "reply-times",
    "top-talkers",
)


def sql(name: str) -> str:
    return (resources.files(__package__) / "sql" / f"{name}.sql").read_text().strip()


def title(name: str) -> str:
    return sql(name).splitlines()[1].removeprefix("-- ")


def report(tables: Path, only: list[str] | None, form: str, limit: int, show_sql: bool, names: bool) -> int:
    """Prints the answers to the questions of `only`, or to all, or with `show_sql` what would be asked.

    Raises:
        UsageError: there is no such question, or there are no tables.
    """
    if names:
        print("\n".join(f"{name.ljust(16)} {title(name)}" for name in QUESTIONS))
        return 0
    for name in only or ():
        if name not in QUESTIONS:
            raise UsageError(f"there is no question {name}: there are {', '.join(QUESTIONS)}")
    asked = only or QUESTIONS
    if show_sql:
        print("\n\n".join([sql("views"), *(f"{sql(name)};" for name in asked)]))
        return 0
    with asking(tables) as ask:
        answers = {name: ask(f"FROM ({sql(name)}) LIMIT {limit + 1}") for name in asked}
    show.WRITERS[form]({name: (title(name), *answer) for name, answer in answers.items()}, limit, sys.stdout)
    return 0


@contextlib.contextmanager
def asking(tables: Path) -> Iterator[Callable[[str], tuple[list[str], list[tuple]]]]:
    """Opens tables for questions in SQL: each gets the names of the columns and the rows of its answer."""
    import duckdb

    if not any(tables.glob("captures/*.parquet")):
        raise UsageError(f"{tables} has no tables: fernwire-analysis collect makes them")
    # The views name their files from here, so that no name of a folder has to be put into SQL.
    before = os.getcwd()
    os.chdir(tables)
    try:
        with duckdb.connect() as connection:
            connection.execute(sql("views"))

            def ask(question: str) -> tuple[list[str], list[tuple]]:
                # Times as text, since Python has none to the nanosecond.
                columns = connection.execute(f"DESCRIBE {question}").fetchall()
                times = ", ".join(
                    f'"{name}"::VARCHAR AS "{name}"' for name, kind, *_ in columns if kind.startswith("TIMESTAMP")
                )
                found = connection.execute(f"SELECT * REPLACE ({times}) FROM ({question})" if times else question)
                return [column[0] for column in found.description], found.fetchall()

            yield ask
    except duckdb.Error as error:
        raise UsageError(f"the tables cannot be read: {plain(str(error))}") from error
    finally:
        os.chdir(before)

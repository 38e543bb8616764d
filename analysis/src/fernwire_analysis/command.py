# SPDX-License-Identifier: Apache-2.0
"""The command line."""

import argparse
import os
import shutil
import signal
import sys
from pathlib import Path

from . import __version__
from .capture import PATTERNS
from .errors import UsageError, WorkerError, plain
from .reading import Reading

# So many failures and warnings are listed at the end of a run.
LISTED = 50
INTERRUPTED = 130


def main(arguments: list[str] | None = None) -> int:
    options = _parser().parse_args(arguments)
    # Both end the workers in the same way.
    signal.signal(signal.SIGTERM, lambda *_: signal.raise_signal(signal.SIGINT))
    try:
        return _report(options) if options.command == "report" else _collect(options)
    except (UsageError, WorkerError) as error:
        print(f"fernwire-analysis: {plain(str(error), 2000)}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        print("fernwire-analysis: interrupted; the same command goes on from here", file=sys.stderr)
        return INTERRUPTED
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="fernwire-analysis", description="Read thousands of captures into Parquet tables, and ask them questions."
    )
    parser.add_argument("--version", action="version", version=__version__)
    commands = parser.add_subparsers(dest="command", required=True)
    collect = commands.add_parser(
        "collect",
        help="read the captures of a folder into tables",
        description="Read the captures of a folder into tables. What was read before is skipped. The exit status is 1 "
        "if a capture failed, and 2 if nothing can be read as it was asked for.",
    )
    collect.add_argument(
        "folder", type=Path, metavar="FOLDER", help="the folder with the captures; folders in it count"
    )
    collect.add_argument(
        "--keys", action="append", default=[], type=Path, metavar="FILE", help="a key file; may be repeated"
    )
    collect.add_argument("--out", required=True, type=Path, metavar="TABLES", help="the folder of the tables")
    collect.add_argument("--plaintext", action="store_true", help="write into the tables what the records say")
    where = collect.add_mutually_exclusive_group()
    where.add_argument(
        "--scheduler", metavar="ADDRESS", help="use the Dask cluster of this scheduler, such as tls://host:8786"
    )
    where.add_argument(
        "--workers", type=_positive, metavar="N", help="so many processes on this machine (default: one a core)"
    )
    collect.add_argument(
        "--fernwire",
        default="fernwire",
        metavar="PROGRAM",
        help="the program that reads a capture (default: %(default)s)",
    )
    collect.add_argument(
        "--pattern", action="append", metavar="GLOB", help=f"which names are captures (default: {' '.join(PATTERNS)})"
    )
    collect.add_argument(
        "--timeout",
        type=float,
        default=3600,
        metavar="SECONDS",
        help="for one capture, 0 for none (default: %(default)s)",
    )
    collect.add_argument(
        "--batch",
        type=_positive,
        default=64,
        metavar="N",
        help="so many captures at most in a task (default: %(default)s)",
    )
    collect.add_argument("--again", action="store_true", help="read all captures, also those that were read before")
    collect.add_argument(
        "--moved", action="store_true", help="FOLDER is the folder that the tables are of, at another place"
    )
    report = commands.add_parser("report", help="answer questions about the tables")
    report.add_argument("tables", type=Path, metavar="TABLES")
    report.add_argument(
        "--only", action="append", metavar="NAME", help="this question only; may be repeated. --list names them"
    )
    report.add_argument("--format", choices=("table", "csv", "json"), default="table")
    report.add_argument(
        "--limit",
        type=_positive,
        default=20,
        metavar="N",
        help="so many rows at most of each answer (default: %(default)s)",
    )
    report.add_argument("--sql", action="store_true", help="print the SQL and do not run it")
    report.add_argument("--list", action="store_true", help="name the questions")
    return parser


def _positive(text: str) -> int:
    value = int(text)
    if value < 1:
        raise argparse.ArgumentTypeError("must be at least 1")
    return value


def _collect(options: argparse.Namespace) -> int:
    # Only here: a report needs no Dask.
    from .collect import Job, collect

    if not options.folder.is_dir():
        raise UsageError(f"{options.folder} is no folder")
    keys = tuple(str(path.absolute()) for path in options.keys)
    for path in keys:
        if not os.access(path, os.R_OK):
            raise UsageError(f"the key file {path} cannot be read")
    # A worker has a working folder of its own. A name without / is left to each worker's PATH.
    program = os.path.abspath(options.fernwire) if "/" in options.fernwire else options.fernwire
    if not options.scheduler and shutil.which(program) is None:
        raise UsageError(f"there is no program {options.fernwire}: put it on the PATH or give --fernwire PROGRAM")
    reading = Reading(str(options.folder.resolve()), program, keys, options.plaintext, options.timeout)
    summary = collect(
        Job(
            reading,
            options.out.resolve(),
            options.scheduler,
            options.workers,
            tuple(options.pattern or PATTERNS),
            options.again,
            options.moved,
            options.batch,
        )
    )
    _list("warning", summary.warnings)
    _list("failed", summary.failures)
    if len(summary.programs) > 1:
        print(
            f"warning: the workers have different versions of fernwire: {', '.join(summary.programs)}", file=sys.stderr
        )
    rows = ", ".join(f"{count:,} {table}" for table, count in summary.rows.items())
    rate = f" in {summary.seconds:.1f} s, {summary.read / summary.seconds:,.1f} a second" if summary.seconds else ""
    print(f"{summary.read:,} captures read{rate}: {rows}")
    print(f"{summary.skipped:,} skipped, since they were read before; {len(summary.failures):,} failed")
    return 1 if summary.failures else 0


def _list(word: str, reasons: dict[str, str]) -> None:
    for capture in sorted(reasons)[:LISTED]:
        print(f"{word}: {plain(capture, 1000)}: {plain(reasons[capture] or '', 1000)}", file=sys.stderr)
    if len(reasons) > LISTED:
        print(f"{word}: {len(reasons) - LISTED:,} more; report --only captures-failed lists them", file=sys.stderr)


def _report(options: argparse.Namespace) -> int:
    from .report import report

    return report(options.tables, options.only, options.format, options.limit, options.sql, options.list)

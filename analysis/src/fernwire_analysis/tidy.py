# SPDX-License-Identifier: Apache-2.0
"""Removes rows that no longer count, so that a reader who takes all files of a table finds exactly those that do."""

import contextlib
from collections.abc import Collection
from pathlib import Path

from . import layout
from .ledger import Ledger
from .part import copy_without


def tidy(root: Path, ledger: Ledger, listed: Collection[str]) -> None:
    """May be interrupted anywhere: what it removes does not count before either, and the next time it goes on."""
    counting = _pairs(ledger.counting())
    parts = {part for _, part in counting}
    outdated: dict[str, list[str]] = {}
    for capture, part in _pairs(ledger.rows) - counting:
        outdated.setdefault(part, []).append(capture)
    for file in list(layout.data_files(root)):
        if file.part not in parts:
            file.path.unlink(missing_ok=True)
        elif file.part in outdated:
            copy_without(file.path, file.path, outdated[file.part])
    # Only now: until here the ledger still says what is outdated.
    ledger.gather(listed)
    layout.remove_temporary(root)
    for folder in root.glob("*/capture_day=*"):
        # One that holds files cannot be removed.
        with contextlib.suppress(OSError):
            folder.rmdir()


def _pairs(rows) -> set[tuple[str, str]]:
    return {(capture, part) for capture, part in zip(rows["capture"].to_pylist(), rows["part"].to_pylist()) if part}

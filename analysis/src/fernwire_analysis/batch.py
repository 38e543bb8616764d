# SPDX-License-Identifier: Apache-2.0
"""Divides captures among tasks."""

import hashlib
from dataclasses import dataclass

from .capture import Capture

# A task for each small capture would cost the scheduler more than the reading, and leave a file for each.
MOST_CAPTURES = 64
MOST_BYTES = 32 << 20
# So many tasks for each worker, so that none waits long for the last.
TASKS = 4
_DAY = 86_400_000_000_000


@dataclass(frozen=True)
class Batch:
    """The captures of one task, and the part that it writes."""

    part: str
    reading: str
    """What `Reading.fingerprint` gave."""
    captures: tuple[Capture, ...]


def batch(captures: list[Capture], reading: str, run: int) -> Batch:
    """The name of the part follows from what is read: whoever does the task a second time writes the same part."""
    identities = [capture.identity(reading) for capture in captures]
    part = hashlib.sha256("\0".join([str(run), *identities]).encode()).hexdigest()[:16]
    return Batch(part, reading, tuple(captures))


def divide(captures: list[Capture], reading: str, run: int, workers: int, most: int = MOST_CAPTURES) -> list[Batch]:
    """
    Captures that were written on the same day come into the same batches, since a part has a file for each day. The
    largest batches come first, so that no large one is left when the others are done.
    """
    most = max(1, min(most, -(-len(captures) // (TASKS * workers))))
    groups: list[list[Capture]] = []
    size = 0
    for capture in sorted(captures, key=lambda one: (one.modified // _DAY, one.path)):
        if not groups or len(groups[-1]) == most or size + capture.size > MOST_BYTES:
            groups.append([])
            size = 0
        groups[-1].append(capture)
        size += capture.size
    groups.sort(key=lambda group: sum(one.size for one in group), reverse=True)
    return [batch(group, reading, run) for group in groups]

# SPDX-License-Identifier: Apache-2.0
"""Which captures a folder holds, and how one is told from what it was before."""

import fnmatch
import hashlib
import os
import stat
from dataclasses import dataclass
from pathlib import Path

from .errors import plain

PATTERNS = ("*.pcapng", "*.pcap", "*.cap")


@dataclass(frozen=True)
class Capture:
    """A file of the folder, as it was when the folder was listed."""

    path: str
    """Below the folder, with / between its parts."""
    size: int
    """In bytes."""
    modified: int
    """Nanoseconds since 1970."""

    def identity(self, reading: str) -> str:
        """Changes when the file, the keys or the options change. `reading` is what `Reading.fingerprint` gave."""
        text = f"{self.path}\0{self.size}\0{self.modified}\0{reading}"
        return hashlib.sha256(text.encode()).hexdigest()[:32]

    def has_changed(self, folder: str) -> bool:
        """Whether the file is no longer what it was when the folder was listed."""
        found = os.stat(os.path.join(folder, self.path))
        return (found.st_size, found.st_mtime_ns) != (self.size, self.modified)


def find(folder: Path, patterns: tuple[str, ...], without: Path) -> tuple[list[Capture], dict[str, str]]:
    """Lists the captures of `folder` and of the folders in it, without following links to folders.

    Returns:
        The captures in the order of their paths, and by path what matches but cannot be taken, with the reason.
    """
    captures: list[Capture] = []
    refused: dict[str, str] = {}

    def cannot_list(error: OSError) -> None:
        refused[_text(os.path.relpath(error.filename, folder))] = f"the folder cannot be listed: {error.strerror}"

    for place, folders, files in os.walk(folder, onerror=cannot_list):
        folders[:] = sorted(one for one in folders if Path(place, one) != without)
        for name in files:
            if not any(fnmatch.fnmatchcase(name.lower(), pattern.lower()) for pattern in patterns):
                continue
            path = Path(os.path.relpath(os.path.join(place, name), folder)).as_posix()
            try:
                found = os.stat(os.path.join(place, name))
            except OSError as error:
                refused[_text(path)] = f"the file cannot be looked at: {error.strerror}"
                continue
            if not stat.S_ISREG(found.st_mode):
                refused[_text(path)] = "it is no regular file"
            elif _text(path) != path:
                refused[_text(path)] = "its name is not UTF-8: rename it"
            else:
                captures.append(Capture(path, found.st_size, found.st_mtime_ns))
    return sorted(captures, key=lambda one: one.path), refused


def _text(path: str) -> str:
    """`path` as it can stand in a table: a name of a file may hold any bytes."""
    try:
        path.encode()
        return path
    except UnicodeEncodeError:
        return plain(os.fsencode(path).decode("utf-8", "backslashreplace"), 4096)

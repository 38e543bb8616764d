# SPDX-License-Identifier: Apache-2.0
"""What goes wrong, by what it concerns: one capture, or everything."""


class CaptureError(Exception):
    """This capture cannot be read. It is listed with the message as its reason, and the others go on."""


class UsageError(Exception):
    """Nothing can be read as it was asked for: the message says what to change."""


class WorkerError(Exception):
    """A worker does not have what it needs: the program, the captures, the keys or the tables."""


def plain(text: str, longest: int = 500) -> str:
    """`text` in one line, cut at `longest` characters, without anything that steers a terminal.

    Args:
        text: from a capture, a file name or another program, so that it may hold anything.
    """
    shown = "".join(one if one.isprintable() else _escaped(one) for one in text[:longest])
    return shown + "…" if len(text) > longest else shown


def _escaped(character: str) -> str:
    return {"\n": "\\n", "\r": "\\r", "\t": "\\t"}.get(character) or character.encode(
        "unicode_escape", "replace"
    ).decode()

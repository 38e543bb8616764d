# SPDX-License-Identifier: Apache-2.0
"""The refusals of section 12.2, read from the specification."""

import re
from dataclasses import dataclass, field
from pathlib import Path

PAGE = Path(__file__).resolve().parents[3] / "docs/PROTOCOL.md"
FIELD = re.compile(r"    ([a-z][a-z0-9 ]*) =(.*)")


@dataclass
class Refusal:
    """An input, and the answer to it: an alert's name, `-` or `accepted`."""

    title: str
    answer: str
    fields: dict[str, list[bytes]] = field(default_factory=dict)

    def __getitem__(self, name: str) -> bytes:
        return self.fields[name][-1]


def decode(line: str) -> bytes:
    """Hexadecimal, or NN*COUNT."""
    byte, star, count = line.strip().partition("*")
    return bytes.fromhex(byte) * int(count) if star else bytes.fromhex(byte)


def kinds() -> list[str]:
    """What the page has refusals of, in its order."""
    return re.findall(r"^```refusal (.+)$", PAGE.read_text(encoding="utf-8"), re.M)


def read(kind: str) -> list[Refusal]:
    blocks = re.findall(rf"```refusal {kind}\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.S)
    if len(blocks) != 1:
        raise ValueError(f"{len(blocks)} blocks of refusals of {kind}")
    found: list[Refusal] = []
    values: list[bytes] = []
    for line in blocks[0].splitlines():
        if not line.startswith(" "):
            title, _, answer = line.rpartition(": ")
            found.append(Refusal(title, answer))
        elif match := FIELD.fullmatch(line):
            values = found[-1].fields.setdefault(match[1], [])
            values.append(decode(match[2]))
        else:
            values[-1] += decode(line)
    return found

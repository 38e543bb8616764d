# SPDX-License-Identifier: Apache-2.0
"""Captures of the real generator, read by the real program; FERNWIRE names another in its place."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
GENERATOR = ROOT / "build/bin/fernwire"
SCENARIOS = (
    "chat-fernet-psk",
    "chat-plaintext",
    "fault-replayed-record",
    "fault-flipped-bit",
    "many-clients",
    "rekey-aes256-gcm-psk",
)
STARTS = (1767603600, 1767690000, 1767776400)


@pytest.fixture(scope="session")
def program() -> str:
    found = os.environ.get("FERNWIRE", str(GENERATOR))
    if not os.access(found, os.X_OK):
        pytest.fail(f"{found} is missing: make executables")
    return found


def generate(place: Path, scenario: str, seed: int, start: int = STARTS[0]) -> None:
    subprocess.run(
        [
            GENERATOR,
            "generate",
            "--scenario",
            scenario,
            "--seed",
            str(seed),
            "--start",
            str(start),
            "--force",
            "--output",
            place,
        ],
        check=True,
        stdout=subprocess.DEVNULL,
        timeout=60,
    )


@pytest.fixture(scope="session")
def generated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """24 captures that begin on three days, in two folders. Not to be changed: `captures` is a copy."""
    folder = tmp_path_factory.mktemp("generated")
    (folder / "below").mkdir()
    for number in range(24):
        place = folder / ("below" if number % 2 else "") / f"capture-{number:02}.pcapng"
        generate(place, SCENARIOS[number % len(SCENARIOS)], number + 1, STARTS[number % len(STARTS)])
    return folder


@pytest.fixture
def captures(generated: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(generated, tmp_path / "captures"))


@pytest.fixture
def script(tmp_path: Path):
    """Makes a program of shell commands that stands in for `fernwire`; they run for `fernwire export` only."""

    def make(commands: str, name: str = "program") -> str:
        place = tmp_path / name
        place.write_text(f'#!/bin/sh\n[ "$1" = --version ] && {{ echo 0.0.0-script; exit; }}\n{commands}\n')
        place.chmod(0o755)
        return str(place)

    return make

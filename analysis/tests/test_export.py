# SPDX-License-Identifier: Apache-2.0
import subprocess
import time

import pytest

from fernwire_analysis.errors import CaptureError
from fernwire_analysis.export import BLOCK, Export


def read(command: str, timeout: float = 20) -> tuple[bytes, str | None, int]:
    export = Export(["sh", "-c", command], timeout)
    blocks = list(export.blocks())
    assert all(block.endswith(b"\n") for block in blocks)
    return b"".join(blocks), export.warnings, len(blocks)


def test_all_lines_come_in_blocks_that_end_with_a_line():
    text, warnings, count = read("seq 1000000")
    assert text == b"".join(b"%d\n" % number for number in range(1, 1_000_001))
    assert warnings is None and count >= len(text) // (2 * BLOCK)


def test_no_output_is_no_failure():
    assert read("true") == (b"", None, 0)


def test_warnings_are_kept_and_steer_no_terminal():
    text, warnings, _ = read(r"echo a; printf 'other\nwarning: cut \033[31m\nwarning: twice\n' >&2")
    assert text == b"a\n" and warnings == r"cut \x1b[31m; twice"


@pytest.mark.parametrize(
    "command, reason",
    [
        ("echo '{}'; echo 'Error: it is no capture' >&2; exit 1", "it is no capture"),
        ("exit 3", "fernwire export ended with status 3 and said nothing"),
        ("kill -9 $$", "signal 9 ended fernwire export"),
        ("printf a", "the output of fernwire export ends inside a line"),
        ("printf a; echo full >&2; exit 1", "full"),
        ("head -c 5000000 /dev/zero", "fernwire export printed a line of more than 1,048,576 bytes"),
        ("printf 'a\\033[2Jb' >&2; exit 1", r"a\x1b[2Jb"),
    ],
)
def test_a_failure_has_its_reason(command: str, reason: str):
    with pytest.raises(CaptureError) as error:
        read(command)
    assert str(error.value) == reason


def test_much_on_stderr_neither_blocks_the_program_nor_fills_the_memory():
    with pytest.raises(CaptureError) as error:
        read("head -c 3000000 /dev/zero | tr '\\0' x >&2; exit 1")
    assert len(str(error.value)) <= 501


@pytest.mark.parametrize(
    "command", ["sleep 30", "exec >&- 2>&-; sleep 30", "while :; do echo a; done", "sleep 30 & sleep 30"]
)
def test_a_program_that_takes_too_long_is_ended_with_all_that_it_started(command: str):
    begun = time.monotonic()
    with pytest.raises(CaptureError, match="took more than 0.5 s"):
        read(f"echo $$ >&2; {command}", timeout=0.5)
    assert time.monotonic() - begun < 10


def test_a_program_is_ended_when_its_reader_stops():
    blocks = Export(["sh", "-c", "echo $$; exec yes"], 0).blocks()
    pid = int(next(blocks).split()[0])
    blocks.close()
    assert subprocess.run(["kill", "-0", str(pid)], stderr=subprocess.DEVNULL).returncode != 0

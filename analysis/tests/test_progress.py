# SPDX-License-Identifier: Apache-2.0
import io

import pytest

from fernwire_analysis import progress
from fernwire_analysis.progress import Progress


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch):
    """Lets the test say how many seconds have passed."""
    now = [0.0]
    monkeypatch.setattr(progress.time, "monotonic", lambda: now[0])
    return now


def test_a_terminal_has_one_line_that_is_gone_at_the_end(clock: list[float]):
    out = Terminal()
    shown = Progress(1000, out)
    for seconds, done in ((0.1, 1), (10.0, 99), (20.0, 900)):
        clock[0] = seconds
        shown.add(done, 1)
    first, second = (
        "100 of 1,000 captures, 2 failed, 10.0 a second, 2 min left",
        "1,000 of 1,000 captures, 3 failed, 50.0 a second",
    )
    assert out.getvalue() == f"\r{first}\r{second.ljust(len(first))}", "what is left of the longer line is written over"
    shown.end()
    assert "\n" not in out.getvalue() and out.getvalue().endswith("\r" + " " * len(second) + "\r")


def test_elsewhere_there_is_a_line_now_and_then(clock: list[float]):
    out = io.StringIO()
    shown = Progress(1000, out)
    for second in range(1, 62):
        clock[0] = second
        shown.add(1, 0)
    shown.end()
    assert out.getvalue().splitlines() == [
        "30 of 1,000 captures, 0 failed, 1.0 a second, 16 min left",
        "60 of 1,000 captures, 0 failed, 1.0 a second, 16 min left",
    ]

# SPDX-License-Identifier: Apache-2.0
"""Says how far a run is: in one line of a terminal, which is written anew, or in a line every half minute elsewhere."""

import sys
import time
from typing import TextIO

ON_TERMINAL, ELSEWHERE = 0.2, 30.0


class Progress:
    def __init__(self, total: int, stream: TextIO = sys.stderr) -> None:
        self._total, self._stream = total, stream
        self._terminal = stream.isatty()
        self._begun = self._said = time.monotonic()
        self._width = 0
        self.done = self.failed = 0

    def add(self, done: int, failed: int) -> None:
        """Counts captures that were read or have failed, and says so if it is time."""
        self.done += done
        self.failed += failed
        now = time.monotonic()
        if now - self._said < (ON_TERMINAL if self._terminal else ELSEWHERE):
            return
        self._said = now
        if self._terminal:
            line = self.line(now)
            self._stream.write("\r" + line.ljust(self._width))
            self._width = len(line)
        else:
            self._stream.write(self.line(now) + "\n")
        self._stream.flush()

    def line(self, now: float) -> str:
        rate = self.done / max(now - self._begun, 1e-9)
        left = f", {_duration((self._total - self.done) / rate)} left" if rate and self.done < self._total else ""
        return f"{self.done:,} of {self._total:,} captures, {self.failed:,} failed, {rate:,.1f} a second{left}"

    def end(self) -> None:
        """Leaves the terminal's line as if there had been none."""
        if self._terminal and self._width:
            self._stream.write("\r" + " " * self._width + "\r")
            self._stream.flush()


def _duration(seconds: float) -> str:
    if seconds < 90:
        return f"{seconds:.0f} s"
    return f"{seconds / 60:.0f} min" if seconds < 5400 else f"{seconds / 3600:.1f} h"

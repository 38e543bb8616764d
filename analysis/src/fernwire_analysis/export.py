# SPDX-License-Identifier: Apache-2.0
"""Runs `fernwire export` for one capture, and hands out what it prints, a block of whole lines at a time."""

import fcntl
import os
import selectors
import signal
import subprocess
import time
from collections.abc import Generator, Iterator

from .errors import CaptureError, plain

# A block is parsed at once. It has at most BLOCK bytes and one line more.
BLOCK = 1 << 20
# A record has at most 16,384 bytes of content, which is 98,304 bytes if each becomes \u00xx. So no line is that long.
LONGEST_LINE = 1 << 20
# Of what the program says on stderr, so much is kept.
SAID = 4096


class Export:
    """One run of the program. After the last block `warnings` says what it warned of."""

    def __init__(self, command: list[str], timeout: float) -> None:
        self._command = command
        self._end = time.monotonic() + timeout if timeout else None
        self._timeout = timeout
        self._said = bytearray()
        self.warnings: str | None = None

    def blocks(self) -> Generator[bytes, None, None]:
        """
        Raises:
            CaptureError: the program failed, took too long, or printed a line that is too long or has no end.
        """
        # A session of its own: Ctrl-C in the terminal must not make the captures fail that are read just then.
        process = subprocess.Popen(
            self._command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            bufsize=0,
            start_new_session=True,
        )
        assert process.stdout and process.stderr
        try:
            yield from self._whole_lines(process)
            self._check(process)
        finally:
            if process.poll() is None:
                try:
                    os.killpg(process.pid, signal.SIGKILL)
                except ProcessLookupError:
                    pass
            process.stdout.close()
            process.stderr.close()
            process.wait()

    def _whole_lines(self, process: subprocess.Popen) -> Iterator[bytes]:
        held = bytearray()
        for read in self._output(process):
            held += read
            if len(held) < BLOCK:
                continue
            end = held.rfind(b"\n") + 1
            if end:
                yield bytes(memoryview(held)[:end])
                del held[:end]
            if len(held) > LONGEST_LINE:
                raise CaptureError(f"fernwire export printed a line of more than {LONGEST_LINE:,} bytes")
        if held and not held.endswith(b"\n"):
            # A program that failed says why; that its last line has no end is no news then.
            self._check(process)
            raise CaptureError("the output of fernwire export ends inside a line")
        if held:
            yield bytes(held)

    def _output(self, process: subprocess.Popen) -> Iterator[bytes]:
        """What comes on stdout, while stderr is read too, so that the program never waits for it."""
        assert process.stdout and process.stderr
        try:
            fcntl.fcntl(process.stdout.fileno(), fcntl.F_SETPIPE_SZ, BLOCK)
        except (AttributeError, OSError):
            pass  # The system has no such call or allows no more: then the program waits more often.
        with selectors.DefaultSelector() as selector:
            selector.register(process.stdout, selectors.EVENT_READ)
            selector.register(process.stderr, selectors.EVENT_READ)
            while selector.get_map():
                ready = selector.select(None if self._end is None else max(0, self._end - time.monotonic()))
                if not ready:
                    raise CaptureError(f"fernwire export took more than {self._timeout:g} s")
                for key, _ in ready:
                    read = os.read(key.fd, BLOCK)
                    if not read:
                        selector.unregister(key.fileobj)
                    elif key.fileobj is process.stderr:
                        self._said += read[: SAID - len(self._said)]
                    else:
                        yield read

    def _check(self, process: subprocess.Popen) -> None:
        try:
            status = process.wait(None if self._end is None else max(0.1, self._end - time.monotonic()))
        except subprocess.TimeoutExpired:
            raise CaptureError(f"fernwire export took more than {self._timeout:g} s") from None
        said = self._said.decode("utf-8", "replace").strip()
        if status < 0:
            raise CaptureError(f"signal {-status} ended fernwire export")
        if status > 0:
            raise CaptureError(
                plain(said.removeprefix("Error: ")) or f"fernwire export ended with status {status} and said nothing"
            )
        warnings = [line.removeprefix("warning: ") for line in said.splitlines() if line.startswith("warning: ")]
        self.warnings = plain("; ".join(warnings)) if warnings else None

# SPDX-License-Identifier: Apache-2.0
"""Processes of the tests: a Dask cluster on the loopback interface, and `fernwire-analysis`. None outlives its test."""

import contextlib
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

SECONDS = 90


def wait(until: Callable[[], object], what: str, seconds: float = SECONDS):
    end = time.monotonic() + seconds
    while not (found := until()):
        assert time.monotonic() < end, f"after {seconds} s: no {what}"
        time.sleep(0.02)
    return found


@contextlib.contextmanager
def started(*command: object, **options) -> Iterator[subprocess.Popen]:
    """A process that is ended with all that it started, however the test ends."""
    process = subprocess.Popen([str(word) for word in command], text=True, start_new_session=True, **options)
    try:
        yield process
    finally:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.communicate()


def analysis(*arguments: object, seconds: float = SECONDS, **environment: str) -> subprocess.CompletedProcess:
    """Runs `fernwire-analysis` to its end."""
    command = [sys.executable, "-m", "fernwire_analysis", *map(str, arguments)]
    with started(
        *command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env={**os.environ, **environment}
    ) as process:
        out, err = process.communicate(timeout=seconds)
        return subprocess.CompletedProcess(command, process.returncode, out, err)


class Cluster:
    """A scheduler and workers without nannies, so that a worker that is killed stays dead."""

    def __init__(self, folder: Path, stack: contextlib.ExitStack) -> None:
        self._folder, self._stack = folder, stack
        file = folder / "scheduler.json"
        self._start("scheduler", "--host", "127.0.0.1", "--port", "0", "--no-dashboard", "--scheduler-file", file)
        wait(file.exists, "scheduler")
        self.address: str = wait(lambda: _json(file), "address of the scheduler")["address"]

    def worker(self) -> int:
        """Starts a worker of one thread, and returns its process id."""
        return self._start(
            "worker",
            self.address,
            "--host",
            "127.0.0.1",
            "--nthreads",
            "1",
            "--no-nanny",
            "--no-dashboard",
            "--local-directory",
            self._folder,
        ).pid

    def _start(self, kind: str, *arguments: object) -> subprocess.Popen:
        log = self._stack.enter_context(open(self._folder / f"{kind}-{time.monotonic_ns()}.log", "w"))
        command = [sys.executable, "-m", f"distributed.cli.dask_{kind}", *arguments]
        return self._stack.enter_context(started(*command, stdout=log, stderr=log))


@contextlib.contextmanager
def cluster(folder: Path) -> Iterator[Cluster]:
    folder.mkdir()
    with contextlib.ExitStack() as stack:
        yield Cluster(folder, stack)


def children(pid: int) -> list[int]:
    """The processes that a process has started and that still run."""
    found = []
    for file in Path(f"/proc/{pid}/task").glob("*/children"):
        with contextlib.suppress(OSError):
            found += [int(word) for word in file.read_text().split()]
    return found


def _json(file: Path) -> dict | None:
    with contextlib.suppress(ValueError):
        return json.loads(file.read_text())

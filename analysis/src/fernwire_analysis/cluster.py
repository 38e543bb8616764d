# SPDX-License-Identifier: Apache-2.0
"""The workers: those of a Dask cluster that is there already, or one a core of this machine."""

import contextlib
import logging
import os
import signal
from collections.abc import Iterator

from dask.distributed import Client, LocalCluster, Worker, WorkerPlugin

from . import __version__
from .errors import UsageError, WorkerError, plain
from .reading import Reading
from .task import check_worker

# Until so many seconds have passed, the scheduler must answer and have a worker.
PATIENCE = 30


@contextlib.contextmanager
def connect(scheduler: str | None, workers: int | None) -> Iterator[Client]:
    """
    Args:
        scheduler: the address of a cluster, which is left as it is at the end.
        workers: without a scheduler, how many processes to start on this machine; else one for each core.
    """
    if scheduler:
        try:
            client = Client(scheduler, timeout=PATIENCE, set_as_default=False)
        except (OSError, TimeoutError, ValueError, TypeError) as error:
            raise UsageError(f"no Dask scheduler answers at {plain(scheduler)}: {plain(str(error))}") from error
        with client:
            yield client
        return
    # Whoever reaches a scheduler's port can have the workers do anything. So the processes here know each other by a
    # certificate that is made for this run and lies in no file.
    with LocalCluster(
        n_workers=workers or cores(),
        threads_per_worker=1,
        processes=True,
        dashboard_address=None,
        host="127.0.0.1",
        security=True,
        silence_logs=logging.CRITICAL,
        worker_dashboard_address=None,
    ) as cluster:
        with Client(cluster, set_as_default=False) as client:
            client.register_plugin(_Uninterrupted(), name="fernwire-uninterrupted")
            yield client


class _Uninterrupted(WorkerPlugin):
    """Ctrl-C reaches all processes of a terminal. Only `collect` acts on it, and then ends the workers."""

    def setup(self, worker: Worker) -> None:
        signal.signal(signal.SIGINT, signal.SIG_IGN)


def check(client: Client, reading: Reading, root: str, token: str) -> list[str]:
    """Waits for a worker, and checks that all that are there have what they need.

    Returns:
        The versions of `fernwire` that they have.

    Raises:
        UsageError: says what is missing on which worker.
    """
    try:
        client.wait_for_workers(1, timeout=PATIENCE)
    except TimeoutError as error:
        raise UsageError(f"the Dask scheduler has no worker after {PATIENCE} s") from error
    answers = client.run(check_worker, reading, root, token, __version__, on_error="return")
    for address, answer in answers.items():
        if isinstance(answer, WorkerError):
            raise UsageError(f"the worker {address}: {answer}")
        if isinstance(answer, Exception):
            raise UsageError(
                f"the worker {address} cannot do the tasks; is fernwire-analysis {__version__} installed there? "
                + plain(str(answer))
            )
    return sorted(set(answers.values()))


def cores() -> int:
    """How many cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def threads(client: Client) -> int:
    """How many tasks the cluster does at the same time, now."""
    return max(1, sum(client.nthreads().values()))

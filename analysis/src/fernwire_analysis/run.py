# SPDX-License-Identifier: Apache-2.0
"""Has the workers do the tasks of a run, whatever becomes of single workers."""

from collections import deque
from collections.abc import Iterator

from dask.distributed import CancelledError, Client, Future, KilledWorker, as_completed

from . import cluster
from .batch import Batch, batch
from .errors import UsageError, WorkerError, plain
from .reading import Reading
from .task import failed, read_batch

# The scheduler has so many tasks for each thread of the workers: enough to work on, and not all of a million captures.
AHEAD = 4
# If a task ends with an error, as on a full disk, it is tried so many times more. A worker's death counts apart from
# that: Dask gives the task to others until four have died with it.
RETRIES = 2


class Run:
    def __init__(self, client: Client, reading: Reading, root: str, token: str, number: int) -> None:
        self._client = client
        self._reading, self._root, self._token, self._number = reading, root, token, number
        self._waiting: deque[Batch] = deque()
        # Workers died with these, and with others at the same time: only what runs alone can be blamed.
        self._suspected: deque[Batch] = deque()
        self._alone = False
        self._running: dict[Future, Batch] = {}

    def results(self, batches: list[Batch]) -> Iterator[list[dict]]:
        """Hands out rows of the table `captures` as the tasks end, with all rows of a batch at once.

        Raises:
            UsageError: a worker lacks what it needs, or the scheduler is gone.
        """
        self._waiting.extend(batches)
        completed = as_completed(loop=self._client.loop)
        try:
            self._submit(completed)
            while self._running:
                # All that have ended by now: where tasks end quickly, the ledger gets few files.
                ended = [next(completed), *completed.next_batch(block=False)]
                rows = [row for future in ended for row in self._rows(future)]
                self._submit(completed)
                if rows:
                    yield rows
        finally:
            if self._running:
                self._client.cancel(list(self._running), force=True)

    def _submit(self, completed: as_completed) -> None:
        if self._waiting:
            room = AHEAD * cluster.threads(self._client) - len(self._running)
            for _ in range(min(room, len(self._waiting))):
                self._start(self._waiting.popleft(), completed)
        elif self._suspected and not self._running:
            self._alone = True
            self._start(self._suspected.popleft(), completed)

    def _start(self, task: Batch, completed: as_completed) -> None:
        future = self._client.submit(
            read_batch,
            task,
            self._reading,
            self._root,
            self._token,
            key=f"fernwire-{self._token}-{task.part}-{self._alone}",
            retries=RETRIES,
            pure=False,
        )
        self._running[future] = task
        completed.add(future)

    def _rows(self, future: Future) -> list[dict]:
        done = self._running.pop(future)
        try:
            return future.result()
        except KilledWorker:
            if not self._alone:
                self._suspected.append(done)
                return []
            if len(done.captures) == 1:
                return [failed(done.captures[0], "the workers that read it died, one after another")]
            self._suspected.extend(batch([one], done.reading, self._number) for one in done.captures)
            return []
        except WorkerError as error:
            raise UsageError(str(error)) from error
        except CancelledError as error:
            raise UsageError("the Dask scheduler is gone; the same command goes on where this run ended") from error
        except Exception as error:
            # Whatever it was, it is none of the reasons for which a capture fails: no capture of the part can count.
            reason = plain(f"its part could not be written: {type(error).__name__}: {error}")
            return [failed(one, reason) for one in done.captures]

# SPDX-License-Identifier: Apache-2.0
"""How captures are read: the program, its keys and its options, the same for all captures of a run."""

import hashlib
import json
import os
import shutil
import socket
import subprocess
from dataclasses import dataclass

from .errors import WorkerError, plain


@dataclass(frozen=True)
class Reading:
    folder: str
    """The absolute path of the folder with the captures."""
    program: str
    """A name on the PATH, or a path."""
    keys: tuple[str, ...]
    """Absolute paths of key files."""
    plaintext: bool
    """Whether the tables hold what the records say."""
    timeout: float
    """After so many seconds the program is ended, and its capture has failed; 0 for no limit."""

    def fingerprint(self) -> str:
        """Changes when a key file or an option changes.

        It is made from the names, sizes and times of the key files, never from what they hold: nothing in the tables
        must follow from a secret.
        """
        keys = [
            (os.path.basename(path), found.st_size, found.st_mtime_ns)
            for path in self.keys
            for found in [os.stat(path)]
        ]
        return hashlib.sha256(json.dumps([keys, self.plaintext]).encode()).hexdigest()

    def command(self, capture: str) -> list[str]:
        """The call of the program for the capture with this path below the folder."""
        keys = [word for path in self.keys for word in ("--keys", path)]
        plaintext = ["--plaintext"] if self.plaintext else []
        return [self.program, "export", "--format", "json", *keys, *plaintext, os.path.join(self.folder, capture)]

    def version(self) -> str:
        """Checks that this machine has the program, the keys and the folder, and asks the program for its version.

        Raises:
            WorkerError: says what is missing, and on which machine.
        """
        here = socket.gethostname()
        if not os.path.isdir(self.folder):
            raise WorkerError(f"{here} does not see the folder {self.folder}: all workers need it at the same path")
        for path in self.keys:
            if not os.access(path, os.R_OK):
                raise WorkerError(f"{here} cannot read the key file {path}: all workers need it at the same path")
        program = shutil.which(self.program)
        if program is None:
            raise WorkerError(
                f"{here} does not have the program {self.program}: put it on the PATH or give --fernwire PROGRAM"
            )
        try:
            said = subprocess.run(
                [program, "--version"],
                stdin=subprocess.DEVNULL,
                capture_output=True,
                text=True,
                errors="replace",
                timeout=60,
            )
        except (OSError, subprocess.TimeoutExpired) as error:
            raise WorkerError(f"{here} cannot run {program}: {error}") from error
        if said.returncode != 0:
            raise WorkerError(
                f"{here} cannot run {program}: {plain(said.stderr.strip()) or f'exit status {said.returncode}'}"
            )
        return plain(said.stdout.strip(), 100)

# SPDX-License-Identifier: Apache-2.0
"""Which tests reach a mutant, and whether one of them fails."""
import json
import os
import re
import shutil
import subprocess
import time

from project import COPY, WORK

SECONDS = 300
REACHED = WORK / "reached.json"
# Their tests start programs, and take long.
PROGRAMS = ("CommandTests", "FernwireNIOTests", "PluginTests")
# These measure time or CPU, or run every command of the documentation.
LEFT_OUT = ("CostBudgetTests", "DocumentCommandTests")


def program():
    """The tests, without SwiftPM before them, which takes three seconds."""
    return COPY / ".build/debug/fernwirePackageTests.xctest"


def suites(only_units):
    """The suites of tests."""
    listed = subprocess.run(["swift", "test", "list", "--skip-build"], cwd=COPY, check=True, capture_output=True, text=True)
    found = {}
    for line in listed.stdout.splitlines():
        match = re.match(r"(\w+)\.(\w+)/", line)
        if match and match[2] not in LEFT_OUT and not (only_units and match[1] in PROGRAMS):
            found[match[0][:-1]] = None
    return list(found)


def passes(name, **variables):
    """Whether the tests of a suite pass; those that hang do not."""
    command = ["timeout", "--kill-after", "5", str(SECONDS), program(), "--testing-library", "swift-testing",
               "--experimental-maximum-parallelization-width", "4", "--filter", f"^{re.escape(name)}/"]
    environment = dict(os.environ, SWIFT_BACKTRACE="enable=no", **variables)
    done = subprocess.run(command, cwd=COPY, env=environment, capture_output=True, text=True)
    return done.returncode == 0 and " 0 tests" not in done.stdout


def reach(numbers, names):
    """The suites that reach each mutant, the quickest first."""
    folder = WORK / "reached"
    taken, seconds = {}, {}
    for name in names:
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir()
        # tshark runs as nobody.
        folder.chmod(0o777)
        begin = time.monotonic()
        if not passes(name, FERNWIRE_MUTANTS_REACHED=str(folder)):
            print(f"left out, since it fails without any mutant: {name}")
            continue
        taken[name], seconds[name] = {int(file.name) for file in folder.iterdir()}, time.monotonic() - begin
    order = sorted(taken, key=seconds.get)
    found = {number: [name for name in order if number in taken[name]] for number in numbers}
    REACHED.write_text(json.dumps(found))
    return found


def finder(number, names):
    """The first of the suites that does not pass with the mutant, or `None`."""
    return next((name for name in names if not passes(name, FERNWIRE_MUTANT=str(number))), None)

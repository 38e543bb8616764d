# SPDX-License-Identifier: Apache-2.0
"""Which tests reach a mutant, and whether one of them fails."""
import json
import os
import re
import shutil
import subprocess

from project import COPY, WORK

SECONDS = 300
REACHED = WORK / "reached.json"
# Their tests start programs, and take long: each suite is a group of its own. Of the others each module is one.
PROGRAMS = ("CommandTests", "FernwireNIOTests", "PluginTests")
# These measure time or CPU, or run every command of the documentation.
LEFT_OUT = ("CostBudgetTests", "DocumentCommandTests")


def program():
    """The tests, without SwiftPM before them, which takes three seconds."""
    return COPY / ".build/debug/fernwirePackageTests.xctest"


def groups(only_units):
    """The groups of tests, each with the filter that names it."""
    listed = subprocess.run(["swift", "test", "list", "--skip-build"], cwd=COPY, check=True, capture_output=True, text=True)
    found = {}
    for line in listed.stdout.splitlines():
        match = re.match(r"(\w+)\.(\w+)/", line)
        if match and match[2] not in LEFT_OUT and not (only_units and match[1] in PROGRAMS):
            module, suite = match.groups()
            name = f"{module}.{suite}" if module in PROGRAMS else module
            found[name] = f"^{re.escape(name)}" + ("/" if module in PROGRAMS else r"\.")
    return found


def passes(pattern, **variables):
    """Whether the tests of a group pass; those that hang do not."""
    command = ["timeout", "--kill-after", "5", str(SECONDS), program(), "--testing-library", "swift-testing",
               "--experimental-maximum-parallelization-width", "4", "--filter", pattern]
    environment = dict(os.environ, SWIFT_BACKTRACE="enable=no", **variables)
    done = subprocess.run(command, cwd=COPY, env=environment, capture_output=True, text=True)
    return done.returncode == 0 and " 0 tests" not in done.stdout


def reach(numbers, patterns):
    """The groups that reach each mutant: unit tests first, and then those that reach few mutants, since they look closer."""
    folder = WORK / "reached"
    taken = {}
    for name, pattern in patterns.items():
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir()
        # tshark runs as nobody.
        folder.chmod(0o777)
        if not passes(pattern, FERNWIRE_MUTANTS_REACHED=str(folder)):
            print(f"left out, since it fails without any mutant: {name}")
            continue
        taken[name] = {int(file.name) for file in folder.iterdir()}
    order = sorted(taken, key=lambda name: (name.startswith(PROGRAMS), len(taken[name])))
    found = {number: [name for name in order if number in taken[name]] for number in numbers}
    REACHED.write_text(json.dumps(found))
    return found


def finder(number, named):
    """The first of the groups, each with its name and filter, that does not pass with the mutant, or `None`."""
    return next((name for name, pattern in named if not passes(pattern, FERNWIRE_MUTANT=str(number))), None)

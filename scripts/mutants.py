#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Counts the faults that the tests find.

    mutants.py [--count N] [--seed N] [--only NUMBER...]

A mutant is the project with one condition changed: a comparison that is off by one or turned round, `&&` for `||`, a guard that lets
everything pass, an `if` that never holds. The script chooses N conditions by a seed, puts all of the changes into one copy of the
project in build/mutants, each behind a number that the variable FERNWIRE_MUTANT selects, and builds it once. Then it runs the tests for
each number: first those of the changed module, then the other unit tests, then those of the programs. A mutant that no test fails on
has survived; build/mutants/survivors.txt lists them. It takes about a minute a mutant.
"""
import argparse
import os
import pathlib
import random
import re
import shutil
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent
WORK = ROOT / "build/mutants"
COPY = WORK / "project"
# The modules that take bytes, keys and files of others, and what is made of them.
MODULES = ["DescribedDissection", "DissectorKit", "FernwireCapture", "FernwireCommand", "FernwireCrypto", "FernwireDissection",
           "FernwireFiles", "FernwireNIO", "FernwireScenario", "FernwireSession", "FernwireTool", "FernwireWire", "KaitaiStruct",
           "WireSchema", "YAML"]
OWN_TESTS = {"WireSchema": "FernwireWireTests", "YAML": "FernwireScenarioTests", "FernwireCommand": "FernwireNIOTests"}
PROGRAMS = "CommandTests|FernwireNIOTests|PluginTests"
OTHERS = {"<": "<=", "<=": "<", ">": ">=", ">=": ">", "==": "!=", "!=": "==", "&&": "||", "||": "&&"}
STATEMENT = re.compile(r"^(?P<head>\s*(?:guard|if|\} else if|return) )(?P<condition>[^{}\"?]+?)(?P<tail> else \{.*| \{.*|)$")
OPERATOR = re.compile(r" (<=|>=|==|!=|<|>|&&|\|\|) ")
# Bindings, effects and lists of conditions are no expressions that can stand in parentheses.
NOT_PLAIN = re.compile(r"\b(let|var|case|try|await|unsafe|is|as|in|nil|throw|consume)\b|[,#@\\]|//")
SECONDS = 600


def candidates():
    """All changes: file, number of the line, the line with `%s` in place of the condition, the condition, the changed one."""
    found = []
    for module in MODULES:
        for path in sorted((ROOT / "Sources" / module).rglob("*.swift")):
            for number, line in enumerate(path.read_text().splitlines()):
                match = STATEMENT.match(line)
                if not match or NOT_PLAIN.search(match["condition"]):
                    continue
                head, condition, tail = match["head"], match["condition"], match["tail"]
                operators = list(OPERATOR.finditer(condition))
                is_return = head.strip() == "return"
                # A return may be of any type, unless it compares.
                if is_return != (tail == "") or is_return and not operators:
                    continue
                if condition.count("(") != condition.count(")") or condition.rstrip().endswith(("=", "<", "&&", "||")):
                    continue
                for operator in operators:
                    changed = condition[:operator.start(1)] + OTHERS[operator[1]] + condition[operator.end(1):]
                    found.append((path, number, head + "%s" + tail, condition, changed))
                if not is_return:
                    constant = "true" if head.strip() == "guard" else "false"
                    found.append((path, number, head + "%s" + tail, condition, constant))
    return found


def choose(count, seed):
    """`count` changes, of lines that are all different."""
    chosen, lines = [], set()
    every = candidates()
    random.Random(seed).shuffle(every)
    for one in every:
        if one[:2] not in lines:
            lines.add(one[:2])
            chosen.append(one)
    print(f"{len(every)} changes of {len(lines)} conditions are possible; {count} are tried, by seed {seed}")
    return chosen[:count]


def module_of(path):
    return path.relative_to(ROOT / "Sources").parts[0]


def write(mutants):
    """Writes the copy of the project with all the mutants in it."""
    files = subprocess.run(["git", "ls-files", "-co", "--exclude-standard"], cwd=ROOT, check=True, capture_output=True, text=True)
    for name in files.stdout.splitlines():
        if (ROOT / name).is_file():
            (COPY / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, COPY / name)
    for module in {module_of(one[0]) for one in mutants.values()}:
        (COPY / "Sources" / module / "Mutants.swift").write_text(
            "import Glibc\n\n"
            f"@usableFromInline enum Mutants{module} {{\n"
            "    @usableFromInline static let number =\n"
            "        unsafe getenv(\"FERNWIRE_MUTANT\").flatMap { unsafe Int(String(cString: $0)) } ?? 0\n}\n")
    changes = {}
    for number, (path, line, form, condition, changed) in mutants.items():
        switch = f"(Mutants{module_of(path)}.number == {number} ? ({changed}) : ({condition}))"
        changes.setdefault(path, {})[line] = form % switch
    for path, lines in changes.items():
        text = path.read_text().splitlines(keepends=True)
        for line, new in lines.items():
            text[line] = new + "\n"
        (COPY / path.relative_to(ROOT)).write_text("".join(text))


def build(mutants):
    """Builds, without the mutants that do not compile."""
    while True:
        write(mutants)
        done = subprocess.run(["swift", "build", "--build-tests"], cwd=COPY, capture_output=True, text=True)
        if done.returncode == 0:
            return
        wrong = set(re.findall(r"project/(Sources/\S+?\.swift):(\d+):\d+: error", done.stdout + done.stderr))
        bad = [number for number, (path, line, *_) in mutants.items()
               if (str(path.relative_to(ROOT)), str(line + 1)) in wrong]
        if not bad:
            sys.exit("the copy does not build:\n" + "\n".join((done.stdout + done.stderr).splitlines()[-30:]))
        for number in bad:
            print(f"mutant {number} does not compile, and is left out")
            del mutants[number]


def passes(number, *options):
    """Whether the tests pass; one that hangs does not."""
    command = ["timeout", str(SECONDS), "swift", "test", "--skip-build", *options]
    environment = dict(os.environ, FERNWIRE_MUTANT=str(number))
    done = subprocess.run(command, cwd=COPY, env=environment, capture_output=True, text=True)
    return done.returncode == 0


def survives(number, module):
    own = OWN_TESTS.get(module, module + "Tests")
    few = ["--experimental-maximum-parallelization-width", "4"]
    return (passes(number, "--filter", own) and passes(number, "--skip", f"{PROGRAMS}|{own}")
            and passes(number, *few, "--filter", "CommandTests|FernwireNIOTests", "--skip", "DocumentCommandTests"))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--count", type=int, default=50)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", type=int, nargs="+", help="the numbers of the mutants to try again")
    arguments = parser.parse_args()
    sys.stdout.reconfigure(line_buffering=True)
    # Some do not compile, so that there are more than asked for.
    mutants = dict(enumerate(choose(arguments.count * 3 // 2, arguments.seed), 1))
    build(mutants)
    mutants = dict(list(mutants.items())[:arguments.count])
    if not passes(0, "--skip", PROGRAMS):
        sys.exit("the tests fail without any mutant")
    survivors = []
    for number, (path, line, _, condition, changed) in mutants.items():
        if arguments.only and number not in arguments.only:
            continue
        alive = survives(number, module_of(path))
        text = f"{number:3} {path.relative_to(ROOT)}:{line + 1}: {condition}  →  {changed}"
        print(("survived" if alive else "found   ") + " " + text)
        if alive:
            survivors.append(text)
    (WORK / "survivors.txt").write_text("".join(text + "\n" for text in survivors))
    tried = len(arguments.only or mutants)
    print(f"{tried - len(survivors)} of {tried} were found")


if __name__ == "__main__":
    main()

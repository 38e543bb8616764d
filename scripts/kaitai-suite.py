#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Counts the specs of Kaitai Struct's conformance suite that hold for fernwire protocol eval.

    kaitai-suite.py FOLDER [NAME...]

FOLDER is a clone of kaitai-io/kaitai_struct_tests. Each spec/ks/NAME.kst names a description, data, and pairs of expressions that
must be equal, or the error that reading must end in. Those that do not hold are listed with the reason. Needs PyYAML, and fernwire:
make executables.
"""
import pathlib, re, subprocess, sys

try:
    import yaml
except ImportError:
    sys.exit("PyYAML is missing: apt install python3-yaml")

FERNWIRE = pathlib.Path(__file__).resolve().parent.parent / "build/bin/fernwire"


def written(value):
    """A value of YAML as an expression of the language."""
    if value is None or isinstance(value, bool):
        return {None: "null", True: "true", False: "false"}[value]
    return str(value)


def verdict(folder, path):
    """Why a spec does not hold; None if it does."""
    spec = yaml.safe_load(path.read_text())
    pairs = [(one["actual"], one.get("expected")) for one in spec.get("asserts") or []]
    questions = [written(actual) if expected is None else f"({actual}) == ({written(expected)})" for actual, expected in pairs]
    answers = ["null" if expected is None else "true" for _, expected in pairs]
    try:
        run = subprocess.run(
            [FERNWIRE, "protocol", "eval", f"{folder}/formats/{spec['id']}.ksy", f"{folder}/src/{spec['data']}", *questions],
            capture_output=True, text=True, timeout=60)
    except subprocess.TimeoutExpired:
        return "took more than a minute"
    said = (run.stderr.strip().splitlines() or [""])[0][:200]
    error = spec.get("exception")
    if error:
        name = re.sub(r"[<(].*", "", error if isinstance(error, str) else error.get("type", ""))
        return None if run.returncode and name in run.stderr else f"should end in {name}: {said}"
    if run.returncode:
        return said
    wrong = [f"{question} is {found}" for question, found, answer in zip(questions, run.stdout.splitlines(), answers)
             if found != answer]
    return wrong[0] if wrong else None


def main():
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    if not FERNWIRE.exists():
        sys.exit("fernwire is not built: make executables")
    folder, names = pathlib.Path(sys.argv[1]), sys.argv[2:]
    specs = [path for path in sorted(folder.glob("spec/ks/*.kst")) if not names or path.stem in names]
    held = 0
    for path in specs:
        reason = verdict(folder, path)
        held += reason is None
        if reason:
            print(f"{path.stem}: {reason}")
    print(f"{held} of {len(specs)} specs hold")


main()

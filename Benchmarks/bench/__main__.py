# SPDX-License-Identifier: Apache-2.0
"""Measures Fernwire beside its peers, and prints a table of ratios.

It fails when a ratio is worse than the one kept in docs/performance.md by more than the noise of this run or of the kept one.
"""
import argparse, importlib, sys

import machine, page
from programs import ROOT, Bench, say

GROUPS = ("instructions", "crypto", "dissection", "memory", "window", "generating", "endpoints", "start", "export")
PAGE = ROOT / "docs/performance.md"


def options():
    parser = argparse.ArgumentParser(prog="bench.sh", description=__doc__.split("\n")[0])
    parser.add_argument("groups", nargs="*", metavar="GROUP", help=f"what is measured: {', '.join(GROUPS)}; or all")
    parser.add_argument("--keep", action="store_true", help="write the ratios into docs/performance.md")
    parser.add_argument("--quick", action="store_true", help="instructions: summary lines of three suites only")
    parser.add_argument("--rounds", type=int, default=7, help="how often each pair runs (default: 7)")
    parser.add_argument("--records", type=int, default=100000, help="records of a capture (default: 100,000)")
    parser.add_argument("--many", type=int, default=1000000, help="records of a large one (default: 1,000,000)")
    parser.add_argument("--sessions", type=int, default=10000, help="idle sessions (default: 10,000)")
    chosen = parser.parse_args()
    unknown = [group for group in chosen.groups if group not in GROUPS]
    if unknown:
        parser.error(f"there is no group {unknown[0]}; there are {', '.join(GROUPS)}")
    return chosen


def main():
    chosen = options()
    text = PAGE.read_text()
    kept, rows, worse, new = page.kept(text), [], [], []
    bench = Bench(chosen)
    try:
        for group in chosen.groups or GROUPS:
            for row in importlib.import_module(group).measure(bench):
                say(page.line(row))
                rows.append(row)
                if row.figure not in kept:
                    new.append(row.figure)
                elif row.worse_than(kept[row.figure]):
                    worse.append((row, kept[row.figure]))
    finally:
        bench.close()
    described = machine.line()
    print(page.table(rows, described), end="", flush=True)
    if chosen.keep:
        # The page may have been edited meanwhile: a run takes long.
        PAGE.write_text(page.keep(PAGE.read_text(), rows, described))
    elif new:
        say(f"docs/performance.md keeps no ratio of {len(new)} figures: {'; '.join(new)}")
    for row, (ratio, noise) in worse:
        say(f"{row.figure}: the ratio {row.ratio:.3g} is worse than the kept {ratio:.3g} by more than "
            f"{max(row.noise, noise):.0%}")
    if worse and not chosen.keep:
        sys.exit(1)


if __name__ == "__main__":
    main()

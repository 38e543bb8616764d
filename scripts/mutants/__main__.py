# SPDX-License-Identifier: Apache-2.0
"""Counts the faults that the tests find.

A mutant is the project with one condition changed: a comparison that is off by one or turned round, `&&` for `||`, a guard that lets
everything pass, an `if` that never holds. This chooses conditions by a seed, puts all of the changes into one copy of the project in
build/mutants, and builds it once; an environment variable switches one of them on. A first run of all tests notes which suites reach which
mutant. Then those run with each mutant, the quickest first, until one fails. A mutant on which none fails has survived;
build/mutants/survivors.txt lists them. It takes about an hour.
"""
import argparse
import concurrent.futures
import json
import sys

from choice import choose
from known import known
from project import WORK, build
from suites import REACHED, finder, reach, suites


def main():
    parser = argparse.ArgumentParser("python3 scripts/mutants", description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--count", type=int, default=50, help="mutants that are tried (default: 50)")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--known", action="store_true", help="try the faults of known.py, and no others")
    parser.add_argument("--only", type=int, nargs="+", metavar="NUMBER", help="try these again")
    parser.add_argument("--again", action="store_true", help="trust what the last run noted of which tests reach what")
    parser.add_argument("--modules", nargs="+", metavar="NAME", help="try those of these modules only")
    parser.add_argument("--units", action="store_true", help="run the unit tests alone, which are quick")
    parser.add_argument("--jobs", type=int, default=1, help="mutants that are tried at a time (default: 1)")
    parser.add_argument("--suites", type=int, metavar="N", help="run N suites at most with each mutant, for a first look")
    options = parser.parse_args()
    sys.stdout.reconfigure(line_buffering=True)
    faults = known()
    # Some do not compile, so that more are built than are tried. The lines that a known fault adds to a file come last.
    mutants = choose(options.count * 3 // 2, options.seed, {(mutant.path, mutant.line) for mutant in faults.values()}) | faults
    build(mutants)
    numbers = [number for number, mutant in mutants.items() if not mutant.is_harmless][:options.count]
    if options.known:
        numbers = list(faults)
    # Some of those that were asked for may not compile.
    numbers = [number for number in options.only or numbers
               if number in mutants and (not options.modules or mutants[number].module in options.modules)]
    names = suites(options.units)
    reaching = ({int(number): names for number, names in json.loads(REACHED.read_text()).items()} if options.again
                else reach(mutants, names))
    # What is written in C does not note that it was reached.
    in_tshark = [name for name in names if name.startswith("PluginTests.")]

    def attempt(number):
        mutant = mutants[number]
        of_mutant = (in_tshark if mutant.path.suffix == ".c" else reaching[number])[:options.suites]
        found_by = finder(number, of_mutant)
        text = f"{number:4} {mutant}"
        print(f"{f'found by {found_by}' if found_by else 'survived':60} {text}")
        return None if found_by else f"{text}\n     passed: {', '.join(of_mutant) or 'no test reaches it'}\n"

    with concurrent.futures.ThreadPoolExecutor(options.jobs) as pool:
        survivors = [text for text in pool.map(attempt, numbers) if text]
    (WORK / "survivors.txt").write_text("".join(survivors))
    print(f"{len(numbers) - len(survivors)} of {len(numbers)} were found")


if __name__ == "__main__":
    main()

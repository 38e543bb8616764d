# SPDX-License-Identifier: Apache-2.0
"""A copy of the project with all mutants in it, of which an environment variable switches one on."""
import re
import shutil
import subprocess
import sys

from choice import ROOT

WORK = ROOT / "build/mutants"
COPY = WORK / "project"
SWIFT = """import Glibc

// A mutant is on if FERNWIRE_MUTANT has its number. With FERNWIRE_MUTANTS_REACHED none is, and a file in the folder of
// that name says which were asked for.
enum Mutants$MODULE {
    static let chosen = getenv("FERNWIRE_MUTANT").flatMap { Int(String(cString: $0)) } ?? 0
    static let folder = getenv("FERNWIRE_MUTANTS_REACHED").map { String(cString: $0) }
    nonisolated(unsafe) static let reached = calloc(4096, 1)!.assumingMemoryBound(to: Bool.self)

    static func has(_ number: Int) -> Bool {
        guard let folder else { return number == chosen }
        if !reached[number] {
            reached[number] = true
            close(creat("\\(folder)/\\(number)", 0o666))
        }
        return false
    }
}
"""
C = """#include <stdlib.h>
#define MUTANT(number) (getenv("FERNWIRE_MUTANT") && atoi(getenv("FERNWIRE_MUTANT")) == number)
"""


def switch(number, mutant):
    """The text of `$M` for a mutant: whether it is on."""
    return f"MUTANT({number})" if mutant.path.suffix == ".c" else f"Mutants{mutant.module}.has({number})"


def texts(mutants):
    """The files of the project by their paths, with what they hold; `None` for what is not changed."""
    listed = subprocess.run(["git", "ls-files", "-co", "--exclude-standard"], cwd=ROOT, check=True, capture_output=True, text=True)
    found = {ROOT / name: None for name in listed.stdout.splitlines() if (ROOT / name).is_file()}
    # Their warnings are no errors: the mutants bring some.
    package = ROOT / "Package.swift"
    found[package] = package.read_text().replace(".treatAllWarnings(as: .error), ", "").replace(
        " + [.strictMemorySafety()]", "").replace(".treatAllWarnings(as: .error)", "")
    for number, mutant in mutants.items():
        lines = (found[mutant.path] or mutant.path.read_text()).splitlines(keepends=True)
        assert mutant.old in lines[mutant.line], mutant
        lines[mutant.line] = lines[mutant.line].replace(mutant.old, mutant.new.replace("$M", switch(number, mutant)))
        found[mutant.path] = "".join(lines)
    for mutant in mutants.values():
        if mutant.path.suffix == ".c":
            found[mutant.path] = C + found[mutant.path].removeprefix(C)
        else:
            found[ROOT / "Sources" / mutant.module / "Mutants.swift"] = SWIFT.replace("$MODULE", mutant.module)
    return found


def write(mutants):
    for path, text in texts(mutants).items():
        copy = COPY / path.relative_to(ROOT)
        copy.parent.mkdir(parents=True, exist_ok=True)
        # What is as it was keeps its time, so that it is not built again.
        if text is None:
            if not copy.exists() or copy.read_bytes() != path.read_bytes():
                shutil.copy2(path, copy)
        elif not copy.exists() or copy.read_text() != text:
            copy.write_text(text)


def build(mutants):
    """Builds the copy and its plugin. Mutants that do not compile are removed from `mutants`."""
    while True:
        write(mutants)
        done = subprocess.run(["swift", "build", "--build-tests"], cwd=COPY, capture_output=True, text=True)
        if done.returncode == 0:
            break
        wrong = set(re.findall(r"project/(Sources/\S+?\.swift):(\d+):\d+: error", done.stdout + done.stderr))
        bad = [number for number, mutant in mutants.items()
               if (str(mutant.path.relative_to(ROOT)), str(mutant.line + 1)) in wrong]
        if not bad:
            sys.exit("the copy does not build:\n" + "\n".join((done.stdout + done.stderr).splitlines()[-30:]))
        for number in bad:
            print(f"left out, since it does not compile: {number} {mutants.pop(number)}")
    subprocess.run(["scripts/build-plugin.sh"], cwd=COPY, check=True, stdout=subprocess.DEVNULL)

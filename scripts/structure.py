#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Checks what the compiler cannot: where facts live, which file calls which, and how declarations read.

Names the rules that are broken with the places that break them, up to ten each or with --all all of them, and fails then.
"""

import pathlib
import re
import subprocess
import sys
from collections import defaultdict

ROOT = pathlib.Path(__file__).resolve().parent.parent
LONGEST = 250
HOST = ("plugin/CWiresharkShims", "plugin/WiresharkHost", "Sources/DissectorKit", "Sources/CDissectorKit", "Sources/WireSchema")
DOCUMENTED = ("Sources/DissectorKit", "Sources/WireSchema", "Sources/FernwireSession", "plugin/WiresharkHost")


# What a switch is over where `default:` is right: another's enum, or a type that has more values than its constants.
OTHERS_ENUMS = {
    ("Sources/FernwireConsole/StandardOutput.swift", "scalar.properties.generalCategory"),
    ("Sources/FernwireScenario/ScenarioFile.swift", "error"),
}
OPEN_TYPES = {
    ("Sources/FernwireSession/Observer/ObservedHandshake.swift", "header.knownType"),
    ("Sources/FernwireSession/Observer/Observer.swift", "header.knownType"),
    ("Sources/FernwireSession/Observer/Weaknesses.swift", "header.knownType"),
    ("Sources/FernwireTool/Compare/SessionLeaks.swift", "header.knownType"),
    ("Sources/FernwireWire/Records/FileParts.swift", "field"),
}
# The border between Swift and C is declared in one place.
BORDER = "Sources/CDissectorKit/include/dissector_kit.h"


def tracked(*patterns):
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", *patterns], cwd=ROOT, capture_output=True,
        text=True)
    if listed.returncode == 0:
        return [path for path in listed.stdout.splitlines() if (ROOT / path).is_file()]
    # Not a checkout: all files of these folders.
    return [
        str(path.relative_to(ROOT)) for pattern in patterns for path in sorted((ROOT / pattern).rglob("*"))
        if path.is_file() and ".build" not in path.parts]


TEXT = {
    path: (ROOT / path).read_text()
    for path in tracked("Sources", "plugin", "Tests", "Examples", "Plugins")
    if path.endswith((".swift", ".c", ".h"))
}


def ours(*folders, ending=(".swift", ".c", ".h")):
    return {
        path: text for path, text in TEXT.items()
        if path.startswith(folders or ("Sources/", "plugin/")) and path.endswith(ending)
    }


def without_comments(text):
    text = re.sub(r"/\*.*?\*/", lambda match: "\n" * match[0].count("\n"), text, flags=re.S)
    return re.sub(r"//[^\n]*", "", text)


def line_of(text, offset):
    return text.count("\n", 0, offset) + 1


def message_homes():
    """KeyShare stands in at most four files outside the suites"""
    homes = [path for path, text in ours().items() if "/Suites/" not in path and re.search(r"[kK]eyShare", text)]
    return homes if len(homes) > 4 else []


def unlabelled_arguments():
    """No function has three unlabelled parameters"""
    for path, text in ours(ending=".swift").items():
        for match in re.finditer(r"\bfunc\s+[`\w]+(?:<[^>]*>)?\s*\(|\b(?:init|subscript)[?]?(?:<[^>]*>)?\s*\(", text):
            depth, end = 1, match.end()
            while depth and end < len(text):
                depth += {"(": 1, ")": -1}.get(text[end], 0)
                end += 1
            parameters = text[match.end() - 1:end]
            # Without what stands in parentheses inside, such as the parameters of a closure.
            while parameters != (parameters := re.sub(r"(?<!^)\([^()]*\)", "", parameters)):
                pass
            if len(re.findall(r"(?:^|[,(])\s*(?:@\w+\s+)?_ \w+\s*:", parameters)) >= 3:
                yield f"{path}:{line_of(text, match.start())}"


def enum_defaults():
    """No default: over an enum of ours"""
    for path, text in ours(ending=".swift").items():
        lines = without_comments(text).splitlines()
        for number, line in enumerate(lines):
            if not re.match(r"\s*default:", line):
                continue
            indent = len(line) - len(line.lstrip())
            cases, index = [], number - 1
            while index >= 0 and not (
                len(lines[index]) - len(lines[index].lstrip()) <= indent and re.search(r"\bswitch\b", lines[index])
            ):
                if re.match(rf"\s{{{indent}}}case\b", lines[index]):
                    cases.append(lines[index])
                index -= 1
            subject = re.search(r"\bswitch (.*?) \{", lines[max(index, 0)])
            is_ours = any(re.match(r"\s*case \.\w", case) for case in cases)
            if is_ours and (path, subject[1] if subject else "") not in OTHERS_ENUMS | OPEN_TYPES:
                yield f"{path}:{number + 1}"


def rings_of_c_files():
    """The host's C files call each other in one direction"""
    files = {path: without_comments(text) for path, text in ours("plugin/CWiresharkShims", ending=".c").items()}
    home = {}
    for path, text in files.items():
        for match in re.finditer(r"^(?!static)[\w][\w *]*?\b(wh_\w+)\([^;]*?\)\s*\{", text, flags=re.M | re.S):
            home[match[1]] = path
    calls = defaultdict(set)
    for path, text in files.items():
        for name in set(re.findall(r"\b(wh_\w+)\b", text)):
            if home.get(name, path) != path:
                calls[path].add(home[name])
    done, open_now, rings = set(), [], []

    def visit(path):
        if path in open_now:
            rings.append(" → ".join(pathlib.Path(each).name for each in open_now[open_now.index(path):] + [path]))
        elif path not in done:
            open_now.append(path)
            for called in sorted(calls[path]):
                visit(called)
            open_now.pop()
            done.add(path)

    for path in sorted(files):
        visit(path)
    return rings


def version_differences():
    """All version differences are in compat.h and compat.c"""
    for path, text in ours("plugin/", ending=(".c", ".h")).items():
        if pathlib.Path(path).name not in ("compat.h", "compat.c"):
            for match in re.finditer(r"^\s*#\s*(?:el)?if.*(?:WIRESHARK_VERSION|AT_LEAST).*$", text, flags=re.M):
                yield f"{path}:{line_of(text, match.start())}"


def protocols_in_the_host():
    """No word of Fernet or Fernwire in the host and the kit"""
    for path, text in ours(*HOST).items():
        for match in re.finditer(r"fernet|fernwire", text, flags=re.I):
            yield f"{path}:{line_of(text, match.start())}"


def internal_errors():
    """The session says internalError in one place: its states hold what exists by then"""
    found = [
        f"{path}:{line_of(text, match.start())}"
        for path, text in ours("Sources/FernwireSession", ending=".swift").items()
        for match in re.finditer(r"\.internalError\b", text)]
    return found if len(found) > 1 else []


def long_files():
    """No file has more than 250 lines"""
    for path, text in ours().items():
        if text.count("\n") > LONGEST and path != BORDER:
            yield f"{path}: {text.count(chr(10))} lines"


def unlicensed():
    """Every source file names its licence in its first two lines"""
    for path, text in TEXT.items():
        beginning = "".join(text.splitlines()[:2])
        if path.endswith((".swift", ".c", ".h", ".sh", ".py")) and "SPDX-License-Identifier" not in beginning:
            yield path


def undocumented():
    """Every public declaration of the kit and of the session is documented"""
    for path, text in ours(*DOCUMENTED, ending=".swift").items():
        lines = text.splitlines()
        for number, line in enumerate(lines):
            match = re.match(r"\s*(?:@\w+(?:\([^)]*\))?\s+)*(?:public|open)\s(?!import)(.*)", line)
            if not match or re.match(r"(?:extension|static func [=<]+|.*func hash\(into|override)", match[1]):
                continue
            if inherits_documentation(match[1]):
                continue
            above = number - 1
            while above >= 0 and re.match(r"\s*@", lines[above]):
                above -= 1
            if not re.match(r"\s*(?:///|\*/)", lines[above]):
                yield f"{path}:{number + 1}"


def inherits_documentation(declaration):
    """Whether a protocol of the folder, or of the standard library, says what the declaration is."""
    name = re.search(r"(?:func|var|let|typealias|case) `?(\w+)|\b(init)\(", declaration)
    name = name and (name[1] or name[2])
    if re.search(r"init\(rawValue|var (?:description|rawValue|allCases|errorDescription)\b", declaration):
        return True
    return name in REQUIREMENTS and name != "init"


def requirements():
    """The names that a protocol of ours documents."""
    found = set()
    for text in ours(*DOCUMENTED, ending=".swift").values():
        for match in re.finditer(r"^(?:public )?protocol .*?^\}", text, flags=re.M | re.S):
            found.update(re.findall(r"///[^\n]*\n\s*(?:@\w+\s+)*(?:static |mutating )*(?:func|var) (\w+)", match[0]))
    return found


REQUIREMENTS = requirements()


def nameless_tests():
    """Every test has a display name"""
    for path, text in TEXT.items():
        if path.endswith(".swift"):
            for match in re.finditer(r"^\s*@Test\b(?!\(\s*\")", text, flags=re.M):
                yield f"{path}:{line_of(text, match.start())}"


RULES = (
    message_homes, unlabelled_arguments, enum_defaults, rings_of_c_files, version_differences, protocols_in_the_host,
    internal_errors, long_files, unlicensed, undocumented, nameless_tests,
)


def main():
    failed = False
    for rule in RULES:
        found = list(rule() or [])
        if found:
            print(f"{rule.__doc__}. Not so in {len(found)} places:")
        for place in found if "--all" in sys.argv else found[:10]:
            print(f"    {place}")
        failed = failed or bool(found)
    if not failed:
        print(f"All {len(RULES)} rules about the structure hold.")
    return failed


if __name__ == "__main__":
    sys.exit(main())

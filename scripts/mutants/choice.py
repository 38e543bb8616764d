# SPDX-License-Identifier: Apache-2.0
"""Which conditions can be changed, and which of them are."""
import dataclasses
import pathlib
import random
import re

from harmless import HARMLESS

ROOT = pathlib.Path(__file__).resolve().parents[2]
# The modules that take bytes, keys and files of others, and what is made of them.
MODULES = ["DescribedDissection", "DissectorKit", "FernwireCapture", "FernwireCommand", "FernwireCrypto", "FernwireDissection",
           "FernwireFiles", "FernwireNIO", "FernwireScenario", "FernwireSession", "FernwireTool", "FernwireWire", "KaitaiStruct",
           "WireSchema", "YAML"]
OTHERS = {"<": "<=", "<=": "<", ">": ">=", ">=": ">", "==": "!=", "!=": "==", "&&": "||", "||": "&&"}
STATEMENT = re.compile(r"^(?P<head>\s*(?:guard|if|\} else if|return) )(?P<condition>[^{}\"?]+?)(?P<tail> else \{.*| \{.*|)$")
OPERATOR = re.compile(r" (<=|>=|==|!=|<|>|&&|\|\|) ")
# Bindings, effects and lists of conditions are no expressions that can stand in parentheses.
NOT_PLAIN = re.compile(r"\b(let|var|case|try|await|unsafe|is|as|in|nil|throw|consume)\b|[,#@\\]|//")

@dataclasses.dataclass
class Mutant:
    """A line of a file, what stands there, and what shall, in which `$M` says whether the mutant is switched on."""

    path: pathlib.Path
    line: int
    old: str
    new: str
    text: str

    @property
    def module(self):
        return self.path.relative_to(ROOT).parts[1]

    @property
    def is_harmless(self):
        return f"{self.path.relative_to(ROOT)}: {self.text}" in HARMLESS

    def __str__(self):
        return f"{self.path.relative_to(ROOT)}:{self.line + 1}: {self.text}"


def candidates():
    """All changes: file, number of the line, the line with `$C` in place of the condition, the condition, the changed one."""
    for module in MODULES:
        for path in sorted((ROOT / "Sources" / module).rglob("*.swift")):
            for number, line in enumerate(path.read_text().splitlines()):
                match = STATEMENT.match(line)
                if not match or NOT_PLAIN.search(match["condition"]):
                    continue
                for condition, changed in changes(match["head"].strip(), match["condition"], match["tail"]):
                    yield path, number, match["head"] + "$C" + match["tail"], condition, changed


def changes(word, condition, tail):
    """What one condition can be changed to: each operator to its neighbour, and all of it to what lets everything pass."""
    operators = list(OPERATOR.finditer(condition))
    is_return = word == "return"
    # A return may be of any type, unless it compares.
    if is_return != (tail == "") or is_return and not operators:
        return
    if condition.count("(") != condition.count(")") or condition.rstrip().endswith(("=", "<", "&&", "||")):
        return
    for operator in operators:
        yield condition, condition[:operator.start(1)] + OTHERS[operator[1]] + condition[operator.end(1):]
    if not is_return:
        yield condition, "true" if word == "guard" else "false"


def choose(count, seed, taken):
    """`count` mutants by their numbers, each of a line of its own, and of none of those that `taken` names."""
    every = list(candidates())
    lines = {(path, line) for path, line, *_ in every}
    random.Random(seed).shuffle(every)
    chosen, taken = {}, set(taken)
    for path, line, form, condition, changed in every:
        if len(chosen) == count:
            break
        if (path, line) not in taken:
            taken.add((path, line))
            switched = form.replace("$C", f"($M ? ({changed}) : ({condition}))")
            chosen[len(chosen) + 1] = Mutant(
                path, line, form.replace("$C", condition), switched, f"{condition}  →  {changed}")
    print(f"{len(every)} changes of {len(lines)} conditions are possible; by seed {seed}, {len(chosen)} were chosen")
    return chosen

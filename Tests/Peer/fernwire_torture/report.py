# SPDX-License-Identifier: Apache-2.0
"""What the user sees of the verdicts: lines, a summary, and JUnit XML."""

import re
from collections import Counter
from pathlib import Path
from xml.etree import ElementTree

from .deviation import Deviation, Needs
from .runner import Verdict

NOT_IN_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd]")


def line(verdict: Verdict) -> str:
    word = "PASS" if verdict.passed else "FAIL"
    text = f"{word}  {verdict.suite}  {verdict.deviation.name}  came: {verdict.outcome.describe()}"
    if verdict.passed:
        return text
    return (f"{text}\n      sent: {verdict.deviation.sent}\n"
            f"      section {verdict.deviation.section} demands: {verdict.demand}")


def listing(deviation: Deviation) -> str:
    roles = "/".join(role.label for role in deviation.roles)
    slow = ", slow" if deviation.seconds else ""
    needs = "" if deviation.needs is Needs.NOTHING else f"\n    needs: {deviation.needs.value}"
    return (f"{deviation.name}  (as {roles}{slow}; section {deviation.section})\n"
            f"    sent: {deviation.sent}\n    demanded: {deviation.demand.describe()}{needs}")


def summary(verdicts: list[Verdict]) -> str:
    total, failed = Counter(v.suite for v in verdicts), Counter(v.suite for v in verdicts if not v.passed)
    lines = [f"{suite}: {total[suite] - failed[suite]} of {total[suite]} passed" for suite in total]
    lines.append(f"all: {sum(total.values()) - sum(failed.values())} of {sum(total.values())} passed")
    return "\n".join(lines)


def write_junit(path: Path, verdicts: list[Verdict]) -> None:
    root = ElementTree.Element("testsuites")
    for suite in dict.fromkeys(verdict.suite for verdict in verdicts):
        mine = [verdict for verdict in verdicts if verdict.suite == suite]
        node = ElementTree.SubElement(root, "testsuite", name=suite, tests=str(len(mine)),
                                      failures=str(sum(not verdict.passed for verdict in mine)))
        for verdict in mine:
            case = ElementTree.SubElement(node, "testcase", classname=suite, name=verdict.deviation.name,
                                          time=f"{verdict.seconds:.3f}")
            if not verdict.passed:
                failure = ElementTree.SubElement(case, "failure", message=_clean(verdict.outcome.describe()))
                failure.text = _clean(line(verdict))
    ElementTree.ElementTree(root).write(path, encoding="utf-8", xml_declaration=True)


def _clean(text: str) -> str:
    return NOT_IN_XML.sub("?", text)

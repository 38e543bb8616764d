# SPDX-License-Identifier: Apache-2.0
"""The table of figures, and the one that docs/performance.md keeps."""
import re

BEGIN, END = "<!-- kept by make bench KEEP=yes -->", "<!-- kept so far -->"
HEAD = "| Figure | Fernwire | Beside it | Ratio | Noise | Limit | Met |\n|---|---|---|---|---|---|---|\n"


def line(row):
    return f"| {row.figure} | {row.ours} | {row.peer} | {row.ratio:.3g} | {row.noise:.1%} | {row.limit} | {row.verdict} |"


def table(rows, machine):
    return f"{machine}\n\n{HEAD}" + "".join(line(row) + "\n" for row in rows)


def lines(text):
    """The kept lines by their figure."""
    inside = text.partition(BEGIN)[2].partition(END)[0]
    found = {}
    for written in inside.splitlines():
        cells = [cell.strip() for cell in written.strip("|").split("|")]
        if written.startswith("|") and len(cells) == 7 and re.fullmatch(r"-?\d[\d.e+-]*", cells[3]):
            found[cells[0]] = written
    return found


def kept(text):
    """The kept ratios and their noise by their figure."""
    ratios = {}
    for figure, written in lines(text).items():
        cells = [cell.strip() for cell in written.strip("|").split("|")]
        ratios[figure] = (float(cells[3]), float(cells[4].rstrip("%")) / 100)
    return ratios


def keep(text, rows, machine):
    """Returns the page with the rows in its table. Figures that were not measured stay as they were."""
    new = {row.figure: line(row) for row in rows}
    old = lines(text)
    merged = [new.pop(figure, written) for figure, written in old.items()] + list(new.values())
    before, _, rest = text.partition(BEGIN)
    after = rest.partition(END)[2]
    return f"{before}{BEGIN}\n{machine}\n\n{HEAD}" + "\n".join(merged) + f"\n{END}{after}"

# SPDX-License-Identifier: Apache-2.0
"""What a figure is: Fernwire's, its peer's in the same run, their ratio, its noise and its limit."""
import dataclasses, math, statistics

# Times never repeat better than this from run to run, whatever the rounds of one run say; memory does.
QUIETEST = 0.05
MEMORY = 0.03
# Instructions repeat to the percent; what is left comes from other versions of the libraries.
INSTRUCTIONS = 0.03


@dataclasses.dataclass
class Row:
    figure: str
    ours: str
    peer: str
    ratio: float
    noise: float
    # "at most 1.0" or "at least 3": it tells, too, which way is worse. Without numbers, "less" or "more" is better.
    limit: str = "less"
    # The number that the limit is about, if it is not the ratio.
    limited: float | None = None

    @property
    def more_is_better(self):
        return self.limit.startswith(("at least", "more"))

    @property
    def verdict(self):
        """Whether the limit is met; empty where there is none."""
        words = self.limit.split()
        if len(words) < 3:
            return ""
        bound = float(words[2].replace(",", ""))
        value = self.ratio if self.limited is None else self.limited
        return "yes" if (value >= bound if self.more_is_better else value <= bound) else "no"

    def worse_than(self, kept):
        """Whether the ratio is worse than the kept one by more than the noise of either."""
        ratio, noise = kept
        allowed = max(self.noise, noise)
        return self.ratio < ratio * (1 - allowed) if self.more_is_better else self.ratio > ratio * (1 + allowed)


def middle(values):
    return statistics.median(values)


def noise(values):
    """How far the median of another run may lie, by the median: twice the interquartile range by the root of the number of
    rounds, about two standard errors of a median. Of fewer than four rounds, their range."""
    center = abs(middle(values)) or 1
    if len(values) < 4:
        spread = max(values) - min(values)
    else:
        lower, _, upper = statistics.quantiles(values, n=4)
        spread = 2 * (upper - lower) / math.sqrt(len(values))
    return max(spread / center, QUIETEST)


def paired(figure, ours, peers, show, limit="less", limited=None):
    """Makes a row of measurements that were taken in pairs: its ratio is the median of the pairs' ratios."""
    ratios = [a / b for a, b in zip(ours, peers)]
    return Row(figure, show(middle(ours)), show(middle(peers)), middle(ratios), noise(ratios), limit, limited)


def costs(figure, ours, peers, show, limit="less"):
    """Makes a row of costs that are differences already: near 0 the ratio of a pair says nothing, so that it is the ratio of the
    medians, and the noise of both counts."""
    ratio = middle(ours) / middle(peers)
    return Row(figure, show(middle(ours)), show(middle(peers)), ratio, math.hypot(noise(ours), noise(peers)), limit)


def number(value, unit=""):
    """A number as people read it: three digits, or whole with commas."""
    text = f"{value:,.0f}" if abs(value) >= 100 else f"{value:.3g}"
    return f"{text} {unit}".strip()


# SPDX-License-Identifier: Apache-2.0
"""Plays deviations, each in a connection of its own, and compares what came with what the page demands."""

import time
from collections.abc import Iterator
from dataclasses import dataclass, field

from fernwire_peer.registry import Alert, Direction
from fernwire_peer.suites import SUITES

from .deviation import At, Deviation, Move, Needs
from .keyring import KeyRing
from .line import Line
from .meeting import Meeting, NoConnection
from .outcome import GOES_ON, Kind, Outcome, refused
from .puppet import Puppet, Terms

HONEST = Deviation("well-behaved", "7", "a session without any deviation", GOES_ON, Move(At.OPEN))
# A client must decide about the server's key before it sends its own: what comes instead is judged strictly.
STRANGER = Deviation("stranger", "3.9", "a session without any deviation, with a key that the client does not know",
                     refused(Alert.IDENTITY_UNKNOWN), Move(At.OPEN))
FRESH = Deviation("fresh-values", "2, 3.1, 6.7", "many sessions, each begun anew", GOES_ON, Move(At.OPEN))


@dataclass(frozen=True)
class Verdict:
    """One deviation in one suite, and what came of it."""

    deviation: Deviation
    suite: str
    outcome: Outcome
    seconds: float
    # What was demanded, in words, where the deviation's demand does not say it.
    demanded: str = ""

    @property
    def passed(self) -> bool:
        return self.deviation.demand.allows(self.outcome)

    @property
    def demand(self) -> str:
        return self.demanded or self.deviation.demand.describe()


@dataclass
class Runner:
    """One target, in one or several suites."""

    meeting: Meeting
    keys: KeyRing
    terms: Terms
    role: Direction
    seconds: float
    given: set[Needs]
    slow: bool = False
    _drawn: dict[tuple[str, bytes], int] = field(default_factory=dict)

    def choose(self, table: tuple[Deviation, ...], suite: str) -> list[Deviation]:
        return [deviation for deviation in table
                if deviation.is_for(SUITES[suite], self.role) and deviation.needs in self.given
                and (self.slow or not deviation.seconds)]

    def run(self, table: tuple[Deviation, ...], suite: str) -> Iterator[Verdict]:
        """The verdicts of one suite. Where not even an honest session succeeds, the others would say nothing."""
        if Needs.STRANGER in self.given:
            yield self.play(STRANGER, suite)
            return
        self._drawn.clear()
        first = self.play(HONEST, suite)
        yield first
        if not first.passed:
            return
        for deviation in self.choose(table, suite):
            yield self.play(deviation, suite)
        yield self._freshness(suite)
        yield self.play(HONEST, suite)

    def play(self, deviation: Deviation, suite: str) -> Verdict:
        started = time.monotonic()
        outcome = self._outcome(deviation, suite)
        return Verdict(deviation, suite, outcome, time.monotonic() - started)

    def _outcome(self, deviation: Deviation, suite: str) -> Outcome:
        state = self.keys.make(suite, self.role)
        try:
            with self.meeting.meet(self.seconds) as sock:
                line = Line(sock, self.seconds + deviation.seconds)
                puppet = Puppet(line, self.role, state, deviation.move, self.terms)
                outcome = puppet.run()
        except NoConnection as error:
            return Outcome(Kind.STUCK, detail=str(error))
        for drawn in puppet.drawn:
            self._drawn[drawn] = self._drawn.get(drawn, 0) + 1
        return outcome

    def _freshness(self, suite: str) -> Verdict:
        """What the target has to draw anew for each connection."""
        repeated = sorted({name for (name, _), count in self._drawn.items() if count > 1})
        outcome = (Outcome(Kind.IMPROPER, detail=f"it repeats: {', '.join(repeated)}") if repeated
                   else Outcome(Kind.WENT_ON, detail=f"{len(self._drawn)} values, none twice"))
        return Verdict(FRESH, suite, outcome, 0.0, "randoms, session ids and shares that differ each time")


# SPDX-License-Identifier: Apache-2.0
"""What came of a play, and what the page demands: the two things that a verdict compares."""

from dataclasses import dataclass
from enum import Enum

from fernwire_peer.registry import Alert, alert_name


class Kind(Enum):
    """How a connection ended, seen from our side."""

    ALERT = "alert"
    CLOSED = "closed without an alert"
    WENT_ON = "the session went on, and ended in order"
    WRONG_FINISHED = "a finished that does not match"
    STUCK = "nothing more came"
    IMPROPER = "the target itself broke the protocol"


@dataclass(frozen=True)
class Outcome:
    """The end of one connection."""

    kind: Kind
    alert: int = 0
    detail: str = ""

    def describe(self) -> str:
        text = f"alert {alert_name(self.alert)}" if self.kind is Kind.ALERT else self.kind.value
        return f"{text} ({self.detail})" if self.detail else text


class Ended(Exception):
    """Carries the outcome out of whatever was being read."""

    def __init__(self, outcome: Outcome) -> None:
        super().__init__(outcome.describe())
        self.outcome = outcome


def improper(detail: str) -> Ended:
    """The target did something that no deviation of ours excuses."""
    return Ended(Outcome(Kind.IMPROPER, detail=detail))


@dataclass(frozen=True)
class Demand:
    """What the page lets the target do. Where it lets several, each of them passes."""

    alerts: tuple[Alert, ...] = ()
    kinds: tuple[Kind, ...] = ()

    def allows(self, outcome: Outcome) -> bool:
        if outcome.kind is Kind.ALERT:
            return outcome.alert in self.alerts
        return outcome.kind in self.kinds

    def describe(self) -> str:
        return " or ".join([f"alert {alert.name.lower()}" for alert in self.alerts]
                           + [kind.value for kind in self.kinds])

    def __or__(self, other: "Demand") -> "Demand":
        return Demand(self.alerts + other.alerts, self.kinds + other.kinds)


def refused(*alerts: Alert) -> Demand:
    return Demand(alerts)


CLOSES = Demand(kinds=(Kind.CLOSED,))
GOES_ON = Demand(kinds=(Kind.WENT_ON,))
WRONG_FINISHED = Demand(kinds=(Kind.WRONG_FINISHED,))
MALFORMED = refused(Alert.MALFORMED)
UNEXPECTED = refused(Alert.UNEXPECTED_MESSAGE)
BAD_KEY = refused(Alert.BAD_KEY)
BAD_RECORD = refused(Alert.BAD_RECORD)
HANDSHAKE_FAILED = refused(Alert.HANDSHAKE_FAILED)
ILLEGAL = refused(Alert.ILLEGAL_PARAMETER)
WRONG_EPOCH = refused(Alert.WRONG_EPOCH)

# SPDX-License-Identifier: Apache-2.0
"""The ways in which a session ends other than well (sections 7 and 8)."""

from .registry import Alert


class SessionError(Exception):
    """Any end of a session that is not a clean one."""


class Failure(SessionError):
    """A failure that this side found; it is answered with one alert (section 8)."""

    def __init__(self, alert: Alert, reason: str) -> None:
        super().__init__(f"{alert.name.lower()}: {reason}")
        self.alert = alert


class BadMagic(SessionError):
    """The other side does not speak Fernwire: close in silence (section 2)."""


class AlertReceived(SessionError):
    """The other side found a failure (section 8)."""

    def __init__(self, code: int, authenticated: bool, expected_authentication: bool) -> None:
        super().__init__(f"alert {code}")
        self.code = code
        self.unauthenticated_late = expected_authentication and not authenticated


class FaultyAlert(SessionError):
    """What came is an alert, and not as it must be: an alert is never answered (section 8)."""


class Truncated(SessionError):
    """The connection ended without both ends of session (section 4, Ending)."""


class TimedOut(SessionError):
    """The other side was silent for too long."""


class ConnectionLost(SessionError):
    """Sending failed; an alert of the other side may still be there to be read."""


def malformed(reason: str) -> Failure:
    """The commonest failure: a payload does not have its form (section 1)."""
    return Failure(Alert.MALFORMED, reason)

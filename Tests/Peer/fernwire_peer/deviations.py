# SPDX-License-Identifier: Apache-2.0
"""The deviations by name."""

from .alert_deviations import ALERT_DEVIATIONS
from .content_deviations import CONTENT_DEVIATIONS
from .deviation import Deviation
from .handshake_deviations import HANDSHAKE_DEVIATIONS
from .identity_deviations import IDENTITY_DEVIATIONS
from .record_deviations import FRAME_DEVIATIONS
from .registry import Direction

DEVIATIONS: tuple[Deviation, ...] = (
    IDENTITY_DEVIATIONS + HANDSHAKE_DEVIATIONS + FRAME_DEVIATIONS + CONTENT_DEVIATIONS + ALERT_DEVIATIONS)


def of_role(role: Direction, suite: str) -> list[Deviation]:
    return [deviation for deviation in DEVIATIONS if role in deviation.roles and deviation.is_for(suite)]


def find(name: str, role: Direction, suite: str) -> Deviation:
    for deviation in of_role(role, suite):
        if deviation.name == name:
            return deviation
    raise ValueError(f"no deviation {name} for a {role.label} with {suite}")


def list_lines(suite: str | None) -> list[str]:
    """The lines of --list-deviations; with a suite only those that it allows."""
    return [deviation.describe() for deviation in DEVIATIONS if suite is None or deviation.is_for(suite)]

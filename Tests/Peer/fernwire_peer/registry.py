# SPDX-License-Identifier: Apache-2.0
"""The numbers of section 10, and the limits that the other sections name."""

from enum import IntEnum

MAGIC = bytes.fromhex("FE524E57")
VERSION = 1
HEADER_LENGTH = 32
MAX_PAYLOAD = 65_536
MAX_CONTENT = 16_384
MAX_MESSAGE = 16 * 1024 * 1024
FLAG_PROTECTED = 0x01
RESERVED_FLAGS = 0xFE
FIRST_RECORD_EPOCH = 1
HANDSHAKE_SECONDS = 10.0
# Section 4.2: rekeys that a direction may have beyond its message records.
REKEY_ALLOWANCE = 16
# Section 3.11.
GREASE = tuple(0x0A0A + 0x1010 * digit for digit in range(16))
# Section 4: control content that a receiver disregards when it does not know it.
IGNORABLE = range(0x20, 0x40)
CONTROL = (*range(0x10, 0x40), *range(0xC0, 0x100))


class Direction(IntEnum):
    """Section 2: the sender of a frame."""

    CLIENT = 0
    SERVER = 1

    @property
    def other(self) -> "Direction":
        return Direction(1 - self)

    @property
    def label(self) -> str:
        """The name in key logs (section 9) and in the verify data (section 3.8)."""
        return self.name.lower()


class MessageType(IntEnum):
    """Section 10, message types."""

    CLIENT_HELLO = 0x01
    SERVER_HELLO = 0x02
    PUBLIC_KEY = 0x03
    KEY_WRAP = 0x04
    KEY_SHARE = 0x05
    SIGNATURE = 0x06
    IDENTITY = 0x07
    FINISHED = 0x0F
    RECORD = 0x20
    ALERT = 0x30


class ContentType(IntEnum):
    """Section 10, content types."""

    TEXT = 0x01
    JSON = 0x02
    BINARY = 0x03
    FILE = 0x04
    REKEY = 0x10
    ALERT = 0x11
    END_OF_SESSION = 0x12


class Fragment(IntEnum):
    """Section 4: the place of a record in its message."""

    WHOLE = 0
    FIRST = 1
    MIDDLE = 2
    LAST = 3


class KeyKind(IntEnum):
    """Section 10, key kinds."""

    NONE = 0
    RSA = 1
    ED25519 = 2
    TOY_RSA = 3


class ShareKind(IntEnum):
    """Section 10, share kinds."""

    X25519 = 1
    TOY_DH16 = 2


class SecretKind(IntEnum):
    """Section 10, secret kinds."""

    FERNET_KEY = 1
    MAC_SECRET = 2


class Alert(IntEnum):
    """Section 10, alerts."""

    UNEXPECTED_MESSAGE = 1
    MALFORMED = 2
    UNSUPPORTED_VERSION = 3
    FRAME_TOO_LARGE = 4
    NO_COMMON_SUITE = 5
    UNKNOWN_KEY = 6
    ILLEGAL_PARAMETER = 7
    BAD_KEY = 8
    HANDSHAKE_FAILED = 9
    REFLECTED = 10
    WRONG_SESSION = 11
    WRONG_SEQUENCE = 12
    WRONG_EPOCH = 13
    BAD_RECORD = 14
    MESSAGE_TOO_LARGE = 15
    TIMED_OUT = 16
    GOING_AWAY = 17
    INTERNAL_ERROR = 18
    IDENTITY_REQUIRED = 19
    IDENTITY_REFUSED = 20
    IDENTITY_UNKNOWN = 21
    BUSY = 22


def alert_name(code: int) -> str:
    """The registered name of an alert; an unknown code is a failure of unknown kind (section 8)."""
    try:
        return Alert(code).name.lower()
    except ValueError:
        return f"unknown-{code}"

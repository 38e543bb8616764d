# SPDX-License-Identifier: Apache-2.0
"""What the two roles do in a session, and what they print of it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TextIO

from .content import Message
from .deviation import HONEST, Deviation
from .errors import (AlertReceived, BadMagic, ConnectionLost, Failure, FaultyAlert, SessionError, TimedOut,
                     Truncated)
from .registry import MAX_CONTENT, Alert, ContentType, alert_name
from .session import Session


def one_line(text: str) -> str:
    """Text without what would break the line that it is printed in."""
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode("ascii") for c in text)


def describe(message: Message) -> str:
    """The line for a message received."""
    match message.content_type:
        case ContentType.TEXT:
            return f"received text: {one_line(message.content.decode())}"
        case ContentType.JSON:
            return f"received json: {one_line(message.content.decode())}"
        case ContentType.BINARY:
            return f"received binary: {message.content.hex()}"
    state = "sha-ok" if message.is_intact else "sha-bad"
    return f"received file: {one_line(message.head.name.decode())} {message.head.size} {state}"


@dataclass
class Conversation:
    """One session from its first byte to its last, with an exit status."""

    session: Session
    out: TextIO
    err: TextIO
    deviation: Deviation = HONEST
    verbose: bool = False
    rekeys: bool = False
    sends_ignorable: bool = False

    def run_client(self, messages: list[Message], limit: int = MAX_CONTENT, late: list[Message] | None = None) -> int:
        """What is late is sent when the server has ended, in one go with the end."""
        return self._run(lambda: self._be_client(messages, limit, late or []))

    def run_server(self, reply: Message | None) -> int:
        """Without a reply every message is echoed."""
        return self._run(lambda: self._be_server(reply))

    def _be_client(self, messages: list[Message], limit: int, late: list[Message]) -> None:
        for message in messages:
            self._take_pending()
            self._send(message, limit)
        self._take_pending()
        if self.deviation.action:
            self._deviate()
            return
        if late:
            self._wait_for_end()
            self.session.transport.hold()
            for message in late:
                self._send(message, limit)
        self.session.send_end()
        if late:
            self.session.transport.release()
        self._wait_for_end()

    def _wait_for_end(self) -> None:
        while not self.session.has_received_end:
            self._take()

    def _be_server(self, reply: Message | None) -> None:
        if self.deviation.action:
            self._deviate()
            return
        while (message := self._take()) is not None:
            self._send((reply or message).answering(message))
        self._take_pending()
        self.session.send_end()

    def _send(self, message: Message, limit: int = MAX_CONTENT) -> None:
        if self.rekeys:
            self.session.send_rekey()
        if self.sends_ignorable:
            self.session.send_ignorable()
        self.session.send_message(message, limit)

    def _deviate(self) -> None:
        """Does it, then reads until the other side has closed, or until its alert."""
        self.deviation.action(self.session)
        while True:
            self._take()

    def _take(self) -> Message | None:
        message = self.session.receive()
        if message is not None:
            print(describe(message), file=self.out, flush=True)
        return message

    def _take_pending(self) -> None:
        """Takes what is there already: an alert, or a record after the end of the session, should not go unseen."""
        while self.session.transport.has_pending():
            self._take()

    def _run(self, talk: Callable[[], None]) -> int:
        try:
            self._talk_or_hear_why(talk)
        except SessionError as error:
            self._report(error)
            return 1
        finally:
            self.session.transport.close()
        print("ended", file=self.out, flush=True)
        return 0

    def _talk_or_hear_why(self, talk: Callable[[], None]) -> None:
        """When sending fails the other side has closed; its alert may still be there."""
        try:
            self.session.open()
            talk()
        except ConnectionLost:
            while True:
                self._take()

    def _report(self, error: SessionError) -> None:
        match error:
            case Failure():
                self._fail(error.alert, str(error))
            case TimedOut():
                self._fail(Alert.GOING_AWAY if self.session.channel.other_is_verified else Alert.TIMED_OUT, "silence")
            case AlertReceived():
                self._complain(f"alert received: {alert_name(error.code)}")
                if error.unauthenticated_late:
                    self._complain("the alert was not authenticated")
            case BadMagic():
                self._complain("closed: not Fernwire")
            case FaultyAlert():
                self._complain("closed: a faulty alert")
            case Truncated():
                self._complain("truncated")

    def _fail(self, alert: Alert, reason: str) -> None:
        self.session.send_alert(alert)
        self._complain(f"alert sent: {alert.name.lower()}")
        if self.verbose:
            self._complain(reason)
        self.session.transport.close_gently()

    def _complain(self, line: str) -> None:
        print(line, file=self.err, flush=True)

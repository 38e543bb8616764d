#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The command line of the independent Fernwire peer: one session as server or client, then an exit status.

With `--deviate all` it is a session for each deviation, one after another.
"""

import argparse
import contextlib
import socket
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import TextIO

from fernwire_peer.content import FileHead, Message
from fernwire_peer.conversation import Conversation
from fernwire_peer.deviation import HONEST, Deviation
from fernwire_peer.deviations import find, list_lines, of_role
from fernwire_peer.registry import MAX_CONTENT, ContentType, Direction
from fernwire_peer.session import Session
from fernwire_peer.suites import SUITES
from fernwire_peer.transport import TIMEOUT, Transport

USAGE_ERROR = 2
DEFAULT_REPLY = "received"


def make_parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("role", choices=["server", "client"], nargs="?")
    parser.add_argument("--suite", "--insecure", choices=sorted(SUITES))
    parser.add_argument("--key", type=Path, help="a pre-shared key, or a private key in PEM")
    parser.add_argument("--peer-key", type=Path, help="the other side's public key in PEM")
    parser.add_argument("--rekey", action="store_true", help="rekey before each message")
    parser.add_argument("--ignorable", action="store_true",
                        help="send before each message content that is to be disregarded")
    parser.add_argument("--key-id", default="", help="the name of the pre-shared key")
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--key-log", type=Path)
    parser.add_argument("--message", action="append", help="a text to send; for a server the text of its replies")
    parser.add_argument("--deviate", metavar="NAME", help="break the protocol in this way; all: in every way that the role "
                        "and the suite have, each in a connection of its own, after a line on standard error that names it")
    parser.add_argument("--verbose", action="store_true", help="say why an alert was sent")
    parser.add_argument("--list-deviations", action="store_true", help="with --suite: those of the suite only")
    server = parser.add_argument_group("server")
    server.add_argument("--mode", choices=["reply", "echo"], default="reply")
    client = parser.add_argument_group("client")
    client.add_argument("--json", action="append", default=[])
    client.add_argument("--binary", action="append", default=[], type=bytes.fromhex, metavar="HEX")
    client.add_argument("--file", action="append", default=[], type=Path)
    client.add_argument("--late", action="append", default=[], metavar="TEXT",
                        help="a text to send when the server has ended, in one go with the end")
    client.add_argument("--wrong-hash", action="store_true", help="say another SHA-256 of files")
    client.add_argument("--fragment", type=int, default=MAX_CONTENT, metavar="N")
    return parser


def text_message(text: str) -> Message:
    return Message(ContentType.TEXT, text.encode())


def collect_messages(options: argparse.Namespace) -> list[Message]:
    """The client's messages: texts, then json, binary and files."""
    messages = [text_message(text) for text in options.message or []]
    messages += [Message(ContentType.JSON, text.encode()) for text in options.json]
    messages += [Message(ContentType.BINARY, data) for data in options.binary]
    for path in options.file:
        data = path.read_bytes()
        head = FileHead.of(data, path.name)
        messages.append(Message(ContentType.FILE, data,
                                head=replace(head, sha256=bytes(32)) if options.wrong_hash else head))
    return messages


@contextlib.contextmanager
def meeting(role: Direction, options: argparse.Namespace, out: TextIO) -> Iterator[Callable[[], socket.socket]]:
    """What makes one connection after another."""
    if role is Direction.CLIENT:
        yield lambda: socket.create_connection((options.host, options.port), TIMEOUT)
        return
    with socket.create_server((options.host, options.port)) as listener:
        listener.settimeout(TIMEOUT)
        print(f"listening {listener.getsockname()[1]}", file=out, flush=True)
        yield lambda: listener.accept()[0]


def run(options: argparse.Namespace, out: TextIO, err: TextIO) -> int:
    role = Direction[options.role.upper()]
    if options.suite is None or not 1 <= options.fragment <= MAX_CONTENT:
        raise ValueError(f"--suite is needed, and --fragment is 1 to {MAX_CONTENT}")
    if options.deviate == "all":
        with meeting(role, options, out) as connect:
            for deviation in of_role(role, options.suite):
                print(f"deviation {deviation.name}", file=err, flush=True)
                talk(connect(), role, deviation, options, out, err)
        return 0
    deviation = find(options.deviate, role, options.suite) if options.deviate else HONEST
    with meeting(role, options, out) as connect:
        sock = connect()
    return talk(sock, role, deviation, options, out, err)


def talk(sock: socket.socket, role: Direction, deviation: Deviation, options: argparse.Namespace, out: TextIO,
         err: TextIO) -> int:
    """One session, and its exit status."""
    suite = SUITES[options.suite](role, options.key, options.peer_key)
    messages = collect_messages(options) if role is Direction.CLIENT else []
    session = Session(Transport(sock), role, suite, options.key_id.encode(), options.key_log, deviation)
    conversation = Conversation(session, out, err, deviation, options.verbose, options.rekey and suite.can_rekey,
                                options.ignorable)
    if role is Direction.CLIENT:
        return conversation.run_client(messages, options.fragment, [text_message(text) for text in options.late])
    reply = text_message(" ".join(options.message or [DEFAULT_REPLY]))
    return conversation.run_server(reply if options.mode == "reply" else None)


def main(arguments: list[str], out: TextIO = sys.stdout, err: TextIO = sys.stderr) -> int:
    parser = make_parser()
    options = parser.parse_args(arguments)
    if options.list_deviations:
        print(*list_lines(options.suite), sep="\n", file=out)
        return 0
    if options.role is None:
        parser.error("server or client?")
    try:
        return run(options, out, err)
    except (OSError, ValueError) as error:
        print(f"peer: {error}", file=err)
        return USAGE_ERROR


if __name__ == "__main__":
    sys.stdout.reconfigure(encoding="utf-8")
    sys.exit(main(sys.argv[1:]))

# SPDX-License-Identifier: Apache-2.0
"""The command line of fernwire-torture."""

import argparse
import fnmatch
import sys
from pathlib import Path

from fernwire_peer.registry import Direction
from fernwire_peer.suites import SUITES

from . import report
from .deviation import Deviation, Needs
from .keyring import KeyRing
from .meeting import Calling, Waiting
from .puppet import Terms
from .runner import Runner, Verdict
from .table import TABLE

USAGE_ERROR = 2


def make_parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser("fernwire-torture", description="Misbehaves as a Fernwire peer in one way at a "
                                     "time, and judges what the target does about it.")
    parser.add_argument("host", metavar="HOST", nargs="?", default="127.0.0.1")
    parser.add_argument("port", metavar="PORT", nargs="?", type=int, default=9090)
    parser.add_argument("--suite", metavar="NAME", nargs="+", choices=list(SUITES), default=[],
                        help="play in these suites only (default: all that the keys allow)")
    parser.add_argument("--key", metavar="FILE", nargs="+", action="extend", type=Path, default=[],
                        help="pre-shared keys, our private keys and the target's public keys, in any order")
    parser.add_argument("--key-id", metavar="NAME", default="", help="the name of the target's pre-shared key")
    parser.add_argument("--strict-identity", action="store_true",
                        help="the target knows our key, and demands that we prove it")
    parser.add_argument("--stranger", action="store_true",
                        help="the target is a client that does not know our key, and accepts no new one")
    parser.add_argument("--target-rekeys", action="store_true", help="the target rekeys after each of its messages")
    parser.add_argument("--target-idle", metavar="SECONDS", type=float, default=0.0,
                        help="the target ends a session that is silent for so long")
    parser.add_argument("--target-sessions", metavar="N", type=int, default=0,
                        help="the target serves so many sessions at a time, 1000 at most, and now no other than ours")
    parser.add_argument("--as-server", action="store_true", help="listen on HOST and PORT, and torture a client")
    parser.add_argument("--clients", metavar="COMMAND",
                        help="with --as-server: starts the client, with {host} and {port} in it, for each deviation")
    parser.add_argument("--list", action="store_true", help="show the deviations, and play none")
    parser.add_argument("--only", metavar="NAME", nargs="+", default=[], help="play these only; * stands for anything")
    parser.add_argument("--slow", action="store_true", help="play those that take ten seconds each, too")
    parser.add_argument("--junit", metavar="FILE", type=Path, help="write the results as JUnit XML")
    parser.add_argument("--timeout", metavar="SECONDS", type=float, default=5.0,
                        help="seconds for each connection (default: 5)")
    parser.add_argument("--failures", action="store_true", help="show only what failed")
    return parser


def chosen(options: argparse.Namespace) -> tuple[Deviation, ...]:
    found = tuple(deviation for deviation in TABLE if not options.only
                  or any(fnmatch.fnmatchcase(deviation.name, pattern) for pattern in options.only))
    if not found:
        raise ValueError("no deviation has that name")
    return found


def given(options: argparse.Namespace) -> set[Needs]:
    found = {Needs.NOTHING, Needs.KNOWN if options.strict_identity else Needs.UNKNOWN,
             Needs.NAMED if options.key_id else Needs.UNNAMED}
    more = {Needs.REKEYS: options.target_rekeys, Needs.STRANGER: options.stranger,
            Needs.IDLE: options.target_idle > 0, Needs.SESSIONS: options.target_sessions > 0}
    return found | {need for need, is_given in more.items() if is_given}


def run(options: argparse.Namespace) -> list[Verdict]:
    keys = KeyRing.of(options.key)
    suites = options.suite or keys.suites()
    for suite in suites:
        if not keys.has(suite):
            raise ValueError(f"{suite} needs a --key")
    if options.target_sessions > 1000:
        raise ValueError("--target-sessions is 1000 at most; start the target with a lower limit")
    role = Direction.SERVER if options.as_server else Direction.CLIENT
    meeting = (Waiting(options.host, options.port, options.clients or "") if options.as_server
               else Calling(options.host, options.port))
    if isinstance(meeting, Waiting):
        print(f"listening {meeting.port}", flush=True)
    terms = Terms(options.key_id.encode(), idle=options.target_idle, sessions=options.target_sessions)
    runner = Runner(meeting, keys, terms, role, options.timeout, given(options), options.slow)
    table, verdicts = chosen(options), []
    for suite in suites:
        for verdict in runner.run(table, suite):
            verdicts.append(verdict)
            if not options.failures or not verdict.passed:
                print(report.line(verdict), flush=True)
    return verdicts


def main(arguments: list[str] | None = None) -> int:
    parser = make_parser()
    options = parser.parse_args(arguments)
    try:
        if options.list:
            print(*map(report.listing, chosen(options)), sep="\n")
            return 0
        verdicts = run(options)
        if options.junit:
            report.write_junit(options.junit, verdicts)
    except (OSError, ValueError) as error:
        print(f"fernwire-torture: {error}", file=sys.stderr)
        return USAGE_ERROR
    print(report.summary(verdicts))
    return 0 if all(verdict.passed for verdict in verdicts) else 1


if __name__ == "__main__":
    sys.exit(main())

# SPDX-License-Identifier: Apache-2.0
"""The table itself, and the command line."""

import contextlib
import io
import re
import tempfile
import unittest
from collections import Counter
from pathlib import Path
from xml.etree import ElementTree

from fernwire_peer.registry import Direction
from fernwire_peer.suites import SUITES

from fernwire_torture.__main__ import main
from fernwire_torture.keyring import KeyRing, shared_form
from fernwire_torture.table import TABLE

from .targets import peer_server, serving


class TableTests(unittest.TestCase):
    """What every line of the table has."""

    def test_names_are_unique_where_they_are_played(self) -> None:
        for suite in SUITES.values():
            for role in Direction:
                names = Counter(found.name for found in TABLE if found.is_for(suite, role))
                self.assertEqual([name for name, count in names.items() if count > 1], [], suite.name)

    def test_every_deviation_is_played_somewhere(self) -> None:
        for deviation in TABLE:
            with self.subTest(deviation=deviation.name):
                self.assertTrue(any(deviation.is_for(suite, role) for suite in SUITES.values() for role in Direction))
                self.assertRegex(deviation.name, r"^[a-z0-9+_-]+$")
                self.assertRegex(deviation.section, r"^[0-9., ]+$")
                self.assertTrue(deviation.demand.describe())


class CommandLineTests(unittest.TestCase):
    """The program in this process."""

    def run_main(self, *arguments: object) -> tuple[int, str]:
        out = io.StringIO()
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(out):
            status = main([str(argument) for argument in arguments])
        return status, out.getvalue()

    def test_list(self) -> None:
        status, out = self.run_main("--list", "--only", "rekey-*")
        self.assertEqual(status, 0)
        self.assertIn("rekey-17-times  (as client/server; section 4.2)", out)
        self.assertNotIn("offer-", out)

    def test_results(self) -> None:
        with tempfile.TemporaryDirectory() as folder, serving(peer_server(KeyRing.of([]), "plaintext")) as port:
            junit = Path(folder) / "results.xml"
            status, out = self.run_main("127.0.0.1", port, "--suite", "plaintext", "--only", "offer-cut-*", "--junit",
                                        junit)
            self.assertEqual(status, 0, out)
            self.assertTrue(re.search(r"^all: (\d+) of \1 passed$", out, re.M), out)
            cases = ElementTree.parse(junit).getroot().findall("testsuite/testcase")
            self.assertIn("offer-cut-31", [case.get("name") for case in cases])
            status, out = self.run_main("127.0.0.1", port, "--suite", "plaintext", "--only", "content-no-json",
                                        "--junit", junit)
            self.assertEqual(status, 1, out)
            self.assertIn("section 4 demands: the session went on", out)
            self.assertEqual(len(ElementTree.parse(junit).getroot().findall(".//failure")), 1)

    def test_misuse(self) -> None:
        self.assertEqual(self.run_main("127.0.0.1", 1, "--suite", "fernet-psk")[0], 2)
        self.assertEqual(self.run_main("--list", "--only", "no-such-name")[0], 2)

    def test_forms_of_keys(self) -> None:
        self.assertEqual(shared_form(b"A" * 43 + b"=\n"), "fernet")
        self.assertEqual(shared_form(b"0123456789abcdef" * 4), "psk32")
        self.assertEqual(shared_form(b"Sixteen byte key"), "psk16")
        self.assertRaises(ValueError, shared_form, b"short")


if __name__ == "__main__":
    unittest.main()

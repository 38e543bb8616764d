# SPDX-License-Identifier: Apache-2.0
import os
from pathlib import Path

import pytest

from fernwire_analysis.batch import divide
from fernwire_analysis.capture import PATTERNS, Capture, find
from fernwire_analysis.errors import WorkerError
from fernwire_analysis.reading import Reading


def names(folder: Path, patterns=PATTERNS, without="tables") -> list[str]:
    return [one.path for one in find(folder, patterns, folder / without)[0]]


def test_captures_are_found_in_all_folders_but_the_tables(tmp_path: Path):
    for name in ("b.pcapng", "a/c.PCAP", "a/x/d.cap", "tables/e.pcapng", "notes.txt", "a/-f.pcapng"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("x")
    (tmp_path / "again").symlink_to(tmp_path / "a")
    assert names(tmp_path) == ["a/-f.pcapng", "a/c.PCAP", "a/x/d.cap", "b.pcapng"]
    assert names(tmp_path, ("*.txt",)) == ["notes.txt"]


def test_what_cannot_be_taken_is_refused_with_the_reason(tmp_path: Path):
    os.mkfifo(tmp_path / "pipe.pcapng")
    (tmp_path / "nowhere.pcapng").symlink_to("nothing")
    Path(os.fsdecode(os.fsencode(tmp_path) + b"/\xff.pcapng")).write_text("x")
    captures, refused = find(tmp_path, PATTERNS, tmp_path / "tables")
    assert captures == []
    assert refused == {
        "pipe.pcapng": "it is no regular file",
        "nowhere.pcapng": "the file cannot be looked at: No such file or directory",
        r"\xff.pcapng": "its name is not UTF-8: rename it",
    }


def test_an_identity_changes_with_each_of_its_parts(tmp_path: Path):
    one = Capture("a.pcapng", 10, 20)
    others = [Capture("b.pcapng", 10, 20), Capture("a.pcapng", 11, 20), Capture("a.pcapng", 10, 21)]
    assert one.identity("r") == Capture("a.pcapng", 10, 20).identity("r")
    assert len({one.identity("r"), one.identity("s"), *(other.identity("r") for other in others)}) == 5


def test_a_fingerprint_changes_with_keys_and_options_but_not_with_what_a_key_file_holds(tmp_path: Path):
    key = tmp_path / "a.key"

    def fingerprint(text: str, seconds: int, plaintext: bool = False) -> str:
        key.write_text(text)
        os.utime(key, (seconds, seconds))
        return Reading("/", "fernwire", (str(key),), plaintext, 0).fingerprint()

    assert fingerprint("one", 1) == fingerprint("two", 1)
    assert (
        len({fingerprint("one", 1), fingerprint("one", 2), fingerprint("longer", 1), fingerprint("one", 1, True)}) == 4
    )


def test_a_machine_without_what_is_needed_says_so(tmp_path: Path, script):
    good = Reading(str(tmp_path), script("exit 1"), (), False, 0)
    assert good.version() == "0.0.0-script"
    for changed, words in (
        ({"folder": "/nowhere"}, "does not see the folder"),
        ({"keys": ("/nowhere.key",)}, "cannot read the key file"),
        ({"program": "/nowhere/fernwire"}, "does not have the program"),
        ({"program": "false"}, "cannot run"),
    ):
        with pytest.raises(WorkerError, match=words):
            Reading(**{**good.__dict__, **changed}).version()


def test_all_captures_are_divided_among_tasks_once_and_the_same_way():
    captures = [Capture(f"{number}.pcapng", 100 if number else 50 << 20, number * 10**13) for number in range(1000)]
    batches = divide(captures, "r", 1, workers=2)
    assert sorted(one.path for batch in batches for one in batch.captures) == sorted(one.path for one in captures)
    assert (
        len({batch.part for batch in batches}) == len(batches) and max(len(batch.captures) for batch in batches) == 64
    )
    assert len(batches[0].captures) == 1, "the largest is first, and alone"
    assert divide(captures, "r", 1, workers=2) == batches
    assert {batch.part for batch in divide(captures, "r", 2, workers=2)}.isdisjoint(batch.part for batch in batches)
    assert len(divide(captures[1:41], "r", 1, workers=5)) == 20, "few captures are enough for all workers"

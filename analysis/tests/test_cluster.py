# SPDX-License-Identifier: Apache-2.0
"""A real scheduler and real workers on the loopback interface, of which one is killed in the middle."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import GENERATOR, generate
from processes import analysis, children, cluster, started, wait
from tables import everything, files, rows


@pytest.fixture(scope="module")
def undisturbed(generated: Path, program: str, tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[str]]:
    """The rows of a run on this machine, with one worker and nothing in its way."""
    tables = tmp_path_factory.mktemp("undisturbed")
    run = analysis("collect", generated, "--fernwire", program, "--out", tables, "--workers", 1)
    assert run.returncode == 0 and run.stdout.startswith("24 captures read"), run.stderr
    found = everything(tables)
    assert len(found["captures"]) == 24 and len(found["sessions"]) >= 24 and len(found["records"]) > 100
    return found


@pytest.fixture
def slow(program: str, script) -> str:
    """The program, but each capture takes so long that a worker can be killed while it reads one."""
    return script(f'sleep 0.2\nexec "{program}" "$@"', "slow")


def collect_command(*arguments: object) -> list[object]:
    return [sys.executable, "-m", "fernwire_analysis", "collect", *arguments]


def test_when_a_worker_is_killed_nothing_is_lost_and_nothing_is_there_twice(
    captures: Path, slow: str, undisturbed: dict, tmp_path: Path
):
    tables = tmp_path / "tables"
    with cluster(tmp_path / "cluster") as dask:
        first, second = dask.worker(), dask.worker()
        arguments = (captures, "--fernwire", slow, "--out", tables, "--scheduler", dask.address, "--batch", 3)
        with started(*collect_command(*arguments), stdout=subprocess.PIPE, stderr=subprocess.PIPE) as run:
            wait(
                lambda: len(list(tables.glob("captures/000001-*"))) >= 1 and children(first),
                "capture that a worker reads",
            )
            os.kill(first, signal.SIGKILL)
            out, err = run.communicate(timeout=90)
        assert run.returncode == 0 and out.startswith("24 captures read"), err
        assert everything(tables) == undisturbed
        assert children(second) == [], "nothing that a worker started is left"

        before = files(tables)
        again = analysis("collect", *arguments)
        assert again.returncode == 0 and again.stdout.startswith("0 captures read"), again.stderr
        assert "24 skipped" in again.stdout and files(tables) == before


def test_a_broken_capture_is_listed_and_a_changed_one_replaces_its_rows(
    captures: Path, program: str, undisturbed: dict, tmp_path: Path
):
    tables = tmp_path / "tables"
    (captures / "broken.pcapng").write_text("no capture at all\x1b[31m")
    arguments = ("collect", captures, "--fernwire", program, "--out", tables, "--workers", 2)
    run = analysis(*arguments)
    assert run.returncode == 1 and "24 captures read" in run.stdout and "1 failed" in run.stdout
    assert "failed: broken.pcapng: " in run.stderr and "\x1b" not in run.stderr
    found = everything(tables)
    broken = [row for row in found["captures"] if "capture=broken.pcapng" in row]
    assert len(broken) == 1 and "status=failed" in broken[0] and "reason=None" not in broken[0]
    assert {**found, "captures": [row for row in found["captures"] if row not in broken]} == undisturbed
    assert "broken.pcapng" in analysis("report", tables, "--only", "captures-failed").stdout

    changed, name = captures / "capture-00.pcapng", "capture=capture-00.pcapng"
    generate(changed, "chat-fernet-psk", 99)
    (captures / "broken.pcapng").unlink()
    (captures / "capture-02.pcapng").unlink()
    run = analysis(*arguments)
    assert run.returncode == 0 and run.stdout.startswith("1 captures read") and "22 skipped" in run.stdout, run.stderr
    later = everything(tables)
    assert len(later["captures"]) == 24, "what was read stays, and the file that failed and is gone is forgotten"
    for table in ("sessions", "records", "notes"):
        assert [row for row in later[table] if name not in row] == [
            row for row in undisturbed[table] if name not in row
        ]
    assert [row for row in later["sessions"] if name in row] != [row for row in undisturbed["sessions"] if name in row]
    assert len([row for row in later["sessions"] if name in row]) == 1


@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGINT])
def test_a_run_that_is_ended_leaves_what_the_same_command_goes_on_from(
    captures: Path, slow: str, program: str, undisturbed: dict, tmp_path: Path, how: signal.Signals
):
    tables = tmp_path / "tables"
    arguments = (captures, "--out", tables, "--workers", 2, "--batch", 2)
    with started(
        *collect_command(*arguments, "--fernwire", slow), stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as run:
        wait(lambda: list(tables.glob("captures/000001-*")), "part")
        # As the terminal does it: the signal reaches all processes of the run.
        os.killpg(run.pid, how) if how == signal.SIGINT else os.kill(run.pid, how)
        _, err = run.communicate(timeout=60)
    assert run.returncode == (-9 if how == signal.SIGKILL else 130)
    if how != signal.SIGKILL:
        assert (
            err.splitlines()[-1:] == ["fernwire-analysis: interrupted; the same command goes on from here"]
            and "Traceback" not in err
        )
    done = len(set(rows(tables, "captures")))
    assert 0 < done < 24
    run = analysis("collect", *arguments, "--fernwire", program)
    assert run.returncode == 0 and run.stdout.startswith(f"{24 - done} captures read"), run.stderr
    assert everything(tables) == undisturbed


def test_a_capture_that_kills_its_workers_takes_no_other_with_it(
    captures: Path, program: str, undisturbed: dict, script, tmp_path: Path
):
    deadly = script(f'case "$*" in *capture-05*) kill -9 $PPID;; esac\nexec "{program}" "$@"')
    tables = tmp_path / "tables"
    # A worker need not die four times here.
    run = analysis(
        "collect",
        captures,
        "--fernwire",
        deadly,
        "--out",
        tables,
        "--workers",
        2,
        DASK_DISTRIBUTED__SCHEDULER__ALLOWED_FAILURES="0",
    )
    assert run.returncode == 1 and "23 captures read" in run.stdout, run.stderr
    assert "failed: below/capture-05.pcapng: the workers that read it died" in run.stderr
    sessions = [row for row in undisturbed["sessions"] if "capture-05" not in row]
    assert rows(tables, "sessions") == sessions


def test_what_a_worker_lacks_is_said_before_anything_is_read(captures: Path, program: str, tmp_path: Path):
    tables = tmp_path / "tables"
    with cluster(tmp_path / "cluster") as dask:
        dask.worker()
        arguments = ("collect", captures, "--out", tables, "--scheduler", dask.address)
        run = analysis(*arguments, "--fernwire", "/nowhere/fernwire", "--plaintext")
        assert run.returncode == 2 and "does not have the program /nowhere/fernwire" in run.stderr
        # It would be found here, but a worker has the PATH with which it was started.
        (tmp_path / "bin").mkdir()
        (tmp_path / "bin/fernwire-here").symlink_to(program)
        run = analysis(*arguments, "--fernwire", "fernwire-here", PATH=f"{tmp_path}/bin:{os.environ['PATH']}")
        assert run.returncode == 2 and "does not have the program fernwire-here" in run.stderr
    assert rows(tables, "captures") == []
    assert tables.stat().st_mode & 0o777 == 0o700, "tables that were made for plaintext are for nobody else"


def test_two_runs_do_not_write_to_the_same_tables(captures: Path, slow: str, program: str, tmp_path: Path):
    tables = tmp_path / "tables"
    with started(
        *collect_command(captures, "--fernwire", slow, "--out", tables),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    ):
        wait((tables / ".run").exists, "run")
        run = analysis("collect", captures, "--fernwire", program, "--out", tables)
        assert run.returncode == 2 and "another fernwire-analysis collect is writing" in run.stderr
    (tmp_path / "others").mkdir()
    generate(tmp_path / "others/capture-00.pcapng", "chat-plaintext", 1)
    run = analysis("collect", tmp_path / "others", "--fernwire", program, "--out", tables)
    assert run.returncode == 2 and "--moved" in run.stderr


def test_other_keys_and_options_read_a_capture_anew(program: str, tmp_path: Path):
    (tmp_path / "captures").mkdir()
    subprocess.run(
        [
            GENERATOR,
            "generate",
            "--scenario",
            "chat-fernet-psk",
            "--exercise",
            tmp_path / "answer.key",
            "--output",
            tmp_path / "captures/exercise.pcapng",
        ],
        check=True,
        stdout=subprocess.DEVNULL,
        timeout=60,
    )
    tables = tmp_path / "tables"
    arguments = ("collect", tmp_path / "captures", "--fernwire", program, "--out", tables, "--workers", 1)

    def records(*options: object) -> list[str]:
        run = analysis(*arguments, *options)
        assert run.returncode == 0 and run.stdout.startswith("1 captures read"), run.stderr
        return rows(tables, "records")

    closed = records()
    assert closed and all("mac_status=unchecked" in row for row in closed)
    opened = records("--keys", tmp_path / "answer.key")
    assert len(opened) == len(closed) and all(
        "mac_status=verified" in row and "plaintext=None" in row for row in opened
    )
    told = records("--keys", tmp_path / "answer.key", "--plaintext")
    assert len(told) == len(closed) and not all("plaintext=None" in row for row in told)
    secret = (tmp_path / "answer.key").read_text().split()[0].encode()
    assert not any(secret in path.read_bytes() for path in tables.rglob("*") if path.is_file())
    assert rows(tables, "captures") != [] and analysis(*arguments, "--keys", tmp_path / "nothing.key").returncode == 2

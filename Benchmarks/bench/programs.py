# SPDX-License-Identifier: Apache-2.0
"""Runs programs and measures them: CPU, memory, instructions. Holds the scratch folder of a run."""
import concurrent.futures, os, pathlib, re, shutil, subprocess, sys, tempfile

ROOT = pathlib.Path(__file__).resolve().parents[2]
BUILT = ROOT / "build/bench"
BIN = ROOT / "build/bin"
PEERS = pathlib.Path(__file__).resolve().parents[1] / "Peers"
LIBRARIES = ["-lssl", "-lcrypto", "-ldl", "-lpthread"]


class Used:
    """What a program took: seconds of user CPU, of all CPU and of the clock, and its greatest resident memory in bytes."""

    def __init__(self, report):
        self.user, self.cpu, self.elapsed, kibibytes = map(float, report.split())
        self.resident = kibibytes * 1024


class Bench:
    """A scratch folder that anyone may read, for as long as the run lasts, and what is run in it."""

    def __init__(self, options):
        self.options = options
        self._folder = tempfile.TemporaryDirectory(prefix="bench-")
        self.folder = pathlib.Path(self._folder.name)
        self.folder.chmod(0o755)
        home = self.folder / "home"
        home.mkdir()
        shutil.copytree(ROOT / "build/plugins", self.folder / "plugins")
        subprocess.run(["chmod", "-R", "a+rX", self.folder], check=True)
        # Root is refused personal plugins, in silence: tshark runs as nobody then.
        self.drop = []
        if os.geteuid() == 0:
            os.chown(home, 65534, 65534)
            self.drop = ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"]
        # The same for every run, so that instructions repeat: nothing of the caller's but the path.
        self.environment = {
            "PATH": os.environ["PATH"], "HOME": str(home), "WIRESHARK_PLUGIN_DIR": str(self.folder / "plugins"),
            "LC_ALL": "C.UTF-8", "TZ": "UTC", "SWIFT_DETERMINISTIC_HASHING": "1"}

    def close(self):
        self._folder.cleanup()

    def peer(self, name, shared=()):
        """The path of a C program of Benchmarks/Peers, built when it is missing or older than its source."""
        source, program = PEERS / f"{name}.c", BUILT / "peers" / name
        if not program.exists() or program.stat().st_mtime < source.stat().st_mtime:
            program.parent.mkdir(parents=True, exist_ok=True)
            subprocess.run(["gcc", "-O2", "-Wall", "-Wextra", *shared, source, "-o", program, *LIBRARIES], check=True)
        return str(program)

    def library(self, name):
        """The same as a library, where anyone may read it."""
        path = self.folder / f"{name}.so"
        if not path.exists():
            shutil.copy(self.peer(name, ["-shared", "-fPIC"]), path)
            path.chmod(0o755)
        return str(path)

    def run(self, command, input=None):
        """Runs a program to its end and says what it took. What it says of errors is shown when it fails."""
        report = self.folder / "used"
        ended = subprocess.run(
            [self.peer("used"), report, *command], stdin=input or subprocess.DEVNULL, stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE, env=self.environment, cwd=self.folder)
        if ended.returncode:
            sys.stderr.buffer.write(ended.stderr[-2000:])
            sys.exit(f"bench: {' '.join(map(str, command))} ended with {ended.returncode}")
        return Used(report.read_text())

    def tshark(self, arguments, program="tshark"):
        return [*self.drop, program, *arguments]

    def printed(self, command):
        """What a program prints on standard output."""
        return subprocess.run(
            command, env=self.environment, cwd=self.folder, check=True, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
            stdin=subprocess.DEVNULL, text=True).stdout

    def instructions(self, arguments):
        """The instructions that tshark takes from its first packet on, as callgrind counts them."""
        command = [
            *self.drop, "valgrind", "--tool=callgrind", "--instr-atstart=no", "--callgrind-out-file=/dev/null", "tshark",
            *arguments]
        ended = subprocess.run(
            command, env={**self.environment, "LD_PRELOAD": self.library("count_reading")}, cwd=self.folder,
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
        collected = re.search(r"Collected : (\d+)", ended.stderr)
        if ended.returncode or not collected:
            sys.exit(f"bench: {' '.join(map(str, command))} counted nothing\n{ended.stderr[-2000:]}")
        return int(collected[1])

    def all_instructions(self, commands):
        """The same for many at a time, as counts do not depend on what else runs. Takes and returns dictionaries."""
        self.library("count_reading")
        with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
            counts = {}
            for name, count in zip(commands, pool.map(self.instructions, commands.values())):
                counts[name] = count
                if len(counts) % 10 == 0:
                    say(f"{len(counts)} of {len(commands)} runs are counted")
        return counts


def alternating(rounds, things, measure):
    """Measures all things once a round, in the order A B, B A, A B, so that what drifts strikes all. Returns a list each."""
    found = {thing: [] for thing in things}
    for turn in range(rounds):
        for thing in things if turn % 2 == 0 else list(reversed(things)):
            found[thing].append(measure(thing))
    return found


def say(text):
    print(f"bench: {text}", file=sys.stderr, flush=True)

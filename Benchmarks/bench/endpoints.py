# SPDX-License-Identifier: Apache-2.0
"""The server and the client over loopback, beside plain C: round trips, streams, new sessions, idle sessions, a slow reader."""
import contextlib, os, re, resource, signal, subprocess, tempfile, time

from programs import BIN, alternating, say
from rows import QUIETEST, Row, middle, paired

PAYLOAD = "x" * 64
ROUNDS, LINES, STREAM, CLIENTS = 3000, 200000, 1000000, 200
# Two clients, since a server does one long operation of a client's address at a time.
HOSTS = ("127.0.0.1", "::1")
IDLE_LIMIT = 200


class Server:
    """A fernwire-server on a port of its own, which ends with the block that holds it."""

    def __init__(self, bench, *arguments, mode="echo"):
        self.said = tempfile.NamedTemporaryFile("r+", dir=bench.folder)
        self.child = subprocess.Popen(
            [BIN / "fernwire-server", "--port", "0", "--mode", mode, *arguments], stdin=subprocess.PIPE, stdout=self.said,
            stderr=subprocess.DEVNULL, env=bench.environment)
        for _ in range(200):
            with open(self.said.name) as written:
                found = re.search(r"^listening on .*:(\d+)$", written.read(), re.M)
            if found:
                break
            time.sleep(0.05)
        else:
            raise SystemExit("bench: the server does not listen")
        self.port = found[1]

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.child.kill()
        self.child.wait()

    @property
    def resident(self):
        with open(f"/proc/{self.child.pid}/status") as file:
            return int(re.search(r"VmRSS:\s+(\d+) kB", file.read())[1]) * 1024

    @property
    def sockets(self):
        return len(os.listdir(f"/proc/{self.child.pid}/fd"))


def scenario(bench, name, suite, steps, clients=1):
    path = bench.folder / f"{name}.yaml"
    path.write_text(f'name: "{name}"\nsummary: "{name}"\nsuite: {suite}\nclients: {clients}\nsteps:\n' + "".join(steps))
    return path


def step(side="client", text=PAYLOAD, pause=0, reply=False):
    return f'  - from: {side}\n    text: "{text}"\n    pause: {pause}\n' + ("    reply: true\n" if reply else "")


def measure(bench):
    # Thousands of sockets in one process.
    limit = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    resource.setrlimit(resource.RLIMIT_NOFILE, (limit, limit))
    keys = {}
    for kind in ("fernet", "aes256", "rsa"):
        keys[kind] = bench.folder / f"endpoint.{kind}"
        subprocess.run([BIN / "fernwire", "keygen", kind, "--output", keys[kind]], check=True, stdout=subprocess.DEVNULL)
    key = keys["fernet"]
    yield round_trips(bench, key)
    yield stream(bench, "fernet-psk", key)
    yield stream(bench, "aes256-gcm-psk", keys["aes256"])
    yield echo(bench, key)
    yield new_sessions(bench, "x25519-ed25519-chacha20poly1305", ["--accept-new"], [], [])
    yield new_sessions(
        bench, "rsa-fernet-hmac", ["--key", keys["rsa"]], ["rsa", keys["rsa"]], ["--insecure", "rsa-fernet-hmac"])
    yield idle(bench, key, limit)
    yield slow_reader(bench, key)


def client(server, *arguments):
    return [BIN / "fernwire-client", "--port", server.port, *arguments]


def round_trips(bench, key):
    steps = [step(), step("server", "x", reply=True)] * ROUNDS
    path = scenario(bench, "rounds", "fernet-psk", steps)
    with Server(bench, "--key", key) as server:
        def measured(kind):
            if kind == "peer":
                return float(bench.printed([bench.peer("ping_pong"), "50000"]))
            said = bench.printed(client(server, "--key", key, "--scenario", path))
            return 1000 / float(re.search(r"median ([\d.]+)", said)[1])

        rates = alternating(bench.options.rounds, ["ours", "peer"], measured)
    row = paired(
        "endpoints, round trips, fernet-psk", rates["ours"], rates["peer"], lambda value: f"{value:,.0f} a second",
        "at least 0.7")
    row.peer = f"C, no cryptography: {row.peer}"
    return row


def stream(bench, suite, key):
    """Lines that a client sends, to a server that takes them and answers nothing."""
    lines = bench.folder / "stream"
    lines.write_text((PAYLOAD + "\n") * STREAM)
    with Server(bench, "--key", key, mode="chat") as server:
        def measured(kind):
            if kind == "peer":
                return float(bench.printed([bench.peer("stream"), str(STREAM), "one-way"]))
            with open(lines) as input:
                return STREAM / bench.run(client(server, "--key", key), input=input).elapsed

        rates = alternating(bench.options.rounds, ["ours", "peer"], measured)
    row = paired(
        f"endpoints, a stream, {suite}", rates["ours"], rates["peer"], lambda value: f"{value:,.0f} messages/s",
        "at least 500,000 a second", middle(rates["ours"]))
    row.peer = f"C, no cryptography, one send each: {row.peer}"
    return row


def echo(bench, key):
    lines = bench.folder / "lines"
    lines.write_text((PAYLOAD + "\n") * LINES)
    with Server(bench, "--key", key) as server:
        def measured(kind):
            if kind == "peer":
                return float(bench.printed([bench.peer("stream"), str(LINES)]))
            with open(lines) as input:
                return LINES / bench.run(client(server, "--key", key), input=input).elapsed

        rates = alternating(bench.options.rounds, ["ours", "peer"], measured)
    row = paired(
        "endpoints, a stream and its echo, fernet-psk", rates["ours"], rates["peer"],
        lambda value: f"{value:,.0f} messages/s", "more")
    row.peer = f"C, no cryptography: {row.peer}"
    return row


def new_sessions(bench, suite, credentials, peer, both):
    many = scenario(bench, "many", suite, [step()], CLIENTS // len(HOSTS))
    one = scenario(bench, "one", suite, [step()])
    with Server(bench, "--host", "::", *both) as server:
        def elapsed(path):
            commands = [
                client(server, "--host", host, *credentials, *(both or ["--suite", suite]), "--scenario", path)
                for host in HOSTS]
            begin = time.monotonic()
            with started(commands, stdout=subprocess.DEVNULL, env=bench.environment) as children:
                if any(child.wait() for child in children):
                    raise SystemExit(f"bench: a client of {suite} failed")
            return time.monotonic() - begin

        def measured(kind):
            if kind == "peer":
                return os.cpu_count() * 1e6 / float(bench.printed([bench.peer("key_operations"), "500", *peer]))
            # What the clients take to start is no part of it.
            return (CLIENTS - len(HOSTS)) / max(elapsed(many) - elapsed(one), 1e-9)

        rates = alternating(bench.options.rounds, ["ours", "peer"], measured)
    row = paired(
        f"endpoints, new sessions, {suite}", rates["ours"], rates["peer"], lambda value: f"{value:,.0f} a second",
        "at least 0.8")
    row.peer = f"their key operations in C, on all cores: {row.peer}"
    return row


@contextlib.contextmanager
def started(commands, **options):
    """Processes in the background, which end with the block."""
    children = [subprocess.Popen(command, stderr=subprocess.DEVNULL, **options) for command in commands]
    try:
        yield children
    finally:
        for child in children:
            child.kill()
            child.wait()


def idle(bench, key, limit):
    sessions = min(bench.options.sessions, limit - 100) // CLIENTS * CLIENTS
    path = scenario(bench, "idle", "fernet-psk", [step(), step(pause=3600)], CLIENTS)
    with Server(bench, "--key", key, "--max-clients", str(2 * sessions), "--idle", "0") as server:
        before = server.sockets
        commands = [client(server, "--key", key, "--scenario", path)] * (sessions // CLIENTS)
        with started(commands, stdout=subprocess.DEVNULL, env=bench.environment):
            for _ in range(600):
                time.sleep(0.2)
                if server.sockets - before >= sessions:
                    break
            else:
                raise SystemExit(f"bench: only {server.sockets - before} of {sessions} sessions came")
            # The last handshakes end.
            time.sleep(3)
            megabytes = server.resident / 1e6
    allowed = IDLE_LIMIT * sessions / 10000
    return Row(
        "endpoints, 10,000 idle sessions, fernet-psk", f"{megabytes:.0f} MB for {sessions:,}", f"limit: {allowed:.0f} MB",
        megabytes / allowed, QUIETEST, "at most 1.0")


def slow_reader(bench, key):
    """Lines a second to one client of a chat while another stands still, beside the same while the other reads."""
    count = LINES // 4
    lines = bench.folder / "chat"
    lines.write_text((PAYLOAD + "\n") * count)

    def measured(kind):
        with Server(bench, "--key", key, "--mode", "chat") as server, open(os.devnull, "w") as nowhere:
            command, environment = client(server, "--key", key), bench.environment
            with (
                started([command], stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=environment) as [reader],
                started([command], stdin=subprocess.PIPE, stdout=nowhere, env=environment) as [other],
            ):
                time.sleep(1)
                if kind == "ours":
                    os.kill(other.pid, signal.SIGSTOP)
                begin = time.monotonic()
                with started([["cat", lines]], stdout=server.child.stdin):
                    heard = heard_lines(reader.stdout, count, begin + 60)
                return heard / (time.monotonic() - begin)

    rates = alternating(max(bench.options.rounds // 2, 1), ["ours", "peer"], measured)
    row = paired(
        "endpoints, lines to a client while another stands still", rates["ours"], rates["peer"],
        lambda value: f"{value:,.0f} lines/s", "at least 0.9")
    row.peer = f"while the other reads: {row.peer}"
    return row


def heard_lines(output, count, end):
    """The lines that came, all of them or those until the time is up."""
    os.set_blocking(output.fileno(), False)
    heard = 0
    while heard < count and time.monotonic() < end:
        heard += (output.read(1 << 16) or b"").count(b"\n")
        time.sleep(0.001)
    return heard

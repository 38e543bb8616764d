// SPDX-License-Identifier: Apache-2.0
import Foundation
import Subprocess
import Testing

/// What a server bounds, and what it says of that.
@Suite(.serialized, .timeLimit(.minutes(10))) struct LimitTests {
    let keys: Keys

    init() async throws {
        keys = try await Keys()
    }

    /// Opens connections, from as many addresses of the loopback network as are named, and holds them; then asks for
    /// what it takes to see whether the server still serves.
    private static let holder = """
        import socket, sys, time
        port, count = int(sys.argv[1]), int(sys.argv[2])
        held, closed = [], 0
        for number in range(count):
            held.append(socket.create_connection(("127.0.0.1", port), timeout=10))
        time.sleep(1)
        for connection in held:
            connection.setblocking(False)
            try:
                closed += connection.recv(1) == b""
            except BlockingIOError:
                pass
            except ConnectionResetError:
                closed += 1
        print("closed", closed, flush=True)
        sys.stdin.readline()
        """

    @Test("Beyond its limit of clients a server closes the others, says so once, and serves again")
    func clientsAreBounded() async throws {
        let keys = keys
        let served = try await Programs.serve(
            "fernwire-server", keys.server("fernet-psk") + ["--max-clients", "5"]
        ) { port in
            let held = try await Programs.run("python3", ["-c", Self.holder, "\(port)", "40"], input: "\n")
            #expect(held.text == "closed 35\n")
            let after = try await Programs.run(
                "fernwire-client", ["--port", "\(port)", "--message", "x"] + keys.client("fernet-psk"))
            #expect(after.status.isSuccess, "\(after.error)")
        }
        #expect(served.error.matches(of: /5 clients are connected, the limit/).count == 1)
    }

    @Test("Without file handles a server closes whom it cannot take, uses no CPU, and serves again")
    func fileHandlesRunOut() async throws {
        let keys = keys
        let server = Programs.folder.appending(path: "fernwire-server").path()
        let arguments = keys.server("fernet-psk")
        let served = try await Programs.serve(
            "sh", ["-c", "ulimit -n 48; exec \"$@\"", "sh", server] + arguments
        ) { port in
            let before = try await Self.processorTime(port)
            let held = try await Programs.run("python3", ["-c", Self.holder, "\(port)", "100"], input: "\n")
            let closed = try #require(held.text.firstMatch(of: /closed (\d+)/).flatMap { Int($0.1) })
            #expect(closed > 50 && closed < 100, "\(held.text)")
            let after = try await Self.processorTime(port)
            #expect(after - before < 0.5, "\(after - before) s of CPU")
            let asked = try await Programs.run(
                "fernwire-client", ["--port", "\(port)", "--message", "x"] + keys.client("fernet-psk"))
            #expect(asked.status.isSuccess, "\(asked.error)")
        }
        #expect(served.error.matches(of: /no file handles are left \(ulimit -n\)/).count == 1)
    }

    /// Seconds of CPU that the process has used which listens on `port`.
    private static func processorTime(_ port: Int) async throws -> Double {
        let script = """
            import os, re, sys
            port = "%04X" % int(sys.argv[1])
            inode = [l.split()[9] for l in open("/proc/net/tcp") if l.split()[1].endswith(":" + port) and l.split()[3] == "0A"][0]
            for pid in filter(str.isdigit, os.listdir("/proc")):
                try:
                    if any(os.readlink(f"/proc/{pid}/fd/{f}") == f"socket:[{inode}]" for f in os.listdir(f"/proc/{pid}/fd")):
                        fields = open(f"/proc/{pid}/stat").read().rsplit(")", 1)[1].split()
                        print((int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK"))
                        break
                except OSError:
                    pass
            """
        let answer = try await Programs.run("python3", ["-c", script, "\(port)"])
        return try #require(Double(answer.text.trimmingCharacters(in: .whitespacesAndNewlines)), "\(answer.error)")
    }

    /// The timer of the server's side of a connection, as the kernel shows it: 02 is that of keepalive.
    private static let timer = """
        import socket, sys, time
        port = int(sys.argv[1])
        connection = socket.create_connection(("127.0.0.1", port), timeout=10)
        time.sleep(0.5)
        own = "%04X" % connection.getsockname()[1]
        rows = [line.split() for line in open("/proc/net/tcp")][1:]
        print([row[5][:2] for row in rows if row[1].endswith(":%04X" % port) and row[2].endswith(":" + own)])
        """

    @Test("TCP keepalive is on") func keepalive() async throws {
        let keys = keys
        _ = try await Programs.serve("fernwire-server", keys.server("fernet-psk")) { port in
            let shown = try await Programs.run("python3", ["-c", Self.timer, "\(port)"])
            #expect(shown.text == "['02']\n", "\(shown.error)")
        }
    }

    @Test("A FIFO in the place of a file hangs no program") func fifos() async throws {
        let fifo = keys.path("fifo")
        mkfifo(fifo, 0o600)
        for (arguments, message) in [
            (["--key", fifo], "nothing came for 10 seconds"), (["--key-log", fifo], "cannot open the key log"),
            (["--send-file", fifo], "cannot be sent: it must be a regular file"),
            (["--trust", fifo], "nothing came for 10 seconds"),
        ] {
            let refused = try await Programs.run("fernwire-client", ["--port", "1"] + arguments)
            #expect(refused.status == .exited(1) && refused.error.contains(message), "\(refused.error)")
        }
    }

    @Test("A silent session is ended after the idle time, with timed_out, and a talking one is not")
    func idleSessionsEnd() async throws {
        let keys = keys
        let served = try await Programs.serve(
            "fernwire-server", keys.server("fernet-psk") + ["--idle", "2"]
        ) { port in
            let client = Programs.folder.appending(path: "fernwire-client").path()
            let quoted = keys.client("fernet-psk").map { "'\($0)'" }.joined(separator: " ")
            let silent = try await Programs.run("sh", ["-c", "sleep 5 | '\(client)' --port \(port) \(quoted)"])
            #expect(silent.error.contains("timed_out"), "\(silent.error)")
            let talking = "for i in 1 2 3 4 5; do echo $i; sleep 1; done | '\(client)' --port \(port) \(quoted)"
            let busy = try await Programs.run("sh", ["-c", talking])
            #expect(busy.error.isEmpty, "\(busy.error)")
        }
        #expect(served.text.contains("client 1: refused: timed_out") && served.text.contains("client 2: ended"))
    }

    @Test("A log grows by a bound for each second, and shows the beginning of long texts") func logIsBounded()
        async throws
    {
        let keys = keys
        let lines = (0..<3_000).map { "line \($0)" }.joined(separator: "\n")
        let long = String(repeating: "x", count: 100_000)
        let served = try await Programs.serve("fernwire-server", keys.server("fernet-psk")) { port in
            let client = keys.client("fernet-psk")
            let sent = try await Programs.run("fernwire-client", ["--port", "\(port)", "--message", long] + client)
            #expect(sent.status.isSuccess)
            let flood = try await Programs.run(
                "fernwire-client", ["--port", "\(port)"] + client, input: lines + "\nEND\n")
            #expect(flood.status.isSuccess, "\(flood.error)")
        }
        #expect(served.text.contains("xxx… (100000 bytes)\n"))
        #expect(served.text.contains("more than 200 lines in a second"))
        let perSecond = Dictionary(grouping: served.text.split(separator: "\n"), by: { $0.prefix(19) })
        #expect(perSecond.values.allSatisfy { $0.count <= 420 && $0.reduce(0) { $0 + $1.utf8.count } < 140_000 })
        #expect(served.text.split(separator: "\n").allSatisfy { $0.utf8.count < 1_300 })
    }

    /// A chat server, a client whose output nobody reads, and one whose output is read.
    private static let chat = """
        import subprocess, sys, threading, time
        server, client = sys.argv[1].split(chr(31)), sys.argv[2].split(chr(31))
        pipe = subprocess.PIPE
        started = [subprocess.Popen(server, stdin=pipe, stdout=pipe)]
        try:
            said = []
            port = started[0].stdout.readline().split(b":")[-1].strip().decode()
            threading.Thread(target=lambda: said.extend(started[0].stdout), daemon=True).start()
            client += ["--port", port]
            started += [subprocess.Popen(client, stdin=pipe, stdout=pipe) for _ in range(2)]
            while sum(b"established" in line for line in said) < 2:
                time.sleep(0.05)
            heard = []
            threading.Thread(target=lambda: heard.extend(started[2].stdout), daemon=True).start()
            # A socket and its pipe take some megabytes before they block.
            for _ in range(150):
                started[0].stdin.write(b"x" * 100_000 + bytes([10]))
                started[0].stdin.flush()
            def dropped():
                return sum(b"dropped: did not read for 2.0 seconds" in line for line in said)
            begin = time.monotonic()
            while len(heard) < 150 and time.monotonic() < begin + 30:
                time.sleep(0.05)
            print("heard", len(heard), "in time" if time.monotonic() < begin + 1.5 else "late")
            while dropped() == 0 and time.monotonic() < begin + 30:
                time.sleep(0.05)
            print("dropped", dropped())
            started[0].terminate()
            started[0].wait(20)
        finally:
            for process in started:
                process.kill()
                process.wait()
        """

    @Test("A client that does not read is dropped, and the others need not wait for that")
    func silentListener() async throws {
        func command(_ program: String, _ arguments: [String]) -> String {
            ([Programs.folder.appending(path: program).path()] + arguments).joined(separator: "\u{1F}")
        }
        let log = keys.path("events.ndjson")
        let server = command(
            "fernwire-server", keys.server("aes256-gcm-psk") + ["--mode", "chat", "--event-log", log])
        let client = command("fernwire-client", keys.client("aes256-gcm-psk"))
        let chat = try await Programs.run("python3", ["-c", Self.chat, server, client])
        #expect(chat.text == "heard 150 in time\ndropped 1\n", "\(chat.text) \(chat.error)")
        let reached = try EventRecord.read(log).filter { $0.action == "limit-reached" }
        #expect(reached.map { $0["event.code"] } == ["unread_messages"])
    }
}

// SPDX-License-Identifier: Apache-2.0
import Foundation
import Testing

/// The limits of a server, each of which a client reaches, and the codes that tell them apart in the event log.
@Suite(.serialized, .timeLimit(.minutes(5))) struct EventLimitTests {
    let keys: Keys

    init() async throws {
        keys = try await Keys()
    }

    /// The codes of the events `limit-reached`.
    private func codes(_ events: [EventRecord]) -> Set<String> {
        Set(events.filter { $0.action == "limit-reached" }.compactMap { $0["event.code"] })
    }

    /// A test of the pool reaches the limit of the operations of all addresses, which takes a thousand clients.
    @Test("The codes of the limits in docs/events.md are those that the tests find")
    func documented() throws {
        let page = try String(
            contentsOf: Capturing.project.appending(path: "docs/events.md"), encoding: .utf8)
        let row = try #require(page.firstMatch(of: /\n\| `limit-reached` \| (`[a-z_`, ]+) \|\n/)?.1)
        #expect(
            Set(row.matches(of: /[a-z_]+/).map { String($0.0) })
                == Self.ofTime.union([
                    "key_size", "key_operations_of_address", "key_operations", "memory", "unread_messages",
                ]))
    }

    private static let ofTime: Set = ["idle_time", "handshake_time", "message_size"]

    @Test("A key that is too large, and connections for which no file handle is left") func keysAndHandles()
        async throws
    {
        let keys = keys
        let server = Programs.folder.appending(path: "fernwire-server").path()
        let made = try await Programs.run(
            "fernwire", ["keygen", "rsa", "--bits", "3072", "--output", keys.path("large-rsa")])
        #expect(made.status.isSuccess, "\(made.error)")
        let path = keys.path("limits")
        let arguments = keys.server("rsa-fernet-hmac") + ["--max-rsa-bits", "2048", "--event-log", path]
        _ = try await Programs.serve("sh", ["-c", "ulimit -n 48; exec \"$@\"", "sh", server] + arguments) { port in
            try await LoggedServer.ask(port, keys.named("rsa-fernet-hmac") + ["--key", keys.path("large-rsa")])
            _ = try await Programs.run("python3", ["-c", EventActionTests.crowd, "\(port)", "100", "50"])
        }
        let events = try EventRecord.read(path)
        #expect(codes(events) == ["key_size"])
        let refused = events.filter { $0.action == "connection-refused" }
        #expect(!refused.isEmpty && refused.allSatisfy { $0["event.code"] == "file_handles" })
        #expect(refused.allSatisfy { $0["client.ip"] == "127.0.0.1" && $0["server.port"] != "0" })
    }

    @Test("A silence, a handshake that does not end and a message without end are limits with codes of their own")
    func limitsOfOneSession() async throws {
        let keys = keys
        let events = try await LoggedServer(keys: keys).events(keys.server("aes256-gcm-psk") + ["--idle", "1"]) {
            port in
            let played = try await Programs.run(
                "torture",
                [
                    "127.0.0.1", "\(port)", "--suite", "aes256-gcm-psk", "--key", keys.path("aes256"), "--target-idle",
                    "1",
                    "--slow", "--only", "limit-idle", "limit-not-idle", "time-no-hello", "content-endless",
                ])
            #expect(played.status.isSuccess, "\(played.text) \(played.error)")
        }
        #expect(codes(events) == Self.ofTime)
    }

    @Test("More keys of one address than may wait to be checked") func keysThatWait() async throws {
        let keys = keys
        let arguments = keys.server("rsa-fernet-hmac")
        let events = try await LoggedServer(keys: keys).events(arguments) { port in
            let peers = URL(filePath: Programs.peer).deletingLastPathComponent().path()
            let played = try await Programs.run(
                "python3", ["-c", Self.handshakes, "\(port)", keys.path("rsa")], environment: ["PYTHONPATH": peers])
            #expect(played.text == "answered 410\n", "\(played.text) \(played.error)")
            let after = try await LoggedServer.ask(port, keys.client("rsa-fernet-hmac"))
            #expect(after.status.isSuccess, "\(after.error)")
        }
        #expect(codes(events) == ["key_operations_of_address"])
        let ofAddress = events.filter { $0["event.code"] == "key_operations_of_address" }
        #expect(ofAddress.allSatisfy { $0["client.ip"] == "127.0.0.2" })
    }

    /// 400 clients at one address and 10 at another one, which send their public keys all at once.
    private static let handshakes = """
        import os, socket, sys, time
        from cryptography.hazmat.primitives import serialization
        from fernwire_peer.messages import ClientHello, encode_public_key
        from fernwire_peer.registry import Direction, MessageType
        from fernwire_peer.suites import RsaFernetHmac
        from fernwire_peer.wire import Header
        private = serialization.load_pem_private_key(open(sys.argv[2], "rb").read(), None)
        form = (serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo)
        key = encode_public_key(1, private.public_key().public_bytes(*form))
        def send(client, type, payload, session, sequence):
            header = Header(type, 0, Direction.CLIENT, 0, session, sequence, len(payload))
            client.sendall(header.pack() + payload)
        def receive(client, count):
            return client.recv(count, socket.MSG_WAITALL)
        clients = []
        for address in [2] * 400 + [3] * 10:
            client = socket.create_connection(("127.0.0.1", int(sys.argv[1])), 30, (f"127.0.0.{address}", 0))
            hello = ClientHello(os.urandom(32), (RsaFernetHmac.code,), (), ())
            send(client, MessageType.CLIENT_HELLO, hello.encode(), 0, 0)
            header = Header.unpack(receive(client, 32))
            receive(client, header.length)
            clients.append((client, header.session_id))
        # Of an address the log has 200 events a second.
        time.sleep(1.2)
        for client, session in clients:
            send(client, MessageType.PUBLIC_KEY, key, session, 1)
        print("answered", sum(len(receive(client, 32)) == 32 for client, _ in clients))
        """
}

// SPDX-License-Identifier: Apache-2.0
import FernwireCrypto
import FernwireSession
import FernwireWire
import Foundation
import TestSupport
import Testing

/// A note, and a capture that raises it.
struct ExpertCase: CustomTestStringConvertible, Sendable {
    typealias Maker = @Sendable (Workbench) throws -> (capture: String, options: [String])
    let filter: String
    let make: Maker

    var testDescription: String { filter }

    private init(_ note: String, in protocolName: String = "fernwire", _ make: @escaping Maker) {
        filter = "\(protocolName).expert.\(note)"
        self.make = make
    }

    static let all = library + sessions + keyFiles + tokens

    // MARK: In captures/library

    private static let library = [
        "no_forward_secrecy": "chat-fernet-psk", "sizes_leak": "chat-fernet-psk", "plaintext": "chat-plaintext",
        "not_authenticated": "chat-aes128-cbc-psk-nomac", "unauthenticated_key": "chat-rsa-fernet-hmac",
        "broken": "chat-toy-dh16", "toy_signature": "chat-toy-dh16", "toy_sizes": "chat-toy-dh16",
        "alert": "fault-bad-finished", "finished_failed": "fault-bad-finished", "padding_failed": "fault-bad-padding",
        "unwrap_failed": "fault-bad-wrap", "expired": "fault-expired-token", "record_mac_failed": "fault-flipped-bit",
        "timestamp_far": "fault-future-token", "skipped": "fault-garbage-after-close", "gap": "fault-lost-segment",
        "oversized": "fault-oversized-length", "repeated": "fault-replayed-record",
        "replayed": "fault-replayed-record", "record_truncated": "fault-snaplen", "unknown_type": "fault-unknown-type",
        "token_hmac_failed": "fault-wrong-key",
    ].map { note, name in ExpertCase(note) { (try $0.library(name), []) } }

    // MARK: In sessions made for it

    private static let sessions = [
        changed("malformed", .plaintext) { $0[0].bytes[Wire.headerLength + 32] ^= 0x80 },
        changed("reserved_flags", .plaintext) { $0[0].bytes[6] ^= 0x80 },
        changed("other_session", .fernetPSK) { $0[firstRecord($0)].bytes[12] ^= 1 },
        changed("header_copy_failed", .fernetPSK) { $0[firstRecord($0)].bytes[27] ^= 1 },
        changed("token_invalid", .fernetPSK) {
            $0[firstRecord($0)].bytes[Wire.headerLength + 20] = UInt8(ascii: "!")
        },
        changed("payload_too_short", .aes256GCMPSK) { frames in
            let record = firstRecord(frames)
            frames[record].bytes.removeSubrange((Wire.headerLength + 3)...)
            frames[record].bytes.replaceSubrange(28..<32, with: [0, 0, 0, 3])
        },
        changed("signature_failed", .rsaSealed) { frames in
            let record = firstRecord(frames)
            frames[record].bytes[frames[record].bytes.count - 1] ^= 1
        },
        changed("iv_repeated", .aes128CBCPSK) { frames in
            let records = frames.indices.filter {
                frames[$0].direction == .fromClient && frames[$0].bytes[5] == MessageType.record.rawValue
            }
            let range = Wire.headerLength..<Wire.headerLength + 16
            frames[records[1]].bytes.replaceSubrange(range, with: frames[records[0]].bytes[range])
        },
        changed("outside_group", .toyDH16) { frames in
            let share = frames.firstIndex { $0.bytes[5] == MessageType.keyShare.rawValue }!
            frames[share].bytes.removeLast(2)
            // 17 generates all numbers below 65,521, so it is no power of 3.
            frames[share].bytes += [0, 17]
        },
        ExpertCase("weaker_suite") { workbench in
            func configuration(_ role: Direction, _ suites: [CipherSuite]) -> SessionConfiguration {
                .init(role: role, suites: suites, credentials: Sample.credentials, clock: SessionPair.clock)
            }
            let pair = SessionPair(
                client: configuration(.fromClient, [.x25519Ed25519AES256GCM, .plaintext]),
                server: configuration(.fromServer, [.plaintext]))
            pair.run()
            return (try workbench.file("downgrade.pcap", CaptureFile(pair)), [])
        },
    ]

    private typealias Frame = (direction: Direction, bytes: [UInt8])

    private static func firstRecord(_ frames: [Frame]) -> Int {
        frames.firstIndex { $0.bytes[5] == MessageType.record.rawValue }!
    }

    /// A session whose frames were changed on their way.
    private static func changed(
        _ note: String, _ suite: CipherSuite, _ change: @escaping @Sendable (inout [Frame]) -> Void
    ) -> ExpertCase {
        ExpertCase(note) { workbench in
            var frames = try SampleSession(suite).frames
            change(&frames)
            var capture = CaptureFile()
            capture.open()
            for (direction, bytes) in frames { capture.segment(direction, bytes) }
            let keys = try workbench.file("keys", Sample.keyFile)
            return (try workbench.file("changed.pcap", capture), ["-o", "fernwire.key_file:" + keys])
        }
    }

    // MARK: For what is in the key file

    private static let keyFiles = [
        keyed("no_private_key", .rsaFernetHMAC) { _ in Sample.wrongRSAKeyFile },
        keyed("no_fitting_key", .fernetPSK) { _ in Sample.rsaKeyFile },
        keyed("closed", .rsaSealed) { _ in Sample.wrongRSAKeyFile },
        keyed("mac_unchecked", .rsaFernetHMAC) { session in
            session.pair.clientEvents.keys.first { $0.label == .fernetKey }!.secret.fernetKeyText
        },
        keyed("key_file_line", .fernetPSK) { _ in Array("my secret is xyzzy\n".utf8) },
        keyed("key_file_encrypted", .fernetPSK) { _ in Array(Sample.encryptedKey.utf8) },
        ExpertCase("key_file_unreadable") {
            (try $0.library("chat-fernet-psk"), ["-o", "fernwire.key_file:/nonexistent/keys"])
        },
    ]

    private static func keyed(
        _ note: String, _ suite: CipherSuite, _ keys: @escaping @Sendable (SampleSession) -> [UInt8]
    ) -> ExpertCase {
        ExpertCase(note) { workbench in
            let session = try SampleSession(suite)
            let path = try workbench.file("session.pcap", CaptureFile(session.pair))
            return (path, ["-o", "fernwire.key_file:" + (try workbench.file("keys", keys(session)))])
        }
    }

    // MARK: Bare Fernet tokens

    private static let tokens = [
        token("hmac_failed", changing: { $0[40] ^= 1 }),
        token("invalid", changing: { $0.removeLast(3) }),
        token(
            "padding_failed",
            changing: { token in
                // The padding's last byte is XORed with this one, so it becomes 0x8F.
                let end = token.count - HMAC.length
                token[end - AESCBC.block - 1] ^= 0x80
                token.removeLast(HMAC.length)
                let hmac = HMAC(key: key.rawSpan.extracting(0..<16))
                hmac.begin()
                hmac.update(token.rawSpan)
                hmac.finish(appendingTo: &token)
            }),
        token("expired", age: 7200, options: ["-o", "fernet.time_to_live:3600"]),
        token("from_the_future", age: -7200),
        token("keys_unreadable", options: ["-o", "fernet.keys:/nonexistent/keys"]),
    ]

    private static let key = [UInt8](repeating: 7, count: FernetKey.length)

    /// - Parameter changing: the token's bytes under its base64url.
    private static func token(
        _ note: String, age: Int = 0, options: [String] = [],
        changing change: @escaping @Sendable (inout [UInt8]) -> Void = { _ in }
    ) -> ExpertCase {
        ExpertCase(note, in: "fernet") { workbench in
            let fernetKey = FernetKey(secret: SecretBytes(copying: key.rawSpan))
            var capture = CaptureFile(serverPort: 2000)
            var (sealed, bytes, text): ([UInt8], [UInt8], [UInt8]) = ([], [], [])
            FernetCipher(key: fernetKey).seal(
                Array("what the token says".utf8).rawSpan, timestamp: UInt64(Int(capture.seconds) - age), into: &sealed)
            try #require(Base64URL.decode(sealed.rawSpan, into: &bytes))
            change(&bytes)
            Base64URL.encode(bytes.rawSpan, into: &text)
            capture.open()
            capture.segment(.fromClient, text + [0x0A])
            let keys = try workbench.file("fernet.keys", fernetKey.text())
            let path = try workbench.file("token.pcap", capture)
            return (path, ["-d", "tcp.port==2000,fernet", "-o", "fernet.keys:" + keys] + options)
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
import FernwireCrypto
import FernwireSession
import FernwireWire
import TestSupport
import Testing

@Suite struct KeyFileTests {
    static let psk = Sample.fernetKeyFile
    static let pem = Sample.rsaKeyFile

    private func read(_ text: [UInt8]) -> (fernet: Int, rsa: Int, problems: [KeyFile.Problem]) {
        let found = KeyFile.read(text)
        return (found.keys.presharedKeys.count, found.keys.rsaKeys.count, found.problems)
    }

    private func lines(_ parts: [UInt8]...) -> [UInt8] {
        Array(parts.joined(separator: [0x0A]))
    }

    @Test("A key file may mix Fernet keys, PEM and key log lines with any line endings")
    func takesWhateverAUserHas() throws {
        let log = try SampleSession(.rsaFernetHMAC).keyLog
        let crlf = Self.pem.flatMap { $0 == 0x0A ? [0x0D, 0x0A] : [$0] }
        let comment = Array("# a comment".utf8)
        let cases: [([UInt8], Int, Int)] = [
            ([], 0, 0), (Self.psk, 1, 0), (Self.psk + [0x0A], 1, 0), (Self.psk + [0x0D, 0x0A], 1, 0),
            (lines(Self.psk, [], Self.psk, comment), 2, 0), (Self.pem, 0, 1), (crlf, 0, 1),
            (Array(Self.pem.dropLast()), 0, 1), (lines(Self.psk, Self.pem, log, Self.pem, Self.psk), 2, 2),
            ([0x20] + Self.psk + [0x09, 0x0A], 1, 0),
        ]
        for (text, fernet, rsa) in cases {
            let found = read(text)
            #expect(found.fernet == fernet && found.rsa == rsa && found.problems.isEmpty)
        }
        let keys = KeyFile.read(log).keys
        let id = try #require(KeyFile.read(log).keys.isEmpty ? nil : log.split(separator: 0x20)[3])
        let sessionID = try #require(UInt64(String(decoding: id, as: UTF8.self), radix: 16))
        #expect(keys.loggedSuite(sessionID: sessionID) == "rsa-fernet-hmac")
        let found = try #require(keys.loggedKeys(sessionID: sessionID, clientRandom: nil, .fromClient, epoch: 1))
        #expect(found.keys[.fernetKey] != nil && found.keys[.macKey] != nil)
        #expect(found.source.kind == .keyLog && found.source.place == .keyFile(line: 1))
        #expect(keys.loggedKeys(sessionID: sessionID, clientRandom: nil, .fromClient, epoch: 2) == nil)
        #expect(keys.loggedKeys(sessionID: sessionID, clientRandom: [1], .fromClient, epoch: 1) == nil)
        #expect(keys.loggedKeys(sessionID: 1, clientRandom: nil, .fromClient, epoch: 1) == nil)
    }

    /// As programs print a key, and as settings hold it.
    @Test("A key is read out of quotes, assignments and comments, and not out of malformed ones")
    func keysAreTakenOutOfWhatStandsAroundThem() {
        let key = String(decoding: Self.psk, as: UTF8.self)
        let hexadecimal = String(repeating: "0a", count: 16)
        for line in [
            "b'\(key)'", "b\"\(key)\"", "\"\(key)\"", "'\(key)'", "FERNET_KEY=\(key)", "export FERNET_KEY=\"\(key)\"",
            "KEY = '\(key)'", "\(key) # the door's", "FERNET_KEY=\(key)\t# the door's", "\u{FEFF}\(key)",
            "\u{FEFF}KEY=\(key)\r", "AES_KEY=\(hexadecimal)", "\"\(hexadecimal)\" # hexadecimal",
        ] {
            for end in ["", "\n"] {
                let found = read(Array((line + end).utf8))
                #expect(found.fernet == 1 && found.problems.isEmpty, "\(line)")
            }
        }
        for line in ["b'\(key)", "'\(key)\"", "KEY:\(key)", "a b=\(key)", "\(key)#", "KEY=", "=\(key)", "#\(key)"] {
            #expect(read(Array((line + "\n").utf8)).fernet == 0, "\(line)")
        }
    }

    @Test("No more pre-shared keys of a capture are added than the limit, and no key is added twice")
    func ofACapturesKeysNoMoreAreTriedThanTheLimit() {
        let fresh = (0..<10).map { _ in FernetKey.random().text() }
        let text = Array((fresh + fresh + [Self.pem, Self.pem]).joined(separator: [0x0A]))
        let read = KeyFile.read(text).keys
        let (ring, counted) = (KeyRing(), KeyRing())
        ring.add(read, beyond: counted, limit: 4)
        #expect(ring.presharedKeys.count == 4 && ring.rsaKeys.count == 1)
        ring.add(read, beyond: counted, limit: 5)
        #expect(ring.presharedKeys.count == 5 && ring.rsaKeys.count == 1)
        ring.add(read, beyond: counted, limit: 64)
        #expect(ring.presharedKeys.count == 10 && ring.rsaKeys.count == 1)
        ring.add(read, beyond: counted, limit: 64)
        #expect(ring.presharedKeys.count == 10)
    }

    /// A key of 16 bytes, as the system that aes128-cbc-psk takes over has it in its source, and in other forms.
    @Test("A key of 16 or 32 bytes is read in hexadecimal, base64 or raw, and one of 15 bytes is refused")
    func keysInOtherForms() {
        let raw = Array("Sixteen byte key".utf8)
        let hexadecimal = Array("5369787465656e2062797465206b6579".utf8)
        for text in [hexadecimal, Array("U2l4dGVlbiBieXRlIGtleQ==".utf8), raw] {
            let keys = KeyFile.read(text).keys.presharedKeys
            #expect(keys.map { SymmetricKeyText.hexadecimal($0) } == [hexadecimal])
        }
        let upper = Array(String(repeating: "0A", count: 16).utf8)
        let long = Array(String(repeating: "0a", count: 32).utf8)
        #expect(KeyFile.read(lines(upper, long)).keys.presharedKeys.map(\.count) == [16, 32])
        #expect(read(Array("Fifteen byte key".utf8.dropLast())).fernet == 0)
        #expect(SymmetricKeyText.decode(file: raw + [10]) == nil)
    }

    @Test("Lines that are no keys are reported by number, without their text")
    func saysWhichLinesAreNoKeys() {
        let garbage = Array("hunter2".utf8)
        let found = read(lines(Self.psk, garbage, Self.psk, garbage, []))
        #expect(found.fernet == 2)
        #expect(found.problems.map(\.line) == [2, 4])
        #expect(found.problems.allSatisfy { $0.error == .line(.otherForm) })
        #expect(!"\(found.problems)".contains("hunter2"))
        let publicKey = read(Sample.credentials.rsaKey!.publicPEM())
        #expect(publicKey.problems.map(\.error) == [.key(.notAPrivateKey)])
        #expect(read([0, 0xFF, 0x0A]).problems.count == 1)
        let noise = (0..<100_000).map { UInt8(truncatingIfNeeded: $0 &* $0 &* 31) }
        #expect(read(noise).fernet == 0)
    }

    /// PROTOCOL.md §9: of other protocols, and of later versions.
    @Test("Lines of key logs with a label or suite that is not known are disregarded, and other lines are not")
    func unknownKeyLogLines() throws {
        let log = try SampleSession(.aes256GCMPSK).keyLog
        let logged = KeyFile.read(log).keys.loggedCount
        let random = String(repeating: "0a", count: 32)
        let key = String(repeating: "0b", count: 32)
        let session = "\(random) 0011223344556677 client 1"
        for line in [
            "FERNWIRE_NEW_KEY aes256-gcm-psk \(session) 00112233", "FERNWIRE_NEW_KEY a-new-suite \(session) \(key)",
            "CLIENT_RANDOM \(random) \(key)", "EXPORTER_SECRET_0 \(random) 00", "RSA 00 \(key)",
            "FERNWIRE_AES256_KEY a-new-suite \(session) \(key)", "FERNWIRE_AES256_KEY a-new-suite \(session) 00",
            "NEW_KEY " + String(repeating: "x ", count: 2043) + "0a",
        ] {
            let found = KeyFile.read(log + Array((line + "\n").utf8))
            #expect(found.problems.isEmpty, "\(line)")
            #expect(found.keys.loggedCount == logged && found.keys.presharedKeys.isEmpty, "\(line)")
        }
        for line in [
            "Fernwire_new_key x 00", "1_KEY x 00", "_KEY x 00", "FERNET_KEY 00", "FERNET_KEY = 00", "NEW_KEY  00",
            "NEW_KEY x 0", "NEW_KEY x secret", "NEW KEY: 00",
            "FERNWIRE_AES256_KEY aes256-gcm-psk \(session) 00", "FERNWIRE_AES256_KEY a-new-suite",
            "FERNWIRE_AES256_KEY", "FERNWIRE_AES256_KEY  \(session) \(key)",
            "NEW_KEY " + String(repeating: "x ", count: 2044) + "00",
        ] {
            let found = KeyFile.read(log + Array((line + "\n").utf8))
            #expect(found.problems.count == 1 && found.keys.loggedCount == logged, "\(line)")
        }
    }

    @Test("A key log or PEM that is cut while being written reports no problem")
    func whatIsStillBeingWrittenIsNoProblem() throws {
        let log = try SampleSession(.rsaFernetHMAC).keyLog
        for count in stride(from: 0, to: log.count, by: 5) {
            #expect(read(Array(log[..<count])).problems.isEmpty)
        }
        for count in stride(from: 12, to: Self.pem.count, by: 50) {
            #expect(read(Array(Self.pem[..<count])).problems.isEmpty)
        }
    }
}

@Suite struct KeyLogEntryTests {
    @Test("A key log line has the specified form and survives being read, and fernet-psk has none")
    func aLineIsAsTheSpecificationSays() throws {
        let session = try SampleSession(.rsaFernetHMAC)
        let lines = session.keyLog.split(separator: 0x0A).map { String(decoding: $0, as: UTF8.self) }
        #expect(lines.count == 4)
        let form =
            /(FERNWIRE_FERNET_KEY|FERNWIRE_MAC_KEY) rsa-fernet-hmac [0-9a-f]{64} [0-9a-f]{16} (client|server) 1 [0-9a-f]{64}/
        for line in lines {
            #expect(line.wholeMatch(of: form) != nil)
            let entry = try KeyLogEntry(line: Array(line.utf8)[...])
            #expect(entry.line() == Array(line.utf8) + [0x0A])
        }
        // A MAC key for each direction; nothing of a pre-shared key.
        #expect(Set(lines).count == 4)
        #expect(try SampleSession(.fernetPSK).keyLog.isEmpty)
    }

    @Test("The error for a key log line names the wrong field and does not show the secret")
    func eachWrongFieldIsNamedWithoutItsContent() throws {
        let session = try SampleSession(.rsaFernetHMAC)
        let good = String(decoding: session.keyLog.split(separator: 0x0A)[0], as: UTF8.self)
        let fields = good.split(separator: " ").map(String.init)
        func error(_ change: (inout [String]) -> Void) -> KeyLogError? {
            var changed = fields
            change(&changed)
            let line = Array(changed.joined(separator: " ").utf8)
            do throws(KeyLogError) {
                _ = try KeyLogEntry(line: line[...])
                return nil
            } catch {
                #expect(!"\(error)".contains(fields[6].prefix(8)))
                return error
            }
        }
        #expect(error { _ in } == nil)
        #expect(error { $0[0] = "CLIENT_RANDOM" } == .unknownLabel)
        #expect(error { $0[0] = "Client_random" } == .otherForm)
        #expect(error { $0[1] = "rsa-fernet" } == .unknownSuite)
        #expect(error { $0[1] = "" } == .field("suite"))
        #expect(error { $0.removeLast() } == .fieldCount(6))
        #expect(error { $0.append("x") } == .fieldCount(8))
        #expect(error { $0[2].removeLast() } == .field("client_random"))
        #expect(error { $0[3] += "0" } == .field("session_id"))
        #expect(error { $0[4] = "Client" } == .field("direction"))
        #expect(error { $0[5] = "-1" } == .field("epoch"))
        #expect(error { $0[5] = "4294967296" } == .field("epoch"))
        #expect(error { $0[6].removeLast() } == .field("secret"))
        #expect(error { $0[6] = String(repeating: "g", count: 64) } == .field("secret"))
    }

    @Test("Both sides report their keys before the session is established")
    func keysComeBeforeTheSessionIsEstablished() throws {
        let pair = SessionPair(.rsaFernetHMAC, Sample.credentials)
        pair.run()
        for events in [pair.clientEvents, pair.serverEvents] {
            let kinds = events.map { event in
                switch event {
                case .keys: "keys"
                case .established: "established"
                default: "other"
                }
            }
            #expect(kinds == ["keys", "established"])
        }
    }
}

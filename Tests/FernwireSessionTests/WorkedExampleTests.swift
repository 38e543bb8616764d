// SPDX-License-Identifier: Apache-2.0
import FernwireCrypto
import FernwireSession
import FernwireWire
import Foundation
import Testing

/// Recomputes the sessions that PROTOCOL.md §12 has byte for byte, from the document itself.
@Suite struct WorkedExampleTests {
    /// The named byte strings of one example.
    struct Example {
        var values: [String: [UInt8]] = [:]
        var frameNames: [String] = []

        subscript(name: String) -> [UInt8] {
            get throws { try #require(values[name], "\(name)") }
        }

        func payload(_ name: String) throws -> [UInt8] { try frame(name).payload }

        func frame(_ name: String) throws -> (header: FrameHeader, bytes: [UInt8], payload: [UInt8]) {
            let bytes = try self["\(name) frame"]
            return (FrameHeader(decoding: bytes.rawSpan), bytes, Array(bytes[Wire.headerLength...]))
        }
    }

    static let document = Result {
        let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        return try String(contentsOf: root.appending(path: "docs/PROTOCOL.md"), encoding: .utf8)
    }

    static func example(_ suite: String) throws -> Example {
        let parts = try document.get().components(separatedBy: "```example \(suite)\n")
        try #require(parts.count == 2)
        var example = Example()
        var name = ""
        for line in parts[1].components(separatedBy: "```")[0].split(separator: "\n") {
            if line.hasSuffix(":") {
                name = String(line.dropLast())
                if name.hasSuffix(" frame") { example.frameNames.append(String(name.dropLast(6))) }
            } else {
                let digits = line.trimmingCharacters(in: .whitespaces)
                let bytes = try stride(from: 0, to: digits.count, by: 2).map { offset in
                    let start = digits.index(digits.startIndex, offsetBy: offset)
                    return try #require(UInt8(digits[start..<digits.index(start, offsetBy: 2)], radix: 16))
                }
                example.values[name, default: []] += bytes
            }
        }
        return example
    }

    /// Checks all that suites have in common; returns what the handshake says.
    @discardableResult
    private func check(
        _ example: Example, _ suite: any CipherSuite.Type, secret: SecretBytes, _ ring: KeyRing = KeyRing()
    ) throws -> SessionFacts {
        var facts = SessionFacts()
        for name in example.frameNames where !name.contains("record") {
            let (header, bytes, payload) = try example.frame(name)
            #expect(header.encoded() == Array(bytes.prefix(Wire.headerLength)))
            #expect(Int(header.length) == payload.count)
            facts.note(header, bytes)
        }
        let schedule = try #require(facts.schedule)
        for direction in Direction.allCases {
            let hash = try #require(facts.transcriptHash(before: direction, suite.flights))
            #expect(try hash == example["transcript_hash before \(direction.sender) finished"])
            let data = try example.payload("\(direction.sender) finished")
            let isOpenlyRight = suite.verifyOpenly(data, direction, facts, transcriptHash: hash)
            #expect(isOpenlyRight ?? (data == schedule.verifyData(secret, direction, transcriptHash: hash)))
        }
        for direction in Direction.allCases {
            let keys = suite.recordKeys(secret, schedule, direction, epoch: 1)
            for (label, name) in [
                (KeyLabel.macKey, "mac_key"), (.aes128Key, "key"), (.aes256Key, "key"), (.aes256IV, "iv"),
                (.chacha20Key, "key"), (.chacha20IV, "iv"),
            ] {
                guard let key = keys[label] else { continue }
                #expect(try Array(key.bytes) == example["\(direction.sender) \(name)"])
            }
            let contextual = suite.protection(direction, keys, secret, facts, ring)
            guard let protection = contextual ?? suite.protection(keys) else {
                Issue.record("no protection")
                return facts
            }
            for number in 1...2 {
                let name = "\(direction.sender) record \(number)"
                let frame = try example["\(name) frame"]
                var opened: [UInt8] = []
                let assurance = try protection.unseal(frame.rawSpan, into: &opened)
                #expect(assurance == (suite.properties.authenticatesRecords ? .verified : .unauthenticated))
                let prefix = suite.prefixLayout.fixedLength
                let plaintext = try example["\(name) plaintext"]
                #expect(Array(opened[prefix...]) == plaintext)
                #expect(Array(opened[..<prefix]) == Array(frame[..<prefix]))
            }
        }
        return facts
    }

    /// The token of a record, made again with its IV and timestamp.
    private func token(_ example: Example, _ name: String, _ key: FernetKey, after prefix: [UInt8]) throws -> [UInt8] {
        var token: [UInt8] = []
        let content = prefix + (try example["\(name) plaintext"])
        let timestamp = try example["\(name) timestamp"]
        let iv = try example["\(name) iv"]
        FernetCipher(key: key).seal(
            content.rawSpan, timestamp: timestamp.rawSpan.integer(at: 0, width: 8), iv: iv, into: &token)
        return token
    }

    static let records = ["client record 1", "client record 2", "server record 1", "server record 2"]

    @Test func fernetPSK() throws {
        let example = try Self.example("fernet-psk")
        let secret = try example["fernet_key"]
        let key = FernetKey(secret: SecretBytes(copying: secret.rawSpan))
        try check(example, FernetPSK.self, secret: key.secret)
        for name in Self.records {
            let (_, bytes, payload) = try example.frame(name)
            let token = try token(example, name, key, after: Array(bytes.prefix(Wire.headerLength)))
            #expect(token == payload)
        }
        let payload = try example.payload("client_hello")
        let hello = try ClientHello(decoding: payload.rawSpan)
        #expect(hello.keyIDs == [Array("badges".utf8)])
    }

    /// Suites without flights: what the example has is what they make of the key again.
    @Test(arguments: ["aes256-gcm-psk", "aes128-cbc-psk", "aes128-cbc-psk-nomac", "plaintext"])
    func presharedKeys(_ name: String) throws {
        let example = try Self.example(name)
        let key = example.values["key"] ?? []
        let secret = SecretBytes(copying: key.rawSpan)
        guard let suite = SuiteRegistry.standard.suite(named: name) else {
            Issue.record("no suite")
            return
        }
        let schedule = try #require(try check(example, suite, secret: secret).schedule)
        for direction in Direction.allCases {
            let keys = suite.recordKeys(secret, schedule, direction, epoch: 1)
            for number in 1...2 {
                let title = "\(direction.sender) record \(number)"
                let (frame, plaintext) = (try example["\(title) frame"], try example["\(title) plaintext"])
                let header = Array(frame[..<Wire.headerLength])
                let sealed = sealedAgain(plaintext, header, keys, iv: Array(frame[Wire.headerLength...].prefix(16)))
                #expect(sealed == frame)
            }
        }
    }

    private func sealedAgain(_ plaintext: [UInt8], _ header: [UInt8], _ keys: RecordKeys, iv: [UInt8]) -> [UInt8] {
        var frame = header
        if let key = keys[.aes128Key] {
            let turned = Array(plaintext[RecordPlaintext.prefixLength...] + plaintext[..<RecordPlaintext.prefixLength])
            AESCBC(key: key.bytes).encrypt(turned.rawSpan, iv: iv, into: &frame)
            if let macKey = keys[.macKey] {
                let mac = HMAC(key: macKey.bytes)
                mac.begin()
                mac.update(frame.rawSpan)
                mac.finish(appendingTo: &frame)
            }
        } else if keys[.aes256Key] != nil {
            AES256GCMPSK.protection(keys)?.seal(plaintext, timestamp: 0, onto: &frame)
        } else {
            frame += plaintext
        }
        return frame
    }

    @Test func rsaFernetHMAC() throws {
        let example = try Self.example("rsa-fernet-hmac")
        let (fernetKey, macSecret) = (try example["fernet_key"], try example["mac_secret"])
        let joined = fernetKey + macSecret
        let secret = SecretBytes(copying: joined.rawSpan)
        try check(example, RSAFernetHMAC.self, secret: secret)
        let key = FernetKey(secret: SecretBytes(copying: fernetKey.rawSpan))
        for name in Self.records {
            let payload = try example.frame(name).payload
            let token = try token(example, name, key, after: [])
            #expect(token == Array(payload.dropLast(HMAC.length)))
        }
        let privateKey = try privateKeys(of: "rsa-fernet-hmac")[0]
        let offered = try example.payload("client public_key")
        let publicKey = try PublicKey(decoding: offered.rawSpan)
        #expect(publicKey.key == privateKey.publicKey.der)
        let wrap = try example.payload("server key_wrap")
        let wraps = try KeyWrap(decoding: wrap.rawSpan).wraps
        #expect(wraps.map(\.kind) == [.fernetKey, .macSecret])
        let fernetAgain = try privateKey.unwrap(wraps[0].wrapped, label: "fernwire fernet key", length: 32)
        let macAgain = try privateKey.unwrap(wraps[1].wrapped, label: "fernwire mac secret", length: 32)
        #expect(Array(fernetAgain.bytes) == fernetKey && Array(macAgain.bytes) == macSecret)
    }

    /// The private keys in PEM that a suite's example begins with.
    private func privateKeys(of suite: String) throws -> [RSAPrivateKey] {
        let section = try #require(Self.document.get().components(separatedBy: "\n### \(suite)\n").last)
        let texts = section.components(separatedBy: "```example")[0].matches(
            of: #/-----BEGIN PRIVATE KEY-----[^-]*-----END PRIVATE KEY-----\n/#)
        return try texts.map { text in
            let pem = Array(text.output.utf8)
            return try RSAPrivateKey(pem: pem.rawSpan)
        }
    }

    private func open(_ frame: [UInt8], _ protection: RecordProtection?, into opened: inout [UInt8]) {
        _ = try? protection?.unseal(frame.rawSpan, into: &opened)
    }

    @Test func rsaSealed() throws {
        let example = try Self.example("rsa-sealed")
        var ring = KeyRing()
        for key in try privateKeys(of: "rsa-sealed") { ring.add(key) }
        #expect(ring.rsaKeys.count == 2)
        try check(example, RSASealed.self, secret: .random(count: 0), ring)
    }

    @Test func rsaFernetSigned() throws {
        let example = try Self.example("rsa-fernet-signed")
        var ring = KeyRing()
        for key in try privateKeys(of: "rsa-fernet-signed") { ring.add(key) }
        let secret = try example["fernet_key"]
        let key = FernetKey(secret: SecretBytes(copying: secret.rawSpan))
        let facts = try check(example, RSAFernetSigned.self, secret: key.secret, ring)
        let unwrapped = try #require(try RSAFernetSigned.sessionSecret(facts, ring))
        #expect(Array(unwrapped.bytes) == secret)
        let signature = try example.payload("client signature")
        #expect(RSAFernetSigned.verify(flight: 3, signature, facts) == true)
        for name in Self.records {
            let payload = try example.frame(name).payload
            let token = try token(example, name, key, after: [])
            #expect(token == Array(payload[2..<payload.count - 256]))
        }
    }

    @Test func toyDH16() throws {
        let example = try Self.example("toy-dh16")
        let secret = try example["session_secret"]
        let facts = try check(example, ToyDH16.self, secret: SecretBytes(copying: secret.rawSpan))
        let found = try #require(ToyDH16.breaking(facts)?.exponent)
        let exponent = try example["client exponent, found by trying"]
        #expect(UInt64(found.exponent) == exponent.rawSpan.integer(at: 0, width: 2) && found.side == .fromClient)
    }

    @Test(arguments: ["x25519-ed25519-chacha20poly1305", "x25519-ed25519-aes256gcm"])
    func x25519(_ name: String) throws {
        let example = try Self.example(name)
        guard let suite = SuiteRegistry.standard.suite(named: name) else { return }
        func secret(_ name: String) throws -> SecretBytes {
            let bytes = try example[name]
            return SecretBytes(copying: bytes.rawSpan)
        }
        let sessionSecret = try secret("session_secret")
        let facts = try check(example, suite, secret: sessionSecret)
        // From the private keys to the session's secret.
        let pairs = try Direction.allCases.map { X25519(privateKey: try secret("\($0.sender) x25519 private key")) }
        let agreed = try pairs[0].agree(with: pairs[1].publicKey)
        #expect(try Array(agreed.bytes) == example["agreed"])
        func context(_ purpose: String) -> [UInt8] {
            var context = Array("fernwire 1 \(purpose)".utf8) + [0]
            context.append(UInt64(suite.id.rawValue), width: 2)
            return context
        }
        let hash = try #require(facts.transcriptHash(beforeFlight: 2, of: suite.flights))
        let handshakeSecret = HKDF.derive(
            secret: agreed, salt: hash, info: context("handshake secret"), length: 32)
        #expect(try Array(handshakeSecret.bytes) == example["handshake_secret"])
        let whole = try #require(facts.transcriptHash(before: .fromClient, suite.flights))
        let derived = HKDF.derive(secret: handshakeSecret, salt: whole, info: context("session secret"), length: 32)
        #expect(Array(derived.bytes) == Array(sessionSecret.bytes))
        // Both identities, with their signatures.
        let schedule = try #require(facts.schedule)
        for (flight, direction) in [(2, Direction.fromServer), (3, .fromClient)] {
            let keys = suite.recordKeys(handshakeSecret, schedule, direction, epoch: 0)
            let frame = try example["\(direction.sender) identity frame"]
            let plaintext = try example["\(direction.sender) identity plaintext"]
            var opened: [UInt8] = []
            open(frame, suite.protection(keys), into: &opened)
            #expect(opened == plaintext && suite.verify(flight: flight, opened, facts) == true)
        }
        // The client's rekey, and its record in epoch 2.
        let next = try secret("client secret of epoch 2")
        let keys = suite.recordKeys(next, schedule, .fromClient, epoch: 2)
        let frame = try example["client record 3 frame"]
        var opened: [UInt8] = []
        open(frame, suite.protection(keys), into: &opened)
        #expect(try opened == example["client record 3 plaintext"])
        let material = try example["client record 2 plaintext"][24..<56]
        let shared = try pairs[1].agree(with: Array(material))
        let again = schedule.derive(
            SecretBytes(joining: [shared, sessionSecret]), "rekey secret", .fromClient, epoch: 2, length: 32)
        #expect(Array(again.bytes) == Array(next.bytes))
    }
}

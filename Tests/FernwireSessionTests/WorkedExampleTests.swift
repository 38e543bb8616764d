// SPDX-License-Identifier: Apache-2.0
import FernwireCrypto
import FernwireSession
import FernwireWire
import Foundation
import Testing

/// Recomputes the sessions that PROTOCOL.md §12 has byte for byte, from the document itself.
@Suite struct WorkedExampleTests {
    typealias Example = Specification.Example

    /// Checks all that suites have in common; returns what the handshake says.
    @discardableResult
    private func check(
        _ example: Example, _ suite: CipherSuite, secret: SecretBytes, _ ring: KeyRing = KeyRing()
    ) throws -> ObservedHandshake {
        let handshake = ObservedHandshake(flights: suite.flights)
        for name in example.frameNames where !name.contains("record") {
            let (header, bytes, payload) = try example.frame(name)
            #expect(header.encoded() == Array(bytes.prefix(Wire.headerLength)))
            #expect(Int(header.length) == payload.count)
            handshake.note(header, bytes)
        }
        let schedule = try #require(handshake.schedule)
        for direction in Direction.allCases {
            let point = try #require(handshake.point(beforeFinished: direction))
            #expect(try point.hash == example["transcript_hash before \(direction.sender) finished"])
            let data = try example.payload("\(direction.sender) finished")
            let isOpenlyRight = suite.observer.verify(finished: data, of: direction, at: point, in: handshake)
            #expect(isOpenlyRight ?? (data == point.verifyData(secret, of: direction)))
        }
        for direction in Direction.allCases {
            let keys = suite.observer.recordKeys(EpochSecret(secret, schedule, direction: direction, epoch: 1))
            for (label, name) in [
                (KeyLabel.macKey, "mac_key"), (.aes128Key, "key"), (.aes256Key, "key"), (.aes256IV, "iv"),
                (.chacha20Key, "key"), (.chacha20IV, "iv"),
            ] {
                guard let key = keys[label] else { continue }
                #expect(try Array(key.bytes) == example["\(direction.sender) \(name)"])
            }
            let made = suite.observer.protection(
                keys, direction: direction, secret: secret, handshake: handshake, ring: ring)
            guard let protection = made else {
                Issue.record("no protection")
                return handshake
            }
            for name in example.records(direction) {
                let (header, frame, _) = try example.frame(name)
                guard header.epoch == 1 else { continue }
                var opened: [UInt8] = []
                let assurance = try protection.unseal(frame.rawSpan, header: header, appendingTo: &opened)
                #expect(assurance == (suite.properties.authenticatesRecords ? .verified : .unauthenticated))
                let prefix = suite.prefixLength
                let plaintext = try example["\(name) plaintext"]
                #expect(Array(opened[prefix...]) == plaintext)
                #expect(Array(opened[..<prefix]) == Array(frame[..<prefix]))
            }
        }
        return handshake
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

    @Test("The specification's fernet-psk session is recomputed from its key")
    func fernetPSK() throws {
        let example = try Specification.example("fernet-psk")
        let secret = try example["fernet_key"]
        let key = FernetKey(secret: SecretBytes(copying: secret.rawSpan))
        try check(example, .fernetPSK, secret: key.secret)
        for name in example.records() {
            let (_, bytes, payload) = try example.frame(name)
            let token = try token(example, name, key, after: Array(bytes.prefix(Wire.headerLength)))
            #expect(token == payload)
        }
        let payload = try example.payload("client_hello")
        let hello = try ClientHello(decoding: payload.rawSpan)
        #expect(hello.keyIDs == [Array("badges".utf8)])
    }

    /// Suites without flights: what the example has is what they make of the key again.
    @Test(
        "The specification's pre-shared key and plaintext sessions are recomputed from their keys",
        arguments: ["aes256-gcm-psk", "aes128-cbc-psk", "aes128-cbc-psk-nomac", "plaintext"])
    func presharedKeys(_ name: String) throws {
        let example = try Specification.example(name)
        let key = example.values["key"] ?? []
        let secret = SecretBytes(copying: key.rawSpan)
        let suite = try #require(SuiteRegistry.standard.suite(named: name))
        let schedule = try #require(try check(example, suite, secret: secret).schedule)
        for direction in Direction.allCases {
            for title in example.records(direction) {
                let (fields, frame, _) = try example.frame(title)
                let plaintext = try example["\(title) plaintext"]
                let keys = suite.observer.recordKeys(
                    EpochSecret(secret, schedule, direction: direction, epoch: fields.epoch))
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
            CipherSuite.aes256GCMPSK.observer.protection(keys)?.seal(
                plaintext, header: FrameHeader(decoding: header.rawSpan), timestamp: 0, onto: &frame)
        } else {
            frame += plaintext
        }
        return frame
    }

    @Test("The specification's rsa-fernet-hmac session is recomputed, and its wraps give its secrets")
    func rsaFernetHMAC() throws {
        let example = try Specification.example("rsa-fernet-hmac")
        let (fernetKey, macSecret) = (try example["fernet_key"], try example["mac_secret"])
        let joined = fernetKey + macSecret
        let secret = SecretBytes(copying: joined.rawSpan)
        try check(example, .rsaFernetHMAC, secret: secret)
        let key = FernetKey(secret: SecretBytes(copying: fernetKey.rawSpan))
        for name in example.records() {
            let payload = try example.frame(name).payload
            let token = try token(example, name, key, after: [])
            #expect(token == Array(payload.dropLast(HMAC.length)))
        }
        let privateKey = try privateKeys()[0]
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

    /// The private keys in PEM of client and server.
    private func privateKeys() throws -> [RSAPrivateKey] {
        let section = try #require(Specification.document.get().components(separatedBy: "\n### 12.1 Sessions\n").last)
        let texts = section.components(separatedBy: "```example")[0].matches(
            of: #/-----BEGIN PRIVATE KEY-----[^-]*-----END PRIVATE KEY-----\n/#)
        try #require(texts.count == 2)
        return try texts.map { text in
            let pem = Array(text.output.utf8)
            return try RSAPrivateKey(pem: pem.rawSpan)
        }
    }

    func open(_ frame: [UInt8], _ protection: RecordProtection?, into opened: inout [UInt8]) {
        _ = try? protection?.unseal(frame.rawSpan, header: FrameHeader(decoding: frame.rawSpan), appendingTo: &opened)
    }

    @Test("The specification's rsa-sealed session is verified and opened with its private keys")
    func rsaSealed() throws {
        let example = try Specification.example("rsa-sealed")
        let ring = KeyRing()
        for key in try privateKeys() { ring.add(key) }
        #expect(ring.rsaKeys.count == 2)
        try check(example, .rsaSealed, secret: .random(count: 0), ring)
    }

    @Test("The specification's rsa-fernet-signed session is recomputed, and its signature verifies")
    func rsaFernetSigned() throws {
        let example = try Specification.example("rsa-fernet-signed")
        let ring = KeyRing()
        for key in try privateKeys() { ring.add(key) }
        let secret = try example["fernet_key"]
        let key = FernetKey(secret: SecretBytes(copying: secret.rawSpan))
        let handshake = try check(example, .rsaFernetSigned, secret: key.secret, ring)
        let unwrapped = try #require(try CipherSuite.rsaFernetSigned.observer.sessionSecret(handshake, keys: ring))
        #expect(Array(unwrapped.bytes) == secret)
        let signature = try example.payload("client signature")
        #expect(CipherSuite.rsaFernetSigned.observer.verify(flight: 3, content: signature, in: handshake) == true)
        for name in example.records() {
            let payload = try example.frame(name).payload
            let token = try token(example, name, key, after: [])
            #expect(token == Array(payload[2..<payload.count - 256]))
        }
    }

    /// A big-endian number of an example.
    private func number(_ example: Example, _ name: String) throws -> UInt64 {
        let bytes = try example[name]
        return bytes.rawSpan.integer(at: 0, width: bytes.count)
    }

    @Test("The specification's toy-dh16 session is recomputed, and brute force finds its exponent")
    func toyDH16() throws {
        let example = try Specification.example("toy-dh16")
        let secret = try example["session_secret"]
        let handshake = try check(example, .toyDH16, secret: SecretBytes(copying: secret.rawSpan))
        let sides = try Direction.allCases.map { ToyDH(exponent: UInt16(try number(example, "\($0.sender) x"))) }
        #expect(UInt64(sides[0].agree(with: sides[1].publicValue)) == (try number(example, "session_secret")))
        let found = try #require(CipherSuite.toyDH16.observer.bruteForce(handshake)?.exponent)
        #expect(found.side == .fromClient && found.exponent == sides[0].exponent)
        for direction in Direction.allCases {
            let name = direction.sender.description
            let (p, q) = (try number(example, "\(name) p"), try number(example, "\(name) q"))
            let d = try number(example, "\(name) d")
            let message = try example.payload("\(name) public_key")
            let key = try PublicKey(decoding: message.rawSpan).key
            let exponent = key.rawSpan.integer(at: 0, width: 2)
            #expect(key.rawSpan.integer(at: 2, width: 4) == p * q && d * exponent % ((p - 1) * (q - 1)) == 1)
            for record in example.records(direction) {
                let hash = try example["\(record) plaintext"].reduce(0 as UInt64) { ($0 * 32 + UInt64($1)) % 65536 }
                let signature = (0..<d).reduce(1 as UInt64) { power, _ in power * hash % (p * q) }
                let payload = try example.payload(record)
                #expect(payload.rawSpan.integer(at: payload.count - 3, width: 3) == signature)
            }
        }
    }

    /// The messages of every kind that the example has.
    @Test("The specification's example holds whole, fragmented and file messages that decode")
    func messages() throws {
        let example = try Specification.example("aes256-gcm-psk")
        let records = try example.records(.fromClient).map { name in
            let plaintext = try example["\(name) plaintext"]
            return try RecordPlaintext(decoding: plaintext.rawSpan)
        }
        #expect(records.map(\.fragment) == [.whole, .whole, .first, .middle, .last, .first, .middle, .last, .whole])
        #expect(records.map(\.messageID) == [1, 2, 3, 3, 3, 4, 4, 4, 0])
        #expect(records.last?.contentType == .endOfSession)
        let text = records.filter { $0.messageID == 3 }.flatMap(\.content)
        #expect(String(validating: text, as: UTF8.self) == "Schlüssel" && records[4].replyTo == 1)
        #expect(String(validating: records[2].content, as: UTF8.self) == nil)
        let file = try records.filter { $0.contentType == .file }.map { record in
            try FileFragment(decoding: record.content.rawSpan, record.fragment)
        }
        let data = file.flatMap(\.data)
        #expect(file.map(\.offset) == [0, 10, 30])
        #expect(file[0].description?.size == UInt64(data.count))
        #expect(file[0].description?.sha256 == SHA256.hash(data.rawSpan))
    }

    @Test(
        "The specification's X25519 sessions and their rekeys are recomputed from the private keys",
        arguments: ["x25519-ed25519-chacha20poly1305", "x25519-ed25519-aes256gcm"])
    func x25519(_ name: String) throws {
        let example = try Specification.example(name)
        let suite = try #require(SuiteRegistry.standard.suite(named: name))
        func secret(_ name: String) throws -> SecretBytes {
            let bytes = try example[name]
            return SecretBytes(copying: bytes.rawSpan)
        }
        let sessionSecret = try secret("session_secret")
        let handshake = try check(example, suite, secret: sessionSecret)
        // From the private keys to the session's secret.
        let pairs = try Direction.allCases.map { X25519(privateKey: try secret("\($0.sender) x25519 private key")) }
        let agreed = try pairs[0].agree(with: pairs[1].publicKey)
        #expect(try Array(agreed.bytes) == example["agreed"])
        func context(_ purpose: String) -> [UInt8] {
            var context = Array("fernwire 1 \(purpose)".utf8) + [0]
            context.append(UInt64(suite.id.rawValue), width: 2)
            return context
        }
        let hash = try #require(handshake.point(beforeFlight: 2)?.hash)
        let handshakeSecret = HKDF.derive(
            secret: agreed, salt: hash, info: context("handshake secret"), length: 32)
        #expect(try Array(handshakeSecret.bytes) == example["handshake_secret"])
        let whole = try #require(handshake.point(beforeFinished: .fromClient)?.hash)
        let derived = HKDF.derive(secret: handshakeSecret, salt: whole, info: context("session secret"), length: 32)
        #expect(Array(derived.bytes) == Array(sessionSecret.bytes))
        // Both identities, with their signatures.
        let schedule = try #require(handshake.schedule)
        for (flight, direction) in [(2, Direction.fromServer), (3, .fromClient)] {
            let keys = suite.observer.recordKeys(
                EpochSecret(handshakeSecret, schedule, direction: direction, epoch: 0))
            let frame = try example["\(direction.sender) identity frame"]
            let plaintext = try example["\(direction.sender) identity plaintext"]
            var opened: [UInt8] = []
            open(frame, suite.observer.protection(keys), into: &opened)
            let isSigned = suite.observer.verify(flight: flight, content: opened, in: handshake)
            #expect(opened == plaintext && isSigned == true)
        }
        try checkRekeys(example, suite, schedule, pairs, sessionSecret)
    }
}

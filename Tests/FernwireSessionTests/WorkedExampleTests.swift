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

    static let document: String = {
        let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        return try! String(contentsOf: root.appending(path: "docs/PROTOCOL.md"), encoding: .utf8)
    }()

    static func example(_ suite: String) throws -> Example {
        let parts = document.components(separatedBy: "```example \(suite)\n")
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

    /// Checks all that suites have in common; returns the key schedule.
    private func check(_ example: Example, _ suite: any CipherSuite.Type, secret: SecretBytes) throws -> KeySchedule {
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
            ] {
                guard let key = keys[label] else { continue }
                #expect(try Array(key.bytes) == example["\(direction.sender) \(name)"])
            }
            guard let protection = suite.protection(keys) else {
                Issue.record("no protection")
                return schedule
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
        return schedule
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
        _ = try check(example, FernetPSK.self, secret: key.secret)
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
        let schedule = try check(example, suite, secret: secret)
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
        _ = try check(example, RSAFernetHMAC.self, secret: secret)
        let key = FernetKey(secret: SecretBytes(copying: fernetKey.rawSpan))
        for name in Self.records {
            let payload = try example.frame(name).payload
            let token = try token(example, name, key, after: [])
            #expect(token == Array(payload.dropLast(HMAC.length)))
        }
        let place = try #require(Self.document.firstRange(of: #/-----BEGIN PRIVATE KEY-----[^`]*/#))
        let pem = Array(Self.document[place].utf8)
        let privateKey = try RSAPrivateKey(pem: pem.rawSpan)
        let offered = try example.payload("public_key")
        let publicKey = try PublicKey(decoding: offered.rawSpan)
        #expect(publicKey.key == privateKey.publicKey.der)
        let wrap = try example.payload("key_wrap")
        let wraps = try KeyWrap(decoding: wrap.rawSpan).wraps
        #expect(wraps.map(\.kind) == [.fernetKey, .macSecret])
        let fernetAgain = try privateKey.unwrap(wraps[0].wrapped, label: "fernwire fernet key", length: 32)
        let macAgain = try privateKey.unwrap(wraps[1].wrapped, label: "fernwire mac secret", length: 32)
        #expect(Array(fernetAgain.bytes) == fernetKey && Array(macAgain.bytes) == macSecret)
    }
}

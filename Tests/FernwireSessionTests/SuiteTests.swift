// SPDX-License-Identifier: Apache-2.0
import FernwireCrypto
import FernwireSession
import FernwireWire
import Foundation
import TestSupport
import Testing

/// What the suites of the registry have in common, and what each lacks.
@Suite struct SuiteTests {
    private func openPair(_ suite: CipherSuite) -> SessionPair {
        let pair = SessionPair(suite, Sample.credentials)
        pair.run()
        return pair
    }

    /// The record of a text, with a byte changed on its way; what the server made of it.
    private func received(_ suite: CipherSuite, flipping place: Int, mask: UInt8 = 1) throws -> [SessionEvent] {
        let pair = openPair(suite)
        try pair.client.send(.text, Array("Hello".utf8))
        var record = pair.client.takeOutgoing()
        record[Wire.headerLength + place] ^= mask
        pair.server.receive(record.span.bytes)
        return pair.server.takeEvents()
    }

    @Test(
        "A changed payload fails as bad_record, and passes only where records are not authenticated",
        arguments: Sample.suiteNames)
    func aChangedPayloadIsRefusedWhereRecordsAreAuthenticated(_ name: String) throws {
        let suite = try #require(SuiteRegistry.standard.suite(named: name))
        let pair = openPair(suite)
        try pair.client.send(.text, Array("Hello".utf8))
        let length = pair.client.takeOutgoing().count - Wire.headerLength
        var unseen = 0
        // Of a long payload, each thirteenth byte: RSA takes its time.
        for place in stride(from: 0, to: length, by: length > 400 ? 13 : 1) {
            let events = try received(suite, flipping: place)
            if suite.authenticatesRecords {
                #expect(events.failure?.alert == .badRecord, "byte \(place)")
                #expect(events.messages.isEmpty)
            } else if !events.messages.isEmpty {
                unseen += 1
            }
        }
        #expect(suite.isSecure == (suite.warning == nil))
        #expect((unseen > 0) == !suite.authenticatesRecords)
    }

    /// Flips each bit of each field of a record frame: what is declared is what happens.
    @Test(
        "Each flipped bit of a record's fields meets the verdict that the suite declares for the field",
        arguments: Sample.suiteNames) func verdictsAreWhatHappens(_ name: String) throws
    {
        let suite = try #require(SuiteRegistry.standard.suite(named: name))
        let session = try SampleSession(suite)
        let sealed = try #require(session.frames.first { $0.bytes[5] == MessageType.record.rawValue }).bytes
        let protection = try #require(Holder(try opening(session))).protection
        var fields: [(Field, Range<Int>)] = []
        for (layout, start) in [(FrameHeader.layout, 0), (suite.payloadLayout, Wire.headerLength)] {
            let part = Array(start == 0 ? sealed[..<Wire.headerLength] : sealed[Wire.headerLength...])
            try? layout.walk(part.span.bytes) { event in
                if case .leaf(let field, let range) = event {
                    fields.append((field, range.lowerBound + start..<range.upperBound + start))
                }
            }
        }
        #expect(fields.count >= 9)
        for (field, range) in fields {
            var passed = 0
            for bit in range.lowerBound * 8..<range.upperBound * 8 {
                var changed = sealed
                changed[bit / 8] ^= 1 << UInt8(bit % 8)
                // What was there before stays, and nothing of a refused record comes to it.
                var plaintext: [UInt8] = [7]
                do throws(RecordFailure) {
                    _ = try protection.unseal(
                        changed.span.bytes, header: FrameHeader(decoding: changed.span.bytes), appendingTo: &plaintext)
                    passed += 1
                } catch {
                    #expect(plaintext == [7])
                    switch (suite.verdict(field), error) {
                    case (.detected(by: .recordMAC), .recordMAC), (.detected(by: .tag), .recordMAC),
                        (.detected(by: .signature), .signature),
                        (.detected(by: .headerCopy), .repeatedHeader), (.detected(by: .tokenHMAC), .token),
                        (.undetected, .padding), (.undetected, .tooShort), (.undetected, .signature):
                        break
                    default: Issue.record("\(name) \(field) bit \(bit): \(error)")
                    }
                }
            }
            if case .detected = suite.verdict(field) {
                #expect(passed == 0, "\(field)")
            } else {
                #expect(passed > 0, "\(field)")
            }
        }
    }

    /// What opens the client's records of a session for whoever has all keys.
    private func opening(_ session: SampleSession) throws -> RecordProtection? {
        let suite = session.suite
        let handshake = ObservedHandshake(flights: suite.flights)
        for (_, frame) in session.frames {
            let header = FrameHeader(decoding: frame.span.bytes)
            if header.knownType?.isHandshake == true { handshake.note(header, frame) }
        }
        let ring = KeyFile.read(Sample.keyFile + [0x0A] + session.keyLog).keys
        ring.allowsBruteForce = true
        let logged = ring.loggedKeys(sessionID: handshake.sessionID, clientRandom: nil, .fromClient, epoch: 1)
        var keys = logged?.keys ?? RecordKeys()
        let secret = try suite.observer.sessionSecret(handshake, keys: ring)
        if let secret, let schedule = handshake.schedule {
            keys = suite.observer.recordKeys(EpochSecret(secret, schedule, direction: .fromClient, epoch: 1))
        }
        return suite.observer.protection(
            keys, direction: .fromClient, secret: secret, handshake: handshake, ring: ring)
    }

    /// The lesson: 'H' xor 2 is 'J', and nobody notices.
    @Test("A flipped bit of the IV turns Hello into Jello without a MAC, and fails the record with one")
    func aFlippedBitOfTheIVTurnsHelloIntoJello() throws {
        let changed = try received(.aes128CBCPSKNoMAC, flipping: 0, mask: 2)
        #expect(changed.messages.map(\.bytes) == [Array("Jello".utf8)])
        let refused = try received(.aes128CBCPSK, flipping: 0, mask: 2)
        #expect(refused.failure == .local(SessionError(.badRecord, .record(.recordMAC))))
    }

    @Test(
        "A suite that can rekey gets distinct keys for each epoch, and any other refuses", arguments: Sample.suiteNames)
    func rekeysOrRefuses(_ name: String) throws {
        let suite = try #require(SuiteRegistry.standard.suite(named: name))
        let pair = openPair(suite)
        guard suite.canRekey else {
            #expect(throws: Session.SendError.cannotRekey) { try pair.client.rekey() }
            return
        }
        try pair.client.rekey()
        try pair.client.send(.text, [65])
        pair.run()
        #expect(pair.serverEvents.messages.map(\.bytes) == [[65]])
        let keys = pair.serverEvents.keys
        #expect(keys.filter { $0.epoch > 0 }.count == 3 * suite.keyLogLabels.count)
        #expect(Set(keys.map { $0.line() }).count == keys.count)
    }

    @Test("The steps of both endpoints are the flights that the suite describes", arguments: Sample.suiteNames)
    func stepsAreTheFlights(_ name: String) throws {
        let suite = try #require(SuiteRegistry.standard.suite(named: name))
        var run = ExchangeRun(suite)
        for (index, flight) in suite.flights.enumerated() {
            #expect(run.agrees(with: flight), "flight \(index)")
            let other = Flight(flight.sender.opposite, flight.type, isProtected: flight.isProtected)
            #expect(!run.agrees(with: other), "flight \(index)")
            try run.carry(flight)
        }
        let secrets = run.agreements.map { agreement in Array(agreement.secret.bytes) }
        #expect(secrets.count == 2 && secrets.first == secrets.last)
    }

    @Test("An endpoint without the keys that a suite takes cannot start it", arguments: Sample.suiteNames)
    func withoutKeysThereIsNoStart(_ name: String) throws {
        let suite = try #require(SuiteRegistry.standard.suite(named: name))
        for side in Direction.allCases {
            #expect(suite.isUsable(by: side, with: Sample.credentials))
        }
        let usable = Direction.allCases.filter { suite.isUsable(by: $0, with: Credentials()) }
        // A client that proves itself by Ed25519 need not; a server that opens nothing needs no RSA key.
        let expected: [Direction] =
            switch (suite.keygenName.description, suite.identityKind(of: .fromServer)) {
            case ("", _): [.fromClient, .fromServer]
            case ("ed25519", _): [.fromClient]
            case ("rsa", nil): [.fromServer]
            default: []
            }
        #expect(usable == expected)
    }

    /// Of the keys that a key log has. Where a token's key is one for both directions, the suite cannot rekey.
    @Test("Two sessions of a suite share no key of their key logs", arguments: Sample.suiteNames)
    func noTwoSessionsShareADerivedKey(_ name: String) throws {
        let suite = try #require(SuiteRegistry.standard.suite(named: name))
        let sessions = (0..<2).map { _ in openPair(suite).clientEvents.keys.map { $0.secret.bytes.hex } }
        #expect(sessions.allSatisfy { $0.isEmpty == suite.keyLogLabels.isEmpty })
        #expect(Set(sessions[0]).isDisjoint(with: sessions[1]))
        let count = 2 * suite.keyLogLabels.count
        if suite.canRekey { #expect(Set(sessions[0]).count == sessions[0].count && sessions[0].count >= count) }
    }

    @Test("The registry has the specification's suites, and the specification names every key log label")
    func theRegistryIsTheDocuments() throws {
        let document = try Specification.document.get()
        let rows = document.components(separatedBy: "### Suites\n")[1]
            .components(separatedBy: "###")[0].split(separator: "\n")
        let listed = rows.compactMap { row -> String? in
            row.prefixMatch(of: /\| (0x[0-9A-F]{4}) \| ([a-z0-9-]+) \|/).map { "\($0.1) \($0.2)" }
        }
        let spoken = SuiteRegistry.standard.suites.map { suite in
            let digits = String(suite.id.rawValue, radix: 16, uppercase: true)
            return "0x" + String(repeating: "0", count: 4 - digits.count) + digits + " \(suite.name)"
        }
        #expect(listed.filter { !$0.hasSuffix(" reserved") } == spoken.sorted())
        let labels = KeyLabel.allCases.filter { !document.contains("`\($0.name)`") }
        #expect(labels.isEmpty)
    }
}

/// A class has no place in the macro's expansion.
private struct Holder {
    let protection: RecordProtection

    init?(_ protection: RecordProtection?) {
        guard let protection else { return nil }
        self.protection = protection
    }
}

extension RawSpan {
    fileprivate var hex: String {
        withUnsafeBytes { $0.map { String($0, radix: 16) }.joined(separator: " ") }
    }
}

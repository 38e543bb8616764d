// SPDX-License-Identifier: Apache-2.0
import FernwireCrypto
import FernwireSession
import FernwireWire
import TestSupport
import Testing

/// Records that are shorter than what protects them.
@Suite struct CutRecordTests {
    /// The record of a text, cut to `count` bytes of payload, which its header then says that it has.
    private func cut(_ record: [UInt8], to count: Int) -> [UInt8] {
        var header = FrameHeader(decoding: record.rawSpan)
        header.length = UInt32(count)
        return header.encoded() + record[Wire.headerLength...].prefix(count)
    }

    @Test(
        "A record of any length below its own is refused as bad_record where records are authenticated",
        arguments: Sample.suiteNames)
    func everyLengthIsRefused(_ name: String) throws {
        let suite = try #require(SuiteRegistry.standard.suite(named: name))
        for count in lengths(below: try opened(suite).record.count - Wire.headerLength) {
            let (pair, record) = try opened(suite)
            let short = cut(record, to: count)
            pair.server.receive(short.rawSpan)
            let events = pair.server.takeEvents()
            // Where records are not authenticated, a shorter text is a text.
            guard suite.authenticatesRecords else { continue }
            #expect(events.messages.isEmpty && events.failure?.alert == .badRecord, "\(count) bytes")
        }
    }

    /// A session, and the client's first record in it.
    private func opened(_ suite: CipherSuite) throws -> (pair: SessionPair, record: [UInt8]) {
        let pair = SessionPair(suite, Sample.credentials)
        pair.run()
        try pair.client.send(.text, Array("Hello".utf8))
        return (pair, pair.client.takeOutgoing())
    }

    /// Every length that ends in a MAC, a tag or an IV, and some of the others: RSA takes its time.
    private func lengths(below count: Int) -> [Int] {
        (0..<count).filter { $0 < 80 || $0 % 13 == 0 }
    }

    @Test("Whoever observes a record of any length below its own opens nothing", arguments: Sample.suiteNames)
    func observersOpenNothing(_ name: String) throws {
        let suite = try #require(SuiteRegistry.standard.suite(named: name))
        let session = try SampleSession(suite)
        // A key log that lost some lines opens what it can.
        let logs = [session.keyLog] + suite.keyLogLabels.map { lines(of: session.keyLog, with: "\($0.name) ") }
        let rings = logs.map { KeyFile.read($0).keys } + [KeyFile.read(Sample.keyFile + [0x0A] + session.keyLog).keys]
        let place = try #require(session.frames.firstIndex { $0.bytes[5] == MessageType.record.rawValue })
        let record = session.frames[place].bytes
        for ring in rings {
            for count in lengths(below: record.count - Wire.headerLength) {
                let observer = Observer()
                for frame in session.frames[..<place] { _ = observer.observe(frame.bytes, keys: ring) }
                let seen = observer.observe(cut(record, to: count), keys: ring)
                #expect(seen.status != .verified, "\(count) bytes")
            }
        }
    }

    private func lines(of keyLog: [UInt8], with label: String) -> [UInt8] {
        let lines = String(decoding: keyLog, as: UTF8.self).split(separator: "\n").filter { $0.contains(label) }
        return Array(lines.joined(separator: "\n").utf8)
    }

    private func failure(_ protection: RecordProtection, _ record: [UInt8]) -> RecordFailure? {
        var plaintext: [UInt8] = []
        do throws(RecordFailure) {
            _ = try protection.unseal(
                record.rawSpan, header: FrameHeader(decoding: record.rawSpan), appendingTo: &plaintext)
            return nil
        } catch {
            return error
        }
    }

    private func header(length: Int) -> FrameHeader {
        FrameHeader(
            .record, from: .fromClient, isProtected: true, epoch: 1, sessionID: 7, sequence: 2, length: length)
    }

    @Test("A payload that is shorter than a tag is too short, and one of a tag's length fails by its tag")
    func shorterThanATag() throws {
        let keys = RecordKeys([.aes256Key: .random(count: 32), .aes256IV: .random(count: 12)])
        let made = CipherSuite.aes256GCMPSK.observer.protection(keys)
        let protection = try #require(made)
        for (count, expected) in [(0, .tooShort), (15, .tooShort), (16, .recordMAC)] as [(Int, RecordFailure)] {
            let record = header(length: count).encoded() + [UInt8](repeating: 0, count: count)
            let found = failure(protection, record)
            #expect(found == expected, "\(count) bytes")
        }
    }

    @Test("A record of one block under AES-CBC opens, and one that is a byte shorter is too short")
    func oneBlock() throws {
        let suites: [(CipherSuite, Int, Assurance)] = [
            (.aes128CBCPSK, 64, .verified), (.aes128CBCPSKNoMAC, 32, .unauthenticated),
        ]
        let keys = RecordKeys([.aes128Key: .random(count: 16), .macKey: .random(count: 32)])
        let short: [UInt8] = Array(1...15)
        for (suite, length, assurance) in suites {
            let made = suite.observer.protection(keys)
            let protection = try #require(made)
            let header = header(length: length)
            var record = header.encoded()
            protection.seal(short, header: header, timestamp: 0, onto: &record)
            #expect(record.count == Wire.headerLength + length)
            var plaintext: [UInt8] = []
            let found = try protection.unseal(record.rawSpan, header: header, appendingTo: &plaintext)
            #expect(found == assurance && plaintext == short, "\(suite.name)")
            let refused = failure(protection, cut(record, to: length - 1))
            #expect(refused == .tooShort, "\(suite.name)")
        }
    }

    @Test("A record with a signature and no token is too short, and one with a byte of it fails by its signature")
    func noToken() throws {
        let key = try #require(Sample.credentials.rsaKey)
        let length = 2 + key.publicKey.modulusLength
        for (count, expected) in [(length, .tooShort), (length + 1, .signature)] as [(Int, RecordFailure)] {
            let (pair, record) = try opened(.rsaFernetSigned)
            let short = cut(record, to: count)
            pair.server.receive(short.rawSpan)
            let failure = pair.server.takeEvents().failure
            #expect(failure == .local(SessionError(.badRecord, .record(expected))), "\(count) bytes")
        }
    }
}

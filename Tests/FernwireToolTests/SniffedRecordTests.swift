// SPDX-License-Identifier: Apache-2.0
import FernwireCrypto
import FernwireSession
import FernwireWire
import TestSupport
import Testing

@testable import FernwireCapture
@testable import FernwireTool

/// What `fernwire compare` says of records that come twice, and of IVs that are used again.
@Suite struct SniffedRecordTests {
    /// What is shown of each record, and the report.
    private func sniffed(_ frames: [[UInt8]]) throws -> (texts: [String], report: String) {
        let observer = Observer()
        var leaks = SessionLeaks()
        var texts: [String] = []
        for (packet, frame) in frames.enumerated() {
            let header = FrameHeader(decoding: frame.rawSpan)
            let observation = observer.observe(frame, keys: KeyRing(), time: 1)
            let payload = frame.rawSpan.extracting(Wire.headerLength..<frame.count)
            let captured = CapturedFrame(bytes: frame, packet: UInt64(packet), time: UInt64(packet) * 1_000)
            try leaks.take(
                header, payload, from: #require(header.knownDirection), observation: observation, frame: captured)
            guard header.knownType == .record else { continue }
            texts.append(SnifferText(header, payload, observation: observation, plaintext: []).fitted(to: 200))
        }
        return (texts, LeakReport(name: "A", leaks, Terminal()).lines.joined(separator: "\n"))
    }

    @Test("A session that repeats nothing is reported without a word of it") func nothingRepeated() throws {
        let found = try sniffed(SampleSession(.aes128CBCPSK).frames.map(\.bytes))
        #expect(found.texts.count == 4 && found.texts.allSatisfy { !$0.contains("[") }, "\(found.texts)")
        #expect(!found.report.contains("Repetition"))
    }

    @Test("The suites that a client offers are reported where there are several, and one alone is not")
    func offeredSuites() throws {
        let one = try sniffed(SampleSession(.aes128CBCPSK).frames.map(\.bytes))
        #expect(one.report.contains("What still leaks") && !one.report.contains("Offer"), "\(one.report)")
        let pair = SessionPair(
            client: .init(
                role: .fromClient, suites: [.aes128CBCPSK, .fernetPSK], credentials: Sample.credentials,
                clock: SessionPair.clock),
            server: .init(
                role: .fromServer, suites: [.aes128CBCPSK], credentials: Sample.credentials, clock: SessionPair.clock))
        pair.run()
        let two = try sniffed(pair.frames.map(\.bytes))
        #expect(two.report.contains("  Offer      aes128-cbc-psk, fernet-psk: "), "\(two.report)")
    }

    @Test("A record that is cut is shown by its length, and called encrypted only if it is protected")
    func cutRecord() throws {
        for (suite, begin, end) in [
            (CipherSuite.plaintext, "Record, ", " bytes [cut]"), (.aes128CBCPSK, "", " bytes, encrypted [cut]"),
        ] {
            var frames = try SampleSession(suite).frames.map(\.bytes)
            let place = try #require(frames.firstIndex { $0[5] == MessageType.record.rawValue })
            let length = frames[place].count - Wire.headerLength
            frames[place].removeLast()
            let found = try sniffed(Array(frames[...place]))
            #expect(found.texts == ["\(begin)\(length)\(end)"])
        }
    }

    @Test("A record that comes again is marked as replayed, and counted") func replayedRecord() throws {
        var frames = try SampleSession(.aes128CBCPSK).frames.map(\.bytes)
        let record = try #require(frames.first { $0[5] == MessageType.record.rawValue })
        frames += [record, record]
        let found = try sniffed(frames)
        #expect(found.texts.map { $0.contains("[replayed]") } == [false, false, false, false, true, true])
        #expect(found.report.contains("Repetition 2 records came twice."), "\(found.report)")
        #expect(!found.report.contains("An IV was used again"))
    }

    @Test("Another record with an IV that was there before is marked, and counted") func repeatedIV() throws {
        var frames = try SampleSession(.aes128CBCPSK).frames.map(\.bytes)
        var other = try #require(frames.first { $0[5] == MessageType.record.rawValue })
        other[other.count - 1] ^= 1
        frames.append(other)
        let found = try sniffed(frames)
        #expect(found.texts.map { $0.contains("[IV used before]") } == [false, false, false, false, true])
        #expect(found.report.contains("Repetition An IV was used again 1 time."), "\(found.report)")
    }
}

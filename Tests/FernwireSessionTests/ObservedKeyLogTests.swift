// SPDX-License-Identifier: Apache-2.0
import FernwireCrypto
import FernwireSession
import FernwireWire
import TestSupport
import Testing

/// The key log that an observer makes of what the user's keys opened.
@Suite struct ObservedKeyLogTests {
    private func lines(_ entries: [KeyLogEntry]) -> Set<String> {
        Set(entries.map { String(decoding: $0.line(), as: UTF8.self) })
    }

    @Test("It has the keys of every epoch in which a record opened, and none of an epoch that a forged record claims")
    func epochs() throws {
        let pair = SessionPair(.aes256GCMPSK, Sample.credentials)
        pair.run()
        for _ in 0..<2 { try pair.client.rekey() }
        try pair.client.send(.text, [65])
        pair.run()
        try pair.server.rekey()
        try pair.server.send(.text, [66])
        pair.run()
        let ring = KeyFile.read(Sample.keyFile).keys
        let observer = Observer()
        let frames = pair.frames.map(\.bytes)
        for frame in frames { _ = observer.observe(frame, keys: ring) }
        let expected = lines(pair.clientEvents.keys.filter { $0.epoch > 0 })
        #expect(expected.count == (3 + 2) * 2)
        #expect(lines(observer.keyLog(ring)) == expected)

        var forged = try #require(frames.last)
        var header = FrameHeader(decoding: forged.rawSpan)
        (header.epoch, header.sequence) = (header.epoch + 1, header.sequence + 1)
        forged.replaceSubrange(..<Wire.headerLength, with: header.encoded())
        let status = observer.observe(forged, keys: ring).status
        guard case .failed = status else {
            Issue.record("\(status)")
            return
        }
        #expect(lines(observer.keyLog(ring)) == expected)
    }

    @Test("It has the lines of the key log that opened a session, which no other key opens")
    func linesOfAKeyLog() throws {
        let session = try SampleSession(.x25519Ed25519AES256GCM)
        let ring = KeyFile.read(session.keyLog).keys
        let observer = Observer()
        for frame in session.frames { _ = observer.observe(frame.bytes, keys: ring) }
        let expected = lines(session.pair.clientEvents.keys)
        #expect(!expected.isEmpty)
        #expect(lines(observer.keyLog(ring)) == expected)
    }
}

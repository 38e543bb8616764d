// SPDX-License-Identifier: Apache-2.0
import FernwireSession
import FernwireWire
import TestSupport
import Testing

@testable import FernwireDissection

/// Messages that take three records.
@Suite struct SeveralRecordsTests {
    private let bytes = (0...2 * Wire.maximumContent).map { UInt8(97 + $0 % 26) }

    /// The frames of a session in which the client sends what `send` does.
    private func frames(_ send: (inout Session) throws -> Void) throws -> [[UInt8]] {
        let pair = SessionPair(.fernetPSK, Sample.credentials)
        pair.run()
        try send(&pair.client)
        pair.run()
        let frames = pair.frames.map(\.bytes)
        let records = frames.count { $0[5] == MessageType.record.rawValue }
        try #require(records == 3)
        return frames
    }

    @Test("A record that comes again keeps no message from being put together")
    func repeatedRecords() throws {
        var frames = try frames { try $0.send(.text, bytes) }
        frames.insert(frames[frames.count - 2], at: frames.count - 1)
        let found = SessionDissection(keys: Sample.fernetKeyFile).frames(frames)
        let isWhole = found.map { $0.plan.texts(of: .source).contains(String(decoding: bytes, as: UTF8.self)) }
        #expect(Array(isWhole.suffix(4)) == [false, false, false, true])
    }

    @Test("The media type that a file's first record tells goes to subdissectors with the whole file")
    func mediaTypes() throws {
        let frames = try frames {
            try $0.sendFile(
                named: Array("notes.txt".utf8), mediaType: Array("text/plain; charset=utf-8".utf8), bytes)
        }
        let found = SessionDissection(keys: Sample.fernetKeyFile).frames(frames)
        // The first call is by the content type's number.
        #expect(Array(found.map { $0.plan.texts(of: .call) }.suffix(3)) == [[], [], ["", "text/plain"]])
    }
}

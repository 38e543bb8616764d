// SPDX-License-Identifier: Apache-2.0
import DissectorKit
import FernwireSession
import FernwireWire
import TestSupport
import Testing

@testable import FernwireDissection

/// What a frame's tree says beside the frame's own bytes.
@Suite struct ConclusionTests {
    @Test("A finished message that fails its check is noted, and one that passes or was not checked is not")
    func finishedIsNoted() throws {
        let frames = try SampleSession(.fernetPSK).frames.map(\.bytes)
        let cases: [(keys: [UInt8]?, status: String, isNoted: Bool)] = [
            (Sample.fernetKeyFile, "verified", false), (Sample.wrongFernetKeyFile, "failed", true),
            (nil, "unchecked", false),
        ]
        for (keys, status, isNoted) in cases {
            let finished = SessionDissection(keys: keys).frames(frames).filter {
                !$0.texts(of: .finishedStatus).isEmpty
            }
            #expect(finished.count == 2)
            #expect(finished.allSatisfy { $0.texts(of: .finishedStatus) == [status] }, "\(status)")
            #expect(finished.allSatisfy { $0.notes.contains(.finishedFailed) == isNoted }, "\(status)")
        }
    }

    @Test("A changed signature of the handshake is noted, and a genuine one is not")
    func signatureIsNoted() throws {
        let genuine = try SampleSession(.rsaFernetSigned).frames.map(\.bytes)
        let place = try #require(genuine.firstIndex { $0[5] == MessageType.signature.rawValue })
        var changed = genuine
        changed[place][changed[place].count - 1] ^= 1
        for (frames, status, isNoted) in [(genuine, "verified", false), (changed, "failed", true)] {
            let frame = SessionDissection().frames(frames)[place]
            #expect(frame.texts(of: .signatureStatus) == [status])
            #expect(frame.notes.contains(.signatureFailed) == isNoted)
        }
    }

    @Test("Each frame tells its stream, and each from the server hello on tells the suite")
    func sessionIsTold() throws {
        let session = try SampleSession(.fernetPSK)
        let dissection = SessionDissection()
        let found = session.frames.map { dissection.frame($0.bytes, stream: 7) }
        let suite = UInt64(session.suite.id.rawValue)
        #expect(found.allSatisfy { $0.numbers(of: .stream) == [7] })
        #expect(found[0].numbers(of: .sessionSuite).isEmpty)
        #expect(found.dropFirst().allSatisfy { $0.numbers(of: .sessionSuite) == [suite] })
    }

    @Test("A record's token is noted as expired after the time to live of the preferences, at first an hour")
    func expiredTokens() throws {
        let frames = try SampleSession(.fernetPSK).frames.map(\.bytes)
        let cases: [(timeToLive: UInt32?, age: Int64, isNoted: Bool)] = [
            (nil, 3600, false), (nil, 3601, true), (100, 100, false), (100, 101, true), (0, 100_000, false),
        ]
        for (timeToLive, age, isNoted) in cases {
            let dissection = SessionDissection(timeToLive: timeToLive)
            let time = Moment(seconds: Int64(SessionPair.clock()) + age)
            let records = frames.map { dissection.frame($0, time: time) }.suffix(4)
            #expect(records.allSatisfy { $0.notes.contains(.expired) == isNoted }, "after \(age) seconds")
        }
    }
}

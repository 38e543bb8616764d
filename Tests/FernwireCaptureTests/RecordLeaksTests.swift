// SPDX-License-Identifier: Apache-2.0

import FernwireCrypto
import FernwireScenario
import FernwireSession
import FernwireWire
import Testing

@testable import FernwireTool

/// What records tell without any key, held against what was said.
@Suite struct RecordLeaksTests {
    private static let sizes = 1...36
    private static let suites = SuiteRegistry.standard.suites.map { $0.name.description }

    private func records(_ suite: CipherSuite) throws -> [CapturedFrameOfRecord] {
        let steps = Self.sizes.map { size in
            Scenario.Step(.fromClient, .text(String(repeating: "x", count: size)), pause: 1)
        }
        let scenario = Scenario(name: "sizes", summary: "", suite: suite.name.description, steps: steps)
        return Reading.frames(try Reading.capture(scenario)).frames.compactMap { frame in
            let header = Reading.header(frame)
            guard header.knownType == .record, header.direction == 0 else { return nil }
            return .init(payload: Array(frame.bytes[Wire.headerLength...]), time: frame.time ?? 0)
        }
    }

    private struct CapturedFrameOfRecord {
        let payload: [UInt8]
        let time: UInt64
    }

    @Test(
        "The content length that a record leaks includes the true one, as narrowly as its suite allows",
        arguments: suites)
    func lengthsAllowWhatWasSaid(_ name: String) throws {
        let suite = try #require(SuiteRegistry.standard.suite(named: name))
        let records = try records(suite)
        // The last is the end of the session.
        #expect(records.count == Self.sizes.count + 1)
        for (size, record) in zip(Array(Self.sizes) + [0], records) {
            let told = suite.contentLengths(ofRecord: record.payload.rawSpan)
            let lengths = try #require(told, "\(size)")
            #expect(lengths.contains(size), "\(size): \(lengths)")
            switch name {
            case "rsa-sealed": #expect(lengths == 0...256 - 66 - 18)
            case "fernet-psk", "rsa-fernet-hmac", "rsa-fernet-signed", "aes128-cbc-psk", "aes128-cbc-psk-nomac":
                #expect(lengths.count == 16 || lengths.lowerBound == 0)
            default: #expect(lengths == size...size)
            }
        }
    }

    @Test(
        "Records of Fernet suites leak the second they were made in, and records of other suites do not",
        arguments: suites)
    func tokensSayWhenTheyWereMade(_ name: String) throws {
        let suite = try #require(SuiteRegistry.standard.suite(named: name))
        for record in try records(suite) {
            let timestamp = suite.timestamp(ofRecord: record.payload.rawSpan)
            #expect(timestamp == (name.contains("fernet") ? record.time / 1_000_000_000 : nil))
        }
    }

    /// How long each suite is fuzzed: about a minute for all of them.
    private static let fuzzing = Duration.seconds(5.5)

    /// A length in a payload may be above that of any record.
    @Test("Whatever a payload holds, and however long it is, what it leaks is told without a trap", arguments: suites)
    func anyPayloadIsTaken(_ name: String) throws {
        let suite = try #require(SuiteRegistry.standard.suite(named: name))
        var state: UInt64 = 88_172_645_463_325_252
        func next(_ limit: Int) -> Int {
            state ^= state << 13
            state ^= state >> 7
            state ^= state << 17
            return Int(state >> 33) % limit
        }
        let fillings: [UInt8] = [0, 0xFF, UInt8(ascii: "A")]
        let genuine = try records(suite).map(\.payload)
        let clock = ContinuousClock()
        let end = clock.now + Self.fuzzing
        var round = 0
        while round < 600 || clock.now < end {
            defer { round += 1 }
            // Short, long, and around the most that a record may hold.
            let count = [next(300), next(Wire.maximumPayload + 1), Wire.maximumContent + next(2000)][round % 3]
            var payload =
                round % 7 == 6
                ? genuine[next(genuine.count)] : [UInt8](repeating: fillings[next(3)], count: count)
            for _ in 0..<next(8) where !payload.isEmpty { payload[min(next(40), payload.count - 1)] = UInt8(next(256)) }
            // As toy-dh16 and the signed suites have it: a length before what is encrypted.
            if payload.count > 6, round % 2 == 0 {
                let length = payload.count - 2 - [4, 256, 512][next(3)]
                (payload[0], payload[1]) = (UInt8(truncatingIfNeeded: length >> 8), UInt8(truncatingIfNeeded: length))
            }
            _ = suite.timestamp(ofRecord: payload.rawSpan)
            guard let lengths = suite.contentLengths(ofRecord: payload.rawSpan) else { continue }
            #expect(0 <= lengths.lowerBound && lengths.upperBound <= Wire.maximumContent, "\(lengths)")
        }
    }

    /// A cut record may pass for a shorter one. It tells no more than the whole one, of content and of time.
    @Test("A cut record tells no more about its content and time than the whole one", arguments: suites)
    func aCutRecordTellsNoMoreThanTheWhole(_ name: String) throws {
        let suite = try #require(SuiteRegistry.standard.suite(named: name))
        let payload = try records(suite)[Self.sizes.count - 1].payload
        let (told, time) = (suite.contentLengths(ofRecord: payload.rawSpan), suite.timestamp(ofRecord: payload.rawSpan))
        let whole = try #require(told)
        #expect(whole.contains(Self.sizes.upperBound))
        for count in payload.indices {
            let part = Array(payload[..<count])
            let (cut, cutTime) = (suite.contentLengths(ofRecord: part.rawSpan), suite.timestamp(ofRecord: part.rawSpan))
            if let cut {
                #expect(0 <= cut.lowerBound && cut.upperBound <= whole.upperBound, "\(count) bytes: \(cut)")
            }
            #expect(cutTime == nil || cutTime == time)
        }
    }

    @Test("A payload of a size that no record has tells no length of content")
    func aPayloadOfASizeThatNoRecordHasTellsNothing() {
        func lengths(_ suite: CipherSuite, _ count: Int) -> ClosedRange<Int>? {
            suite.contentLengths(ofRecord: [UInt8](repeating: 0xFF, count: count).rawSpan)
        }
        for suite in SuiteRegistry.standard.suites { #expect(lengths(suite, 0) == nil, "\(suite.name)") }
        // Not a token's length, not whole blocks, below a record's plaintext.
        #expect(lengths(.fernetPSK, 165) == nil && lengths(.aes128CBCPSKNoMAC, 49) == nil)
        #expect(lengths(.aes256GCMPSK, 33) == nil && lengths(.aes256GCMPSK, 34) == 0...0)
        #expect(lengths(.plaintext, 17) == nil && lengths(.plaintext, 20) == 2...2)
    }
}

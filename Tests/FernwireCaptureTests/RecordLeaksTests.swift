// SPDX-License-Identifier: Apache-2.0

import FernwireCrypto
import FernwireScenario
import FernwireSession
import FernwireWire
import Testing

/// What records tell without any key, held against what was said.
@Suite struct RecordLeaksTests {
    private static let sizes = 1...36

    private func records(_ suite: any CipherSuite.Type) throws -> [CapturedFrameOfRecord] {
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

    @Test(arguments: SuiteRegistry.standard.suites.map { $0.name.description })
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

    @Test(arguments: SuiteRegistry.standard.suites.map { $0.name.description })
    func tokensSayWhenTheyWereMade(_ name: String) throws {
        let suite = try #require(SuiteRegistry.standard.suite(named: name))
        for record in try records(suite) {
            let timestamp = suite.timestamp(ofRecord: record.payload.rawSpan)
            #expect(timestamp == (name.contains("fernet") ? record.time / 1_000_000_000 : nil))
        }
    }

    /// What no record of the suite can be says nothing, and nothing is read past its end.
    @Test func whatIsNoRecordTellsNothing() throws {
        for suite in SuiteRegistry.standard.suites {
            let records = try records(suite)
            let payload = records[0].payload
            for count in 0..<payload.count {
                let part = Array(payload[..<count])
                _ = suite.timestamp(ofRecord: part.rawSpan)
                if let lengths = suite.contentLengths(ofRecord: part.rawSpan) {
                    #expect(0 <= lengths.lowerBound && lengths.upperBound <= Wire.maximumContent, "\(suite.name)")
                }
            }
            #expect(lengths(suite, 0) == nil, "\(suite.name)")
        }
        func lengths(_ suite: any CipherSuite.Type, _ count: Int) -> ClosedRange<Int>? {
            suite.contentLengths(ofRecord: [UInt8](repeating: 0xFF, count: count).rawSpan)
        }
        // Not a token's length, not whole blocks, below a record's plaintext.
        #expect(lengths(FernetPSK.self, 165) == nil && lengths(AES128CBCPSKNoMAC.self, 49) == nil)
        #expect(lengths(AES256GCMPSK.self, 33) == nil && lengths(AES256GCMPSK.self, 34) == 0...0)
        #expect(lengths(Plaintext.self, 17) == nil && lengths(Plaintext.self, 20) == 2...2)
    }
}

// SPDX-License-Identifier: Apache-2.0
import DissectorKit
import FernwireSession
import FernwireWire
import TestSupport
import Testing

@testable import FernwireDissection

/// The links between the frames of a session, as a second pass draws them.
@Suite struct RecordLinkTests {
    private func value(_ field: Field, in plan: PlanCopy) -> UInt64? {
        plan.steps.first { $0.kind == .inferredNumber && $0.field == field.number }?.value
    }

    /// Dissects frames, which are numbered from 1, twice, and returns the plans of the second pass.
    private func secondPass(_ frames: [[UInt8]]) -> [PlanCopy] {
        let dissector = FernwireDissector(keys: SharedKeys())
        let conversation = dissector.makeConversation()
        func draw(_ index: Int, _ finding: FindingID?) -> (plan: PlanCopy, finding: FindingID) {
            let frame = frames[index]
            var plan = Plan()
            let pdu = PDU(
                reportedLength: frame.count, isFirstPass: finding == nil, finding: finding ?? .none,
                frame: UInt32(index + 1))
            let found = dissector.dissect(frame.span.bytes, pdu, in: conversation, into: &plan)
            return (PlanCopy(plan), found)
        }
        let findings = frames.indices.map { draw($0, nil).finding }
        return frames.indices.map { draw($0, findings[$0]).plan }
    }

    private static let carriers: [(suite: CipherSuite, type: MessageType)] = [
        (.rsaFernetHMAC, .keyWrap), (.x25519Ed25519AES256GCM, .keyShare),
    ]

    @Test("The last frame that carries keys and the first record link to each other, and no other frame links to them")
    func keysAndFirstRecord() throws {
        for (suite, type) in Self.carriers {
            let frames = try SampleSession(suite).frames.map(\.bytes)
            let plans = secondPass(frames)
            let keys = try #require(frames.lastIndex { $0[5] == type.rawValue })
            let record = try #require(frames.firstIndex { $0[5] == MessageType.record.rawValue })
            for (index, plan) in plans.enumerated() {
                let firstRecord: UInt64? = index == keys ? UInt64(record + 1) : nil
                let keyFrame: UInt64? = index == record ? UInt64(keys + 1) : nil
                #expect(value(.firstRecordIn, in: plan) == firstRecord)
                #expect(value(.keysIn, in: plan) == keyFrame)
            }
        }
    }

    @Test("Each record but the first tells the time since the record before it, and no frame of the handshake does")
    func timeBetweenRecords() throws {
        let frames = try SampleSession(.fernetPSK).frames.map(\.bytes)
        let plans = secondPass(frames)
        let record = try #require(frames.firstIndex { $0[5] == MessageType.record.rawValue })
        for (index, plan) in plans.enumerated() {
            let isLaterRecord = index > record && frames[index][5] == MessageType.record.rawValue
            #expect((value(.timeDelta, in: plan) != nil) == isLaterRecord)
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
import DissectorKit
import TestSupport
import WireSchema

@testable import DescribedDissection

/// A described protocol's dissector, given the segments of one connection as Wireshark gives them.
final class Passes {
    struct Frame {
        let side: Side
        let bytes: [UInt8]
        /// Of each PDU in it: where it lies, and what the first pass returned.
        var pdus: [(bytes: [UInt8], finding: FindingID)] = []
    }

    let dissector: DescribedDissector
    let conversation: UnitConversation
    private(set) var frames: [Frame] = []
    private let isDatagram: Bool
    private var waiting: [Side: [UInt8]] = [:]

    init(_ description: String, keys: String = "", isDatagram: Bool = false) throws {
        dissector = DescribedDissector(
            try DescribedProtocol(description, file: "x.ksy"), keys: keyFile(keys), isTaken: { _ in false },
            isNameTaken: { _ in false })
        _ = dissector.declaration
        conversation = dissector.makeConversation()
        self.isDatagram = isDatagram
    }

    /// Gives a segment or datagram for the first time.
    func add(_ side: Side, _ bytes: [UInt8], wantsFields: Bool = true) -> [PlanCopy] {
        frames.append(Frame(side: side, bytes: bytes))
        let number = frames.count - 1
        var copies: [PlanCopy] = []
        var rest = (waiting[side] ?? []) + bytes
        while !rest.isEmpty {
            let ask = pdu(number, of: rest.count)
            var length = rest.count
            if !isDatagram {
                switch dissector.pduLength(rest.span.bytes, ask, canWait: true, in: conversation) {
                case .bytes(let count): length = min(max(count, 1), rest.count)
                case .needsMore:
                    waiting[side] = rest
                    return copies
                }
            }
            let own = Array(rest.prefix(length))
            var plan = Plan(wantsFields: wantsFields)
            let finding = dissector.dissect(
                own.span.bytes, pdu(number, of: own.count, wantsFields: wantsFields), in: conversation, into: &plan)
            frames[number].pdus.append((own, finding))
            copies.append(PlanCopy(plan))
            rest.removeFirst(length)
        }
        waiting[side] = []
        return copies
    }

    /// Gives a segment or datagram again.
    func again(_ number: Int) -> [PlanCopy] {
        frames[number].pdus.map { own in
            var plan = Plan(wantsFields: true)
            var pdu = pdu(number, of: own.bytes.count)
            (pdu.isFirstPass, pdu.finding) = (false, own.finding)
            _ = dissector.dissect(own.bytes.span.bytes, pdu, in: conversation, into: &plan)
            return PlanCopy(plan)
        }
    }

    private func pdu(_ number: Int, of length: Int, wantsFields: Bool = true) -> PDU {
        let (client, server) = (
            PDU.End(address: .ipv4(0x0A00_0001), port: 50_000), PDU.End(address: .ipv4(0x0A00_0002), port: 4000)
        )
        let isClient = frames[number].side == .client
        return PDU(
            reportedLength: length, isFirstPass: true, wantsFields: wantsFields, frame: UInt32(number + 1),
            transport: isDatagram ? .datagram : .stream, source: isClient ? client : server,
            destination: isClient ? server : client, serverPort: 4000)
    }
}

extension PlanCopy {
    /// What stands in the Info column.
    var info: String { texts(of: .info).joined() }
    /// All texts, as one.
    var all: String { self.texts.map { String(decoding: $0, as: UTF8.self) }.joined(separator: "\n") }
    /// Everything, to be compared.
    var everything: [String] {
        zip(steps, texts).map { step, text in
            "\(step.kind) \(step.field) \(step.source) \(step.offset) \(step.length) \(step.value) \(hex(text))"
        }
    }

    /// The filters of its notes.
    var notes: [String] { steps.filter { $0.kind == .note }.map { "\(Note(number: $0.field).filter)" } }
}

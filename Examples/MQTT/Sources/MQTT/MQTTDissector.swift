// SPDX-License-Identifier: Apache-2.0
import DissectorKit

/// MQTT 3.1.1 over TCP: the OASIS standard of 2014, in full. Of other versions it shows the fixed header alone.
///
/// Wireshark has a dissector `mqtt` for the same port. This one is there to be compared with it.
final class MQTTDissector: Dissector {
    var declaration: DissectorDeclaration {
        DissectorDeclaration(
            name: "MQ Telemetry Transport in Swift", shortName: "MQTT Swift", filter: "fwmqtt",
            places: [.tcp("1883")], fields: Field.all, notes: Note.all)
    }

    final class Conversation {
        /// The frame of the first CONNECT that asks for another version than 3.1.1.
        var otherVersionSince: UInt32 = .max
    }

    func makeConversation() -> Conversation { Conversation() }

    func pduLength(_ bytes: RawSpan, _ pdu: PDU, canWait: Bool, in conversation: Conversation) -> PDULength {
        switch FixedHeader.read(bytes) {
        case .header(let header): .bytes(header.end + header.remainingLength)
        case .incomplete: .needsMore
        // Nobody knows where the next packet begins.
        case .malformed: .bytes(bytes.byteCount)
        }
    }

    func dissect(_ bytes: RawSpan, _ pdu: PDU, in conversation: Conversation, into plan: inout Plan) -> FindingID {
        guard bytes.byteCount > 0 else { return .none }
        let type = PacketType(rawValue: bytes.byte(0) >> 4)
        var packet = PacketCursor(offset: bytes.byteCount, end: bytes.byteCount)
        plan.protocolTree(at: 0..<bytes.byteCount) { plan in
            plan.fixedHeaderByte(type, bytes.byte(0))
            switch FixedHeader.read(bytes) {
            case .incomplete: break
            case .malformed:
                plan.field(.undecoded, at: 1..<bytes.byteCount)
                plan.note(.badLength)
            case .header(let header):
                plan.number(.remainingLength, UInt64(header.remainingLength), at: 1..<header.end)
                let isCut = bytes.byteCount < pdu.reportedLength
                packet = PacketCursor(offset: header.end, end: bytes.byteCount)
                do throws(Malformed) {
                    try plan.rest(of: type, bytes, at: &packet, of: pdu, in: conversation)
                } catch {
                    // What the capture cut is no fault of the packet.
                    if !(isCut && error.note == .cut) { plan.note(error.note) }
                }
            }
        }
        plan.info {
            $0.write(type?.name ?? "Reserved")
            if let identifier = packet.identifier {
                $0.write(" ")
                $0.write(identifier)
            }
            if let subject = packet.subject {
                $0.write(" ")
                $0.write(bytes.extracting(subject))
            }
        }
        return .none
    }
}

/// A packet that breaks a rule, after which nothing more of it can be read.
struct Malformed: Error {
    let note: Note
}

// SPDX-License-Identifier: Apache-2.0
import DissectorKit
import FernwireDissection
import FernwireSession
import FuzzSupport

/// Fernwire's dissector over a connection, in two passes, with everyone listening.
struct DissectorTarget: Fuzzed {
    let hasKeys: Bool
    /// Forgets one capture with the next, as in Wireshark.
    private let dissector = FernwireDissector(keys: SharedKeys())

    init(hasKeys: Bool) {
        self.hasKeys = hasKeys
    }

    func take(_ input: [UInt8]) {
        let script = Script(input)
        dissector.captureWillOpen()
        if hasKeys {
            // What opens only some sessions, and RSA, which takes long, come now and then.
            let keyLog = HonestSession.speaking(script.suite).keyLog
            dissector.addSecrets(keyLog.rawSpan)
            let preshared = Samples.presharedKeyFile
            if script.options & 1 != 0 { dissector.addSecrets(preshared.rawSpan) }
            let rsa = Samples.rsaKeyFile
            if script.options & 6 == 6 { dissector.addSecrets(rsa.rawSpan) }
        }
        PDUPasses(dissector, options: script.options >> 3).take(Traffic(script).segments)
        _ = dissector.sessionKeys()
        dissector.captureDidClose()
    }
}

/// Hands the segments of a connection to a dissector as the host does: cut into PDUs, then all of them once more.
struct PDUPasses<Tested: Dissector> {
    private let dissector: Tested
    private let conversation: Tested.Conversation
    private let options: UInt8

    private struct Seen {
        let bytes: [UInt8]
        var pdu: PDU
    }

    init(_ dissector: Tested, options: UInt8) {
        self.dissector = dissector
        conversation = dissector.makeConversation()
        self.options = options
    }

    func take(_ segments: [(isFromServer: Bool, options: UInt8, bytes: [UInt8])]) {
        var seen: [Seen] = []
        var waiting: [[UInt8]] = [[], []]
        for (number, segment) in segments.enumerated() {
            let side = segment.isFromServer ? 1 : 0
            var bytes = waiting[side] + segment.bytes
            let isDatagram = segment.options & 8 != 0
            if isDatagram { bytes = segment.bytes } else { waiting[side] = [] }
            guard !bytes.isEmpty else { continue }
            let pdu = pdu(number, of: bytes.count, segment, isDatagram: isDatagram)
            _ = dissector.recognises(bytes.rawSpan, pdu, isGuess: segment.options & 2 != 0)
            if isDatagram {
                seen.append(first(bytes, pdu))
            } else {
                waiting[side] = cut(bytes, pdu, canWait: segment.options & 4 == 0, into: &seen)
            }
        }
        for one in seen { again(one) }
    }

    private func pdu(
        _ number: Int, of count: Int, _ segment: (isFromServer: Bool, options: UInt8, bytes: [UInt8]), isDatagram: Bool
    ) -> PDU {
        let ends = [PDU.End(address: .ipv4(1), port: 40_000), PDU.End(address: .ipv4(2), port: 9090)]
        return PDU(
            reportedLength: count, isFirstPass: true, wantsFields: options & 1 == 0, wantsInfo: options & 2 == 0,
            listeners: PDU.Listeners(rawValue: options >> 2 & 15), frame: UInt32(number + 1),
            time: Moment(seconds: 1_700_000_000 + Int64(number)), transport: isDatagram ? .datagram : .stream,
            source: ends[segment.isFromServer ? 1 : 0], destination: ends[segment.isFromServer ? 0 : 1],
            serverPort: segment.options & 1 != 0 ? nil : 9090)
    }

    /// Cuts a segment into PDUs, and returns the bytes that wait for more.
    private func cut(_ bytes: [UInt8], _ pdu: PDU, canWait: Bool, into seen: inout [Seen]) -> [UInt8] {
        var offset = 0
        while offset < bytes.count {
            let rest = Array(bytes[offset...])
            var pdu = pdu
            pdu.reportedLength = rest.count
            switch dissector.pduLength(rest.rawSpan, pdu, canWait: canWait, in: conversation) {
            case .needsMore:
                precondition(canWait, "a dissector waits that must not")
                return rest
            case .bytes(let count):
                precondition(count > 0, "a PDU without bytes")
                if count > rest.count, canWait { return rest }
                pdu.reportedLength = count
                let captured = Array(rest.prefix(count))
                seen.append(first(captured, pdu))
                offset += captured.count
            }
        }
        return []
    }

    private func first(_ bytes: [UInt8], _ pdu: PDU) -> Seen {
        var pdu = pdu
        pdu.finding = dissect(bytes, pdu)
        return Seen(bytes: bytes, pdu: pdu)
    }

    private func again(_ seen: Seen) {
        var pdu = seen.pdu
        pdu.isFirstPass = false
        (pdu.wantsFields, pdu.wantsInfo) = (true, true)
        pdu.listeners = PDU.Listeners(rawValue: 15)
        _ = dissector.pduLength(seen.bytes.rawSpan, pdu, canWait: true, in: conversation)
        _ = dissect(seen.bytes, pdu)
    }

    private func dissect(_ bytes: [UInt8], _ pdu: PDU) -> FindingID {
        var plan = Plan(wantsFields: pdu.wantsFields, wantsInfo: pdu.wantsInfo, listeners: pdu.listeners)
        let finding = dissector.dissect(bytes.rawSpan, pdu, in: conversation, into: &plan)
        if let flaw = plan.flaw(reportedLength: pdu.reportedLength) { fatalError(flaw) }
        return finding
    }
}

// SPDX-License-Identifier: Apache-2.0
public import DissectorKit
import KaitaiStruct
import WireSchema

/// Dissects one described protocol.
public final class DescribedDissector: Dissector {
    private let described: DescribedProtocol
    private let reader: UnitReader
    private let keys: KeyCollection
    private let isTaken: (String) -> Bool
    private let isNameTaken: (String) -> Bool
    /// Ports of the description that are another dissector's, on which streams are recognised by their first unit.
    private let sharedPorts: Set<UInt16>
    private var fields: DescribedFields?
    private var conversations: [UnitConversation] = []

    /// Creates the dissector of a protocol.
    ///
    /// - Parameters:
    ///   - keys: the user's keys, which all described protocols share.
    ///   - takenPorts: TCP ports that are another dissector's.
    ///   - isTaken: whether Wireshark has a protocol with a filter.
    ///   - isNameTaken: whether Wireshark has a protocol with a full or short name.
    public init(
        _ described: DescribedProtocol, keys: KeyCollection, takenPorts: Set<UInt16> = [],
        isTaken: @escaping (String) -> Bool, isNameTaken: @escaping (String) -> Bool
    ) {
        sharedPorts = takenPorts.intersection(described.traffic.tcp)
        self.described = described
        self.keys = keys
        self.isTaken = isTaken
        self.isNameTaken = isNameTaken
        reader = UnitReader(described, keys: keys, budget: Budget(steps: 1 << 16, bytes: 1 << 22, work: 1 << 26))
    }

    public var declaration: DissectorDeclaration {
        let id = isTaken(described.id) || isNameTaken(described.id) ? described.id + "_ksy" : described.id
        let fields = DescribedFields(described, id: id)
        self.fields = fields
        let traffic = described.traffic
        let tcp = traffic.tcp.filter { !sharedPorts.contains($0) }
        var places: [Place] = [.tcp(ports: tcp), .udp(ports: traffic.udp)]
        // Nothing says what carries it, so that it may be right above IP, too.
        if traffic.tcp.isEmpty, traffic.udp.isEmpty { places.append(.numbers("ip.proto", "", over: .datagram)) }
        let isRecognised = traffic.isRecognised || !sharedPorts.isEmpty
        return DissectorDeclaration(
            name: PermanentText(keeping: title(under: id)), shortName: PermanentText(keeping: id),
            filter: PermanentText(keeping: id), places: places, heuristics: isRecognised ? [.stream] : [],
            fields: fields.all, notes: fields.allNotes, tables: fields.payloadTable.map { [$0] } ?? [],
            streamField: fields.stream,
            sessionKeys: hasWrappedKeys
                ? SessionKeysDeclaration(
                    title: "What private keys opened, as lines of a key file",
                    none: "# No private key opened anything.\n") : nil)
    }

    /// The full name, which no other protocol has.
    private func title(under id: String) -> String {
        if described.title == described.id { return "\(id) (described)" }
        return isNameTaken(described.title) ? "\(described.title) (\(id))" : described.title
    }

    /// Whether private keys open something, so that it can be told to those who do not have them.
    private var hasWrappedKeys: Bool {
        described.program.externals.contains { external in
            OperationRegistry.processes[external.name]?.verb == .unwrapped
        }
    }

    public func sessionKeys() -> [UInt8] {
        var text: [UInt8] = []
        // An array that grows leaves copies of what it holds behind.
        text.reserveCapacity(reader.memory.unwrapped.reduce(0) { $0 + 2 * $1.bytes.count + 100 })
        for line in reader.memory.unwrapped { text += line.text }
        return text
    }

    public func captureWillOpen() { reader.memory.forget() }

    public func captureDidClose() {
        conversations = []
        reader.memory.forget()
    }

    public func makeConversation() -> UnitConversation {
        let made = UnitConversation(reader)
        conversations.append(made)
        return made
    }

    public func recognises(_ bytes: RawSpan, _ pdu: PDU, isGuess: Bool) -> Bool {
        guard isGuess else { return true }
        let isOnSharedPort = sharedPorts.contains(pdu.source.port) || sharedPorts.contains(pdu.destination.port)
        guard described.traffic.isRecognised || isOnSharedPort else { return false }
        let bytes = Array(bytes)
        let types = Set(described.types(of: .client) + described.types(of: .server))
        return types.contains { type in
            let kept = KeptValues(names: described.program.keptNames.count)
            let reading = reader.read(bytes[...], as: type, from: .client, kept: kept)
            return reading.failure == nil && !reading.isMisshapen && !reading.isRefuted
                && reading.consumed == bytes.count
        }
    }

    public func pduLength(
        _ bytes: RawSpan, _ pdu: PDU, canWait: Bool, in conversation: UnitConversation
    ) -> PDULength {
        guard described.traffic.unit == .parsed else { return .bytes(bytes.byteCount) }
        let (frame, count) = (pdu.frame, UInt32(clamping: bytes.byteCount))
        if !pdu.isFirstPass {
            if let known = conversation.lengths.length(in: frame, of: count) { return .bytes(known) }
            return canWait ? .needsMore : .bytes(bytes.byteCount)
        }
        let length = conversation.length(Array(bytes)[...], from: conversation.side(of: pdu))
        guard let length else { return canWait ? .needsMore : .bytes(bytes.byteCount) }
        conversation.lengths.add(length, in: frame, of: count)
        return .bytes(length)
    }

    public func dissect(
        _ bytes: RawSpan, _ pdu: PDU, in conversation: UnitConversation, into plan: inout Plan
    ) -> FindingID {
        guard let fields else { return .none }
        if described.hasTokens { plan.exclude(fromSearch: 0..<bytes.byteCount) }
        let copied = Array(bytes)
        // Of bytes that the capture left out Wireshark tells by itself.
        var drawing = SegmentDrawing(
            fields: fields, reader: reader, conversation: conversation, pdu: pdu,
            isWhole: isWhole(pdu) && bytes.byteCount >= pdu.reportedLength)
        var id = pdu.finding
        plan.protocolTree(at: 0..<bytes.byteCount) { plan in
            plan.inferred(fields.stream, UInt64(pdu.stream))
            if pdu.isFirstPass {
                let parts = conversation.add(
                    copied[...], from: conversation.side(of: pdu), in: pdu.frame, isWhole: isWhole(pdu)
                ) { part, reading in
                    if let reading {
                        drawing.draw(part, reading, into: &plan)
                    } else {
                        drawing.drawContinued(part, into: &plan)
                    }
                }
                id = conversation.findings.append(parts)
            } else if let parts = conversation.findings.finding(id) {
                for place in parts {
                    let part = conversation.parts[place]
                    if drawing.hasOnlyTitle(part, plan) {
                        drawing.drawTitle(part, into: &plan)
                    } else if let reading = conversation.read(part, in: copied[...]) {
                        drawing.draw(part, reading, into: &plan)
                    } else {
                        drawing.drawContinued(part, into: &plan)
                    }
                }
            }
        }
        return id
    }

    private func isWhole(_ pdu: PDU) -> Bool {
        pdu.transport == .datagram || described.traffic.unit == .parsed || described.traffic.unit == .segment
    }
}

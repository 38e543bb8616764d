// SPDX-License-Identifier: Apache-2.0
public import KaitaiStruct

/// Reads what both sides of many conversations say, as one described protocol, without Wireshark.
///
/// It takes pieces in their order, and tells of the units of all of them once it has all, since only what comes later may tell
/// where a unit ends.
public final class DescribedCapture {
    /// A unit that was read. Its values are in ``evaluation`` while it is told of.
    public struct Unit {
        /// The number of the conversation, as it was given.
        public let conversation: Int
        /// The packets of its first and last bytes.
        public let packets: ClosedRange<UInt64>
        public let isFromServer: Bool
        /// The number of its type.
        public let type: Int
        public let length: Int
        /// Bytes that its type took.
        public let consumed: Int
        /// Why it does not have the form of its type; `nil` if it does.
        public let failure: ReadFailure?
    }

    /// The port by which a server is known.
    public typealias Port = UInt16

    private struct Piece {
        let conversation: Int
        let packet: UInt64
        let bytes: [UInt8]
        let parts: Range<Int>
    }

    private let described: DescribedProtocol
    private let reader: UnitReader
    private var conversations: [Int: UnitConversation] = [:]
    private var waiting: [Int: [Side: [UInt8]]] = [:]
    private var pieces: [Piece] = []

    public var evaluation: Evaluation { reader.evaluation }

    public init(_ described: DescribedProtocol, keys: KeyCollection) {
        self.described = described
        reader = UnitReader(described, keys: keys, budget: Budget())
    }

    /// Ports of TCP or UDP that the description gives.
    public func ports(datagrams: Bool) -> [Port] { datagrams ? described.traffic.udp : described.traffic.tcp }

    /// Takes what a side of a conversation says next.
    ///
    /// - Parameters:
    ///   - conversation: a number that tells conversations apart.
    ///   - isDatagram: whether the bytes are a datagram.
    public func add(
        _ bytes: [UInt8], to conversation: Int, isFromServer: Bool, isDatagram: Bool, packet: UInt64
    ) {
        let side: Side = isFromServer ? .server : .client
        let known = conversations[conversation] ?? UnitConversation(reader)
        conversations[conversation] = known
        guard !isDatagram, described.traffic.unit == .parsed else {
            take(
                bytes, in: conversation, from: side, at: packet,
                isWhole: isDatagram || described.traffic.unit == .segment)
            return
        }
        var rest = (waiting[conversation]?[side] ?? [])[...] + bytes
        while !rest.isEmpty, let length = known.length(rest, from: side) {
            take(Array(rest.prefix(length)), in: conversation, from: side, at: packet, isWhole: true)
            rest = rest.dropFirst(length)
        }
        waiting[conversation, default: [:]][side] = Array(rest)
    }

    private func take(
        _ bytes: [UInt8], in conversation: Int, from side: Side, at packet: UInt64, isWhole: Bool
    ) {
        guard let known = conversations[conversation] else { return }
        let frame = UInt32(clamping: packet)
        let parts = known.add(bytes[...], from: side, in: frame, isWhole: isWhole) { _, _ in }
        pieces.append(Piece(conversation: conversation, packet: packet, bytes: bytes, parts: parts))
    }

    /// Tells of all units in the order of their last bytes.
    public func forEachUnit(_ body: (Unit) throws -> Void) rethrows {
        var firsts: [Int: [Int32: UInt64]] = [:]
        for piece in pieces {
            guard let conversation = conversations[piece.conversation] else { continue }
            for place in piece.parts {
                let part = conversation.parts[place]
                if firsts[piece.conversation]?[part.unit] == nil {
                    firsts[piece.conversation, default: [:]][part.unit] = piece.packet
                }
                guard let reading = conversation.read(part, in: piece.bytes[...]) else { continue }
                let unit = conversation.units[Int(part.unit)]
                let first = firsts[piece.conversation]?[part.unit] ?? piece.packet
                try body(
                    Unit(
                        conversation: piece.conversation, packets: min(first, piece.packet)...piece.packet,
                        isFromServer: unit.side == .server, type: Int(unit.type), length: Int(unit.length),
                        consumed: reading.consumed, failure: reading.failure))
            }
        }
    }

    /// Reads data that are one value of the description's own type.
    ///
    /// - Returns: why they are not.
    public func read(_ data: [UInt8]) -> ReadFailure? {
        let kept = KeptValues(names: described.program.keptNames.count)
        return reader.read(data[...], as: described.program.root, from: .client, kept: kept).failure
    }

    // MARK: About the unit that is told of

    /// What is to be said of the bytes of a member: which key opened them, or why they are closed, and what came of its check.
    public func remarks(_ slot: Int, of structure: Int32) -> [String] {
        let value = evaluation.value(slot, of: structure)
        let member = described.program.types[evaluation.type(of: structure)].members[slot]
        let isOpened = member.process != nil || member.isComputed
        var remarks: [String] = []
        switch value {
        case .sealed(let seal): remarks.append("closed: " + SealText.text(seal, in: described.program))
        case .bytes(let range) where isOpened: remarks += opening(range.buffer)
        case .encoded(let range, _) where isOpened: remarks += opening(range.buffer)
        case .structure(let number) where member.process != nil:
            if let range = evaluation.bytes(of: number) { remarks += opening(range.buffer) }
        case .unset, .open, .absent, .integer, .large, .float, .boolean, .bytes, .encoded, .string, .enumeration,
            .largeEnumeration, .structure, .array, .stream, .external, .deferred:
            break
        }
        if let verdict = evaluation.verdict(slot, of: structure) {
            switch verdict.value {
            case .boolean(let holds):
                let key = reader.runner.verdict(at: verdict.slot)?.key ?? ""
                remarks.append("check: \(holds ? "valid" : "not valid")" + (key.isEmpty ? "" : " by \(key)"))
            case .sealed(let seal): remarks.append("check: not made, " + SealText.text(seal, in: described.program))
            case .unset, .open, .absent, .integer, .large, .float, .bytes, .encoded, .string, .enumeration,
                .largeEnumeration, .structure, .array, .stream, .external, .deferred:
                break
            }
        }
        return remarks
    }

    private func opening(_ buffer: Int32) -> [String] {
        guard let opening = reader.runner.opening(of: buffer) else { return [] }
        return ["key: \(opening.key)"]
    }
}

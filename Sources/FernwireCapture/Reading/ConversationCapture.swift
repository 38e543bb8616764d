// SPDX-License-Identifier: Apache-2.0

/// What a side of a TCP or UDP conversation says next.
public struct ConversationPiece: Sendable {
    /// An address with a port.
    public struct End: Hashable, Sendable {
        public let address: UInt128
        public let isIPv6: Bool
        public let port: UInt16
    }

    /// The number of the conversation among those of its kind, as `tcp.stream` and `udp.stream` count.
    public let conversation: Int
    public let isDatagram: Bool
    public let source: End
    public let destination: End
    public let bytes: [UInt8]
    /// The number of the packet that brought the last of these bytes.
    public let packet: UInt64
}

/// Takes what both sides of TCP and UDP conversations say out of a capture: segments of a connection in their order, each byte
/// once.
public struct ConversationCapture {
    /// The link type of the first packet that cannot be read because of it.
    public private(set) var unknownLink: UInt16?
    /// Bytes that were sent and not captured.
    public private(set) var missing = 0
    private var numbers = ConnectionNumbers()
    private var datagramNumbers: [Set<ConversationPiece.End>: Int] = [:]
    private var streams: [Int: [ByteStream]] = [:]
    private var ends: [Int: [ConversationPiece.End]] = [:]

    /// Connections whose bytes may wait for others, and what each direction may keep.
    private static let connectionLimit = 4096
    private static let limit = ByteStream.Limit(segments: 64, bytes: 1 << 20)

    public init() {}

    /// What a packet brings.
    public mutating func take(_ packet: CapturedPacket) -> [ConversationPiece] {
        if unknownLink == nil, !LinkLayer.isKnown(packet.link) { unknownLink = packet.link }
        if let datagram = datagram(packet) { return [datagram] }
        guard let segment = CapturedSegment(packet) else { return [] }
        let (number, side) = numbers.place(segment)
        if streams[number] == nil {
            guard streams.count < Self.connectionLimit else { return [] }
            streams[number] = [ByteStream(limit: Self.limit), ByteStream(limit: Self.limit)]
            let both = [ConversationPiece.End(segment.from), ConversationPiece.End(segment.to)]
            ends[number] = side == 0 ? both : both.reversed()
        }
        let pieces = streams[number]?[side].take(segment) ?? []
        return pieces.compactMap { piece(of: $0, number, side) }
    }

    /// What waits for bytes that never came.
    public mutating func finish() -> [ConversationPiece] {
        var found: [ConversationPiece] = []
        for number in streams.keys.sorted() {
            for side in 0...1 {
                let pieces = streams[number]?[side].finish() ?? []
                found += pieces.compactMap { piece(of: $0, number, side) }
            }
        }
        return found
    }

    private mutating func piece(of piece: ByteStream.Piece, _ number: Int, _ side: Int) -> ConversationPiece? {
        switch piece {
        case .hole(let count):
            missing += count
            return nil
        case .bytes(let bytes, let moment):
            guard let ends = ends[number] else { return nil }
            return ConversationPiece(
                conversation: number, isDatagram: false, source: ends[side], destination: ends[1 - side],
                bytes: Array(bytes), packet: moment.packet)
        }
    }

    private mutating func datagram(_ packet: CapturedPacket) -> ConversationPiece? {
        guard let internet = LinkLayer.internetPacket(packet).flatMap({ InternetPacket($0) }),
            internet.transport == .udp, let source = internet.payload.integer(at: 0, width: 2),
            let destination = internet.payload.integer(at: 2, width: 2),
            let length = internet.payload.integer(at: 4, width: 2), length >= 8
        else { return nil }
        let from = ConversationPiece.End(internet.source, UInt16(source))
        let to = ConversationPiece.End(internet.destination, UInt16(destination))
        let number = datagramNumbers[[from, to]] ?? datagramNumbers.count
        datagramNumbers[[from, to]] = number
        return ConversationPiece(
            conversation: number, isDatagram: true, source: from, destination: to,
            bytes: Array(internet.payload.rest(from: 8, atMost: length - 8)), packet: packet.number)
    }
}

extension ConversationPiece.End {
    fileprivate init(_ end: CapturedSegment.End) { self.init(end.address, end.port) }

    fileprivate init(_ address: InternetPacket.Address, _ port: UInt16) {
        self.init(address: address.number, isIPv6: address.isIPv6, port: port)
    }
}

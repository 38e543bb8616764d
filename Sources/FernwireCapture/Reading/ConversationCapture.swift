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
    /// Bytes that were sent and not captured.
    public private(set) var missing = 0
    private var streams = StreamCapture()
    private var datagramNumbers: [Set<ConversationPiece.End>: Int] = [:]

    /// The link type of the first packet that cannot be read because of it.
    public var unknownLink: UInt16? { streams.unknownLink }

    public init() {}

    /// What a packet brings.
    public mutating func take(_ packet: CapturedPacket) -> [ConversationPiece] {
        if let datagram = datagram(packet) { return [datagram] }
        var pieces: [StreamPiece] = []
        _ = streams.take(packet) { pieces.append($0) }
        return pieces.compactMap { piece(of: $0) }
    }

    /// What waits for bytes that never came.
    public mutating func finish() -> [ConversationPiece] {
        var pieces: [StreamPiece] = []
        streams.finish { pieces.append($0) }
        return pieces.compactMap { piece(of: $0) }
    }

    private mutating func piece(of piece: StreamPiece) -> ConversationPiece? {
        switch piece.content {
        case .hole(let count):
            missing += count
            return nil
        case .bytes(let bytes):
            return ConversationPiece(
                conversation: piece.connection, isDatagram: false, source: piece.source,
                destination: piece.destination, bytes: Array(bytes), packet: piece.packet)
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
    init(_ end: CapturedSegment.End) { self.init(end.address, end.port) }

    fileprivate init(_ address: InternetPacket.Address, _ port: UInt16) {
        self.init(address: address.number, isIPv6: address.isIPv6, port: port)
    }
}

// SPDX-License-Identifier: Apache-2.0

/// What a side of a TCP connection says next, or fails to say.
public struct StreamPiece: Sendable {
    public enum Content: Sendable {
        case bytes(ArraySlice<UInt8>)
        /// This number of bytes was sent and not captured.
        case hole(Int)
    }

    /// The number of the connection, as `tcp.stream` counts.
    public let connection: Int
    public let source: ConversationPiece.End
    public let destination: ConversationPiece.End
    public let content: Content
    /// The number of the packet with which the bytes were complete; of the connection's latest for a hole.
    public let packet: UInt64
    /// The time of that packet in nanoseconds since 1970; `nil` where the capture does not say.
    public let time: UInt64?
}

/// Takes what both sides of all TCP connections say out of a capture, segments in their order and each byte once. It keeps
/// no more than the state of the connections under way.
public struct StreamCapture {
    /// The link type of the first packet that cannot be read because of it.
    public private(set) var unknownLink: UInt16?
    private var numbers = ConnectionNumbers()
    private var connections: [Int: Connection] = [:]
    private var count: UInt64 = 0

    /// The most connections that are under way. When there are more, the quarter that was silent for longest is given up.
    public static let connectionLimit = 16_384
    private static let limit = ByteStream.Limit(segments: 64, bytes: 1 << 20)
    /// Beyond so many bytes that wait, what a segment waits for is taken for lost.
    private let waitingLimit: Int
    private var waiting = 0

    private struct Connection {
        var streams = [ByteStream(limit: StreamCapture.limit), ByteStream(limit: StreamCapture.limit)]
        let ends: [ConversationPiece.End]
        /// The number of the segment that was its last.
        var latest: UInt64 = 0
        var moment: CapturedSegment.Moment
    }

    /// - Parameter waitingLimit: the most bytes that wait for others in all connections together.
    public init(waitingLimit: Int = 64 << 20) {
        self.waitingLimit = waitingLimit
    }

    /// Calls `body` for each piece that a packet brings.
    ///
    /// - Returns: the connections that were given up to make room.
    public mutating func take(_ packet: CapturedPacket, _ body: (StreamPiece) throws -> Void) rethrows -> [Int] {
        if unknownLink == nil, !LinkLayer.isKnown(packet.link) { unknownLink = packet.link }
        guard let segment = CapturedSegment(packet) else { return [] }
        let (number, side) = numbers.place(segment)
        var gone: [Int] = []
        if connections[number] == nil {
            gone = makeRoom()
            let both = [ConversationPiece.End(segment.from), ConversationPiece.End(segment.to)]
            connections[number] = Connection(ends: side == 0 ? both : both.reversed(), moment: segment.moment)
        }
        count += 1
        connections[number]?.latest = count
        connections[number]?.moment = segment.moment
        if let acknowledged = segment.acknowledged {
            let late = change(number, side: 1 - side) { $0.acknowledge(before: acknowledged) }
            for piece in late { try body(self.piece(piece, of: number, 1 - side)) }
        }
        var pieces = change(number, side: side) { $0.take(segment) }
        if waiting > waitingLimit { pieces += change(number, side: side) { $0.finish() } }
        // A segment that fills a gap completes what waited behind it.
        for piece in pieces { try body(self.piece(piece, of: number, side, completedAt: segment.moment)) }
        return gone
    }

    /// Calls `body` for what waits for bytes that never came.
    public mutating func finish(_ body: (StreamPiece) throws -> Void) rethrows {
        for number in connections.keys.sorted() {
            for side in 0...1 {
                let pieces = change(number, side: side) { $0.finish() }
                for piece in pieces { try body(self.piece(piece, of: number, side)) }
            }
        }
    }

    /// Changes the stream of a side, and counts what waits in it.
    private mutating func change(
        _ number: Int, side: Int, _ body: (inout ByteStream) -> [ByteStream.Piece]
    ) -> [ByteStream.Piece] {
        guard var connection = connections.removeValue(forKey: number) else { return [] }
        waiting -= connection.streams[side].waitingBytes
        let pieces = body(&connection.streams[side])
        waiting += connection.streams[side].waitingBytes
        connections[number] = connection
        return pieces
    }

    private func piece(
        _ piece: ByteStream.Piece, of number: Int, _ side: Int, completedAt completion: CapturedSegment.Moment? = nil
    ) -> StreamPiece {
        guard let connection = connections[number] else { preconditionFailure("connection \(number) is not there") }
        let (content, moment): (StreamPiece.Content, CapturedSegment.Moment) =
            switch piece {
            case .bytes(let bytes, let moment): (.bytes(bytes), completion ?? moment)
            case .hole(let count): (.hole(count), connection.moment)
            }
        return StreamPiece(
            connection: number, source: connection.ends[side], destination: connection.ends[1 - side],
            content: content, packet: moment.packet, time: moment.time)
    }

    private mutating func makeRoom() -> [Int] {
        guard connections.count >= Self.connectionLimit else { return [] }
        let silent = connections.sorted { $0.value.latest < $1.value.latest }.prefix(Self.connectionLimit / 4)
        for (number, connection) in silent {
            waiting -= connection.streams.reduce(0) { $0 + $1.waitingBytes }
            connections[number] = nil
        }
        return silent.map(\.key).sorted()
    }
}

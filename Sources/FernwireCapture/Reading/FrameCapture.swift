// SPDX-License-Identifier: Apache-2.0

/// Takes the frames of one TCP connection out of a capture, as a sniffer sees them: without any key. It keeps no more
/// than what is under way, however large the capture is.
public struct FrameCapture {
    /// Number of the connection, as Wireshark's `tcp.stream` counts; `nil` as long as none was found.
    public private(set) var stream: Int?
    /// Link type of the first packet that cannot be read for it.
    public private(set) var unknownLink: UInt16?
    private var packets = PacketReader()
    private var numbers = ConnectionNumbers()
    /// The connections that may be the one asked for; once it was found, that one alone.
    private var connections: [Int: Connection] = [:]
    /// No connection before this one is among them, or will be again.
    private var oldest = 0
    private var isFound: Bool

    /// Connections that are followed to find the first with frames, and what each of their directions may keep.
    static let candidateLimit = 1024
    private static let candidate = ByteStream.Limit(segments: 8, bytes: 16_384)
    /// What each direction of the connection may keep.
    static let chosen = ByteStream.Limit(segments: 64, bytes: 1 << 20)

    private struct Connection {
        var streams: [ByteStream]
        var frames = [FrameStream(), FrameStream()]

        init(limit: ByteStream.Limit) {
            streams = [ByteStream(limit: limit), ByteStream(limit: limit)]
        }

        var hasFrames: Bool { frames.contains { $0.hasFrames } }
    }

    /// - Parameter stream: number of the connection; `nil` for the first that has frames.
    public init(stream: Int? = nil) {
        self.stream = stream
        isFound = stream != nil
    }

    /// Bytes of the connection that are no frames.
    public var skipped: UInt64 { sum(\.skipped) }
    /// Bytes of the connection that were sent and not captured.
    public var missing: UInt64 { sum(\.missing) }

    private func sum(_ count: KeyPath<FrameStream, UInt64>) -> UInt64 {
        stream.flatMap { connections[$0] }?.frames.reduce(0) { $0 + $1[keyPath: count] } ?? 0
    }

    /// The frames that end in a block of the capture.
    public mutating func take(_ block: PcapngBlock) -> [CapturedFrame] {
        guard let packet = packets.packet(block) else { return [] }
        if unknownLink == nil, !LinkLayer.isKnown(packet.link) { unknownLink = packet.link }
        guard let segment = CapturedSegment(packet) else { return [] }
        let (number, side) = numbers.place(segment)
        guard isFound ? number == stream : number >= oldest else { return [] }
        var connection = connections.removeValue(forKey: number) ?? begin()
        var frames: [CapturedFrame] = []
        for piece in connection.streams[side].take(segment) { connection.frames[side].take(piece, &frames) }
        if !isFound, connection.hasFrames { choose(number, &connection) }
        connections[number] = connection
        return frames
    }

    /// The frames that the capture does not hold to their end, and what lies behind a gap at its end.
    public mutating func finish() -> [CapturedFrame] {
        // What waits in a connection may be all that shows what it is.
        for number in connections.keys.sorted() {
            let frames = finish(number)
            if isFound || !frames.isEmpty {
                (stream, isFound) = (number, true)
                return frames
            }
        }
        return []
    }

    private mutating func finish(_ number: Int) -> [CapturedFrame] {
        guard var connection = connections.removeValue(forKey: number) else { return [] }
        var frames: [CapturedFrame] = []
        for side in 0...1 {
            for piece in connection.streams[side].finish() { connection.frames[side].take(piece, &frames) }
            connection.frames[side].finish(&frames)
        }
        connections[number] = connection
        return frames
    }

    private mutating func choose(_ number: Int, _ connection: inout Connection) {
        (stream, isFound) = (number, true)
        connections = [:]
        for side in 0...1 { connection.streams[side].limit = Self.chosen }
    }

    private mutating func begin() -> Connection {
        while connections.count >= Self.candidateLimit {
            connections[oldest] = nil
            oldest += 1
        }
        return Connection(limit: isFound ? Self.chosen : Self.candidate)
    }
}

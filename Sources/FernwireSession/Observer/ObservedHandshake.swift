// SPDX-License-Identifier: Apache-2.0
import FernwireCrypto
public import FernwireWire

/// The handshake frames of a session as far as they were captured, in whatever order. What follows from them is computed,
/// not stored.
///
/// A class, so that what is done for a record passes one pointer. Not for use by two threads at a time.
public final class ObservedHandshake {
    private struct Frame {
        let type: MessageType?
        let bytes: [UInt8]
    }

    /// Complete frames of each direction, by their sequence number. A direction's handshake frames are its first.
    private var frames = Sides<[Frame?]>(repeating: [])

    /// The flights of the session's suite; none while it is not known.
    public internal(set) var flights: [Flight]
    public private(set) var clientHello: ClientHello?
    public private(set) var serverHello: ServerHello?
    /// 0 until the server hello, or any later frame, told it.
    public var sessionID: UInt64 {
        didSet { if sessionID != oldValue { revision += 1 } }
    }
    /// Rises with whatever is new.
    private(set) var revision = 0

    /// Handshake frames that one direction may have.
    static let frameLimit: UInt64 = 16

    public init(sessionID: UInt64 = 0, flights: [Flight] = []) {
        self.sessionID = sessionID
        self.flights = flights
    }

    /// Notes a complete handshake frame. The first that is seen of its direction and sequence number counts.
    public func note(_ header: FrameHeader, _ frame: [UInt8]) {
        guard let direction = header.knownDirection, header.sequence < Self.frameLimit else { return }
        let index = Int(header.sequence)
        while frames[direction].count <= index { frames[direction].append(nil) }
        guard frames[direction][index] == nil else { return }
        frames[direction][index] = Frame(type: header.knownType, bytes: frame)
        revision += 1
        let payload = frame.rawSpan.extracting(Wire.headerLength..<frame.count)
        switch header.knownType {
        case .clientHello: clientHello = clientHello ?? (try? ClientHello(decoding: payload))
        case .serverHello:
            serverHello = serverHello ?? (try? ServerHello(decoding: payload))
            sessionID = header.sessionID
        default: break
        }
    }

    /// The payload of flight `index` as it was on the wire, if it was seen.
    public func payload(flight index: Int) -> [UInt8]? {
        frame(flight: index).map { Array($0.bytes[Wire.headerLength...]) }
    }

    /// Whether all flights were seen.
    var hasAllFlights: Bool { flights.indices.allSatisfy { frame(flight: $0) != nil } }

    /// The payload of `direction`'s finished, if it was seen.
    public func finished(_ direction: Direction) -> [UInt8]? {
        let sequence = 1 + flights.count { $0.sender == direction }
        guard let frame = frame(direction, sequence), frame.type == .finished else { return nil }
        return Array(frame.bytes[Wire.headerLength...])
    }

    private func frame(flight index: Int) -> Frame? {
        let flight = flights[index]
        // Its direction's hello comes before it.
        return frame(flight.sender, 1 + flights[..<index].count { $0.sender == flight.sender })
    }

    private func frame(_ direction: Direction, _ sequence: Int) -> Frame? {
        sequence < frames[direction].count ? frames[direction][sequence] : nil
    }
}

// What takes all frames up to some point.
extension ObservedHandshake {
    /// The key schedule; `nil` while one of the hellos was not seen.
    public var schedule: KeySchedule? {
        guard let clientHello, let serverHello else { return nil }
        return KeySchedule(clientHello, serverHello)
    }

    /// The point before flight `index`; `nil` when a frame before it was not seen.
    public func point(beforeFlight index: Int) -> TranscriptPoint? {
        point([.fromClient, .fromServer] + flights[..<index].map(\.sender))
    }

    /// The point before the finished of `finisher`; `nil` when a frame before it was not seen. PROTOCOL.md §3.8.
    public func point(beforeFinished finisher: Direction) -> TranscriptPoint? {
        var order: [Direction] = [.fromClient, .fromServer] + flights.map(\.sender)
        if finisher == .fromServer { order.append(.fromClient) }
        return point(order)
    }

    /// The point after frames of these senders, in session order.
    private func point(_ order: [Direction]) -> TranscriptPoint? {
        guard let schedule else { return nil }
        var parts: [[UInt8]] = []
        var next = Sides(repeating: 0)
        for direction in order {
            guard let frame = frame(direction, next[direction]) else { return nil }
            parts.append(frame.bytes)
            next[direction] += 1
        }
        return TranscriptPoint(schedule, after: parts)
    }
}

// SPDX-License-Identifier: Apache-2.0
import FernwireCrypto
public import FernwireWire

/// The handshake frames of a session as far as they were captured, in whatever order. Everything that follows from them
/// is computed, not stored.
///
/// A class, so that what is done for a record passes one pointer. It must not be used by two threads at a time.
public final class ObservedHandshake {
    private struct Frame {
        let type: MessageType?
        let bytes: [UInt8]
    }

    /// The complete frames of each direction, by their sequence number. A direction's handshake frames are its first.
    private var frames = Sides<[Frame?]>(repeating: [])

    /// The flights of the session's suite; none while it is not known.
    public internal(set) var flights: [Flight]
    /// Both hellos; `nil` while none was seen that has its form. Most of many sessions in a capture show none.
    private var hellos: Hellos?

    private final class Hellos {
        var client: ClientHello?
        var server: ServerHello?
    }

    /// The client hello; `nil` while none was seen that has its form.
    public var clientHello: ClientHello? { hellos?.client }
    /// The server hello; `nil` while none was seen that has its form.
    public var serverHello: ServerHello? { hellos?.server }
    /// The id of the session; 0 until the server hello, or any later frame, told it.
    public var sessionID: UInt64 {
        didSet { if sessionID != oldValue { revision += 1 } }
    }
    /// A number that rises with whatever is new.
    private(set) var revision = 0

    /// The number of handshake frames that one direction may have.
    static let frameLimit: UInt64 = 16

    /// Creates a handshake of which no frame was seen.
    public init(sessionID: UInt64 = 0, flights: [Flight] = []) {
        self.sessionID = sessionID
        self.flights = flights
    }

    /// Notes a complete handshake frame. Only the first frame that is seen of its direction and sequence number counts.
    public func note(_ header: FrameHeader, _ frame: [UInt8]) {
        guard let direction = header.knownDirection, header.sequence < Self.frameLimit else { return }
        let index = Int(header.sequence)
        while frames[direction].count <= index { frames[direction].append(nil) }
        guard frames[direction][index] == nil else { return }
        frames[direction][index] = Frame(type: header.knownType, bytes: frame)
        revision += 1
        let payload = frame.rawSpan.extracting(Wire.headerLength..<frame.count)
        switch header.knownType {
        case .clientHello:
            if clientHello == nil, let hello = try? ClientHello(decoding: payload) { known().client = hello }
        case .serverHello:
            if serverHello == nil, let hello = try? ServerHello(decoding: payload) { known().server = hello }
            sessionID = header.sessionID
        default: break
        }
    }

    private func known() -> Hellos {
        if let hellos { return hellos }
        let made = Hellos()
        hellos = made
        return made
    }

    /// Returns the payload of flight `index` as it was on the wire; `nil` if it was not seen.
    public func payload(flight index: Int) -> [UInt8]? {
        frame(flight: index).map { Array($0.bytes[Wire.headerLength...]) }
    }

    /// Whether all flights were seen.
    var hasAllFlights: Bool { flights.indices.allSatisfy { frame(flight: $0) != nil } }

    /// Returns the payload of `direction`'s finished; `nil` if it was not seen.
    public func finished(_ direction: Direction) -> [UInt8]? {
        let sequence = 1 + flights.count { $0.sender == direction }
        guard let frame = frame(direction, sequence), frame.type == .finished else { return nil }
        return Array(frame.bytes[Wire.headerLength...])
    }

    private func frame(flight index: Int) -> Frame? {
        let flight = flights[index]
        // The hello of the flight's direction comes before it.
        return frame(flight.sender, 1 + flights[..<index].count { $0.sender == flight.sender })
    }

    private func frame(_ direction: Direction, _ sequence: Int) -> Frame? {
        sequence < frames[direction].count ? frames[direction][sequence] : nil
    }
}

// The results that take all frames up to some point.
extension ObservedHandshake {
    /// The key schedule; `nil` while one of the hellos was not seen.
    public var schedule: KeySchedule? {
        guard let clientHello, let serverHello else { return nil }
        return KeySchedule(clientHello, serverHello)
    }

    /// Returns the point before flight `index`; `nil` when a frame before it was not seen.
    public func point(beforeFlight index: Int) -> TranscriptPoint? {
        point([.fromClient, .fromServer] + flights[..<index].map(\.sender))
    }

    /// Returns the point before the finished of `finisher`; `nil` when a frame before it was not seen. PROTOCOL.md
    /// §3.8.
    public func point(beforeFinished finisher: Direction) -> TranscriptPoint? {
        var order: [Direction] = [.fromClient, .fromServer] + flights.map(\.sender)
        if finisher == .fromServer { order.append(.fromClient) }
        return point(order)
    }

    /// Returns the point after frames of these senders, in session order; `nil` when one of them was not seen.
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

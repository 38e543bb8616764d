// SPDX-License-Identifier: Apache-2.0
import FernwireCrypto
public import FernwireWire

/// The handshake frames of a session as far as they were seen, in whatever order. Folded alike by client, server and
/// observer; what follows from them is computed, not stored.
public struct SessionFacts: Sendable {
    /// Complete frames of each direction, by their sequence number. A direction's handshake frames are its first.
    private var frames = Sides<[[UInt8]?]>(repeating: [])

    public private(set) var clientHello: ClientHello?
    public private(set) var serverHello: ServerHello?
    /// 0 until the server hello, or any later frame, told it.
    public var sessionID: UInt64 = 0 {
        didSet { if sessionID != oldValue { revision += 1 } }
    }
    /// Rises with whatever is new.
    private(set) var revision = 0

    /// Handshake frames that one direction may have.
    static let frameLimit: UInt64 = 16

    public init() {}

    /// Notes a complete handshake frame. The first that is seen of its direction and sequence number counts.
    public mutating func note(_ header: FrameHeader, _ frame: [UInt8]) {
        guard let direction = header.knownDirection, header.sequence < Self.frameLimit else { return }
        let index = Int(header.sequence)
        while frames[direction].count <= index { frames[direction].append(nil) }
        guard frames[direction][index] == nil else { return }
        frames[direction][index] = frame
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

    public var schedule: KeySchedule? {
        guard let clientHello, let serverHello else { return nil }
        return KeySchedule(
            suite: serverHello.suite, clientRandom: clientHello.random, serverRandom: serverHello.random)
    }

    /// The payload of flight `index` of `flights` as it was on the wire, if it was seen.
    public func payload(flight index: Int, of flights: [Flight]) -> [UInt8]? {
        frame(flight: index, of: flights).map { Array($0[Wire.headerLength...]) }
    }

    private func frame(flight index: Int, of flights: [Flight]) -> [UInt8]? {
        let flight = flights[index]
        // Its direction's hello comes before it.
        return frame(flight.sender, 1 + flights[..<index].count { $0.sender == flight.sender })
    }

    /// Whether all of `flights` were seen.
    func hasFlights(_ flights: [Flight]) -> Bool {
        flights.indices.allSatisfy { frame(flight: $0, of: flights) != nil }
    }

    /// Hash of all frames before flight `index`, in session order; `nil` when one of them was not seen.
    public func transcriptHash(beforeFlight index: Int, of flights: [Flight]) -> [UInt8]? {
        hash([.fromClient, .fromServer] + flights[..<index].map(\.sender))
    }

    /// The payload of `direction`'s finished, if it was seen.
    public func finished(_ direction: Direction, _ flights: [Flight]) -> [UInt8]? {
        let sequence = 1 + flights.count { $0.sender == direction }
        guard let frame = frame(direction, sequence), FrameHeader(decoding: frame.rawSpan).knownType == .finished else {
            return nil
        }
        return Array(frame[Wire.headerLength...])
    }

    /// Hash of all frames before `finisher`'s finished, in session order; `nil` when one of them was not seen.
    /// PROTOCOL.md §3.8.
    public func transcriptHash(before finisher: Direction, _ flights: [Flight]) -> [UInt8]? {
        var order: [Direction] = [.fromClient, .fromServer] + flights.map(\.sender)
        if finisher == .fromServer { order.append(.fromClient) }
        return hash(order)
    }

    private func hash(_ order: [Direction]) -> [UInt8]? {
        var parts: [[UInt8]] = []
        var next = Sides(repeating: 0)
        for direction in order {
            guard let frame = frame(direction, next[direction]) else { return nil }
            parts.append(frame)
            next[direction] += 1
        }
        let transcript = Array(parts.joined())
        return SHA256.hash(transcript.rawSpan)
    }

    private func frame(_ direction: Direction, _ sequence: Int) -> [UInt8]? {
        sequence < frames[direction].count ? frames[direction][sequence] : nil
    }
}

// SPDX-License-Identifier: Apache-2.0
public import FernwireWire

/// One side of one session: bytes in, bytes and events out. No I/O.
///
/// ```
/// client  awaitingServerHello → flights → awaitingFinished → open → over
/// server  awaitingClientHello → flights → awaitingFinished → open → over
/// ```
///
/// PROTOCOL.md §7. After each call the caller takes the events, then the bytes.
public struct Session: ~Copyable {
    let configuration: SessionConfiguration
    var state: State
    /// 0 until the server chose it.
    var sessionID: UInt64 = 0
    /// Whether the peer sent a frame with the session's id.
    var peerUsedSessionID = false
    private var reader = FrameReader()
    private(set) var sent: UInt64 = 0
    private(set) var received: UInt64 = 0
    private var outgoing: [UInt8] = []
    private var events: [SessionEvent] = []

    /// A client says hello at once.
    public init(_ configuration: SessionConfiguration) {
        self.configuration = configuration
        switch configuration.role {
        case .fromServer: state = .awaitingClientHello
        case .fromClient:
            let offer = ClientOffer(configuration)
            state = .awaitingServerHello(offer)
            outgoing = offer.frame
            sent = 1
        }
    }

    var role: Direction { configuration.role }

    public var isEstablished: Bool {
        if case .open = state { true } else { false }
    }

    public var isOver: Bool {
        if case .over = state { true } else { false }
    }

    /// What happened since the last call.
    public mutating func takeEvents() -> [SessionEvent] {
        defer { events.removeAll(keepingCapacity: true) }
        return events
    }

    /// What is to be sent since the last call.
    public mutating func takeOutgoing() -> [UInt8] {
        defer { outgoing.removeAll(keepingCapacity: true) }
        return outgoing
    }

    /// Operations with private and public keys that the next frame, or the next message sent, may take.
    public var nextOperations: KeyOperations {
        switch state {
        case .awaitingServerHello, .awaitingClientHello, .over: .none
        case .flights(let flights): flights.suite.description.handshakeOperations
        case .awaitingFinished(let finishing): finishing.suite.description.handshakeOperations
        case .open(let records): records.suite.description.recordOperations
        }
    }

    /// Takes bytes from the peer and all frames that they complete.
    public mutating func receive(_ bytes: RawSpan) {
        guard !isOver else { return }
        reader.append(bytes)
        while receiveFrame() {}
    }

    /// Takes bytes from the peer, and of the frames that they complete those before the first that may take operations
    /// with private or public keys. ``receiveFrame()`` takes that one, on a thread that may be kept.
    public mutating func receiveBriefly(_ bytes: RawSpan) {
        guard !isOver else { return }
        reader.append(bytes)
        while nextOperations == .none, receiveFrame() {}
    }

    /// Takes the next frame of those that came.
    ///
    /// - Returns: whether there was one, and the session goes on.
    public mutating func receiveFrame() -> Bool {
        guard !isOver else { return false }
        do throws(FrameReader.Failure) {
            if let (header, frame) = try reader.next() {
                do throws(SessionError) {
                    try receive(header, frame)
                } catch {
                    // An alert is never answered: PROTOCOL.md §8.
                    guard header.knownType != .alert else {
                        fail(.local(error))
                        return false
                    }
                    throw .session(error)
                }
                return !isOver
            }
        } catch {
            switch error {
            case .notFernwire: fail(.notFernwire)
            case .oversizedAlert: fail(.local(SessionError(.frameTooLarge)))
            case .session(let error): fail(error)
            }
        }
        return false
    }

    /// Whether ``receiveFrame()`` has a whole frame to take, or bytes that begin none to fail over.
    public var hasFrame: Bool { !isOver && reader.hasFrame }

    /// The connection will bring no more bytes.
    public mutating func connectionEnded() {
        if !isOver { fail(.truncated) }
    }

    /// Ends the session with an alert, such as `timedOut` or `goingAway`.
    public mutating func abort(_ alert: AlertCode) {
        if !isOver { fail(SessionError(alert)) }
    }

    // MARK: For the extensions

    mutating func emit(_ event: SessionEvent) {
        events.append(event)
    }

    /// Sends a frame in the clear; returns it, for the transcript.
    @discardableResult
    mutating func send(_ type: MessageType, _ payload: [UInt8]) -> [UInt8] {
        let header = FrameHeader(type, from: role, sessionID: sessionID, sequence: sent, length: payload.count)
        let frame = header.encoded() + payload
        send(frame)
        return frame
    }

    mutating func send(_ frame: [UInt8]) {
        sent += 1
        outgoing += frame
    }

    mutating func finish() {
        state = .over
        reader.discard()
    }

    mutating func fail(_ failure: SessionFailure) {
        finish()
        emit(.failed(failure))
    }

    private mutating func fail(_ error: SessionError) {
        if case .open(let records) = state {
            sendControl(.alert, Alert(error.alert).encoded(), on: records)
        } else {
            send(.alert, Alert(error.alert).encoded())
        }
        fail(.local(error))
    }

    private mutating func receive(_ header: FrameHeader, _ frame: [UInt8]) throws(SessionError) {
        try check(header)
        received += 1
        if header.knownType == .alert { return try receiveAlert(frame) }
        switch state {
        case .awaitingServerHello(let offer): try receiveServerHello(frame, header: header, offer: offer)
        case .awaitingClientHello: try receiveClientHello(frame)
        case .flights(let flights): try receiveFlight(frame, header: header, flights)
        case .awaitingFinished(let finishing): try receiveFinished(frame, finishing)
        case .open(let records): try receiveRecord(frame, header: header, records)
        case .over: break
        }
    }

    private mutating func receiveAlert(_ frame: [UInt8]) throws(SessionError) {
        let content = frame.rawSpan.extracting(Wire.headerLength..<frame.count)
        do { fail(.alert(code: try Alert(decoding: content).code, isAuthenticated: false)) } catch {
            throw SessionError(error)
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
public import FernwireWire

/// One side of one session: bytes in, bytes and events out. No I/O.
///
/// ```
/// client  awaitingServerHello → flights → awaitingFinished → open → over
/// server  awaitingClientHello → flights → awaitingFinished → open → over
/// ```
///
/// PROTOCOL.md §7. The caller takes the events after each call, and then the bytes.
public struct Session: ~Copyable {
    let configuration: SessionConfiguration
    var state: State
    /// The id of the session; 0 until the server chose it.
    public internal(set) var sessionID: UInt64 = 0
    /// The suite that the hellos chose; `nil` before.
    public internal(set) var suite: CipherSuite?
    /// The alert that this side sent; `nil` for none.
    public private(set) var sentAlert: AlertCode?
    /// Whether the peer sent a frame with the session's id.
    var peerUsedSessionID = false
    private(set) var reader = FrameReader()
    var sent: UInt64 = 0
    private(set) var received: UInt64 = 0
    private var outgoing: [UInt8] = []
    private var events: [SessionEvent] = []
    /// The plaintext of the record under way, so that records need no memory each.
    var plaintext: [UInt8] = []

    /// The bytes of ``plaintext``'s memory that are kept between records.
    private static let keptPlaintext = 512

    /// Creates one side of a session. The hello of a client is among the outgoing bytes at once.
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

    /// Whether the handshake is done, and the session is not over.
    public var isEstablished: Bool {
        if case .open = state { true } else { false }
    }

    /// Whether the session was closed or failed. It takes nothing more; its last outgoing bytes may still be to be
    /// sent.
    public var isOver: Bool {
        if case .over = state { true } else { false }
    }

    /// Whether there are events or outgoing bytes to be taken.
    public var hasOutput: Bool { !events.isEmpty || !outgoing.isEmpty }

    /// Returns the events since the last call, in order.
    public mutating func takeEvents() -> [SessionEvent] {
        defer { events = [] }
        return events
    }

    /// Returns the bytes to be sent that came about since the last call.
    public mutating func takeOutgoing() -> [UInt8] {
        defer { outgoing = [] }
        return outgoing
    }

    /// The longest operations with private and public keys that the next frame, or the next message sent, may take.
    public var nextOperations: KeyOperations {
        switch state {
        case .awaitingServerHello, .awaitingClientHello, .over: .none
        case .flights(let flights): flights.suite.description.handshakeOperations
        case .awaitingFinished(let finishing): finishing.suite.description.handshakeOperations
        case .open(let records): records.suite.description.recordOperations
        }
    }

    /// Takes bytes from the peer, and all frames that they complete.
    public mutating func receive(_ bytes: RawSpan) {
        guard !isOver else { return }
        reader.append(bytes)
        while receiveFrame() {}
        giveUpMemory()
    }

    /// Takes bytes from the peer, and the frames that they complete, up to the first frame that may take long operations
    /// with private or public keys. ``receiveFrame()`` takes that one, on a thread that may be kept.
    public mutating func receiveBriefly(_ bytes: RawSpan) {
        guard !isOver else { return }
        reader.append(bytes)
        while nextOperations < .long, receiveFrame() {}
        giveUpMemory()
    }

    /// Gives up the memory that was needed for what was received.
    private mutating func giveUpMemory() {
        reader.discardTaken()
        if plaintext.capacity > Self.keptPlaintext { plaintext = [] }
    }

    /// Takes the next of the frames that arrived.
    ///
    /// - Returns: whether there was a frame, and the session goes on.
    public mutating func receiveFrame() -> Bool {
        guard !isOver else { return false }
        do throws(FrameReader.Failure) {
            if let (header, place) = try reader.next() {
                do throws(SessionError) {
                    try receive(header, at: place)
                } catch {
                    // An alert is never answered: PROTOCOL.md §8.
                    guard !header.isAlert else {
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

    /// Whether ``receiveFrame()`` has something to take: a whole frame, or bytes that begin no frame, over which the
    /// session fails.
    public var hasFrame: Bool { !isOver && reader.hasFrame }

    /// Takes note that the connection will bring no more bytes. A session that is not over fails as truncated.
    public mutating func connectionEnded() {
        if !isOver { fail(.truncated) }
    }

    /// Fails with an alert to the peer, such as `timedOut` or `goingAway`.
    ///
    /// - Parameter limit: the limit that was reached; `nil` for another reason.
    public mutating func abort(_ alert: AlertCode, _ limit: SessionLimit? = nil) {
        if !isOver { fail(SessionError(alert, limit.map { .limit($0) })) }
    }

    // MARK: For the extensions

    mutating func emit(_ event: SessionEvent) {
        events.append(event)
    }

    /// Sends a frame in the clear, and returns it for the transcript.
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

    /// Sends a record with ``plaintext`` in it.
    mutating func sendPlaintext(_ header: FrameHeader, under protection: RecordProtection) {
        sent += 1
        if outgoing.isEmpty { outgoing.reserveCapacity(header.frameLength) }
        header.encode(into: &outgoing)
        protection.seal(plaintext, header: header, timestamp: configuration.clock(), onto: &outgoing)
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
        sentAlert = error.alert
        if case .open(let records) = state {
            sendControl(.alert, Alert(error.alert).encoded(), on: records)
        } else {
            send(.alert, Alert(error.alert).encoded())
        }
        fail(.local(error))
    }

    /// - Parameter place: the frame's place in the bytes of ``reader``.
    private mutating func receive(_ header: FrameHeader, at place: Range<Int>) throws(SessionError) {
        try check(header)
        received += 1
        if header.isRecord, case .open(let records) = state {
            return try receiveRecord(header, at: place, records)
        }
        let frame = Array(reader.bytes.extracting(place))
        if header.isAlert { return try receiveAlert(frame) }
        switch state {
        case .awaitingServerHello(let offer): try receiveServerHello(frame, header: header, offer: offer)
        case .awaitingClientHello: try receiveClientHello(frame)
        case .flights(let flights): try receiveFlight(frame, header: header, flights)
        case .awaitingFinished(let finishing): try receiveFinished(frame, finishing)
        // What is neither a record nor an alert does not pass the check of its header.
        case .open, .over: break
        }
    }

    private mutating func receiveAlert(_ frame: [UInt8]) throws(SessionError) {
        let content = frame.rawSpan.extracting(Wire.headerLength..<frame.count)
        do { fail(.alert(code: try Alert(decoding: content).code, isAuthenticated: false)) } catch {
            throw SessionError(error)
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
public import FernwireCrypto
public import FernwireSession
public import FernwireWire

/// A client and a server joined without a network.
public final class SessionPair {
    public var client: Session
    public var server: Session
    public var clientEvents: [SessionEvent] = []
    public var serverEvents: [SessionEvent] = []
    /// All that was sent, in order of sending.
    public var wire: [(direction: Direction, bytes: [UInt8])] = []
    /// Changes bytes on their way.
    public var tamper: ((Direction, [UInt8]) -> [UInt8])?
    private var flips: [(frame: Int, byte: Int, mask: UInt8)] = []
    private var frameLimit = Int.max
    private var framesCarried = 0

    public var isOpen: Bool { client.isEstablished && server.isEstablished }
    public var isOver: Bool { client.isOver && server.isOver }

    public static let clock: @Sendable () -> UInt64 = { 1_700_000_000 }

    public init(client: SessionConfiguration, server: SessionConfiguration) {
        self.client = Session(client)
        self.server = Session(server)
    }

    /// A pair that speaks `suite`, whose keys `credentials` has for both sides.
    public convenience init(_ suite: CipherSuite, _ credentials: Credentials) {
        self.init(
            client: .init(role: .fromClient, suites: [suite], credentials: credentials, clock: Self.clock),
            server: .init(role: .fromServer, suites: [suite], credentials: credentials, clock: Self.clock))
    }

    /// Carries bytes to and fro until there are none.
    public func run() {
        while true {
            clientEvents += client.takeEvents()
            serverEvents += server.takeEvents()
            let toServer = carry(.fromClient, client.takeOutgoing())
            server.receive(toServer.rawSpan)
            serverEvents += server.takeEvents()
            let toClient = carry(.fromServer, server.takeOutgoing())
            client.receive(toClient.rawSpan)
            if toServer.isEmpty && toClient.isEmpty { return }
        }
    }

    /// Flips bits of the frame of this number, counted from 0 over both directions, on its way.
    public func flip(frame: Int, byte: Int, mask: UInt8 = 1) {
        flips.append((frame, byte, mask))
    }

    /// Drops all frames after the first so many.
    public func cut(afterFrames count: Int) {
        frameLimit = count
    }

    /// All frames in order of sending.
    public var frames: [(direction: Direction, bytes: [UInt8])] {
        wire.flatMap { direction, bytes in FrameHeader.wholeFrames(in: bytes).map { (direction, $0) } }
    }

    /// The handshake's frames in order of sending.
    public var handshakeFrames: [(header: FrameHeader, bytes: [UInt8])] {
        wire.flatMap { FrameHeader.wholeFrames(in: $0.bytes) }.map { (FrameHeader(decoding: $0.rawSpan), $0) }
            .filter { $0.0.knownType?.isHandshake == true }
    }

    private func carry(_ direction: Direction, _ bytes: [UInt8]) -> [UInt8] {
        guard !bytes.isEmpty else { return [] }
        var carried: [UInt8] = []
        for var frame in FrameHeader.wholeFrames(in: bytes) {
            for flip in flips where flip.frame == framesCarried { frame[flip.byte] ^= flip.mask }
            if framesCarried < frameLimit { carried += frame }
            framesCarried += 1
        }
        carried = tamper?(direction, carried) ?? carried
        guard !carried.isEmpty else { return [] }
        wire.append((direction, carried))
        return carried
    }
}

/// Keys for all suites, made once: RSA takes its time.
public enum Sample {
    public static let credentials = Credentials(
        presharedKeys: [
            PresharedKey(id: Array("badge".utf8), secret: .random(count: 32)),
            PresharedKey(id: Array("old badge".utf8), secret: .random(count: 16)),
        ], rsaKey: .generate(), ed25519Key: .generate())
}

extension SessionFailure {
    /// The alert by which this side refused the peer; `nil` where it did not.
    public var alert: AlertCode? {
        if case .local(let error) = self { error.alert } else { nil }
    }
}

extension [SessionEvent] {
    public var messages: [ReceivedMessage] {
        compactMap { if case .message(let message) = $0 { message } else { nil } }
    }

    public var keys: [KeyLogEntry] {
        flatMap { event -> [KeyLogEntry] in if case .keys(let entries) = event { entries } else { [] } }
    }

    public var failure: SessionFailure? {
        lazy.compactMap { if case .failed(let failure) = $0 { failure } else { nil } }.first
    }

    /// Names of the suites that sessions were established with.
    public var suites: [String] {
        compactMap { if case .established(let suite, _, _) = $0 { suite } else { nil } }
    }

    /// Who the peer proved to be.
    public var peer: IdentityKey? {
        for case .established(_, _, let peer) in self { return peer }
        return nil
    }

    public var isEstablished: Bool { contains { if case .established = $0 { true } else { false } } }
    public var isClosed: Bool { contains { if case .closed = $0 { true } else { false } } }
    public var peerEnded: Bool { contains { if case .peerEnded = $0 { true } else { false } } }
}

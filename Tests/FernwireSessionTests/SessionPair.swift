// SPDX-License-Identifier: Apache-2.0
import FernwireCrypto
import FernwireSession
import FernwireWire

/// A client and a server joined without a network.
final class SessionPair {
    var client: Session
    var server: Session
    var clientEvents: [SessionEvent] = []
    var serverEvents: [SessionEvent] = []
    /// All that was sent, in order of sending.
    var wire: [(direction: Direction, bytes: [UInt8])] = []
    /// Changes bytes on their way.
    var tamper: ((Direction, [UInt8]) -> [UInt8])?

    var isOpen: Bool { client.isEstablished && server.isEstablished }
    var isOver: Bool { client.isOver && server.isOver }

    static let clock: @Sendable () -> UInt64 = { 1_700_000_000 }

    init(client: SessionConfiguration, server: SessionConfiguration) {
        self.client = Session(client)
        self.server = Session(server)
    }

    /// A pair that speaks `suite`, whose keys `credentials` has for both sides.
    convenience init(_ suite: any CipherSuite.Type, _ credentials: Credentials) {
        self.init(
            client: .init(role: .fromClient, suites: [suite], credentials: credentials, clock: Self.clock),
            server: .init(role: .fromServer, suites: [suite], credentials: credentials, clock: Self.clock))
    }

    /// Carries bytes to and fro until there are none.
    func run() {
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

    private func carry(_ direction: Direction, _ bytes: [UInt8]) -> [UInt8] {
        guard !bytes.isEmpty else { return [] }
        let carried = tamper?(direction, bytes) ?? bytes
        wire.append((direction, carried))
        return carried
    }
}

/// Keys for all suites, made once: RSA takes its time.
enum Sample {
    static let credentials = Credentials(
        presharedKey: PresharedKey(id: Array("badge".utf8), key: .random()), rsaKey: try! .generate())
}

extension [SessionEvent] {
    var messages: [ReceivedMessage] {
        compactMap { if case .message(let message) = $0 { message } else { nil } }
    }

    var keys: [KeyLogEntry] {
        flatMap { event -> [KeyLogEntry] in if case .keys(let entries) = event { entries } else { [] } }
    }

    var failure: SessionFailure? {
        lazy.compactMap { if case .failed(let failure) = $0 { failure } else { nil } }.first
    }

    var isEstablished: Bool { contains { if case .established = $0 { true } else { false } } }
    var isClosed: Bool { contains { if case .closed = $0 { true } else { false } } }
    var peerEnded: Bool { contains { if case .peerEnded = $0 { true } else { false } } }
}

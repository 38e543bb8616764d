// SPDX-License-Identifier: Apache-2.0
import FernwireCrypto
import FernwireWire

/// The exchange of both sides' long-lived RSA keys: first the server's, so that the client can decide about it before it
/// shows its own.
struct RSAIdentityExchange {
    /// The flights that every suite of such keys begins with.
    static let flights = [Flight(.fromServer, .publicKey), Flight(.fromClient, .publicKey)]

    /// The flight that shows the public key of the sender of `direction`.
    static func flight(of direction: Direction) -> Int { direction == .fromServer ? 0 : 1 }

    let role: Direction
    let own: RSAPrivateKey
    private let peers: PeerPolicy
    private let maximumBits: Int

    /// `nil` where `credentials` have no RSA key.
    init?(_ role: Direction, _ credentials: Credentials) {
        guard let key = credentials.rsaKey else { return nil }
        self.role = role
        own = key
        peers = credentials.peers
        maximumBits = credentials.maximumRSABits
    }

    /// Shows our key, takes the peer's, and goes on with `next`.
    func exchange(
        then next: @escaping (RSAIdentities, Transcript) throws(SessionError) -> ExchangeStep
    ) -> ExchangeStep {
        let message = PublicKey(kind: .rsa, key: own.publicKey.der).encoded()
        return switch role {
        case .fromServer:
            .send(message) { _ in
                .receive { (payload, transcript) throws(SessionError) in
                    try next(try identities(payload), transcript)
                }
            }
        case .fromClient:
            .receive { (payload, _) throws(SessionError) in
                let both = try identities(payload)
                return .send(message) { (transcript) throws(SessionError) in try next(both, transcript) }
            }
        }
    }

    private func identities(_ payload: [UInt8]) throws(SessionError) -> RSAIdentities {
        let peer = try RSAPublicKey.offered(payload, peers: peers, maximumBits: maximumBits)
        return RSAIdentities(role: role, own: own, peer: peer)
    }
}

/// Both sides' long-lived RSA keys in one session, once both were shown.
struct RSAIdentities {
    let role: Direction
    let own: RSAPrivateKey
    let peer: RSAPublicKey

    /// The public key of the sender of `direction`.
    func key(_ direction: Direction) -> RSAPublicKey { direction == role ? own.publicKey : peer }
}

extension RSAPublicKey {
    /// The key of a peer's public_key message, if `peers` accept it.
    ///
    /// - Throws: the alert that refuses the message or the key.
    static func offered(
        _ payload: [UInt8], peers: PeerPolicy, maximumBits: Int
    ) throws(SessionError) -> RSAPublicKey {
        let message = try PublicKey(received: payload.rawSpan)
        guard message.kind == KeyKind.rsa.rawValue else { throw SessionError(.badKey) }
        let key: RSAPublicKey
        do { key = try RSAPublicKey(der: message.key, maximumBits: maximumBits) } catch {
            throw SessionError(.badKey, .key(error))
        }
        try peers.check(.rsa(key))
        return key
    }
}

extension TranscriptPoint {
    /// What the signature of every record covers before the frame, in suites whose records are signed: what it is for, and
    /// the session. The point is the one before the server's finished. PROTOCOL.md §6.8.
    var recordContext: [UInt8] { schedule.info("record", " signature") + hash }
}

extension ObservedHandshake {
    /// The public key that the sender of `direction` showed in an ``RSAIdentityExchange``. An endpoint has what it
    /// validated once.
    func rsaIdentity(_ direction: Direction) -> RSAPublicKey? {
        payload(flight: RSAIdentityExchange.flight(of: direction)).flatMap { payload in
            (try? PublicKey(decoding: payload.rawSpan)).flatMap { try? RSAPublicKey(observed: $0.key) }
        }
    }
}

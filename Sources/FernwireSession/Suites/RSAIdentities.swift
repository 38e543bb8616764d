// SPDX-License-Identifier: Apache-2.0
import FernwireCrypto
import FernwireWire

/// A suite in which both sides show long-lived RSA keys: first the server, so that the client can decide about it before
/// it shows its own.
protocol RSAIdentitySuite: CipherSuite {}

extension RSAIdentitySuite {
    public static var keygenName: StaticString { "rsa" }
    public static var handshakeOperations: KeyOperations { .long }
    public static var recordOperations: KeyOperations { .long }
    public static func identityKind(of direction: Direction) -> KeyKind? { .rsa }

    public static func isUsable(by direction: Direction, with credentials: Credentials) -> Bool {
        credentials.rsaKey != nil
    }

    /// The flights that every such suite begins with.
    static var keyFlights: [Flight] { [Flight(.fromServer, .publicKey), Flight(.fromClient, .publicKey)] }

    /// The flight that shows the public key of the sender of `direction`.
    static func keyFlight(of direction: Direction) -> Int { direction == .fromServer ? 0 : 1 }

    /// Observer: the public key that the sender of `direction` showed. An endpoint has what it validated once.
    static func publicKey(_ direction: Direction, _ facts: SessionFacts) -> RSAPublicKey? {
        facts.payload(flight: keyFlight(of: direction), of: flights).flatMap { payload in
            (try? PublicKey(decoding: payload.rawSpan)).flatMap { try? RSAPublicKey(observed: $0.key) }
        }
    }

    /// What every record's signature covers before the frame: what it is for, and the session. PROTOCOL.md §6.8.
    static func recordContext(_ facts: SessionFacts) -> [UInt8]? {
        guard let hash = facts.transcriptHash(before: .fromServer, flights), let schedule = facts.schedule else {
            return nil
        }
        return schedule.info("record", " signature") + hash
    }
}

/// Both sides' long-lived RSA keys in one session.
struct RSAIdentities {
    let role: Direction
    let own: RSAPrivateKey
    private let peers: PeerPolicy
    private let maximumBits: Int
    private(set) var peer: RSAPublicKey?

    init(_ role: Direction, _ credentials: Credentials) {
        self.role = role
        guard let key = credentials.rsaKey else { preconditionFailure("the suite is not usable") }
        own = key
        peers = credentials.peers
        maximumBits = credentials.maximumRSABits
    }

    /// Our public_key message.
    var message: [UInt8] { PublicKey(kind: .rsa, key: own.publicKey.der).encoded() }

    /// Takes the peer's public_key message.
    mutating func read(_ payload: [UInt8]) throws(SessionError) {
        let message: PublicKey
        do { message = try PublicKey(decoding: payload.rawSpan) } catch { throw SessionError(error) }
        guard message.kind == KeyKind.rsa.rawValue else { throw SessionError(.badKey) }
        let key: RSAPublicKey
        do { key = try RSAPublicKey(der: message.key, maximumBits: maximumBits) } catch {
            throw SessionError(.badKey, .key(error))
        }
        try peers.check(.rsa(key))
        peer = key
    }

    /// The public key of the sender of `direction`, once both were shown.
    func key(_ direction: Direction) -> RSAPublicKey? {
        direction == role ? own.publicKey : peer
    }

    /// After the flights that show the keys.
    func peerKey() throws(SessionError) -> RSAPublicKey {
        guard let peer else { throw SessionError(.internalError) }
        return peer
    }
}

// SPDX-License-Identifier: Apache-2.0
import FernwireCrypto
import FernwireWire

/// One side's part: a fresh X25519 key, then its identity. PROTOCOL.md §6.7.
///
/// ### Invariants
/// - A peer's identity is kept only after its signature over the transcript was found right, and after the policy had
///   its say.
/// - A private X25519 key is forgotten as soon as nothing can refer to it any more.
struct X25519Ed25519Exchange: SuiteExchange {
    private let suite: any X25519Ed25519Suite.Type
    private let role: Direction
    private let credentials: Credentials
    private(set) var peerIdentity: IdentityKey?
    /// What both key shares give, until the session secret took its place.
    private var agreed: SecretBytes?
    /// Our key pairs that the peer may still refer to, by the epoch of ours that they came with.
    private var own: [(epoch: UInt32, pair: X25519)] = [(1, X25519())]
    /// The peer's newest public key, and the epoch of its that it came with.
    private var peer: (epoch: UInt32, key: [UInt8]) = (1, [])

    init(suite: any X25519Ed25519Suite.Type, role: Direction, credentials: Credentials) {
        self.suite = suite
        self.role = role
        self.credentials = credentials
    }

    // MARK: Flights

    mutating func write(flight index: Int, _ facts: SessionFacts) throws(SessionError) -> [UInt8] {
        guard suite.flights[index].type == .identity else {
            return KeyShare(kind: .x25519, share: own[0].pair.publicKey).encoded()
        }
        guard let key = credentials.ed25519Key else { return Identity().encoded() }
        let der = key.publicKey.der
        guard let message = suite.signedContent(flight: index, der, facts) else { throw SessionError(.internalError) }
        return Identity(kind: .ed25519, key: der, signature: key.sign(message.rawSpan)).encoded()
    }

    mutating func read(flight index: Int, _ payload: [UInt8], _ facts: SessionFacts) throws(SessionError) {
        do {
            if suite.flights[index].type == .identity {
                try read(Identity(decoding: payload.rawSpan), flight: index, facts)
            } else {
                try read(KeyShare(decoding: payload.rawSpan))
            }
        } catch let error as WireError {
            throw SessionError(error)
        } catch {
            throw error as? SessionError ?? SessionError(.internalError)
        }
    }

    private mutating func read(_ share: KeyShare) throws(SessionError) {
        guard share.kind == ShareKind.x25519.rawValue else { throw SessionError(.badKey) }
        do { agreed = try own[0].pair.agree(with: share.share) } catch { throw SessionError(.badKey, .key(error)) }
        peer = (1, share.share)
    }

    private mutating func read(_ identity: Identity, flight index: Int, _ facts: SessionFacts) throws(SessionError) {
        if identity.isAnonymous {
            // A server always says who it is.
            guard role == .fromServer, credentials.peers.allowsAnonymous else {
                throw SessionError(.identityRequired)
            }
            return
        }
        guard identity.kind == KeyKind.ed25519.rawValue else { throw SessionError(.badKey) }
        let key: Ed25519PublicKey
        do { key = try Ed25519PublicKey(der: identity.key) } catch { throw SessionError(.badKey, .key(error)) }
        guard suite.verify(flight: index, identity.encoded(), facts) == true else {
            throw SessionError(.handshakeFailed)
        }
        try credentials.peers.check(.ed25519(key))
        peerIdentity = .ed25519(key)
    }

    // MARK: Secrets

    func handshakeKeys(_ direction: Direction, _ facts: SessionFacts) -> RecordKeys {
        guard let secret = handshakeSecret(facts), let schedule = facts.schedule else { return RecordKeys() }
        return suite.recordKeys(secret, schedule, direction, epoch: 0)
    }

    private func handshakeSecret(_ facts: SessionFacts) -> SecretBytes? {
        guard let agreed, let hash = facts.transcriptHash(beforeFlight: 2, of: suite.flights) else { return nil }
        return facts.schedule?.extend(agreed, "handshake secret", transcriptHash: hash)
    }

    func sessionSecret(_ facts: SessionFacts) -> SecretBytes {
        guard let secret = handshakeSecret(facts),
            let hash = facts.transcriptHash(before: .fromClient, suite.flights), let schedule = facts.schedule
        else { preconditionFailure("the flights are done") }
        return schedule.extend(secret, "session secret", transcriptHash: hash)
    }

    // MARK: Rekeying

    var rekeyMaterialLength: Int { X25519.length + 4 }

    mutating func rekey(
        _ secret: SecretBytes, _ direction: Direction, nextEpoch: UInt32, _ facts: SessionFacts
    ) -> (material: [UInt8], secret: SecretBytes) {
        agreed = nil
        let pair = X25519()
        own.append((nextEpoch, pair))
        guard let shared = try? pair.agree(with: peer.key), let schedule = facts.schedule else {
            preconditionFailure("the peer's key was agreed with before")
        }
        var material = pair.publicKey
        material.append(UInt64(peer.epoch), width: 4)
        return (material, next(secret, shared, schedule, direction, nextEpoch))
    }

    mutating func rekey(
        _ secret: SecretBytes, _ direction: Direction, nextEpoch: UInt32, material: [UInt8], _ facts: SessionFacts
    ) throws(SessionError) -> SecretBytes {
        agreed = nil
        guard let schedule = facts.schedule else { throw SessionError(.internalError) }
        let key = Array(material[..<X25519.length])
        let epoch = UInt32(material.rawSpan.integer(at: X25519.length, width: 4))
        guard let place = own.firstIndex(where: { $0.epoch == epoch }) else { throw SessionError(.wrongEpoch) }
        let shared: SecretBytes
        do { shared = try own[place].pair.agree(with: key) } catch { throw SessionError(.badKey, .key(error)) }
        // The peer refers to no older one again.
        own.removeFirst(place)
        peer = (nextEpoch, key)
        return next(secret, shared, schedule, direction, nextEpoch)
    }

    private func next(
        _ secret: SecretBytes, _ shared: SecretBytes, _ schedule: KeySchedule, _ direction: Direction, _ epoch: UInt32
    ) -> SecretBytes {
        schedule.derive(
            SecretBytes(joining: [shared, secret]), "rekey secret", direction, epoch: epoch, length: X25519.length)
    }
}

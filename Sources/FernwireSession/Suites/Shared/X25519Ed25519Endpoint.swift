// SPDX-License-Identifier: Apache-2.0
import FernwireCrypto
import FernwireWire

/// Speaks either side's part: a fresh X25519 key, then its identity. PROTOCOL.md §6.7.
struct X25519Ed25519Endpoint: SuiteEndpoint {
    let records: AEADRecords

    func start(as role: Direction, with credentials: Credentials) -> SuiteStart? {
        // A server always says who it is.
        guard role == .fromClient || credentials.ed25519Key != nil else { return nil }
        return { [records] _ in
            X25519Ed25519Exchange(records: records, role: role, credentials: credentials, pair: X25519()).begin()
        }
    }
}

/// One side's part in one session.
///
/// ### Invariants
/// - A peer's identity is agreed on only after its signature over the transcript was found right, and after the policy
///   had its say.
private struct X25519Ed25519Exchange {
    let records: AEADRecords
    let role: Direction
    let credentials: Credentials
    let pair: X25519

    /// The keys that follow from both key shares.
    private struct Shared {
        let peerKey: [UInt8]
        let handshakeSecret: SecretBytes
        let keys: FlightKeys
    }

    // MARK: Key shares

    func begin() -> ExchangeStep {
        let share = KeyShare(kind: .x25519, share: pair.publicKey).encoded()
        return switch role {
        case .fromClient:
            .send(share) { _ in
                .receive { (payload, transcript) throws(SessionError) in
                    let (agreed, peerKey) = try agree(payload)
                    return takeServerIdentity(shared(agreed, peerKey: peerKey, transcript))
                }
            }
        case .fromServer:
            .receive { (payload, _) throws(SessionError) in
                let (agreed, peerKey) = try agree(payload)
                return .send(share) { transcript in
                    showServerIdentity(shared(agreed, peerKey: peerKey, transcript), transcript)
                }
            }
        }
    }

    private func agree(_ payload: [UInt8]) throws(SessionError) -> (agreed: SecretBytes, peerKey: [UInt8]) {
        let message = try KeyShare(received: payload.rawSpan)
        guard message.kind == ShareKind.x25519.rawValue else { throw SessionError(.badKey) }
        do { return (try pair.agree(with: message.share), message.share) } catch {
            throw SessionError(.badKey, .key(error))
        }
    }

    /// Derives the handshake keys.
    ///
    /// - Parameter transcript: the transcript up to both key shares.
    private func shared(_ agreed: SecretBytes, peerKey: [UInt8], _ transcript: Transcript) -> Shared {
        let secret = transcript.now.extend(agreed, "handshake secret")
        func keys(_ direction: Direction) -> EpochKeys {
            records.keys(EpochSecret(secret, transcript.schedule, direction: direction, epoch: 0))
        }
        return Shared(
            peerKey: peerKey, handshakeSecret: secret,
            keys: FlightKeys(client: keys(.fromClient), server: keys(.fromServer)))
    }

    // MARK: Identities

    private func takeServerIdentity(_ shared: Shared) -> ExchangeStep {
        .receive(keys: shared.keys) { (payload, transcript) throws(SessionError) in
            let server = try identity(payload, transcript)
            return .send(ownIdentity(transcript), keys: shared.keys) { agreement(shared, $0, peer: server) }
        }
    }

    private func showServerIdentity(_ shared: Shared, _ transcript: Transcript) -> ExchangeStep {
        .send(ownIdentity(transcript), keys: shared.keys) { _ in
            .receive(keys: shared.keys) { (payload, transcript) throws(SessionError) in
                agreement(shared, transcript, peer: try identity(payload, transcript))
            }
        }
    }

    private func ownIdentity(_ transcript: Transcript) -> [UInt8] {
        guard let key = credentials.ed25519Key else { return Identity().encoded() }
        let der = key.publicKey.der
        let message = transcript.now.identityContent(of: role, key: der)
        return Identity(kind: .ed25519, key: der, signature: key.sign(message.rawSpan)).encoded()
    }

    /// Returns the peer's identity; `nil` for a client that keeps it to itself.
    private func identity(_ payload: [UInt8], _ transcript: Transcript) throws(SessionError) -> IdentityKey? {
        let message = try Identity(received: payload.rawSpan)
        if message.isAnonymous {
            // A server always says who it is.
            guard role == .fromServer, credentials.peers.allowsAnonymous else { throw SessionError(.identityRequired) }
            return nil
        }
        guard message.kind == KeyKind.ed25519.rawValue else { throw SessionError(.badKey) }
        let key: Ed25519PublicKey
        do { key = try Ed25519PublicKey(der: message.key) } catch { throw SessionError(.badKey, .key(error)) }
        let content = transcript.beforeLastFrame.identityContent(of: role.opposite, key: message.key)
        guard key.verify(message.signature.rawSpan, of: content.rawSpan) else {
            throw SessionError(.handshakeFailed, .proof(.signature))
        }
        try credentials.peers.check(.ed25519(key))
        return .ed25519(key)
    }

    // MARK: Secrets

    /// Derives the session's secret.
    ///
    /// - Parameter transcript: the transcript up to the last flight.
    private func agreement(_ shared: Shared, _ transcript: Transcript, peer: IdentityKey?) -> ExchangeStep {
        let secret = transcript.now.extend(shared.handshakeSecret, "session secret")
        return .agreed(
            Agreement(secret: secret, peer: peer) { [records, pair] _ in
                X25519Keying(records: records, pair: pair, peerKey: shared.peerKey)
            })
    }
}

// SPDX-License-Identifier: Apache-2.0
import FernwireCrypto
import FernwireWire

/// The client's part: offers its public key, unwraps what comes back.
struct RSAFernetHMACClient: SuiteExchange {
    let key: RSAPrivateKey
    private var secret = SecretBytes.random(count: 0)

    init(key: RSAPrivateKey) {
        self.key = key
    }

    func write(flight index: Int, _ facts: SessionFacts) throws(SessionError) -> [UInt8] {
        PublicKey(kind: .rsa, key: key.publicKey.der).encoded()
    }

    mutating func read(flight index: Int, _ payload: [UInt8], _ facts: SessionFacts) throws(SessionError) {
        let message: KeyWrap
        do { message = try KeyWrap(decoding: payload.rawSpan) } catch { throw SessionError(error) }
        let expected = RSAFernetHMAC.wrapped
        guard message.wraps.map(\.kind) == expected.map(\.kind),
            message.wraps.allSatisfy({ $0.wrapped.count == key.publicKey.modulusLength })
        else { throw SessionError(.malformed) }
        // With random secrets in place of unopened ones, a failed unwrap looks like a bad finished. PROTOCOL.md §3.8.
        let substitute = SecretBytes.random(count: expected.count * RSAFernetHMAC.secretLength)
        secret = RSAFernetHMAC.unwrap(message, with: key) ?? substitute
    }

    func sessionSecret(_ facts: SessionFacts) -> SecretBytes { secret }
}

/// The server's part: makes both secrets and wraps them to the client's key.
struct RSAFernetHMACServer: SuiteExchange {
    private let peers: PeerPolicy
    private let maximumBits: Int
    private let secrets = RSAFernetHMAC.wrapped.map { _ in SecretBytes.random(count: RSAFernetHMAC.secretLength) }
    private var key: RSAPublicKey?

    init(credentials: Credentials) {
        peers = credentials.peers
        maximumBits = credentials.maximumRSABits
    }

    mutating func read(flight index: Int, _ payload: [UInt8], _ facts: SessionFacts) throws(SessionError) {
        let message: PublicKey
        do { message = try PublicKey(decoding: payload.rawSpan) } catch { throw SessionError(error) }
        guard message.kind == KeyKind.rsa.rawValue else { throw SessionError(.badKey) }
        let offered: RSAPublicKey
        do { offered = try RSAPublicKey(der: message.key, maximumBits: maximumBits) } catch {
            throw SessionError(.badKey, .key(error))
        }
        try peers.check(.rsa(offered))
        key = offered
    }

    func write(flight index: Int, _ facts: SessionFacts) throws(SessionError) -> [UInt8] {
        guard let key else { throw SessionError(.internalError) }
        let wraps = zip(RSAFernetHMAC.wrapped, secrets).map { declared, secret in
            KeyWrap.Wrap(kind: declared.kind, wrapped: key.wrap(secret, label: declared.label))
        }
        return KeyWrap(wraps: wraps).encoded()
    }

    func sessionSecret(_ facts: SessionFacts) -> SecretBytes { SecretBytes(joining: secrets) }

    var peerIdentity: IdentityKey? { key.map { .rsa($0) } }
}

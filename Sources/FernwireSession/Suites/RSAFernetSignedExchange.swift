// SPDX-License-Identifier: Apache-2.0
import FernwireCrypto
import FernwireWire

/// Either side's part: the client makes, wraps and signs; the server unwraps. PROTOCOL.md §6.9.
struct RSAFernetSignedExchange: SuiteExchange {
    private var identities: RSAIdentities
    /// The client's choice; at the server what it goes on with when unwrapping fails. PROTOCOL.md §3.8.
    private var fernetKey = SecretBytes.random(count: FernetKey.length)

    init(_ role: Direction, _ credentials: Credentials) {
        identities = RSAIdentities(role, credentials)
    }

    var peerIdentity: IdentityKey? { identities.peer.map { .rsa($0) } }

    func sessionSecret(_ facts: SessionFacts) -> SecretBytes { fernetKey }

    func write(flight index: Int, _ facts: SessionFacts) throws(SessionError) -> [UInt8] {
        switch index {
        case RSAFernetSigned.wrapFlight:
            let wrapped = try identities.peerKey().wrap(fernetKey, label: RSAFernetSigned.label)
            return KeyWrap(wraps: [.init(kind: .fernetKey, wrapped: wrapped)]).encoded()
        case RSAFernetSigned.signatureFlight:
            guard let content = RSAFernetSigned.signedContent(try identities.peerKey(), facts) else {
                throw SessionError(.internalError)
            }
            return Signature(signature: identities.own.sign(content.rawSpan)).encoded()
        default: return identities.message
        }
    }

    mutating func read(flight index: Int, _ payload: [UInt8], _ facts: SessionFacts) throws(SessionError) {
        switch index {
        case RSAFernetSigned.wrapFlight:
            let message: KeyWrap
            do { message = try KeyWrap(decoding: payload.rawSpan) } catch { throw SessionError(error) }
            guard message.wraps.map(\.kind) == [.fernetKey],
                message.wraps[0].wrapped.count == identities.own.publicKey.modulusLength
            else { throw SessionError(.malformed) }
            fernetKey = RSAFernetSigned.unwrap(message, with: identities.own) ?? fernetKey
        case RSAFernetSigned.signatureFlight:
            let client = try identities.peerKey()
            guard let content = RSAFernetSigned.signedContent(identities.own.publicKey, facts),
                client.verify(payload.rawSpan, of: content.rawSpan)
            else { throw SessionError(.handshakeFailed) }
        default: try identities.read(payload)
        }
    }

    func protection(
        _ suite: any CipherSuite.Type, _ direction: Direction, _ keys: RecordKeys, _ facts: SessionFacts
    ) -> RecordProtection? {
        guard let key = keys[.fernetKey], let sender = identities.key(direction),
            let context = RSAFernetSigned.recordContext(facts)
        else { return nil }
        return RSAFernetSignedProtection(
            key: FernetKey(secret: key), context: context, sender: sender, signer: identities.own)
    }
}

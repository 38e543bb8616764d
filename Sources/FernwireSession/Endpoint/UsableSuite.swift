// SPDX-License-Identifier: Apache-2.0
import FernwireCrypto
import FernwireWire

/// A suite, and what one side needs to speak it.
struct UsableSuite {
    let suite: CipherSuite
    /// The key that both sides hold beforehand; `nil` where the suite takes none.
    let presharedKey: PresharedKey?
    let start: SuiteStart

    /// The key id that the server puts into its hello; empty for none.
    ///
    /// - Throws: `unknown_key` where the client knows none of the name that the server's key has.
    func selectKeyID(_ hello: ClientHello) throws(SessionError) -> [UInt8] {
        guard let id = presharedKey?.id, !id.isEmpty, !hello.keyIDs.isEmpty else { return [] }
        guard hello.keyIDs.contains(id) else { throw SessionError(.unknownKey) }
        return id
    }
}

extension SessionConfiguration {
    /// ``usableSuites``, each with what it takes.
    var usable: [UsableSuite] {
        var used: [SecretBytes] = []
        return suites.compactMap { suite in
            guard let start = suite.endpoint.start(as: role, with: credentials),
                credentials.peers.mayAccept(suite.identityKind(of: role.opposite))
            else { return nil }
            let key = suite.presharedKey(credentials)
            if let secret = key?.secret {
                guard !used.contains(where: { isEqualInConstantTime($0.bytes, secret.bytes) }) else { return nil }
                used.append(secret)
            }
            return UsableSuite(suite: suite, presharedKey: key, start: start)
        }
    }

    /// The suites that this side can speak, in the order of preference: those that the credentials allow, and that prove
    /// the peer as far as it must be proved. A pre-shared key is used with one suite alone.
    public var usableSuites: [CipherSuite] { usable.map(\.suite) }
}

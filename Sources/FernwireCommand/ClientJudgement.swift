// SPDX-License-Identifier: Apache-2.0
import FernwireConsole
import FernwireCrypto

/// Remembers the clients that a server meets for the first time.
actor ClientJudgement {
    private let path: String?
    private var known: [IdentityKey]

    init(_ trust: TrustFile?) {
        path = trust?.path
        known = trust?.entries.map(\.key) ?? []
    }

    func remember(_ key: IdentityKey) throws(CommandError) {
        guard let path, !known.contains(key) else { return }
        known.append(key)
        try TrustFile.remember("client-\(known.count)", key, in: path)
    }
}

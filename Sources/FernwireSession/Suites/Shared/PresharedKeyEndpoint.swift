// SPDX-License-Identifier: Apache-2.0
import FernwireCrypto
import FernwireWire

/// Speaks a suite whose only secret is a pre-shared key. There are no flights: both sides hold the secret beforehand.
struct PresharedKeyEndpoint: SuiteEndpoint {
    let suite: SuiteID
    /// Bytes of the key.
    let keyLength: Int
    let records: any DerivedRecords

    func presharedKey(_ credentials: Credentials) -> PresharedKey? {
        credentials.presharedKey(for: suite, length: keyLength)
    }

    func start(as role: Direction, with credentials: Credentials) -> SuiteStart? {
        guard let key = presharedKey(credentials) else { return nil }
        return { [records] _ in .agreed(Agreement(secret: key.secret) { _ in DerivedKeying(records: records) }) }
    }
}

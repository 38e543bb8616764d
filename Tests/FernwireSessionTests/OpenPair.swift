// SPDX-License-Identifier: Apache-2.0
import FernwireSession
import TestSupport

extension SessionPair {
    /// Two sides whose session is established, and a client that rekeys as it is told.
    static func open(
        _ suite: CipherSuite, rekeyInterval: UInt64? = nil, recordsPerKey: UInt64 = KeyLimits.records
    ) -> SessionPair {
        var client = SessionConfiguration(
            role: .fromClient, suites: [suite], credentials: Sample.credentials, clock: SessionPair.clock)
        client.rekeyInterval = rekeyInterval
        client.recordsPerKey = recordsPerKey
        let server = SessionConfiguration(
            role: .fromServer, suites: [suite], credentials: Sample.credentials, clock: SessionPair.clock)
        let pair = SessionPair(client: client, server: server)
        pair.run()
        return pair
    }
}

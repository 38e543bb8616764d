// SPDX-License-Identifier: Apache-2.0
import FernwireCrypto
import FernwireSession
import FernwireWire
import TestSupport
import Testing

/// With which suite a pre-shared key is used. PROTOCOL.md §5.
@Suite struct KeyUseTests {
    private func offered(
        _ keys: [PresharedKey],
        _ suites: [any CipherSuite.Type] = [FernetPSK.self, AES256GCMPSK.self, AES128CBCPSK.self]
    ) throws -> [SuiteID] {
        var client = Session(
            SessionConfiguration(
                role: .fromClient, suites: suites, credentials: Credentials(presharedKeys: keys),
                clock: SessionPair.clock))
        let frame = client.takeOutgoing()
        let hello = try ClientHello(decoding: frame.rawSpan.extracting(Wire.headerLength..<frame.count))
        return hello.suites.filter { !GREASE.isReserved($0.rawValue) }
    }

    @Test("One key is offered for one suite, and two keys for two") func oneKeyOneSuite() throws {
        let (key, copy, other) = (
            SecretBytes.random(count: 32), SecretBytes.random(count: 16), SecretBytes.random(count: 32)
        )
        #expect(try offered([PresharedKey(secret: key)]) == [FernetPSK.id])
        #expect(try offered([PresharedKey(secret: key)], [AES256GCMPSK.self, FernetPSK.self]) == [AES256GCMPSK.id])
        #expect(try offered([PresharedKey(secret: key, suite: AES256GCMPSK.id)]) == [AES256GCMPSK.id])
        #expect(try offered([PresharedKey(secret: copy)]) == [AES128CBCPSK.id])
        let both = [
            PresharedKey(secret: key, suite: FernetPSK.id), PresharedKey(secret: other, suite: AES256GCMPSK.id),
        ]
        #expect(try offered(both) == [FernetPSK.id, AES256GCMPSK.id])
        // The same bytes twice are one key.
        let same = SecretBytes(copying: key.bytes)
        let twice = [
            PresharedKey(secret: key, suite: FernetPSK.id), PresharedKey(secret: same, suite: AES256GCMPSK.id),
        ]
        #expect(try offered(twice) == [FernetPSK.id])
    }

    @Test("A server speaks one suite with a key, too") func servers() {
        let credentials = Credentials(presharedKeys: [PresharedKey(secret: .random(count: 32))])
        func pair(_ suite: any CipherSuite.Type) -> SessionPair {
            let pair = SessionPair(
                client: .init(role: .fromClient, suites: [suite], credentials: credentials, clock: SessionPair.clock),
                server: .init(
                    role: .fromServer, suites: [FernetPSK.self, AES256GCMPSK.self], credentials: credentials,
                    clock: SessionPair.clock))
            pair.run()
            return pair
        }
        #expect(pair(FernetPSK.self).isOpen)
        #expect(pair(AES256GCMPSK.self).serverEvents.failure == .local(SessionError(.noCommonSuite)))
    }
}

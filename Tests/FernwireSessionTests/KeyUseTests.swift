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
        _ suites: [CipherSuite] = [.fernetPSK, .aes256GCMPSK, .aes128CBCPSK]
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
        #expect(try offered([PresharedKey(secret: key)]) == [CipherSuite.fernetPSK.id])
        #expect(try offered([PresharedKey(secret: key)], [.aes256GCMPSK, .fernetPSK]) == [CipherSuite.aes256GCMPSK.id])
        #expect(
            try offered([PresharedKey(secret: key, suite: CipherSuite.aes256GCMPSK.id)]) == [
                CipherSuite.aes256GCMPSK.id
            ])
        #expect(try offered([PresharedKey(secret: copy)]) == [CipherSuite.aes128CBCPSK.id])
        let both = [
            PresharedKey(secret: key, suite: CipherSuite.fernetPSK.id),
            PresharedKey(secret: other, suite: CipherSuite.aes256GCMPSK.id),
        ]
        #expect(try offered(both) == [CipherSuite.fernetPSK.id, CipherSuite.aes256GCMPSK.id])
        // The same bytes twice are one key.
        let same = SecretBytes(copying: key.bytes)
        let twice = [
            PresharedKey(secret: key, suite: CipherSuite.fernetPSK.id),
            PresharedKey(secret: same, suite: CipherSuite.aes256GCMPSK.id),
        ]
        #expect(try offered(twice) == [CipherSuite.fernetPSK.id])
    }

    @Test("A server speaks one suite with a key, too") func servers() {
        let credentials = Credentials(presharedKeys: [PresharedKey(secret: .random(count: 32))])
        func pair(_ suite: CipherSuite) -> SessionPair {
            let pair = SessionPair(
                client: .init(role: .fromClient, suites: [suite], credentials: credentials, clock: SessionPair.clock),
                server: .init(
                    role: .fromServer, suites: [.fernetPSK, .aes256GCMPSK], credentials: credentials,
                    clock: SessionPair.clock))
            pair.run()
            return pair
        }
        #expect(pair(.fernetPSK).isOpen)
        #expect(pair(.aes256GCMPSK).serverEvents.failure == .local(SessionError(.noCommonSuite)))
    }
}

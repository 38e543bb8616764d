// SPDX-License-Identifier: Apache-2.0
import FernwireCrypto
import Testing

@testable import DescribedDissection

/// Keys in PEM and DER that messages and key files hold, each decoded once.
@Suite struct DecodedKeyTests {
    private func key(_ text: [UInt8], in memory: OperationMemory) -> ObservedRSAPublicKey? {
        guard case .rsaPublic(let key)? = memory.key(SecretBytes(copying: text.span.bytes)) else { return nil }
        return key
    }

    @Test("At most 4,096 decoded keys are remembered, whatever a capture holds: with one more, all are forgotten")
    func bound() throws {
        let memory = OperationMemory()
        let text = Sealing.rsa.publicPEM()
        let first = try #require(key(text, in: memory))
        for number in 1..<4096 {
            #expect(key([UInt8(number >> 8), UInt8(number & 0xFF)], in: memory) == nil)
        }
        #expect(key(text, in: memory) === first)
        #expect(key([0xFF, 0xFF], in: memory) == nil)
        let second = try #require(key(text, in: memory))
        #expect(second !== first)
    }
}

// SPDX-License-Identifier: Apache-2.0
import FernwireCrypto
import FernwireWire
import TestSupport
import Testing

@testable import FernwireSession

/// Records of rsa-sealed that have no room for what they must have.
@Suite struct SealedLengthTests {
    @Test("A record that ends with its signature is too short, and one of a byte more fails by its signature")
    func nothingSealed() throws {
        let key = try #require(Sample.credentials.rsaKey)
        let protection = RSASealedProtection(
            context: [], sender: key.publicKey, receiver: key.publicKey, signer: key, opener: key)
        let shortest = 2 + key.publicKey.modulusLength
        for (count, expected) in [
            (0, .tooShort), (shortest - 1, .tooShort), (shortest, .tooShort), (shortest + 1, .signature),
        ] as [(Int, RecordFailure)] {
            let header = FrameHeader(
                .record, from: .fromClient, isProtected: true, epoch: 1, sessionID: 7, sequence: 2, length: count)
            let record = header.encoded() + [UInt8](repeating: 0, count: count)
            var found: RecordFailure?
            var plaintext: [UInt8] = []
            do throws(RecordFailure) {
                _ = try protection.unseal(record.rawSpan, header: header, appendingTo: &plaintext)
            } catch {
                found = error
            }
            #expect(found == expected && plaintext.isEmpty, "\(count) bytes")
        }
    }
}

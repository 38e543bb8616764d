// SPDX-License-Identifier: Apache-2.0
import FernwireCrypto
import FernwireWire
import TestSupport
import Testing

@testable import FernwireSession

/// The length that stands before the token in a record of rsa-fernet-signed.
@Suite struct TokenLengthTests {
    private let cipher: FernetCipher
    private let text: [UInt8]
    private let token: [UInt8]

    init() {
        let cipher = FernetCipher(key: .random())
        let text = Array("Hello".utf8)
        var token: [UInt8] = []
        cipher.seal(text.rawSpan, timestamp: SessionPair.clock(), into: &token)
        (self.cipher, self.text, self.token) = (cipher, text, token)
    }

    /// A record that says that its token has `length` bytes, before `rest`.
    private func record(length: Int, _ rest: [UInt8]) -> [UInt8] {
        let payload = [UInt8(length >> 8), UInt8(length & 0xFF)] + rest
        let header = FrameHeader(
            .record, from: .fromClient, isProtected: true, epoch: 1, sessionID: 7, sequence: 5,
            length: payload.count)
        return header.encoded() + payload
    }

    private func unseal(
        _ record: [UInt8], _ protection: RecordProtection
    ) -> (result: Result<Assurance, RecordFailure>, plaintext: [UInt8]) {
        var plaintext: [UInt8] = []
        do throws(RecordFailure) {
            let assurance = try protection.unseal(
                record.rawSpan, header: FrameHeader(decoding: record.rawSpan), appendingTo: &plaintext)
            return (.success(assurance), plaintext)
        } catch {
            return (.failure(error), plaintext)
        }
    }

    @Test("A Fernet key alone opens a token that fills the payload, and none that is longer than the rest of it")
    func withoutASignature() {
        let protection = RSAFernetSignedProtection(cipher, context: [], sender: nil)
        let whole = unseal(record(length: token.count, token), protection)
        #expect(whole.result == .success(.unchecked) && whole.plaintext == text)
        let long = unseal(record(length: token.count + 1, token), protection)
        #expect(long.result == .failure(.tooShort) && long.plaintext.isEmpty)
        let empty = unseal(record(length: 0, []), protection)
        #expect(empty.result == .failure(.tooShort) && empty.plaintext.isEmpty)
    }

    @Test("A record holds a token of any length up to its end, and none if it ends with the length")
    func placeOfTheToken() {
        let start = Wire.headerLength + 2
        let cases: [(length: Int, rest: Int, place: Range<Int>?)] = [
            (0, 0, nil), (1, 0, nil), (1, 1, start..<start + 1), (2, 1, nil), (1, 2, start..<start + 1),
        ]
        for (length, rest, expected) in cases {
            let record = record(length: length, [UInt8](repeating: 65, count: rest))
            let place = CipherSuite.rsaFernetSigned.observer.token(inRecord: record.rawSpan)
            #expect(place == expected, "\(length) of \(rest)")
        }
    }

    @Test("A signed record is refused unless its token is all that stands between length and signature")
    func withASignature() {
        let key = Sample.credentials.rsaKey!
        let context = Array("context".utf8)
        let protection = RSAFernetSignedProtection(cipher, context: context, sender: key.publicKey)
        let cases: [(length: Int, rest: [UInt8], result: Result<Assurance, RecordFailure>)] = [
            (token.count, token, .success(.verified)), (token.count, token + [65], .failure(.tooShort)),
            (token.count - 1, token, .failure(.tooShort)), (token.count + 1, token, .failure(.tooShort)),
        ]
        for (length, rest, expected) in cases {
            let record = record(length: length, rest)
            let message = context + record
            let signed = record + key.sign(message.rawSpan)
            let found = unseal(signed, protection)
            #expect(found.result == expected, "\(length) of \(rest.count)")
            let plaintext = expected == .success(.verified) ? text : []
            #expect(found.plaintext == plaintext)
        }
    }

    @Test("A payload that has no more than the length is taken for no record")
    func nothingAfterTheLength() {
        for count in 0...2 {
            let payload = [UInt8](repeating: 0, count: count)
            let isTaken = CipherSuite.rsaFernetSigned.observer.mayBe(payload: payload.rawSpan)
            #expect(!isTaken, "\(count) bytes")
        }
    }
}

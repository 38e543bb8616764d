// SPDX-License-Identifier: Apache-2.0
import FernwireCrypto
import FernwireSession
import FernwireWire
import Testing

extension WorkedExampleTests {
    /// Follows the rekeys, each as the side that it is told to, and opens the records of later epochs.
    func checkRekeys(
        _ example: Example, _ suite: CipherSuite, _ schedule: KeySchedule, _ shares: [X25519],
        _ sessionSecret: SecretBytes
    ) throws {
        var pairs = shares.map { [1 as UInt32: $0] }
        var secrets = [[1 as UInt32: sessionSecret], [1: sessionSecret]]
        var rekeys = 0
        for name in example.records() {
            let (header, frame, _) = try example.frame(name)
            let side = Int(header.direction)
            let direction = Direction.allCases[side]
            let secret = try #require(secrets[side][header.epoch])
            var opened: [UInt8] = []
            let keys = suite.observer.recordKeys(
                EpochSecret(secret, schedule, direction: direction, epoch: header.epoch))
            open(frame, suite.observer.protection(keys), into: &opened)
            #expect(try opened == example["\(name) plaintext"], "\(name)")
            let record = try RecordPlaintext(decoding: opened.rawSpan)
            guard record.contentType == .rekey else { continue }
            let rekey = try Rekey(decoding: record.content.rawSpan)
            let key = try example["\(direction.sender) x25519 private key of epoch \(rekey.nextEpoch)"]
            let pair = X25519(privateKey: SecretBytes(copying: key.rawSpan))
            let material = rekey.material
            let peerEpoch = UInt32(material.rawSpan.integer(at: X25519.length, width: 4))
            let other = try #require(pairs[1 - side][peerEpoch])
            // The rekeying side's computation, and the other side's.
            let shared = try pair.agree(with: other.publicKey)
            #expect(Array(material[..<X25519.length]) == pair.publicKey)
            let sharedByOther = try other.agree(with: pair.publicKey)
            #expect(Array(shared.bytes) == Array(sharedByOther.bytes))
            let next = EpochSecret(
                SecretBytes(joining: [shared, secret]), schedule, direction: direction, epoch: rekey.nextEpoch
            ).derive("rekey secret", length: 32)
            let expected = try example["\(direction.sender) secret of epoch \(rekey.nextEpoch)"]
            #expect(Array(next.bytes) == expected)
            pairs[side][rekey.nextEpoch] = pair
            secrets[side][rekey.nextEpoch] = next
            rekeys += 1
        }
        #expect(rekeys == 3)
    }
}

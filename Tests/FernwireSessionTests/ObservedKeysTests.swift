// SPDX-License-Identifier: Apache-2.0
import FernwireCrypto
import FernwireWire
import Synchronization
import Testing

@testable import FernwireSession

/// What an observer computes of a session's keys, and how often.
@Suite struct ObservedKeysTests {
    /// Finds no key that fits, and counts how often it was asked.
    private struct FailingObserver: SuiteObserver {
        final class Count: Sendable {
            let value = Mutex(0)
        }

        let count = Count()
        let openingKey = OpeningKey.privateKey

        func sessionSecret(_ handshake: ObservedHandshake, keys: KeyRing) throws(KeyMismatch) -> SecretBytes? {
            count.value.withLock { $0 += 1 }
            throw .noPrivateKey
        }

        func recordKeys(_ secret: EpochSecret) -> RecordKeys { RecordKeys() }
        func protection(_ keys: RecordKeys) -> RecordProtection? { nil }
    }

    private func mismatch(_ keys: ObservedKeys, _ suite: CipherSuite, _ ring: KeyRing) -> KeyMismatch? {
        do throws(KeyMismatch) {
            _ = try keys.secret(suite, ring)
            return nil
        } catch {
            return error
        }
    }

    @Test("Where no key gives a session's secret, it is computed again only once keys or handshake say more")
    func failuresAreKept() {
        let observer = FailingObserver()
        let known = CipherSuite.rsaFernetHMAC
        let suite = CipherSuite(description: known.description, endpoint: known.endpoint, observer: observer)
        let handshake = ObservedHandshake()
        let keys = ObservedKeys(handshake)
        let ring = KeyRing()
        var counts: [Int] = []
        func ask(_ ring: KeyRing) {
            let found = mismatch(keys, suite, ring)
            #expect(found == .noPrivateKey)
            counts.append(observer.count.value.withLock { $0 })
        }
        for _ in 0..<3 { ask(ring) }
        handshake.sessionID = 7
        for _ in 0..<2 { ask(ring) }
        let other = KeyRing()
        for _ in 0..<2 { ask(other) }
        #expect(counts == [1, 1, 1, 2, 2, 3, 3])
    }
}

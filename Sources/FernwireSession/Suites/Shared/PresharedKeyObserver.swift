// SPDX-License-Identifier: Apache-2.0
import FernwireCrypto
import FernwireWire

/// Observes a suite whose only secret is a pre-shared key.
protocol PresharedKeyObserver: DerivedRecordsObserver {
    /// The number of bytes of the key.
    var keyLength: Int { get }
}

extension PresharedKeyObserver {
    var openingKey: OpeningKey { .presharedKey(bytes: keyLength) }

    /// Returns the key of the ring that made the client's finished.
    func sessionSecret(_ handshake: ObservedHandshake, keys: KeyRing) throws(KeyMismatch) -> SecretBytes? {
        guard keys.hasKeys(length: keyLength), let finished = handshake.finished(.fromClient),
            let point = handshake.point(beforeFinished: .fromClient)
        else { return nil }
        let key = keys.key(length: keyLength) { point.verifyData($0, of: .fromClient) == finished }
        guard let key else { throw .noPresharedKey }
        return key.secret
    }
}

/// Opens sessions whose records show nothing to whoever missed the handshake.
struct PresharedRecordsObserver<Records: DerivedRecords>: PresharedKeyObserver {
    let keyLength: Int
    let records: Records
}

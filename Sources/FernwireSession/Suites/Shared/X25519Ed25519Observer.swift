// SPDX-License-Identifier: Apache-2.0
import FernwireCrypto
import FernwireWire

/// Opens a session with a key log, and verifies the identities that it shows then.
struct X25519Ed25519Observer: DerivedRecordsObserver {
    let records: AEADRecords
    let openingKey = OpeningKey.keyLog

    func verify(flight index: Int, content: [UInt8], in handshake: ObservedHandshake) -> Bool? {
        guard let identity = try? Identity(decoding: content.rawSpan), !identity.isAnonymous,
            let point = handshake.point(beforeFlight: index)
        else { return nil }
        guard let key = try? Ed25519PublicKey(der: identity.key) else { return false }
        let message = point.identityContent(of: handshake.flights[index].sender, key: identity.key)
        return key.verify(identity.signature.rawSpan, of: message.rawSpan)
    }
}

// SPDX-License-Identifier: Apache-2.0
import FernwireCrypto
import FernwireWire

/// Keys of records that each rekey draws from a fresh X25519 key. PROTOCOL.md §4.2.
///
/// ### Invariants
/// - A private X25519 key is forgotten as soon as nothing can refer to it any more.
struct X25519Keying: RecordKeying {
    private let records: AEADRecords
    /// Our key pairs that the peer may still refer to, by the epoch of ours that they came with.
    private var own: [(epoch: UInt32, pair: X25519)]
    /// The peer's newest public key, with which we agreed before, and the epoch of its that it came with.
    private var peer: (epoch: UInt32, key: [UInt8])

    /// - Parameter pair: ours of the handshake.
    /// - Parameter peerKey: the peer's of the handshake.
    init(records: AEADRecords, pair: X25519, peerKey: [UInt8]) {
        self.records = records
        own = [(1, pair)]
        peer = (1, peerKey)
    }

    func keys(_ secret: EpochSecret) -> EpochKeys { records.keys(secret) }

    var rekeyMaterialLength: Int { X25519.length + 4 }

    mutating func rekey(_ next: EpochSecret) -> (material: [UInt8], secret: SecretBytes) {
        let pair = X25519()
        own.append((next.epoch, pair))
        guard let shared = try? pair.agree(with: peer.key) else {
            preconditionFailure("the peer's key was agreed with before")
        }
        var material = pair.publicKey
        material.append(UInt64(peer.epoch), width: 4)
        return (material, secret(next, shared))
    }

    mutating func rekey(_ next: EpochSecret, material: [UInt8]) throws(SessionError) -> SecretBytes {
        let key = Array(material[..<X25519.length])
        let epoch = UInt32(material.rawSpan.integer(at: X25519.length, width: 4))
        guard let place = own.firstIndex(where: { $0.epoch == epoch }) else { throw SessionError(.wrongEpoch) }
        let shared: SecretBytes
        do { shared = try own[place].pair.agree(with: key) } catch { throw SessionError(.badKey, .key(error)) }
        // The peer refers to no older one again.
        own.removeFirst(place)
        peer = (next.epoch, key)
        return secret(next, shared)
    }

    /// The secret of the epoch `next`, which still has the one before it.
    private func secret(_ next: EpochSecret, _ shared: SecretBytes) -> SecretBytes {
        EpochSecret(
            SecretBytes(joining: [shared, next.secret]), next.schedule, direction: next.direction, epoch: next.epoch
        ).derive("rekey secret", length: X25519.length)
    }
}

// SPDX-License-Identifier: Apache-2.0
import FernwireCrypto
import FernwireSession
import FernwireWire
import Synchronization

/// x25519-ed25519-chacha20poly1305 as an attacker speaks it, who sends ``identity`` in the place of its own identity, and
/// refers to ``peerEpoch`` in its rekeys.
enum ForgingSuite {
    static let identity = Mutex<[UInt8]?>(nil)
    static let peerEpoch = Mutex<UInt8?>(nil)

    static let suite = CipherSuite(
        description: genuine.description, endpoint: Endpoint(), observer: genuine.observer)

    private static let genuine = CipherSuite.x25519Ed25519ChaCha20Poly1305

    private struct Endpoint: SuiteEndpoint {
        func start(as role: Direction, with credentials: Credentials) -> SuiteStart? {
            genuine.endpoint.start(as: role, with: credentials).map { start in { forged(start($0), flight: 0) } }
        }
    }

    private static func forged(_ step: ExchangeStep, flight: Int) -> ExchangeStep {
        switch step {
        case .send(let content, let keys, let then):
            let isIdentity = genuine.flights[flight].type == .identity
            return .send(isIdentity ? identity.withLock { $0 } ?? content : content, keys: keys) {
                (transcript) throws(SessionError) in forged(try then(transcript), flight: flight + 1)
            }
        case .receive(let keys, let then):
            return .receive(keys: keys) { (content, transcript) throws(SessionError) in
                forged(try then(content, transcript), flight: flight + 1)
            }
        case .agreed(let agreement):
            return .agreed(
                Agreement(secret: agreement.secret, peer: agreement.peer, finished: agreement.finished) { point in
                    Keying(genuine: agreement.records(point))
                })
        }
    }

    private struct Keying: RecordKeying {
        var genuine: any RecordKeying

        func keys(_ secret: EpochSecret) -> EpochKeys { genuine.keys(secret) }

        var rekeyMaterialLength: Int { genuine.rekeyMaterialLength }

        mutating func rekey(_ next: EpochSecret) -> (material: [UInt8], secret: SecretBytes) {
            var made = genuine.rekey(next)
            if let epoch = peerEpoch.withLock({ $0 }) { made.material[made.material.count - 1] = epoch }
            return made
        }

        mutating func rekey(_ next: EpochSecret, material: [UInt8]) throws(SessionError) -> SecretBytes {
            try genuine.rekey(next, material: material)
        }
    }
}

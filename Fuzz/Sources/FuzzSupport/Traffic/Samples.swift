// SPDX-License-Identifier: Apache-2.0
import FernwireCrypto
import FernwireSession
import FernwireWire

/// Keys for every suite, made when the process begins.
package enum Samples {
    package static let credentials = Credentials(
        presharedKeys: [
            PresharedKey(id: Array("badge".utf8), secret: .random(count: 32)),
            PresharedKey(id: Array("old badge".utf8), secret: .random(count: 16)),
        ], rsaKey: .generate(), ed25519Key: .generate())

    package static let suites = SuiteRegistry.standard.suites

    package static func suite(_ number: UInt8) -> CipherSuite { suites[Int(number) % suites.count] }

    package static func configuration(_ role: Direction, _ suite: CipherSuite) -> SessionConfiguration {
        var configuration = SessionConfiguration(role: role, suites: [suite], credentials: credentials) {
            1_700_000_000
        }
        configuration.messageLimit = 1 << 18
        return configuration
    }

    /// The pre-shared keys as a key file has them.
    package static let presharedKeyFile: [UInt8] = credentials.presharedKeys.flatMap {
        SymmetricKeyText.hexadecimal($0.secret) + [0x0A]
    }
    package static var rsaKeyFile: [UInt8] { credentials.rsaKey!.pem() }
}

/// What one side of a session seals its records with.
package struct Sealing {
    private var protection: RecordProtection?

    package init() {}

    /// Whether the keys of the session's first epoch are known.
    package var isReady: Bool { protection != nil }

    /// Takes the keys of `direction` out of the events of a session.
    package mutating func take(_ events: [SessionEvent], of direction: Direction, _ suite: CipherSuite) {
        // A record of these takes a private key, which the keys of the session do not hold.
        guard protection == nil, suite.description.recordOperations == .none else { return }
        for case .keys(let entries) in events {
            var keys = RecordKeys()
            for entry in entries where entry.direction == direction && entry.epoch == 1 {
                keys[entry.label] = entry.secret
            }
            if !keys.isEmpty { protection = suite.observer.protection(keys) }
        }
        if suite == .plaintext { protection = suite.observer.protection(RecordKeys()) }
    }

    /// Returns a record frame with `plaintext`; `nil` where it cannot be sealed.
    package func record(_ plaintext: [UInt8], _ header: FrameHeader) -> [UInt8]? {
        guard let protection, plaintext.count <= protection.capacity else { return nil }
        var header = header
        header.length = UInt32(protection.payloadLength(plaintext: plaintext.count))
        var frame = header.encoded()
        protection.seal(plaintext, header: header, timestamp: 1_700_000_000, onto: &frame)
        return frame
    }
}

// SPDX-License-Identifier: Apache-2.0
import FernwireCrypto
import FernwireWire

/// What all random numbers of a capture follow from.
enum CaptureSeed: Sendable {
    /// A number, which anyone may try.
    case number(UInt64)
    /// 32 bytes that nobody else knows.
    case secret(SecretBytes)

    /// The seed of the numbers that everyone sees: ports, sequence numbers, sizes. They tell nothing of a secret.
    var publicNumber: UInt64 {
        switch self {
        case .number(let number): return number
        case .secret(let secret):
            let derived = HKDF.derive(secret: secret, salt: [], info: Array("fernwire public numbers".utf8), length: 8)
            return derived.bytes.integer(at: 0, width: 8)
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
import FernwireCrypto
import FernwireSession

/// The kinds of pre-shared keys, as `fernwire keygen` names them.
enum PresharedKind: String, CaseIterable {
    case fernet, aes128, aes256

    /// The kind that `suite` takes; `nil` for a suite without pre-shared key.
    init?(_ suite: CipherSuite) {
        self.init(rawValue: "\(suite.keygenName)")
    }

    /// Bytes of a key.
    var length: Int {
        switch self {
        case .aes128: 16
        case .fernet, .aes256: 32
        }
    }

    /// A key as a key file has it.
    func text(_ key: SecretBytes) -> [UInt8] {
        self == .fernet ? FernetKey(secret: key).text() : SymmetricKeyText.hexadecimal(key)
    }
}

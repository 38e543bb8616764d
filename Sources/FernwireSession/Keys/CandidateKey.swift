// SPDX-License-Identifier: Apache-2.0
public import FernwireCrypto
import FernwireWire

/// A pre-shared key that may be a session's or a token's, with its Fernet cipher, which is made once for all trials.
public final class CandidateKey {
    /// The bytes of the key: 16 or 32.
    public let secret: SecretBytes
    /// The place where the key stands.
    public let place: KeySource.Place
    private var made: FernetCipher?

    init(_ secret: SecretBytes, from place: KeySource.Place) {
        self.secret = secret
        self.place = place
    }

    /// Whether it has the length of a Fernet key.
    var isFernetKey: Bool { secret.count == FernetKey.length }

    func holds(_ other: SecretBytes) -> Bool {
        let secret = secret
        return secret.bytes.isEqual(to: other.bytes)
    }

    /// The Fernet cipher of the key.
    ///
    /// - Precondition: the key has the length of a Fernet key, 32 bytes.
    public var cipher: FernetCipher {
        if let made { return made }
        let cipher = FernetCipher(key: FernetKey(secret: secret))
        made = cipher
        return cipher
    }
}

// SPDX-License-Identifier: Apache-2.0
public import FernwireCrypto
import FernwireWire

/// A pre-shared key that may be a session's or a token's, with the contexts that trying it takes: made once, for all.
public final class CandidateKey {
    public let secret: SecretBytes
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

    /// - Precondition: the key has the length of a Fernet key.
    public var cipher: FernetCipher {
        if let made { return made }
        let cipher = FernetCipher(key: FernetKey(secret: secret))
        made = cipher
        return cipher
    }
}

// SPDX-License-Identifier: Apache-2.0
import FernwireCrypto

/// What is known of one token: all that it says in the clear, which key opens it, and why it is refused.
struct TokenFinding {
    private(set) var text: TokenText
    /// The key that opened it.
    private(set) var key: TokenKeys.Key?
    /// What the token protects; `nil` while it is closed.
    private(set) var plaintext: [UInt8]?
    /// Why it stays closed, or is refused though it opened; `nil` for nothing.
    private(set) var refusal: TokenRefusal?
    /// Seconds since 1970.
    let now: UInt64
    private let timeToLive: UInt64?

    /// - Parameters:
    ///   - timeToLive: seconds; `nil` for a token that may have any timestamp.
    ///   - now: seconds since 1970.
    init(_ text: TokenText, keys: [TokenKeys.Key], timeToLive: UInt64?, now: UInt64) {
        self.text = text
        self.now = now
        self.timeToLive = timeToLive
        func key(of bytes: [UInt8]) -> TokenKeys.Key? { keys.first { $0.cipher.signs(bytes) } }
        let fits = { (bytes: [UInt8]) in key(of: bytes) != nil }
        let flaw = text.flaw
        let isToken =
            flaw == nil && fits(text.bytes)
            // With a key, what is wrong with the form can be put right beyond doubt.
            || !keys.isEmpty && (flaw == nil || text.isCut) && self.text.shorten(where: fits)
            || !keys.isEmpty && self.text.leaveOutCharacters(where: fits)
        if isToken, let key = key(of: self.text.bytes) {
            open(with: key)
        } else {
            refusal = flaw ?? (keys.isEmpty ? .noKey : .wrongKey(count: keys.count))
        }
    }

    private mutating func open(with key: TokenKeys.Key) {
        self.key = key
        var bytes: [UInt8] = []
        do throws(FernetError) {
            try key.cipher.open(bytes: text.bytes, appendingTo: &bytes)
        } catch {
            // The HMAC is right, and so is the form.
            refusal = .padding
            return
        }
        plaintext = bytes
        refusal = untimeliness
    }

    /// Why a service refuses the token for its timestamp; `nil` for nothing. As in Python's `decrypt`, clocks are compared
    /// where a time to live is given, and only there.
    private var untimeliness: TokenRefusal? {
        guard let timeToLive, let timestamp else { return nil }
        switch FernetCipher.untimeliness(timestamp, timeToLive: timeToLive, now: now) {
        case .expired(let age)?: return .expired(age: age, timeToLive: timeToLive)
        case .fromTheFuture(let ahead)?: return .fromTheFuture(ahead: ahead)
        case nil, .invalidBase64?, .tooShort?, .unsupportedVersion?, .incompleteBlock?, .invalidMAC?, .invalidPadding?:
            return nil
        }
    }

    /// The first byte; `nil` where there is none that could be a token's.
    var version: UInt8? {
        switch refusal {
        case .notAToken?, .webToken?, .key?: nil
        case nil, .noKey?, .wrongKey?, .padding?, .cut?, .shortened?, .character?, .otherVersion?, .expired?,
            .fromTheFuture?:
            text.bytes.first
        }
    }

    /// Seconds since 1970; `nil` where the token does not go so far.
    var timestamp: UInt64? {
        guard version == FernetCipher.version, text.bytes.count >= 9 else { return nil }
        return text.bytes[1..<9].reduce(0) { $0 << 8 | UInt64($1) }
    }

    /// The number of bytes of ciphertext; `nil` where the token is not whole.
    var ciphertextLength: Int? { text.flaw == nil ? text.bytes.count - FernetCipher.overhead : nil }

    /// The numbers of bytes that the plaintext may have, as the padding has 1 to 16.
    var plaintextLengths: ClosedRange<Int>? { ciphertextLength.map { $0 - AESCBC.block...$0 - 1 } }

    /// What is worth a word beside the refusal: what was put right, and a timestamp that services would refuse.
    var notes: [String] {
        guard let timestamp, text.flaw == nil else { return text.notes }
        if let untimeliness, untimeliness != refusal {
            return text.notes + ["as its timestamp says, though no key confirms it, \(untimeliness)"]
        }
        let isAhead = timestamp > now && timestamp - now > UInt64(FernetToken.clockTolerance)
        guard timeToLive == nil, isAhead else { return text.notes }
        return text.notes + ["its timestamp is in the future: a service that checks a time to live refuses it"]
    }
}

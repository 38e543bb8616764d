// SPDX-License-Identifier: Apache-2.0
import FernwireCrypto

/// Why a token stays closed, or is refused though it opened.
enum TokenRefusal: Equatable {
    case noKey
    /// None of so many keys makes the HMAC.
    case wrongKey(count: Int)
    /// The HMAC is right, and what was decrypted does not end as it must.
    case padding
    /// At least so many characters or bytes are missing, unless so many are too many.
    case cut(missing: Int, surplus: Int?, unit: Unit)
    /// Whoever showed the token left out a part, at this character.
    case shortened(place: Int)
    /// A character is not of base64url.
    case character(String, place: Int)
    /// The text begins with other characters than a token.
    case notAToken(beginning: String)
    /// The bytes begin with another version than a token.
    case otherVersion(UInt8)
    case webToken
    /// It is a key of 32 bytes.
    case key
    case expired(age: UInt64, timeToLive: UInt64)
    case fromTheFuture(ahead: UInt64)

    /// What a token is made of, where it is counted.
    enum Unit: String {
        case characters, bytes

        /// Returns a number of them in words.
        func counted(_ count: Int) -> String { "\(count) \(count == 1 ? String(rawValue.dropLast()) : rawValue)" }
    }

    /// The word for programs.
    var code: String {
        switch self {
        case .noKey: "no_key"
        case .wrongKey: "wrong_key"
        case .padding: "padding"
        case .cut: "cut"
        case .shortened: "shortened"
        case .character: "character"
        case .notAToken, .webToken, .key: "no_token"
        case .otherVersion: "version"
        case .expired: "expired"
        case .fromTheFuture: "from_the_future"
        }
    }
}

extension TokenRefusal: CustomStringConvertible {
    /// What is wrong, and what to do, in one sentence.
    var description: String {
        switch self {
        case .noKey: "no key was given; name the file or the folder of the service's keys with --keys PATH"
        case .wrongKey(let count):
            (count == 1 ? "the key does not make its HMAC" : "none of the \(count) keys makes its HMAC")
                + ": it was made with another key, or changed on its way; look for the key that the service had when it"
                + " made the token"
        case .padding:
            "its HMAC is right, but what was decrypted has no valid padding (PKCS#7); correct the program that made it"
        case .cut(let missing, let surplus, let unit):
            "it is cut: a token has 57 bytes and whole blocks of 16, so at least \(unit.counted(missing))"
                + " \(missing == 1 ? "is" : "are") missing at its end"
                + (surplus.map { ", or it is too long by \(unit.counted($0))" } ?? "") + "; copy all of it, and no more"
        case .shortened(let place):
            "it was shortened by the program that showed it: character \(place) is an ellipsis; copy all of the token"
        case .character(let character, let place):
            "its character \(place) is \(character), which base64url does not have; copy the token again"
        case .notAToken(let beginning):
            "it is no Fernet token: a token begins with gAAAAA, and this begins with \(beginning); copy the token from its"
                + " beginning"
        case .otherVersion(let version):
            "it is no Fernet token: its first byte, the version, is 0x\(ValueText.hexadecimal([version])) instead of 0x80,"
                + " so the text does not begin with gAAAAA; copy the token from its beginning"
        case .webToken:
            "it is no Fernet token but a JSON Web Token, which begins with eyJ; open it with a program for those"
        case .key: "it is a key, not a token; keep it in a file that only you may read, and name that with --keys PATH"
        case .expired(let age, let timeToLive):
            "it expired \(UTC.words(age - timeToLive)) ago (\(age - timeToLive) s): its age is above the time to live of"
                + " \(timeToLive) s; ask the service for a new one"
        case .fromTheFuture(let ahead):
            "its timestamp is \(UTC.words(ahead)) (\(ahead) s) in the future, and services allow"
                + " \(FernetToken.clockTolerance) s; compare the clock of the program that made it with this one's"
        }
    }
}

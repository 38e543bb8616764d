// SPDX-License-Identifier: Apache-2.0
import DissectorKit
import WireSchema

/// What is said of any described protocol in expert information. The filter of each is `ID.expert.NAME`.
enum DescribedNote: String, CaseIterable {
    case malformed, limit, trailing
    case checkFailed = "check_failed"
    case noKey = "no_key"
    case noFittingKey = "no_fitting_key"
    case notKept = "not_kept"
    case form
    case unchecked
    case unauthenticated
    case forgeable
    case ecb, pkcs1
    case toy
    case keyInDescription = "key_in_description"
    case brokenHash = "broken_hash"
    case smallKey = "small_key"
    case ivRepeated = "iv_repeated"

    var group: NoteGroup {
        switch self {
        case .malformed, .trailing, .form: .malformed
        case .limit, .notKept, .noKey, .noFittingKey, .checkFailed, .unchecked: .decryption
        case .unauthenticated, .forgeable, .ecb, .pkcs1, .toy, .keyInDescription, .brokenHash, .smallKey,
            .ivRepeated:
            .security
        }
    }

    var severity: NoteSeverity {
        switch self {
        case .malformed, .checkFailed: .error
        case .limit, .trailing, .form, .noFittingKey, .unauthenticated, .forgeable, .ecb, .pkcs1, .toy,
            .keyInDescription, .brokenHash, .smallKey, .ivRepeated:
            .warning
        case .noKey, .notKept, .unchecked: .note
        }
    }

    var message: PermanentText {
        switch self {
        case .malformed: "The bytes do not have the form that the description gives them"
        case .limit: "The bytes cost more than a description may: the rest is not read"
        case .trailing: "Bytes follow that the description says nothing of"
        case .checkFailed: "The check fails: wrong key, or what it covers was changed"
        case .noKey: "There is no key of the kind that opens this"
        case .noFittingKey: "None of the keys opens this: wrong keys, or it was changed"
        case .notKept: "This needs a value that was not seen before it, or could not be opened"
        case .form: "The bytes do not have the form that the process takes"
        case .unchecked: "The check could not be made"
        case .unauthenticated: "Nothing checks this ciphertext: who changes it changes the plaintext"
        case .forgeable: "The check takes no secret: who changes the bytes can make it anew"
        case .ecb: "ECB: equal blocks of plaintext are equal blocks of ciphertext"
        case .pkcs1: "RSA with the padding of PKCS#1 v1.5: a server that tells of wrong padding decrypts for anyone"
        case .toy: "A cipher of 16 bits: all keys can be tried"
        case .keyInDescription: "The key stands in the description, as it does in the program"
        case .brokenHash: "MD5 and SHA-1 are broken: two texts of the same hash can be made"
        case .smallKey: "The RSA key has fewer than 2048 bits"
        case .ivRepeated: "The IV was used before under this key"
        }
    }

    func note(of id: String) -> Note {
        Note(PermanentText(keeping: "\(id).expert.\(rawValue)"), group, severity: severity, message: message)
    }
}

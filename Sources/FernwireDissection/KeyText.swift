// SPDX-License-Identifier: Apache-2.0
import DissectorKit
import FernwireCrypto
import FernwireFiles
import FernwireSession

/// A problem with a file or row of keys: where it is, and why. It says nothing of what stands there.
struct KeyProblem: Equatable {
    var note: Note
    var text: [UInt8]

    init(_ note: Note, _ text: String) {
        self.note = note
        self.text = Array(text.utf8)
    }
}

/// Reads files and rows of keys, and says what is wrong with them.
enum KeyText {
    typealias Found = (keys: KeyRing, problems: [KeyProblem])

    /// - Parameters:
    ///   - name: the name of the row in problems.
    ///   - passphrases: what is tried for encrypted private keys.
    ///   - handing: is given the text.
    static func read(
        _ row: KeyRow, at place: KeySource.Place, _ name: String, passphrases: Passphrases,
        handing: ([UInt8]) -> Void = { _ in }
    ) -> Found {
        guard !row.isFile else {
            return read(path: row.path, at: place, prefix: name + ", ", passphrases: passphrases, handing: handing)
        }
        // The line gets its end, so that what is no key is not taken for one that is still being written.
        var text = row.value + [0x0A]
        defer { wipe(&text) }
        handing(text)
        let found = KeyFile.read(text, at: place)
        return (found.keys, problems(found, text, of: name, isRow: true, passphrases: passphrases))
    }

    /// - Parameters:
    ///   - place: where the keys stand; `nil` for the key file, whose lines are told.
    ///   - passphrases: what is tried for encrypted private keys.
    ///   - handing: is given the text, with the keys that a passphrase opened.
    static func read(
        path: String, at place: KeySource.Place?, prefix: String = "", passphrases: Passphrases,
        handing: ([UInt8]) -> Void = { _ in }
    ) -> Found {
        let name = prefix + path
        var bytes: [UInt8]
        do throws(FileFailure) {
            bytes = try SmallFile.read(path, limit: SharedKeys.sizeLimit).bytes
        } catch {
            return (KeyRing(), [KeyProblem(.keyFileUnreadable, "Cannot read keys from \(name): \(error.reason)")])
        }
        defer { wipe(&bytes) }
        if let opened = EncryptedKeys.decrypt(bytes, with: passphrases) {
            wipe(&bytes)
            bytes = opened
        }
        handing(bytes)
        let found = KeyFile.read(bytes, at: place)
        return (found.keys, problems(found, bytes, of: name, isRow: false, passphrases: passphrases))
    }

    /// Returns why `row` is not to be taken; `nil` if it is.
    static func refusal(of row: KeyRow, passphrases: Passphrases) -> String? {
        guard !row.value.isEmpty else { return "The key, or the path of its file, is missing." }
        let problems = read(row, at: .unknown, "this row", passphrases: passphrases).problems
        guard let problem = problems.first else { return nil }
        let text = String(decoding: problem.text, as: UTF8.self)
        guard !row.isFile else { return text + "." }
        let isPath = FileState(path: row.path) != nil
        return text + (isPath ? ". It is the path of a file: choose the kind \"file\"." : ".")
    }

    private static func problems(
        _ found: (keys: KeyRing, problems: [KeyFile.Problem]), _ text: [UInt8], of name: String, isRow: Bool,
        passphrases: Passphrases
    ) -> [KeyProblem] {
        if text.isEmpty { return [KeyProblem(.keyFileLine, "No keys in \(name): it is empty")] }
        let closed =
            switch passphrases.count {
            case 0: "it takes a passphrase, and no passphrase file is named"
            case 1: "the passphrase of the passphrase file does not open it"
            default: "none of the \(passphrases.count) passphrases of the passphrase file opens it"
            }
        if EncryptedKeys.isPKCS12(text) {
            return [KeyProblem(.keyFileEncrypted, "No key in the PKCS#12 file \(name): \(closed)")]
        }
        if found.keys.isEmpty, text.contains(0) {
            return [KeyProblem(.keyFileLine, "No keys in \(name): it is binary, and keys are text or 16 or 32 bytes")]
        }
        if found.keys.isEmpty, found.problems.isEmpty {
            let reason = "it has nothing but comments or lines of no effect: unfinished, or of another key log"
            return [KeyProblem(.keyFileLine, "No keys in \(name): \(reason)")]
        }
        // One problem stands for each kind: thousands of lines may be wrong.
        let isEncrypted: (KeyFile.Problem) -> Bool = { $0.error == .key(.encrypted) }
        return [
            (Note.keyFileEncrypted, found.problems.filter(isEncrypted)),
            (.keyFileLine, found.problems.filter { !isEncrypted($0) }),
        ]
        .compactMap { note, problems in
            guard let first = problems.first else { return nil }
            let line = isRow ? "" : ", line \(first.line)"
            let more = problems.count > 1 ? ", and \(problems.count - 1) more lines are wrong" : ""
            let reason = note == .keyFileEncrypted ? "the private key is encrypted: \(closed)" : "\(first.error)"
            return KeyProblem(note, "No key in \(name)\(line): \(reason)\(more)")
        }
    }
}

extension KeyRow {
    var path: String { String(decoding: value, as: UTF8.self) }
}

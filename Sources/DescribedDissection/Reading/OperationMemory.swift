// SPDX-License-Identifier: Apache-2.0
import FernwireCrypto
import KaitaiStruct
import WireSchema

/// Results of operations that take long, so that each is computed once, whatever is clicked on.
final class OperationMemory {
    private struct Name: Hashable {
        let operation: String
        let keys: Int
        /// The hash of arguments and bytes.
        let hash: [UInt8]
    }

    private enum Result {
        case bytes(SecretBytes, key: String, weakness: DescribedNote?)
        case value(Value, key: String)
        case failure(ReadFailure)
    }

    private var results: [Name: Result] = [:]
    private var decoded: [[UInt8]: ObservedKey?] = [:]
    /// What private keys opened, in the order in which it was met, each once.
    private(set) var unwrapped: [UnwrappedLine] = []
    private var hashes: Set<[UInt8]> = []
    /// Ciphertexts by their keys and IVs, all by their hashes.
    private var ciphertexts: [Int: Int] = [:]
    /// The most ciphertexts that are remembered.
    static let ivLimit = 1 << 16
    private static let limit = 1 << 12

    func forget() {
        results = [:]
        decoded = [:]
        unwrapped = []
        hashes = []
        ciphertexts = [:]
    }

    /// Whether another ciphertext was met before that has this key and IV.
    func isRepeated(iv: [UInt8], key: SecretBytes, of ciphertext: [UInt8]) -> Bool {
        var (name, content) = (Hasher(), Hasher())
        for index in 0..<key.count { name.combine(key.bytes.byte(index)) }
        iv.hash(into: &name)
        ciphertext.hash(into: &content)
        let (place, value) = (name.finalize(), content.finalize())
        if let known = ciphertexts[place] { return known != value }
        if ciphertexts.count < Self.ivLimit { ciphertexts[place] = value }
        return false
    }

    /// Remembers what a private key opened.
    func note(_ line: UnwrappedLine) {
        if unwrapped.count < Self.limit, hashes.insert(line.hash).inserted { unwrapped.append(line) }
    }

    func bytes(
        of call: Call, named name: String, keys: Int, _ make: () throws(ReadFailure) -> [UInt8]
    ) throws(ReadFailure) -> [UInt8] {
        let name = Name(operation: name, keys: keys, hash: try hash(call))
        switch results[name] {
        case .bytes(let bytes, let key, let weakness):
            (call.runner.fitting, call.runner.weakness) = (key, weakness)
            return Array(bytes.bytes)
        case .failure(let failure): throw failure
        case .value, nil: break
        }
        do throws(ReadFailure) {
            let made = try make()
            keep(
                .bytes(
                    SecretBytes(copying: made.rawSpan), key: call.runner.fitting, weakness: call.runner.weakness),
                as: name)
            return made
        } catch {
            // Not that a limit was reached: another unit may have more left.
            if error.isSealed { keep(.failure(error), as: name) }
            throw error
        }
    }

    /// The same of a key that is made of a secret.
    ///
    /// - Parameter make: gives `nil` if it can make none.
    func secret(
        of call: Call, named name: String, from secret: SecretBytes,
        _ make: () throws(ReadFailure) -> SecretBytes?
    ) throws(ReadFailure) -> SecretBytes? {
        var all = try hash(call) + Array(secret.bytes)
        defer { wipe(&all) }
        let name = Name(operation: name, keys: -1, hash: SHA256.hash(all.rawSpan))
        switch results[name] {
        case .bytes(let made, _, _): return made
        case .failure: return nil
        case .value, nil: break
        }
        let made = try make()
        keep(made.map { .bytes($0, key: "", weakness: nil) } ?? .failure(ReadFailure(.sealed(.form))), as: name)
        return made
    }

    /// The same of a value. Values that lie in an evaluation are made anew.
    func value(
        of call: Call, named name: String, _ make: () throws(ReadFailure) -> Value
    ) throws(ReadFailure) -> Value {
        let name = Name(operation: name, keys: 0, hash: try hash(call))
        switch results[name] {
        case .value(let value, let key):
            call.runner.fitting = key
            return value
        case .failure(let failure): throw failure
        case .bytes, nil: break
        }
        do throws(ReadFailure) {
            let made = try make()
            if made.wholeNumber != nil { keep(.value(made, key: call.runner.fitting), as: name) }
            return made
        } catch {
            if error.isSealed, !call.takesKey { keep(.failure(error), as: name) }
            throw error
        }
    }

    /// The key that bytes hold in PEM or DER.
    func key(_ secret: SecretBytes) -> ObservedKey? {
        let hash = SHA256.hash(secret.bytes)
        if let known = decoded[hash] { return known }
        if decoded.count >= Self.limit { decoded = [:] }
        let key = try? ObservedKey(secret.bytes)
        decoded[hash] = .some(key)
        return key
    }

    private func keep(_ result: Result, as name: Name) {
        if results.count >= Self.limit { results = [:] }
        results[name] = result
    }

    private func hash(_ call: Call) throws(ReadFailure) -> [UInt8] {
        var all: [UInt8] = []
        for argument in call.arguments {
            var bytes: [UInt8]
            if case .external(let number) = argument {
                bytes = Array("key \(number) of \(call.evaluation.program.externals.count)".utf8)
            } else if let number = argument.wholeNumber {
                bytes = Array("number \(number)".utf8)
            } else {
                bytes = try call.runner.bytes(of: argument, in: call.evaluation)
            }
            all += Array("\(bytes.count) ".utf8) + bytes
        }
        all += call.input
        try call.evaluation.look(at: all.count)
        defer { wipe(&all) }
        return SHA256.hash(all.rawSpan)
    }
}

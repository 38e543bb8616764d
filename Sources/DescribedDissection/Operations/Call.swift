// SPDX-License-Identifier: Apache-2.0
import FernwireCrypto
import KaitaiStruct

/// What an operation is called with, and what it may ask for.
struct Call {
    let evaluation: Evaluation
    let runner: OperationRunner
    /// The number of the operation in the program.
    let external: Int
    let arguments: [Value]
    /// The bytes that a process works on, or the value that a check is of.
    let input: [UInt8]

    /// The bytes of an argument; empty where it is left out.
    func bytes(_ index: Int) throws(ReadFailure) -> [UInt8] {
        guard has(index) else { return [] }
        let bytes = try runner.bytes(of: arguments[index], in: evaluation)
        try evaluation.look(at: bytes.count)
        return bytes
    }

    /// The bytes of all arguments from `index` on, one after the other.
    func joinedBytes(from index: Int) throws(ReadFailure) -> [UInt8] {
        var joined: [UInt8] = []
        for index in arguments.indices.dropFirst(index) { joined += try bytes(index) }
        return joined
    }

    func has(_ index: Int) -> Bool { index < arguments.count }

    /// Whether an argument is a key of the description, which the user may change.
    var takesKey: Bool { arguments.contains { if case .external = $0 { true } else { false } } }

    func number(_ index: Int) throws(ReadFailure) -> Int {
        guard index < arguments.count, let whole = arguments[index].wholeNumber, let number = Int(exactly: whole) else {
            throw ReadFailure(.sealed(.form))
        }
        return number
    }

    func text(_ index: Int) throws(ReadFailure) -> String {
        String(decoding: try bytes(index), as: UTF8.self)
    }

    func digest(_ index: Int, or initially: String = "sha256") throws(ReadFailure) -> Digest {
        guard let digest = Digest(named: index < arguments.count ? try text(index) : initially) else {
            throw ReadFailure(.sealed(.form))
        }
        return digest
    }

    /// Notes that an IV or nonce was used before under the same key.
    func note(iv: [UInt8], key: SecretBytes) {
        if runner.memory.isRepeated(iv: iv, key: key, of: input) { runner.weakness = .ivRepeated }
    }

    /// Notes whether a key has fewer bits than it should.
    func note(_ key: ObservedRSAPublicKey?) {
        runner.weakness = key.map { $0.modulusBits < 2048 } ?? false ? .smallKey : nil
    }

    // MARK: Keys

    /// The keys that an argument may stand for.
    func candidates(_ index: Int) throws(ReadFailure) -> [Candidate] {
        guard index < arguments.count else { throw ReadFailure(.sealed(.form)) }
        let candidates = try runner.candidates(of: arguments[index], in: evaluation)
        guard candidates.isEmpty else { return candidates }
        throw ReadFailure(.sealed(.noKey(runner.external(of: arguments[index]))))
    }

    /// Whether a key of an argument is certain to be meant: not one that is the public half of some private key.
    func hasCertainKey(_ index: Int) throws(ReadFailure) -> Bool {
        try candidates(index).contains { $0.isCertain }
    }

    /// What the first key gives that fits, which is remembered as the one.
    ///
    /// - Parameter attempt: gives `nil` for a key that does not fit.
    func first<Result>(
        _ index: Int, _ attempt: (Candidate) throws(ReadFailure) -> Result?
    ) throws(ReadFailure) -> Result {
        let candidates = try candidates(index)
        for candidate in candidates {
            try evaluation.look(at: input.count)
            if let result = try attempt(candidate) {
                runner.fitting = candidate.place
                return result
            }
        }
        throw ReadFailure(.sealed(.noFit(Int32(clamping: candidates.count))))
    }

    /// The same for keys that are bytes.
    func firstSecret<Result>(
        _ index: Int, _ attempt: (SecretBytes) throws(ReadFailure) -> Result?
    ) throws(ReadFailure) -> Result {
        try first(index) { (candidate) throws(ReadFailure) in
            guard let secret = candidate.secret else { return nil }
            return try attempt(secret)
        }
    }

    /// The same for keys in PEM or DER, which an argument of bytes may hold.
    func firstEncoded<Result>(
        _ index: Int, _ attempt: (ObservedKey) throws(ReadFailure) -> Result?
    ) throws(ReadFailure) -> Result {
        try first(index) { (candidate) throws(ReadFailure) in
            guard let key = runner.encoded(candidate) else { return nil }
            return try attempt(key)
        }
    }
}

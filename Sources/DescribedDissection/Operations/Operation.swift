// SPDX-License-Identifier: Apache-2.0
import FernwireCrypto
import KaitaiStruct
import WireSchema

/// A process: it turns bytes into bytes. A function of the same name takes the bytes as its first argument.
struct ProcessOperation: Sendable {
    /// What its result is called.
    enum Verb { case decoded, decrypted, unwrapped }

    let name: String
    let summary: String
    let signature: Signature
    var verb = Verb.decrypted
    /// Whether it gives nothing unless the bytes are those that were sent.
    var isAuthenticated = false
    /// What it is weak in, whatever the bytes are.
    var weakness: DescribedNote?
    /// Whether its result is remembered, since making it takes long.
    var isExpensive = false
    let run: @Sendable (Call) throws(ReadFailure) -> [UInt8]

    var functionSignature: Signature { Signature([.bytes("bytes")] + signature.parameters) }
    /// Whether it needs a key.
    var takesKey: Bool { signature.parameters.contains { $0.kind == .key } }
}

/// A function of an expression.
struct FunctionOperation: Sendable {
    enum Body: Sendable {
        case bytes(@Sendable (Call) throws(ReadFailure) -> [UInt8])
        case number(@Sendable (Call) throws(ReadFailure) -> UInt64)
        case truth(@Sendable (Call) throws(ReadFailure) -> Bool)
        /// Makes as many keys as the argument at a place stands for.
        case key(place: Int, @Sendable (Call, SecretBytes) throws(ReadFailure) -> SecretBytes?)
    }

    let name: String
    let summary: String
    let signature: Signature
    var isExpensive = false
    let body: Body

    /// What it gives for arguments.
    func result(_ arguments: [ExternalArgument]) -> DataType {
        switch body {
        case .bytes: .bytes
        case .number: .integer
        case .truth: .boolean
        case .key(let place, _): arguments[place].type == .opaque("key") ? .opaque("key") : .bytes
        }
    }

    func run(_ call: Call) throws(ReadFailure) -> Value {
        switch body {
        case .bytes(let run): return .bytes(try call.evaluation.add(bytes: try run(call)))
        case .truth(let run): return .boolean(try run(call))
        case .number(let run): return .integer(Int64(clamping: try run(call)))
        case .key(let place, let make):
            var made: [Candidate] = []
            for candidate in try call.candidates(place) {
                guard let secret = candidate.secret else { continue }
                let key =
                    try isExpensive
                    ? call.runner.memory.secret(of: call, named: name, from: secret) { () throws(ReadFailure) in
                        try make(call, secret)
                    } : make(call, secret)
                guard let key else { continue }
                made.append(Candidate(material: .bytes(key), place: candidate.place))
            }
            guard let first = made.first?.secret else { throw ReadFailure(.sealed(.form)) }
            guard case .external = call.arguments[place] else {
                return .bytes(try call.evaluation.add(bytes: Array(first.bytes)))
            }
            return call.runner.add(derived: made)
        }
    }
}

/// A check: it says whether the value of a member is right.
struct CheckOperation: Sendable {
    let name: String
    let summary: String
    let signature: Signature
    /// Whether someone without a secret can make a value that it takes.
    var isForgeable = false
    let run: @Sendable (Call) throws(ReadFailure) -> Bool
}

/// All operations. One that is not here has no name in a description and no row in the reference.
enum OperationRegistry {
    static let allProcesses = codings + ciphers + wraps
    static let allFunctions = keyFunctions + bytesFunctions
    static let allChecks = macs + signatures

    static let processes = Dictionary(uniqueKeysWithValues: allProcesses.map { ($0.name, $0) })
    static let functions = Dictionary(uniqueKeysWithValues: allFunctions.map { ($0.name, $0) })
    static let checks = Dictionary(uniqueKeysWithValues: allChecks.map { ($0.name, $0) })
}

// SPDX-License-Identifier: Apache-2.0
import FernwireCrypto
import KaitaiStruct
import WireSchema

// What operations ask for: bytes, and keys.
extension OperationRunner {
    func bytes(of value: Value, in evaluation: Evaluation) throws(ReadFailure) -> [UInt8] {
        switch value {
        case .bytes(let range), .encoded(let range, _): return Array(evaluation.bytes(range))
        case .string: return Array(try evaluation.string(value).utf8)
        case .unset, .open, .absent, .integer, .large, .float, .boolean, .enumeration, .largeEnumeration, .structure,
            .array, .stream, .external, .deferred, .sealed:
            throw ReadFailure(.sealed(.form))
        }
    }

    func candidates(of value: Value, in evaluation: Evaluation) throws(ReadFailure) -> [Candidate] {
        if case .external(let number) = value {
            let number = Int(number)
            return number < declarations.count ? candidates(ofKey: number) : derived[number - declarations.count]
        }
        var name: String?
        if case .bytes(let range) = value { name = copies.last { !$0.isText && $0.value == range.buffer }?.name }
        if case .string(let number) = value { name = copies.last { $0.isText && $0.value == number }?.name }
        let bytes = try bytes(of: value, in: evaluation)
        try evaluation.look(at: bytes.count)
        let secret = SecretBytes(wiping: bytes)
        return [Candidate(material: .bytes(secret), place: name ?? "the message itself")]
    }

    /// Keys of which one may be that with the number of a declaration: those of its name first, if there are any they alone.
    func candidates(ofKey number: Int) -> [Candidate] {
        if fittingKeys.version != keys.version {
            fittingKeys = (
                keys.version,
                declarations.map { declaration in
                    let fitting = keys.own.candidates.filter { $0.fits(declaration.kind) }
                    let named = fitting.filter { $0.name == declaration.name }
                    // A capture may bring any keys: they come after the user's, and never in their place.
                    let captured = keys.captured.candidates.filter { $0.fits(declaration.kind) }
                    return (named.isEmpty ? fitting : named) + captured + declaration.constants
                }
            )
        }
        return fittingKeys.candidates[number]
    }

    /// The number, in the program, of the key that a value stands for.
    func external(of value: Value) -> Int32 {
        guard case .external(let number) = value else { return -1 }
        let place = operations.firstIndex {
            if case .key(let key) = $0 { key == Int(number) } else { false }
        }
        return Int32(place ?? -1)
    }

    func add(derived candidates: [Candidate]) -> Value {
        derived.append(candidates)
        return .external(Int32(declarations.count + derived.count - 1))
    }

    /// The key that a candidate is, or holds in PEM or DER.
    func encoded(_ candidate: Candidate) -> ObservedKey? {
        switch candidate.material {
        case .encoded(let key): key
        case .bytes(let secret), .text(let secret): memory.key(secret)
        }
    }
}

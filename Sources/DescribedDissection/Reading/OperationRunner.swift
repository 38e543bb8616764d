// SPDX-License-Identifier: Apache-2.0
import FernwireCrypto
import KaitaiStruct
import WireSchema

/// Runs the operations of a description for one evaluation at a time, and remembers which keys fitted.
final class OperationRunner: ExternalValues {
    /// What opened bytes, or verified them.
    struct Opening {
        /// The buffer of an evaluation, or the slot of a verdict.
        let place: Int32
        /// Where the key stands; empty for none.
        let key: String
        let isAuthenticated: Bool
        /// What is weak in these bytes or this key, and would not be in others.
        let weakness: DescribedNote?
        /// Of a verdict: what it is.
        var holds = true

        var isFromDescription: Bool { key == KeyDeclaration.place }
    }

    enum Operation {
        case key(Int)
        case process(ProcessOperation)
        case function(FunctionOperation)
        case processAsFunction(ProcessOperation)
        case check(CheckOperation)
        case kept(Int, SideName?)
        case none
    }

    let operations: [Operation]
    let declarations: [KeyDeclaration]
    let keys: KeyCollection
    let memory: OperationMemory
    /// Keys of each declaration, for a version of the collection.
    var fittingKeys: (version: Int, candidates: [[Candidate]]) = (-1, [])
    /// Keys that functions made of keys.
    var derived: [[Candidate]] = []

    /// What is kept while the unit is read.
    var kept: KeptValues
    /// What was kept before.
    private var keptBefore: KeptValues
    var sender = Side.client
    /// Names that the unit has kept.
    private(set) var changes = 0
    private(set) var openings: [Opening] = []
    private(set) var verdicts: [Opening] = []
    /// Why processes gave nothing.
    private(set) var seals: [Seal] = []
    /// Where the key stands that fitted last, and what is weak in it.
    var fitting = ""
    var weakness: DescribedNote?
    /// Names of kept values, by the buffer or string of the evaluation that they were copied to.
    var copies: [(value: Int32, isText: Bool, name: String)] = []

    init(_ program: Program, names: ProtocolNames, keys: KeyCollection, memory: OperationMemory) {
        declarations = names.keys
        self.keys = keys
        self.memory = memory
        kept = KeptValues(names: program.keptNames.count)
        keptBefore = kept
        operations = program.externals.map { external in
            switch external.kind {
            case .kept(let name, let side): return .kept(name, side)
            case .value:
                let name = external.name.split(separator: ".").last.map(String.init) ?? ""
                return names.keys.firstIndex { $0.name == name }.map { .key($0) } ?? .none
            case .process: return OperationRegistry.processes[external.name].map { .process($0) } ?? .none
            case .check: return OperationRegistry.checks[external.name].map { .check($0) } ?? .none
            case .function:
                if let function = OperationRegistry.functions[external.name] { return .function(function) }
                return OperationRegistry.processes[external.name].map { .processAsFunction($0) } ?? .none
            }
        }
    }

    /// Forgets what belongs to the unit before.
    func begin(_ sender: Side, kept: KeptValues) {
        self.sender = sender
        self.kept = kept
        keptBefore = kept
        changes = 0
        openings.removeAll(keepingCapacity: true)
        verdicts.removeAll(keepingCapacity: true)
        seals.removeAll(keepingCapacity: true)
        derived.removeAll(keepingCapacity: true)
        copies.removeAll(keepingCapacity: true)
    }

    /// What opened the bytes of a buffer.
    func opening(of buffer: Int32) -> Opening? { openings.last { $0.place == buffer } }
    func verdict(at slot: Int) -> Opening? { verdicts.last { $0.place == Int32(slot) } }

    // MARK: ExternalValues

    func value(
        _ external: Int, arguments: [Value], in evaluation: Evaluation
    ) throws(ReadFailure) -> Value {
        switch operations[external] {
        case .key(let number):
            return .external(Int32(number))
        case .kept(let name, let side):
            guard let value = kept.value(name, of: side, sender: sender) else {
                throw seal(.notKept(Int32(external)))
            }
            return try copy(value, named: evaluation.program.externals[external].name, to: evaluation)
        case .function(let function):
            let call = Call(
                evaluation: evaluation, runner: self, external: external, arguments: arguments, input: [])
            do throws(ReadFailure) {
                guard function.isExpensive else { return try function.run(call) }
                return try memory.value(of: call, named: function.name) { () throws(ReadFailure) in
                    try function.run(call)
                }
            } catch {
                if case .sealed(let seal) = error.reason { seals.append(seal) }
                throw error
            }
        case .processAsFunction(let process):
            let input = arguments.isEmpty ? [] : try bytes(of: arguments[0], in: evaluation)
            try evaluation.look(at: input.count)
            let call = Call(
                evaluation: evaluation, runner: self, external: external, arguments: Array(arguments.dropFirst()),
                input: input)
            return .bytes(try run(process, call))
        case .process, .check, .none:
            throw ReadFailure(.noValue("\(evaluation.program.externals[external].name) has no value"))
        }
    }

    /// Copies a kept value to an evaluation.
    private func copy(
        _ value: KeptValue, named name: String, to evaluation: Evaluation
    ) throws(ReadFailure) -> Value {
        switch value {
        case .plain(let value): return value
        case .bytes(let secret):
            let range = try evaluation.add(bytes: Array(secret.bytes))
            copies.append((range.buffer, false, name))
            return .bytes(range)
        case .text(let secret):
            let text = try evaluation.add(string: String(decoding: Array(secret.bytes), as: UTF8.self))
            if case .string(let number) = text { copies.append((number, true, name)) }
            return text
        }
    }

    private func seal(_ seal: Seal) -> ReadFailure {
        seals.append(seal)
        return ReadFailure(.sealed(seal))
    }

    func process(
        _ external: Int, arguments: [Value], bytes: ByteRange, in evaluation: Evaluation
    ) throws(ReadFailure) -> ByteRange {
        guard case .process(let process) = operations[external] else {
            throw ReadFailure(.process("\(evaluation.program.externals[external].name) is no process"))
        }
        let call = Call(
            evaluation: evaluation, runner: self, external: external, arguments: arguments,
            input: Array(evaluation.bytes(bytes)))
        return try run(process, call)
    }

    private func run(_ process: ProcessOperation, _ call: Call) throws(ReadFailure) -> ByteRange {
        (fitting, weakness) = ("", nil)
        let made: [UInt8]
        do throws(ReadFailure) {
            made = try process.verb == .unwrapped ? unwrap(process, call) : process.run(call)
        } catch {
            if case .sealed(let seal) = error.reason { seals.append(seal) }
            throw error
        }
        let range = try call.evaluation.add(bytes: made)
        if process.takesKey {
            openings.append(
                Opening(
                    place: range.buffer, key: fitting, isAuthenticated: process.isAuthenticated, weakness: weakness))
        }
        return range
    }

    /// Opens what a private key opens, unless the key file tells what is in it.
    private func unwrap(_ process: ProcessOperation, _ call: Call) throws(ReadFailure) -> [UInt8] {
        let hash = SHA256.hash(call.input.rawSpan)
        if let known = keys.own.unwrapped[hash] {
            fitting = known.place
            return Array(known.bytes.bytes)
        }
        let made: [UInt8]
        do throws(ReadFailure) {
            made = try memory.bytes(of: call, named: process.name, keys: keys.version) { () throws(ReadFailure) in
                try process.run(call)
            }
        } catch {
            guard error.isSealed, let known = keys.captured.unwrapped[hash] else { throw error }
            fitting = known.place
            return Array(known.bytes.bytes)
        }
        memory.note(UnwrappedLine(hash: hash, bytes: SecretBytes(copying: made.rawSpan)))
        return made
    }

    func check(
        _ external: Int, arguments: [Value], value: Value, slot: Int, in evaluation: Evaluation
    ) throws(ReadFailure) -> Bool {
        guard case .check(let check) = operations[external] else {
            throw ReadFailure(.process("\(evaluation.program.externals[external].name) is no check"))
        }
        (fitting, weakness) = ("", nil)
        let call = Call(
            evaluation: evaluation, runner: self, external: external, arguments: arguments,
            input: try bytes(of: value, in: evaluation))
        let holds = try check.run(call)
        verdicts.append(
            Opening(
                place: Int32(slot), key: fitting, isAuthenticated: !check.isForgeable, weakness: weakness, holds: holds)
        )
        return holds
    }

    func keep(_ value: Value, as name: Int, in evaluation: Evaluation) {
        switch value {
        case .bytes(let range):
            var bytes = Array(evaluation.bytes(range))
            kept.keep(.bytes(SecretBytes(copying: bytes.rawSpan)), as: name, by: sender)
            wipe(&bytes)
        case .string, .encoded:
            guard let text = try? evaluation.string(value) else { return }
            kept.keep(.text(SecretBytes(wiping: Array(text.utf8))), as: name, by: sender)
        case .integer, .large, .float, .boolean, .enumeration, .largeEnumeration:
            kept.keep(.plain(value), as: name, by: sender)
        case .unset, .open, .absent, .structure, .array, .stream, .external, .deferred, .sealed: return
        }
        changes += 1
    }
    func takeBack(_ name: Int) { kept.takeBack(name, by: sender, to: keptBefore) }
}

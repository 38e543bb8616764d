// SPDX-License-Identifier: Apache-2.0
import KaitaiStruct
import YAML

/// What a description may name beside what the language has: its keys, and the operations of ``OperationRegistry``.
final class ProtocolNames: ExternalNames {
    private(set) var traffic = Traffic()
    private(set) var keys: [KeyDeclaration] = []
    private(set) var file = ""

    func take(_ extensions: [YAMLNode.Entry], in file: String, _ diagnostics: Diagnostics) {
        self.file = file
        for entry in extensions {
            switch entry.key {
            case "-wireshark": traffic = TrafficReader(file: file, diagnostics: diagnostics).read(entry.value)
            case "-keys": keys = KeyReader(file: file, diagnostics: diagnostics).read(entry.value)
            default: break
            }
        }
    }

    func value(_ path: [String]) -> DataType? {
        path.count == 2 && path[0] == "keys" && keys.contains { $0.name == path[1] } ? .opaque("key") : nil
    }

    func function(_ name: String, arguments: [ExternalArgument]) throws(ExternalError) -> DataType? {
        if let function = OperationRegistry.functions[name] {
            try function.signature.check(arguments, of: name)
            return function.result(arguments)
        }
        // What a process does to its bytes, a function does to its first argument.
        guard let process = OperationRegistry.processes[name] else { return nil }
        try process.functionSignature.check(arguments, of: name)
        return .bytes
    }

    func process(_ path: [String], arguments: [ExternalArgument]) throws(ExternalError) -> Bool {
        guard path.count == 1, let process = OperationRegistry.processes[path[0]] else { return false }
        try process.signature.check(arguments, of: path[0])
        return true
    }

    func check(_ path: [String], arguments: [ExternalArgument]) throws(ExternalError) -> Bool {
        guard path.count == 1, let check = OperationRegistry.checks[path[0]] else { return false }
        try check.signature.check(arguments, of: path[0])
        return true
    }
}

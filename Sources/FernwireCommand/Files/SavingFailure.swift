// SPDX-License-Identifier: Apache-2.0
import FernwireConsole
import FernwireFiles

/// Why a file of a client is not saved.
enum SavingFailure: Error, Sendable {
    /// The client has sent as many files as it may in a session.
    case filesOfClient(limit: Int)
    /// The folder holds as many files as it may.
    case filesOfFolder(path: String, limit: Int)
    /// With the file the folder would be larger than it may be.
    case sizeOfFolder(path: String, size: UInt64, limit: UInt64)
    /// The file's content is not what its sender said.
    case hash(name: [UInt8])
    /// The session was over before all of the file was there.
    case incomplete
    case cannotOpenFolder(path: String, SystemError)
    case cannotMake(path: String, SystemError)
    case cannotWrite(name: [UInt8], SystemError)
    case cannotName([UInt8], SystemError)
}

extension SavingFailure: CustomStringConvertible {
    /// What is wrong, as a clause for people.
    var description: String {
        switch self {
        case .filesOfClient(let limit): "the client has sent \(limit) files, the limit (--max-files)"
        case .filesOfFolder(let path, let limit): "the folder \(path) holds \(limit) files, the limit"
        case .sizeOfFolder(let path, let size, let limit):
            "with its \(size) bytes the folder \(path) would exceed \(limit >> 20) MiB (--max-folder)"
        case .hash(let name): "\(harmless(name)) does not have the SHA-256 that was said"
        case .incomplete: "the session was over before all of the file was there"
        case .cannotOpenFolder(let path, let error): "cannot open \(path): \(error)"
        case .cannotMake(let path, let error): "cannot write into \(path): \(error)"
        case .cannotWrite(let name, let error): "cannot write \(harmless(name)): \(error)"
        case .cannotName(let name, let error): "cannot name \(harmless(name)): \(error)"
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package import FernwireFiles

/// Why a command cannot do what it was asked; one line for people, without any secret.
package struct CommandError: Error, CustomStringConvertible {
    package let description: String

    package init(_ description: String) {
        self.description = description
    }

    /// - Parameters:
    ///   - failure: why the file at `path` is not read or written.
    ///   - contents: what such files hold.
    package init(_ failure: FileFailure, _ path: String, contents: String = "key files, scenarios and answers") {
        description =
            switch failure {
            case .cannotOpen(let error): "cannot open \(path): \(error)"
            case .cannotRead(let error): "cannot read \(path): \(error)"
            case .cannotMake(let error): "cannot make \(path): \(error)"
            case .cannotWrite(let error): "cannot write \(path): \(error)"
            case .exists: "\(path) exists already; --force replaces it"
            case .folder: "\(path) is a folder, not a file"
            case .special: "\(path) is not a regular file"
            case .silent(let seconds):
                "\(path): nothing came for \(seconds) seconds; is anything writing to the pipe?"
            case .tooLarge(let limit):
                "\(path) is larger than \(limit >> 20) MiB, the limit for \(contents)"
            }
    }
}

// SPDX-License-Identifier: Apache-2.0
import FernwireFiles

extension FileFailure {
    /// Why no keys are read from a file, for a note beside a frame.
    var reason: String {
        switch self {
        case _ where isMissing: "there is no such file"
        case _ where isForbidden: "you may not read it"
        case .folder: "it is a folder"
        case .special: "it is no regular file"
        case .tooLarge(let limit): "it is larger than \(limit >> 20) MiB, the limit for key files"
        case .cannotOpen, .cannotRead, .cannotMake, .cannotWrite, .exists, .silent: "it cannot be read"
        }
    }
}

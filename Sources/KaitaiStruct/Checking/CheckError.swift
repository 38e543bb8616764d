// SPDX-License-Identifier: Apache-2.0

/// Why an expression or a name has no meaning where it stands.
struct CheckError: Error {
    /// Where it was noticed, in bytes from the start of the text.
    var offset: Int
    let message: String

    init(_ message: String, at offset: Int = 0) {
        self.message = message
        self.offset = offset
    }
}

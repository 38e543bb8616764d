// SPDX-License-Identifier: Apache-2.0

/// Why a command cannot do what it was asked; one line for people, without any secret.
struct CommandError: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) {
        self.description = description
    }
}

// SPDX-License-Identifier: Apache-2.0

/// Why a command cannot do what it was asked; one line for people, without any secret.
package struct CommandError: Error, CustomStringConvertible {
    package let description: String

    package init(_ description: String) {
        self.description = description
    }
}

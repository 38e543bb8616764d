// SPDX-License-Identifier: Apache-2.0
import Synchronization

/// Numbers declarations in the order in which they are made, once for the process, so that two bytes name one of them.
package final class Numbered<Declaration: Sendable>: Sendable {
    private let declarations = Mutex<[Declaration]>([])
    private let kind: StaticString

    /// - Parameter kind: what is declared, in the plural, for the message when there are too many.
    package init(_ kind: StaticString) {
        self.kind = kind
    }

    /// Adds a declaration and returns its number.
    ///
    /// - Precondition: a process has at most 65,536 declarations of a kind.
    package func add(_ declaration: Declaration) -> UInt16 {
        declarations.withLock { all in
            guard let number = UInt16(exactly: all.count) else {
                preconditionFailure("a process has at most 65,536 \(kind)")
            }
            all.append(declaration)
            return number
        }
    }

    /// Declarations that can still be added.
    package var roomLeft: Int { declarations.withLock { Int(UInt16.max) + 1 - $0.count } }

    package subscript(number: UInt16) -> Declaration {
        declarations.withLock { $0[Int(number)] }
    }
}

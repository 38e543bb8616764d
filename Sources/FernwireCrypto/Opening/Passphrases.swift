// SPDX-License-Identifier: Apache-2.0

/// The passphrases that are tried for encrypted private keys, in order.
public struct Passphrases: Sendable {
    /// The most passphrases that are tried: each costs what the key's derivation function was set to.
    public static let limit = 16

    let all: [SecretBytes]

    /// Whether there is none.
    public var isEmpty: Bool { all.isEmpty }
    /// The number of passphrases.
    public var count: Int { all.count }

    /// No passphrase.
    public init() { all = [] }

    /// Reads a text of passphrases: one on a line, of which every character but the line's end counts. The first
    /// ``limit`` lines are taken, and empty ones passed over.
    ///
    /// - Parameter text: what the file holds; the caller wipes it.
    public init(text: [UInt8]) {
        all = text.split(separator: UInt8(ascii: "\n"))
            .map { $0.last == UInt8(ascii: "\r") ? $0.dropLast() : $0 }
            .filter { !$0.isEmpty }.prefix(Self.limit)
            .map { line in SecretBytes(count: line.count) { (target) throws(Never) in target.copyBytes(from: line) } }
    }
}

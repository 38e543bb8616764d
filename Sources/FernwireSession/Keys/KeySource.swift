// SPDX-License-Identifier: Apache-2.0

/// Which of an observer's keys opened a record, and where that key came from.
public struct KeySource: Equatable, Sendable {
    public enum Kind: UInt8, Sendable { case presharedKey, privateKey, keyLog, bruteForce }

    /// Where a key stands.
    public enum Place: Equatable, Sendable {
        case unknown
        /// A line of the key file, from 1; its first, of a key with several.
        case keyFile(line: UInt32)
        /// A row of a table of keys, from 1.
        case keyTable(row: UInt32)
        /// In the capture itself.
        case captureSecrets
    }

    public var kind: Kind
    public var place: Place

    init(_ kind: Kind, _ place: Place = .unknown) {
        self.kind = kind
        self.place = place
    }
}

/// A key, and where it stands.
struct Placed<Key: Sendable>: Sendable {
    var key: Key
    var place: KeySource.Place
}

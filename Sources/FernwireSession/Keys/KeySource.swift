// SPDX-License-Identifier: Apache-2.0

/// The source of the key that opened a record: its kind, and the place where it stands.
public struct KeySource: BitwiseCopyable, Equatable, Sendable {
    /// The kinds of keys that open a record.
    public enum Kind: UInt8, BitwiseCopyable, Sendable { case presharedKey, privateKey, keyLog, bruteForce }

    /// The place where a key stands.
    public enum Place: BitwiseCopyable, Equatable, Sendable {
        case unknown
        /// A line of the key file, counted from 1; the first line of a key that has several.
        case keyFile(line: UInt32)
        /// A row of a table of keys, counted from 1.
        case keyTable(row: UInt32)
        /// The capture itself.
        case captureSecrets
    }

    /// The kind of the key.
    public var kind: Kind
    /// The place where the key stands; unknown for a key that brute force found.
    public var place: Place

    init(_ kind: Kind, _ place: Place = .unknown) {
        self.kind = kind
        self.place = place
    }
}

/// A key with the place where it stands.
struct Placed<Key: Sendable>: Sendable {
    var key: Key
    var place: KeySource.Place
}

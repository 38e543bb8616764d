// SPDX-License-Identifier: Apache-2.0
import FernwireCrypto
import KaitaiStruct

/// A value that a conversation keeps.
enum KeptValue {
    /// A number, a Boolean or a value of an enumeration.
    case plain(Value)
    case bytes(SecretBytes)
    case text(SecretBytes)
}

/// What a conversation keeps, as it is at one time. It is copied when it changes, and shared otherwise.
struct KeptValues {
    /// By name and side: two for each name, the client's first.
    private var values: [KeptValue?]
    /// Which side kept the newest value of each name: the client, unless it is set.
    private var isNewestOfServer: [Bool]

    init(names: Int) {
        values = Array(repeating: nil, count: 2 * names)
        isNewestOfServer = Array(repeating: false, count: names)
    }

    mutating func keep(_ value: KeptValue, as name: Int, by side: Side) {
        values[2 * name + (side == .server ? 1 : 0)] = value
        isNewestOfServer[name] = side == .server
    }

    /// Makes a name as it was before a side kept something under it.
    mutating func takeBack(_ name: Int, by side: Side, to before: KeptValues) {
        let place = 2 * name + (side == .server ? 1 : 0)
        values[place] = before.values[place]
        isNewestOfServer[name] = before.isNewestOfServer[name]
    }

    /// The newest value of a name, or the one of a side.
    ///
    /// - Parameter sender: whose unit asks.
    func value(_ name: Int, of side: SideName?, sender: Side) -> KeptValue? {
        let isServer =
            switch side {
            case nil: isNewestOfServer[name]
            case .client: false
            case .server: true
            case .own: sender == .server
            case .peer: sender == .client
            }
        return values[2 * name + (isServer ? 1 : 0)]
    }

    /// The names that have a value, with the values in their order, newest sides first.
    var all: [(name: Int, value: KeptValue)] {
        isNewestOfServer.indices.compactMap { name in
            values[2 * name + (isNewestOfServer[name] ? 1 : 0)].map { (name, $0) }
        }
    }
}

/// A side of a conversation.
enum Side: UInt8, Sendable {
    case client, server

    var other: Side { self == .client ? .server : .client }
}

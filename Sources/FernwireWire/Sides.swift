// SPDX-License-Identifier: Apache-2.0

/// A value for each direction, kept without an array.
public struct Sides<Value> {
    private var client: Value
    private var server: Value

    public init(repeating value: Value) {
        (client, server) = (value, value)
    }

    public subscript(direction: Direction) -> Value {
        get { direction == .fromClient ? client : server }
        _modify {
            if direction == .fromClient { yield &client } else { yield &server }
        }
    }
}

extension Sides: Sendable where Value: Sendable {}

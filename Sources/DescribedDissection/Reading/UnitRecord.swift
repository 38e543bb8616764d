// SPDX-License-Identifier: Apache-2.0

/// What is remembered of a unit.
struct UnitRecord {
    /// The number of its type.
    var type: Int32
    /// The state of the conversation before it.
    let state: Int32
    let side: Side
    /// Whether nothing more belongs to it.
    var isClosed = false
    /// Its parts, and the frame of the last one.
    var partCount: Int32 = 0
    var lastFrame: UInt32 = 0
    var length: Int32 = 0
    /// Whether it has the form of its type, all of it.
    var isSound = false
}

/// The bytes of a segment or datagram that belong to one unit.
struct UnitPart {
    let unit: Int32
    /// Where it begins in the segment, in bytes.
    let offset: Int32
    let length: Int32
    /// Its place among the parts of the unit.
    let place: Int32
}

/// The state of a conversation between two units.
struct ConversationState {
    var kept: KeptValues
    /// Places in the lists of types of both sides.
    var client = 0
    var server = 0

    subscript(side: Side) -> Int {
        get { side == .client ? client : server }
        set { if side == .client { client = newValue } else { server = newValue } }
    }
}

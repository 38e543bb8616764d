// SPDX-License-Identifier: Apache-2.0

/// The 32 bytes before every payload. PROTOCOL.md §2.
///
/// Values are kept as they were on the wire: an observer has to show what an endpoint refuses.
public struct FrameHeader: Equatable, Sendable {
    public var magic: UInt32 = Wire.magic
    public var version: UInt8 = Wire.version
    public var type: UInt8
    public var flags: UInt8
    public var direction: UInt8
    public var epoch: UInt32
    public var sessionID: UInt64
    public var sequence: UInt64
    public var length: UInt32

    public static let protectedFlag: UInt8 = 0x01

    public static let layout = Layout([
        .integer(.magic, 4), .integer(.version, 1), .integer(.type, 1), .integer(.flags, 1), .integer(.direction, 1),
        .integer(.epoch, 4), .integer(.sessionID, 8), .integer(.sequence, 8), .integer(.length, 4),
    ])

    public init(
        _ type: MessageType, from direction: Direction, isProtected: Bool = false, epoch: UInt32 = 0,
        sessionID: UInt64, sequence: UInt64, length: Int
    ) {
        self.type = type.rawValue
        self.flags = isProtected ? Self.protectedFlag : 0
        self.direction = direction.rawValue
        self.epoch = epoch
        self.sessionID = sessionID
        self.sequence = sequence
        self.length = UInt32(length)
    }

    /// Reads the header at the start of `bytes`, which must hold at least ``Wire/headerLength`` bytes. Judges nothing.
    public init(decoding bytes: RawSpan) {
        // As the layout has it, without a walk: each frame's header is read several times.
        magic = bytes.bigEndian(0)
        version = bytes.byte(4)
        type = bytes.byte(5)
        flags = bytes.byte(6)
        direction = bytes.byte(7)
        epoch = bytes.bigEndian(8)
        sessionID = bytes.bigEndian(12)
        sequence = bytes.bigEndian(20)
        length = bytes.bigEndian(28)
    }

    public func encoded() -> [UInt8] {
        var writer = LayoutWriter(Self.layout)
        writer.put(.magic, magic)
        writer.put(.version, version)
        writer.put(.type, type)
        writer.put(.flags, flags)
        writer.put(.direction, direction)
        writer.put(.epoch, epoch)
        writer.put(.sessionID, sessionID)
        writer.put(.sequence, sequence)
        writer.put(.length, length)
        return writer.finish()
    }

    public var isProtected: Bool { flags & Self.protectedFlag != 0 }
    public var knownType: MessageType? { MessageType(rawValue: type) }
    public var knownDirection: Direction? { Direction(rawValue: direction) }

    /// Whether an observer may take these bytes for a frame of version 1. PROTOCOL.md §2, finding a header.
    public var isCredible: Bool {
        magic == Wire.magic && version == Wire.version && direction <= 1 && length <= Wire.maximumPayload
    }
}

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
        var values = (magic: 0 as UInt64, type: 0 as UInt64, flags: 0 as UInt64, direction: 0 as UInt64)
        (version, epoch, sessionID, sequence, length) = (0, 0, 0, 0, 0)
        var offset = 0
        for part in Self.layout.parts {
            guard case .integer(let width) = part.shape else { continue }
            let value = bytes.integer(at: offset, width: width)
            offset += width
            switch part.field {
            case .magic: values.magic = value
            case .version: version = UInt8(value)
            case .type: values.type = value
            case .flags: values.flags = value
            case .direction: values.direction = value
            case .epoch: epoch = UInt32(value)
            case .sessionID: sessionID = value
            case .sequence: sequence = value
            default: length = UInt32(value)
            }
        }
        magic = UInt32(values.magic)
        (type, flags, direction) = (UInt8(values.type), UInt8(values.flags), UInt8(values.direction))
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

// SPDX-License-Identifier: Apache-2.0
public import WireSchema

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

    /// The fields in their order, in which the decoder reads them.
    public static let schema = Schema(
        empty: FrameHeader(),
        [
            .value(.magic, \.magic), .value(.version, \.version), .value(.type, \.type), .value(.flags, \.flags),
            .value(.direction, \.direction), .value(.epoch, \.epoch), .value(.sessionID, \.sessionID),
            .value(.sequence, \.sequence), .value(.length, \.length),
        ])
    public static let layout = schema.layout

    private init() {
        (type, flags, direction, epoch, sessionID, sequence, length) = (0, 0, 0, 0, 0, 0, 0)
    }

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

    /// Reads the header at the start of `bytes`, which must hold at least ``Wire/headerLength`` bytes. It judges
    /// nothing.
    public init(decoding bytes: RawSpan) {
        // The reader follows the schema's order without a walk: this is on the way of every frame.
        var offset = 0
        magic = bytes.next(&offset)
        version = bytes.next(&offset)
        type = bytes.next(&offset)
        flags = bytes.next(&offset)
        direction = bytes.next(&offset)
        epoch = bytes.next(&offset)
        sessionID = bytes.next(&offset)
        sequence = bytes.next(&offset)
        length = bytes.next(&offset)
    }

    public func encoded() -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(Wire.headerLength)
        encode(into: &bytes)
        return bytes
    }

    /// Appends the header to `bytes`, in the order of the schema.
    public func encode(into bytes: inout [UInt8]) {
        // The fields go in words of eight bytes: this is on the way of every frame.
        let kind = UInt64(version) << 24 | UInt64(type) << 16 | UInt64(flags) << 8 | UInt64(direction)
        let words: InlineArray<4, UInt64> = [
            UInt64(magic) << 32 | kind, UInt64(epoch) << 32 | sessionID >> 32, sessionID << 32 | sequence >> 32,
            sequence << 32 | UInt64(length),
        ]
        bytes.append(words)
    }

    public var isProtected: Bool { flags & Self.protectedFlag != 0 }
    public var knownType: MessageType? { MessageType(rawValue: type) }
    /// Whether the frame carries a record, which is asked on the way of every frame.
    public var isRecord: Bool { type == MessageType.record.rawValue }
    /// Whether the frame carries an alert in the clear.
    public var isAlert: Bool { type == MessageType.alert.rawValue }
    public var knownDirection: Direction? { Direction(rawValue: direction) }

    /// Whether an observer may take these bytes for a frame of version 1. PROTOCOL.md §2, finding a header.
    public var isCredible: Bool {
        magic == Wire.magic && version == Wire.version && direction <= 1 && length <= Wire.maximumPayload
    }
}

extension Field {
    public static let magic = Field(
        "fernwire.magic", "Magic", kind: .u32.hexadecimal, summary: "Marks a Fernwire frame")
    public static let version = Field("fernwire.version", "Version", kind: .u8, summary: "Protocol version")
    public static let type = Field(
        "fernwire.type", "Type",
        kind: .u8.named(ValueNames(MessageType.all.map { (UInt64($0.rawValue), $0.title) })),
        summary: "What the frame carries")
    public static let flags = Field(
        "fernwire.flags", "Flags", kind: .u8.hexadecimal, summary: "Bit 0: the payload is protected")
    public static let direction = Field(
        "fernwire.direction", "Direction", kind: .u8.named(Direction.self), summary: "Which side sent the frame")
    public static let epoch = Field(
        "fernwire.epoch", "Key epoch", kind: .u32, summary: "Generation of keys that protects the payload")
    public static let sessionID = Field(
        "fernwire.session_id", "Session id", kind: .u64.hexadecimal,
        summary: "Chosen by the server; 0 until it has chosen")
    public static let sequence = Field(
        "fernwire.sequence", "Sequence number", kind: .u64, summary: "Number of the frame in its direction, from 0")
    public static let length = Field(
        "fernwire.length", "Length", kind: .u32, summary: "Payload bytes that follow the header")
}

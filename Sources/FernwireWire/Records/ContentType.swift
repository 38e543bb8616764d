// SPDX-License-Identifier: Apache-2.0
public import WireSchema

/// The type of a record's content. PROTOCOL.md §4.
public enum ContentType: Hashable, NamedValue, Sendable {
    case text, json, binary, file
    case rekey, alert, endOfSession
    /// Control content of a later edition, which a receiver disregards.
    case unknownControl(UInt8)

    /// The types that are assigned.
    public static let allCases: [ContentType] = [.text, .json, .binary, .file, .rekey, .alert, .endOfSession]

    /// - Returns: `nil` for a value of no assigned type, unless receivers disregard it.
    public init?(rawValue: UInt8) {
        if let known = Self.allCases.first(where: { $0.rawValue == rawValue }) {
            self = known
        } else if (0x20...0x3F).contains(rawValue) {
            self = .unknownControl(rawValue)
        } else {
            return nil
        }
    }

    public var rawValue: UInt8 {
        switch self {
        case .text: 0x01
        case .json: 0x02
        case .binary: 0x03
        case .file: 0x04
        case .rekey: 0x10
        case .alert: 0x11
        case .endOfSession: 0x12
        case .unknownControl(let value): value
        }
    }

    /// The name in the specification.
    public var name: StaticString {
        switch self {
        case .text: "text"
        case .json: "json"
        case .binary: "binary"
        case .file: "file"
        case .rekey: "rekey"
        case .alert: "alert"
        case .endOfSession: "end_of_session"
        case .unknownControl: "unknown_control"
        }
    }

    /// The name for people.
    public var title: PermanentText {
        switch self {
        case .text: "Text"
        case .json: "JSON"
        case .binary: "Binary"
        case .file: "File"
        case .rekey: "Rekey"
        case .alert: "Alert"
        case .endOfSession: "End of Session"
        case .unknownControl: "Unknown Control"
        }
    }

    /// Whether the content is control, which is always whole and belongs to no message.
    public var isControl: Bool {
        switch self {
        case .text, .json, .binary, .file: false
        case .rekey, .alert, .endOfSession, .unknownControl: true
        }
    }
}

/// The part of a message that a record is.
public enum Fragment: UInt8, NamedValue, Sendable {
    case whole = 0
    case first = 1
    case middle = 2
    case last = 3

    public var name: StaticString {
        switch self {
        case .whole: "whole"
        case .first: "first"
        case .middle: "middle"
        case .last: "last"
        }
    }

    public var beginsMessage: Bool { self == .whole || self == .first }
    public var endsMessage: Bool { self == .whole || self == .last }
}

// SPDX-License-Identifier: Apache-2.0

/// What a record says. PROTOCOL.md §4.
public enum ContentType: UInt8, CaseIterable, Sendable {
    case text = 0x01
    case json = 0x02
    case binary = 0x03
    case file = 0x04
    case rekey = 0x10
    case alert = 0x11
    case endOfSession = 0x12

    public var name: StaticString {
        switch self {
        case .text: "text"
        case .json: "json"
        case .binary: "binary"
        case .file: "file"
        case .rekey: "rekey"
        case .alert: "alert"
        case .endOfSession: "end_of_session"
        }
    }

    public var title: StaticString {
        switch self {
        case .text: "Text"
        case .json: "JSON"
        case .binary: "Binary"
        case .file: "File"
        case .rekey: "Rekey"
        case .alert: "Alert"
        case .endOfSession: "End of Session"
        }
    }

    /// Control content is always whole and belongs to no message.
    public var isControl: Bool { rawValue >= 0x10 }
}

/// Which part of a message a record is.
public enum Fragment: UInt8, CaseIterable, Sendable {
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

// SPDX-License-Identifier: Apache-2.0
public import CDissectorKit
public import WireSchema

/// A remark of Wireshark's expert information.
///
/// A note is declared once, as a static constant, and named by it: `plan.note(.truncated)`.
public struct Note: Hashable, Sendable {
    package let number: UInt16

    private static let all = Numbered<NoteDeclaration>("notes")

    /// - Parameters:
    ///   - filter: the display filter, such as `echo.expert.truncated`. It begins with the filter of the dissector.
    ///   - group: what the note is about.
    ///   - severity: how grave it is.
    ///   - message: one sentence for the reader.
    public init(_ filter: PermanentText, _ group: NoteGroup, severity: NoteSeverity, message: PermanentText) {
        number = Self.all.add(NoteDeclaration(filter: filter, group: group, severity: severity, message: message))
    }

    package init(number: UInt16) {
        self.number = number
    }

    package var declaration: NoteDeclaration { Self.all[number] }

    /// Notes that the process can still make.
    package static var roomLeft: Int { all.roomLeft }

    /// The display filter.
    public var filter: PermanentText { declaration.filter }
    /// What the note is about, which Wireshark lists notes by.
    public var group: NoteGroup { declaration.group }
    /// How grave it is.
    public var severity: NoteSeverity { declaration.severity }
    /// What the reader is told, unless the plan says something else.
    public var message: PermanentText { declaration.message }
}

/// What ``Note/init(_:_:severity:message:)`` was given.
package struct NoteDeclaration: Sendable {
    package let filter: PermanentText
    package let group: NoteGroup
    package let severity: NoteSeverity
    package let message: PermanentText
}

extension NoteGroup {
    /// The group's name, for programs.
    public var name: StaticString {
        switch self {
        case .security: "security"
        case .decryption: "decryption"
        case .malformed: "malformed"
        case .sequence: "sequence"
        case .protocolUse: "protocol"
        case .undecoded: "undecoded"
        case .requestCode: "request_code"
        case .responseCode: "response_code"
        case .checksum: "checksum"
        case .comment: "comment"
        }
    }
}

extension NoteSeverity {
    /// The severity's name, for programs.
    public var name: StaticString {
        switch self {
        case .chat: "chat"
        case .note: "note"
        case .warning: "warning"
        case .error: "error"
        }
    }
}

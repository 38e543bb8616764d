// SPDX-License-Identifier: Apache-2.0
import DissectorKit
import FernwireWire

/// Fields that are not on the wire: headings, and what the dissector concludes.
enum Extra: Int, CaseIterable {
    case protectedFlag, reservedFlags
    case clientHello, serverHello, publicKey, keyWrap, keyShare, signature, identity, finished, record, alert
    case payload, skipped
    case decrypted, inTheClear
    case macStatus, finishedStatus, signatureStatus
    case broken, brokenExponent, brokenSecret, brokenFactor
    case stream, session, sessionID, sessionSuite, keysIn, firstRecordIn
    case message, messageText, messageRecords, firstPartIn, completedIn
    case keySource, timeDelta, requestIn, replyIn, responseTime
    case plaintext
}

/// Tabs beside the packet's own bytes.
enum Tab: Int, CaseIterable {
    case token, decrypted, message

    var name: StaticString {
        switch self {
        case .token: "Fernet token"
        case .decrypted: "Decrypted"
        case .message: "Message"
        }
    }
}

/// Tables of sub-dissectors.
enum Table: Int, CaseIterable {
    case contentType, mediaType

    var declaration: TableDeclaration {
        switch self {
        case .contentType:
            .init(
                name: "fernwire.content_type",
                kind: .own(
                    title: "Fernwire content type",
                    [(number: UInt32(ContentType.json.rawValue), dissector: "json")]))
        case .mediaType: .init(name: "media_type", kind: .shared)
        }
    }
}

enum Preference: Int, CaseIterable {
    case keyFile, keyTable, showPlaintext, breakToys, timeToLive
}

extension Plan {
    mutating func field(_ field: Field, _ range: Range<Int>, source: Source = .unit) {
        self.field(field.rawValue, range, source: source)
    }

    mutating func field(_ extra: Extra, _ range: Range<Int>, source: Source = .unit) {
        field(extra.index, range, source: source)
    }

    mutating func subtree(_ field: Field, _ range: Range<Int>, source: Source = .unit) {
        subtree(field.rawValue, range, source: source)
    }

    mutating func subtree(_ extra: Extra, _ range: Range<Int>, source: Source = .unit) {
        subtree(extra.index, range, source: source)
    }

    mutating func generated(_ extra: Extra, _ text: StaticString) {
        generated(extra.index, text)
    }

    mutating func generated(_ extra: Extra, _ value: UInt64) {
        generated(extra.index, value)
    }

    mutating func generated(_ extra: Extra, _ body: (inout PlanText) -> Void) {
        generated(extra.index, body)
    }

    mutating func note(_ note: Note) {
        expert(note.rawValue)
    }

    mutating func note(_ problem: KeyProblem) {
        note(problem.note) { $0.write(problem.text.rawSpan) }
    }

    mutating func note(_ note: Note, _ body: (inout PlanText) -> Void) {
        expert(note.rawValue, body)
    }
}

extension Extra {
    /// Place in the declaration, after the fields of the specification.
    var index: Int { Field.allCases.count + rawValue }
}

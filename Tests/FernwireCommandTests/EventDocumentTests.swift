// SPDX-License-Identifier: Apache-2.0
import Foundation
import Testing

@testable import FernwireCommand

/// docs/events.md has what the code has.
struct EventDocumentTests {
    /// The rows of the page's tables, each as the texts of its cells.
    private func rows() throws -> [[String]] {
        let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        return try String(contentsOf: root.appending(path: "docs/events.md"), encoding: .utf8)
            .split(separator: "\n").filter { $0.hasPrefix("| ") }
            .map { row in
                row.split(separator: "|", omittingEmptySubsequences: false).dropFirst().dropLast()
                    .map { $0.trimmingCharacters(in: .whitespaces) }
            }
    }

    /// The words between backquotes.
    private func words(_ cell: String) -> [String] { cell.matches(of: /`([^`]+)`/).map { String($0.1) } }

    @Test("The table of events has each action with its category, types and kind, in order") func actions() throws {
        let found = try rows().filter { $0.count == 6 && $0[0].hasPrefix("`") }.dropFirst()
            .map { $0[..<4].map { words($0).joined(separator: " ") } }
        let expected = EventAction.allCases.map { action in
            let eventClass = action.eventClass
            return [
                action.rawValue, eventClass.categories.joined(separator: " "), eventClass.types.joined(separator: " "),
                eventClass.kind.rawValue,
            ]
        }
        #expect(found == expected)
    }

    @Test("Each field of an event is in one of the tables, and each that a table names occurs") func fields() throws {
        var found: Set<String> = []
        func add(_ value: Any, _ name: String) {
            guard let object = value as? [String: Any] else {
                found.insert(name)
                return
            }
            for (key, value) in object { add(value, name.isEmpty ? key : "\(name).\(key)") }
        }
        for event in EventSamples.all { add(try EventSamples.document(event), "") }
        let page = try rows().flatMap { $0 }.joined(separator: "\n") + (try commonFields())
        for name in found {
            let parts = name.split(separator: ".").map(String.init)
            let isNamed =
                page.contains("`\(name)`") || page.contains("`\(parts[0]).*`")
                || page.contains("`\(parts.dropLast().joined(separator: "."))`")
                    && page.contains("`\(parts.last ?? "")`")
            #expect(isNamed, "\(name)")
        }
        for name in page.matches(of: /`((event|fernwire|file|network|ecs|service)\.[a-z_.]+)`/).map({ String($0.1) }) {
            #expect(found.contains { $0 == name || $0.hasPrefix(name + ".") }, "\(name)")
        }
    }

    /// The paragraph that names the fields of all events.
    private func commonFields() throws -> String {
        let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        let page = try String(contentsOf: root.appending(path: "docs/events.md"), encoding: .utf8)
        let paragraph = page.components(separatedBy: "\n\n").first { $0.hasPrefix("Every event has") }
        return try #require(paragraph)
    }

    @Test("Each code that an action has of its own is in the table of codes") func codes() throws {
        let table = try rows().filter { $0.count == 2 && $0[0].hasPrefix("`") }
        for event in EventSamples.all {
            guard let code = event.reason?.code else { continue }
            let row = table.first { words($0[0]).contains(event.action.rawValue) }
            let codes = try #require(row, "\(event.action)")[1]
            switch event {
            case .connectionRefused, .tlsFailed, .limitReached, .fileRefused, .eventsLost:
                #expect(words(codes).contains(code), "\(code)")
            case .connectionClosed, .handshakeFailed, .peerRefused, .recordNotAuthenticated, .frameRepeated,
                .framesMissing, .frameReflected, .frameOfOtherSession, .alertSent, .alertReceived:
                #expect(codes.contains("the name of the alert"), "\(event.action)")
            case .connectionOpened, .handshakeDone, .fileSaved, .eventsLeftOut:
                Issue.record("\(event.action) has no code")
            }
        }
        // A word that no sample has is one that the page invents.
        let all = Set(EventSamples.all.compactMap { $0.reason?.code })
        for action in [EventAction.connectionRefused, .tlsFailed, .limitReached, .fileRefused, .eventsLost] {
            let row = try #require(table.first { words($0[0]).contains(action.rawValue) })
            for code in words(row[1]) { #expect(all.contains(code), "\(code)") }
        }
    }
}

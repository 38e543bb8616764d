// SPDX-License-Identifier: Apache-2.0
import Foundation
import Testing

/// An event as a log has it: its values by the names that the Elastic Common Schema writes with dots.
struct EventRecord: Sendable {
    /// The values; a list of them has several.
    let fields: [String: [String]]
    let time: Date

    var action: String { self["event.action"] ?? "" }

    /// The value of a field that has one; `nil` where the event has no such field.
    subscript(name: String) -> String? { fields[name]?.first }

    /// Reads the events of a log, each of which must be a whole line of JSON.
    static func read(_ path: String) throws -> [EventRecord] {
        let text = try String(contentsOfFile: path, encoding: .utf8)
        #expect(text.isEmpty || text.hasSuffix("\n"), "\(path) ends inside a line")
        return try text.split(separator: "\n").map { line in
            let document = try #require(
                try? JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any], "\(line)")
            return try EventRecord(document)
        }
    }

    private init(_ document: [String: Any]) throws {
        var fields: [String: [String]] = [:]
        func add(_ value: Any, _ name: String) {
            if let object = value as? [String: Any] {
                for (key, value) in object { add(value, name.isEmpty ? key : "\(name).\(key)") }
            } else {
                fields[name] = (value as? [Any] ?? [value]).map { "\($0)" }
            }
        }
        add(document, "")
        self.fields = fields
        let stamp = try #require(fields["@timestamp"]?.first)
        time = try Date(
            stamp,
            strategy: .iso8601.year().month().day().time(includingFractionalSeconds: true).timeZone(separator: .omitted)
        )
    }
}

/// A server with an event log, for one test.
struct LoggedServer {
    let keys: Keys
    /// The name of the log in the folder of the keys.
    var name = "events-\(UUID()).ndjson"

    var path: String { keys.path(name) }

    /// Serves while `body` runs, and reads the log after the end of the server, which has then written all of it.
    func events(
        _ arguments: [String], _ body: @Sendable @escaping (Int) async throws -> Void
    ) async throws -> [EventRecord] {
        let served = try await Programs.serve("fernwire-server", arguments + ["--event-log", path], body)
        #expect(served.status.isSuccess, "\(served.error)")
        return try EventRecord.read(path)
    }

    /// Sends a message, or what `options` say, in a suite.
    @discardableResult
    static func ask(_ port: Int, _ options: [String]) async throws -> Programs.Output {
        let message = options.contains("--send-file") ? [] : ["--message", Self.message]
        return try await Programs.run("fernwire-client", ["--port", "\(port)"] + message + options)
    }

    /// What clients say, which no log may have.
    static let message = "badge 4711 at the north door"
}

// SPDX-License-Identifier: Apache-2.0
public import YAML

/// Something wrong, or better done otherwise, in a description.
public struct Diagnostic: Error, Hashable, Sendable {
    public enum Severity: String, Sendable {
        /// The description cannot be used.
        case error
        /// The description can be used, but does not follow the language's conventions.
        case warning
    }

    public let severity: Severity
    /// The file as it was named.
    public let file: String
    /// The place in the file.
    public let place: TextPlace
    /// What is wrong: a clause without a full stop.
    public let message: String

    /// `FILE:LINE:COLUMN: SEVERITY: MESSAGE`.
    public var text: String { "\(file):\(place.line):\(place.column): \(severity.rawValue): \(message)" }
}

/// Collects what is wrong with a description and the files that it imports.
public final class Diagnostics {
    private(set) var all: [Diagnostic] = []

    /// The most errors that are kept, and the most warnings beside them; a file can be wrong in any number of places.
    static let limit = 200

    /// Notes that the description cannot be used.
    public func error(_ message: String, at place: TextPlace, in file: String) {
        add(Diagnostic(severity: .error, file: file, place: place, message: message))
    }

    /// Notes what is better done otherwise.
    public func warning(_ message: String, at place: TextPlace, in file: String) {
        add(Diagnostic(severity: .warning, file: file, place: place, message: message))
    }

    var hasErrors: Bool { all.contains { $0.severity == .error } }

    private func add(_ diagnostic: Diagnostic) {
        // No number of warnings hides that there are errors.
        let alike = all.count { $0.severity == diagnostic.severity }
        if alike < Self.limit, !all.contains(diagnostic) { all.append(diagnostic) }
    }
}

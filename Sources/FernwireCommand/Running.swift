// SPDX-License-Identifier: Apache-2.0
import FernwireConsole
import FernwireSession
import Logging
import NIOCore
import NIOPosix
import ServiceLifecycle

/// Runs a service to its end; SIGINT and SIGTERM end it in order.
///
/// - Parameter events: the event log of the service, which is closed at the end; `nil` for none.
func runUntilSignalled(_ service: some Service, _ events: EventLog?) async throws {
    defer { events?.close() }
    // The log of the service group is not for people.
    var logger = Logger(label: "lifecycle") { StreamLogHandler.standardError(label: $0) }
    logger.logLevel = .critical
    let group = ServiceGroup(
        configuration: .init(
            services: [
                .init(
                    service: service, successTerminationBehavior: .gracefullyShutdownGroup,
                    failureTerminationBehavior: .gracefullyShutdownGroup)
            ], gracefulShutdownSignals: [.sigint, .sigterm], logger: logger))
    try await group.run()
}

/// Returns the system's description of an error.
func reason(_ error: any Error) -> String {
    switch error {
    case let error as IOError: String(cString: strerror(error.errnoCode))
    case let error as NIOConnectionError:
        error.connectionErrors.first.map { reason($0.error) } ?? "no such host"
    case is SocketAddressError.UnknownHost: "no such host"
    default: "\(error)"
    }
}

extension ReceivedMessage {
    /// The most bytes of a text that a log shows.
    static let shownLimit = 1024

    /// Returns the message in words for people.
    ///
    /// - Parameter limit: the most bytes of a text that are shown; a longer text is cut after its beginning.
    func text(limit: Int = .max) -> String {
        switch contentType {
        case .text, .json:
            bytes.count <= limit
                ? harmless(bytes) : harmless(Array(bytes.prefix(limit))) + "… (\(bytes.count) bytes)"
        case .file: "file \(harmless(file?.name ?? [])), \(bytes.count) bytes"
        case .binary, .rekey, .alert, .endOfSession, .unknownControl: "\(contentType.name), \(bytes.count) bytes"
        }
    }

    /// The beginning of the same, with the message's kind.
    var summary: String {
        let text = text(limit: Self.shownLimit)
        return contentType == .text || contentType == .json ? "\(contentType.name): \(text)" : text
    }
}

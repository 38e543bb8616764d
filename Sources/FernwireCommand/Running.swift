// SPDX-License-Identifier: Apache-2.0
import FernwireConsole
import FernwireSession
import Logging
import NIOCore
import NIOPosix
import ServiceLifecycle

/// Runs a service to its end; SIGINT and SIGTERM end it in order.
func runUntilSignalled(_ service: some Service) async throws {
    // The group's own words are not for people.
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

/// What the system says about an error, in words.
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
    /// Bytes of a text that a log shows.
    static let shownLimit = 1024

    /// What the message says, for people.
    ///
    /// - Parameter limit: bytes of a text that are shown; of a longer one its beginning.
    func text(limit: Int = .max) -> String {
        switch contentType {
        case .text, .json:
            bytes.count <= limit
                ? harmless(bytes) : harmless(Array(bytes.prefix(limit))) + "… (\(bytes.count) bytes)"
        case .file: "file \(harmless(file?.name ?? [])), \(bytes.count) bytes"
        case .binary, .rekey, .alert, .endOfSession, .unknownControl: "\(contentType.name), \(bytes.count) bytes"
        }
    }

    /// The beginning of the same, with its kind.
    var summary: String {
        let text = text(limit: Self.shownLimit)
        return contentType == .text || contentType == .json ? "\(contentType.name): \(text)" : text
    }
}

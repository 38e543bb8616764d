// SPDX-License-Identifier: Apache-2.0

/// What a description may name beside what the language has, by the tool that reads it: keys, functions, processes.
public protocol ExternalNames: Sendable {
    /// The type of a value such as `keys.server`; `nil` if there is none of that name.
    func value(_ path: [String]) -> DataType?
    /// The type of what a function gives.
    ///
    /// - Returns: `nil` if there is none of that name.
    /// - Throws: ``ExternalError`` for arguments that it does not take.
    func function(_ name: String, arguments: [DataType]) throws(ExternalError) -> DataType?
    /// Whether there is a process of that name, which turns bytes into bytes.
    ///
    /// - Throws: ``ExternalError`` for arguments that it does not take.
    func process(_ path: [String], arguments: [DataType]) throws(ExternalError) -> Bool
}

/// What arguments a function or process takes.
public struct ExternalError: Error, Sendable {
    /// A clause without a full stop.
    public let message: String

    public init(message: String) {
        self.message = message
    }
}

/// No names beside those of the language.
public struct NoExternalNames: ExternalNames {
    public init() {}
    public func value(_ path: [String]) -> DataType? { nil }
    public func function(_ name: String, arguments: [DataType]) throws(ExternalError) -> DataType? { nil }
    public func process(_ path: [String], arguments: [DataType]) throws(ExternalError) -> Bool { false }
}

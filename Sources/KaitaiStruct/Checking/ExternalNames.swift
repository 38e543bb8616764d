// SPDX-License-Identifier: Apache-2.0
public import YAML

/// What a description may name beside what the language has, by the tool that reads it: keys, functions, processes and checks.
public protocol ExternalNames: AnyObject {
    /// Takes the keys of the description itself that begin with `-`, before anything is checked.
    func take(_ extensions: [YAMLNode.Entry], in file: String, _ diagnostics: Diagnostics)
    /// The type of a value such as `keys.server`; `nil` if there is none of that name.
    func value(_ path: [String]) -> DataType?
    /// The type of what a function gives.
    ///
    /// - Returns: `nil` if there is none of that name.
    /// - Throws: ``ExternalError`` for arguments that it does not take.
    func function(_ name: String, arguments: [ExternalArgument]) throws(ExternalError) -> DataType?
    /// Whether there is a process of that name, which turns bytes into bytes.
    ///
    /// - Throws: ``ExternalError`` for arguments that it does not take.
    func process(_ path: [String], arguments: [ExternalArgument]) throws(ExternalError) -> Bool
    /// Whether there is a check of that name, which says whether a value is right.
    ///
    /// - Throws: ``ExternalError`` for arguments that it does not take.
    func check(_ path: [String], arguments: [ExternalArgument]) throws(ExternalError) -> Bool
}

/// An argument of a function, process or check.
public struct ExternalArgument: Sendable {
    public let type: DataType
    /// The text of a string literal.
    public let text: String?
}

/// What arguments a function, process or check takes.
public struct ExternalError: Error, Sendable {
    /// A clause without a full stop.
    public let message: String

    public init(message: String) {
        self.message = message
    }
}

/// No names beside those of the language.
public final class NoExternalNames: ExternalNames {
    public init() {}
    public func take(_ extensions: [YAMLNode.Entry], in file: String, _ diagnostics: Diagnostics) {}
    public func value(_ path: [String]) -> DataType? { nil }
    public func function(_ name: String, arguments: [ExternalArgument]) throws(ExternalError) -> DataType? { nil }
    public func process(_ path: [String], arguments: [ExternalArgument]) throws(ExternalError) -> Bool { false }
    public func check(_ path: [String], arguments: [ExternalArgument]) throws(ExternalError) -> Bool { false }
}

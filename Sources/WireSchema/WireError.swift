// SPDX-License-Identifier: Apache-2.0

/// Why bytes are not the message they should be. Names the field and where it lies, in bytes from the message's start.
public enum WireError: Error, Equatable, Sendable {
    /// The message ends inside `field`, which begins at `offset`.
    case truncated(field: Field, offset: Int)
    /// `count` bytes follow the last field.
    case trailingBytes(count: Int, offset: Int)
    /// The value of `field` is one that the specification does not allow.
    case illegalValue(field: Field, offset: Int)
    /// More elements than the specification allows.
    case tooMany(field: Field, offset: Int)
}

extension WireError: CustomStringConvertible {
    /// What is wrong, with field and place, as a part of a sentence: `ends inside echo.text at byte 3`.
    public var description: String {
        switch self {
        case .truncated(let field, let offset): "ends inside \(field.filter) at byte \(offset)"
        case .trailingBytes(let count, let offset): "\(count) bytes left over at byte \(offset)"
        case .illegalValue(let field, let offset): "illegal value of \(field.filter) at byte \(offset)"
        case .tooMany(let field, let offset): "too many elements of \(field.filter) at byte \(offset)"
        }
    }
}

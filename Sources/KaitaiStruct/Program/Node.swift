// SPDX-License-Identifier: Apache-2.0

/// The number of a node in a program.
struct NodeID: BitwiseCopyable, Hashable, Sendable {
    let number: Int32
}

/// A run of nodes in a program's operands.
struct Operands: BitwiseCopyable, Sendable {
    let start: Int32
    let count: Int32
}

/// One operation of an expression. A program has all of its nodes in one array, and a node names its operands by their
/// numbers: evaluating follows no pointer and counts no reference.
enum Node: BitwiseCopyable, Sendable {
    // Constants.
    case integer(Int64)
    case large(UInt64)
    case float(Double)
    case boolean(Bool)
    /// A string of the program.
    case string(Int32)
    /// Bytes of the program.
    case bytes(Int32)
    case enumeration(Int32, Int64)
    case largeEnumeration(Int32, UInt64)
    case null

    // The surroundings.
    case slot(Int32)
    case root
    case parent
    case stream
    case index
    case element
    case switchedOn
    case isLittleEndian

    // Structures.
    /// A member of a value that is to be of a type. What is read may be of another one: a parent, a root, an element of a list.
    case member(NodeID, type: Int32, slot: Int32)
    case rootOf(NodeID)
    case parentOf(NodeID)
    case streamOf(NodeID)
    case cast(NodeID, type: Int32)
    case text(NodeID)

    // Operators.
    case arithmetic(ArithmeticOperator, NodeID, NodeID)
    case floatArithmetic(ArithmeticOperator, NodeID, NodeID)
    case concatenation(NodeID, NodeID)
    case negated(NodeID)
    case inverted(NodeID)
    case not(NodeID)
    case comparison(ComparisonOperator, NodeID, NodeID)
    /// Whether two numbers are equal as floating-point numbers of 32 bits.
    case isNearly(NodeID, NodeID)
    case both(NodeID, NodeID)
    case either(NodeID, NodeID)
    case conditional(NodeID, NodeID, NodeID)
    case elementOf(NodeID, NodeID)
    case list(Operands)
    case byteList(Operands)
    case interpolation(Operands)
    case toEnumeration(Int32, NodeID)
    case method(Method, NodeID)
    case methodWithArguments(Method, NodeID, Operands)
    /// A function or a value that whoever runs the program provides.
    case external(Int32, Operands)
}

/// What can be asked of a value.
enum Method: BitwiseCopyable, Sendable {
    case length, reverse, toInteger, toString, first, last, least, greatest, size, position, isAtEnd
    case substring, indexOf, encode, decode
}

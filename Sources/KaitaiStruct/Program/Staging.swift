// SPDX-License-Identifier: Apache-2.0

/// How an integer is read of which nothing else is said.
struct PlainInteger: BitwiseCopyable, Sendable {
    let width: Int32
    let isSigned: Bool
    let isLittleEndian: Bool
    /// Below zero for none.
    let enumeration: Int32
}

/// Where the bytes of a member are kept as they were before its process.
struct Staging: Sendable {
    /// The slot of the raw bytes.
    let rawSlot: Int
    /// Whether the process waits for the end of the sequence.
    let isDeferred: Bool
}

/// A check of whoever runs the program.
struct CheckCall: Sendable {
    let function: Int
    let arguments: [NodeID]
    /// The slot of the verdict.
    let slot: Int
    /// Members whose values are not shown if the check fails.
    let covered: [Int]
}

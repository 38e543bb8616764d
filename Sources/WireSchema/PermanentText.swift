// SPDX-License-Identifier: Apache-2.0

/// Text that lives for as long as the process, and ends in NUL: Wireshark keeps pointers to what it is told of fields and
/// protocols.
///
/// A literal is such a text, and costs nothing. A text that is made at run time becomes one by ``init(keeping:)``.
public struct PermanentText: ExpressibleByStringLiteral, Sendable {
    /// Where the text stands. It is no pointer, so that whoever holds a text needs no unsafe type.
    @usableFromInline package let address: UInt
    /// Bytes of the text, without the NUL.
    @usableFromInline let count: Int

    /// Takes a literal, where it stands.
    @inlinable
    public init(stringLiteral text: StaticString) {
        self.init(text)
    }

    /// Takes a literal, where it stands.
    @inlinable
    public init(_ text: StaticString) {
        // The program never gives up the memory of a literal, which ends in NUL.
        address = unsafe UInt(bitPattern: text.utf8Start)
        count = text.utf8CodeUnitCount
    }

    /// Copies a text to memory that is never freed, so that this is for what is declared once.
    ///
    /// Wireshark reads the text up to its first NUL.
    public init(keeping text: String) {
        let bytes = Array(text.utf8)
        // Nobody else knows the memory, and nobody writes to it from here on.
        let memory = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: bytes.count + 1)
        _ = unsafe memory.initialize(from: bytes + [0])
        address = UInt(bitPattern: memory.baseAddress)
        count = bytes.count
    }

    /// Whether there is no text.
    public var isEmpty: Bool { count == 0 }

    /// Calls `body` with the text as UTF-8, without the NUL.
    public func withUTF8Buffer<Result>(_ body: (UnsafeBufferPointer<UInt8>) -> Result) -> Result {
        // `address` was made of a pointer to that many bytes, which stay there.
        unsafe body(UnsafeBufferPointer(start: UnsafePointer(bitPattern: address), count: count))
    }
}

extension PermanentText: Hashable {
    /// Whether both say the same, wherever they stand.
    public static func == (one: PermanentText, other: PermanentText) -> Bool {
        unsafe one.withUTF8Buffer { one in
            unsafe other.withUTF8Buffer { other in unsafe one.elementsEqual(other) }
        }
    }

    public func hash(into hasher: inout Hasher) {
        unsafe withUTF8Buffer { unsafe hasher.combine(bytes: UnsafeRawBufferPointer($0)) }
    }
}

extension PermanentText: CustomStringConvertible {
    public var description: String {
        unsafe withUTF8Buffer { unsafe String(decoding: $0, as: UTF8.self) }
    }
}

extension String {
    /// Copies the text.
    public init(_ text: PermanentText) {
        self = text.description
    }
}

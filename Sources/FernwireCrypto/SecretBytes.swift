// SPDX-License-Identifier: Apache-2.0
import COpenSSL

/// Bytes that nobody else may know.
///
/// ### Invariants
/// - The bytes are written once, while the object is made, and never change; so it may be shared between threads.
/// - They lie in one allocation that is never copied by this type, and are overwritten before it is freed.
/// - Nothing describes them: no `CustomStringConvertible`, no reflection beyond the count.
public final class SecretBytes: @unchecked Sendable, CustomReflectable {
    private let storage: UnsafeMutableRawBufferPointer

    public let count: Int

    /// Makes `count` bytes, which `initializer` has to fill.
    public init<E: Error>(
        count: Int, initializer: (UnsafeMutableRawBufferPointer) throws(E) -> Void
    ) throws(E) {
        self.count = count
        storage = .allocate(byteCount: max(count, 1), alignment: 16)
        storage.initializeMemory(as: UInt8.self, repeating: 0)
        // If it throws, deinit overwrites and frees, since all properties are set.
        try initializer(.init(rebasing: storage[..<count]))
    }

    public convenience init(copying bytes: RawSpan) {
        self.init(count: bytes.byteCount) { (target) throws(Never) in
            bytes.withUnsafeBytes { target.copyMemory(from: $0) }
        }
    }

    /// Joins the bytes of `parts`, one after another.
    public convenience init(joining parts: [SecretBytes]) {
        self.init(count: parts.reduce(0) { $0 + $1.count }) { (target) throws(Never) in
            var offset = 0
            for part in parts {
                UnsafeMutableRawBufferPointer(rebasing: target[offset...]).copyMemory(from: part.pointer)
                offset += part.count
            }
        }
    }

    /// Returns fresh bytes from OpenSSL's private random generator.
    public static func random(count: Int) -> SecretBytes {
        SecretBytes(count: count) { (target) throws(Never) in Random.fillPrivate(target) }
    }

    deinit {
        OPENSSL_cleanse(storage.baseAddress, storage.count)
        storage.deallocate()
    }

    /// The bytes, for as long as the object lives.
    public var bytes: RawSpan {
        @_lifetime(borrow self)
        get { _overrideLifetime(pointer.bytes, borrowing: self) }
    }

    /// Returns a copy of the bytes, which the caller wipes.
    public func copy() -> [UInt8] { Array(pointer) }

    var pointer: UnsafeRawBufferPointer { UnsafeRawBufferPointer(rebasing: storage[..<count]) }

    /// A mirror that tells the number of bytes, and no more.
    public var customMirror: Mirror { Mirror(self, children: ["count": count]) }
}

/// Ties a span to the owner of its bytes.
@_lifetime(borrow owner)
@_unsafeNonescapableResult
private func _overrideLifetime(_ span: RawSpan, borrowing owner: borrowing SecretBytes) -> RawSpan {
    span
}

// SPDX-License-Identifier: Apache-2.0

/// A Fernet key: 16 bytes that sign, then 16 bytes that encrypt.
public struct FernetKey: Sendable {
    public static let length = 32
    /// The number of characters of the key as text.
    public static let textLength = 44

    public let secret: SecretBytes

    /// - Precondition: `secret` has 32 bytes.
    public init(secret: SecretBytes) {
        precondition(secret.count == Self.length)
        self.secret = secret
    }

    public static func random() -> FernetKey {
        FernetKey(secret: .random(count: length))
    }

    /// Reads a key as Python's `Fernet.generate_key()` writes it.
    public init(text: RawSpan) throws(KeyError) {
        var bytes: [UInt8] = []
        defer { wipe(&bytes) }
        guard text.byteCount == Self.textLength, Base64URL.decode(text, into: &bytes), bytes.count == Self.length else {
            throw .notAFernetKey
        }
        secret = SecretBytes(count: Self.length) { (target) throws(Never) in target.copyBytes(from: bytes) }
    }

    /// Returns the key as text, 44 characters. The caller wipes it.
    public func text() -> [UInt8] {
        var text: [UInt8] = []
        Base64URL.encode(secret.bytes, into: &text)
        return text
    }
}

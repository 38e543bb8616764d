// SPDX-License-Identifier: Apache-2.0
import COpenSSL

/// OpenSSL's random generators.
public enum Random {
    /// Returns random bytes that will be seen by others.
    public static func bytes(count: Int) -> [UInt8] {
        [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
            guard RAND_bytes(buffer.baseAddress, Int32(count)) == 1 else { unavailable() }
            filled = count
        }
    }

    /// Returns a random number other than 0.
    public static func nonzeroUInt64() -> UInt64 {
        var value: UInt64 = 0
        while value == 0 {
            value = bytes(count: 8).reduce(0) { $0 << 8 | UInt64($1) }
        }
        return value
    }

    static func fillPrivate(_ target: UnsafeMutableRawBufferPointer) {
        let bytes = target.assumingMemoryBound(to: UInt8.self).baseAddress
        guard RAND_priv_bytes(bytes, Int32(target.count)) == 1 else { unavailable() }
    }

    /// Ends the process: nothing that follows would be safe without random numbers, and there is nothing to fall back
    /// to.
    static func unavailable() -> Never {
        fatalError("OpenSSL has no random numbers")
    }
}

/// Initialisation vectors, drawn from the generator many at a time: one call for 16 bytes costs more than a token.
struct IVSource {
    static let length = 16
    private var bytes: [UInt8] = []
    private var offset = 0

    /// The number of vectors that are drawn already.
    var count: Int { (bytes.count - offset) / Self.length }

    mutating func next(into target: UnsafeMutableRawBufferPointer) {
        if offset == bytes.count {
            bytes = Random.bytes(count: 64 * Self.length)
            offset = 0
        }
        bytes.withUnsafeBytes { target.copyMemory(from: .init(rebasing: $0[offset..<offset + Self.length])) }
        offset += Self.length
    }
}

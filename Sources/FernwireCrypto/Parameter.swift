// SPDX-License-Identifier: Apache-2.0
import COpenSSL

/// OpenSSL's named parameters. They keep the pointer to their name, so a Swift `String` does not do for it, and Swift
/// imports the macros of `core_names.h` as such strings.
enum Parameter {
    static var end: OSSL_PARAM { OSSL_PARAM_construct_end() }

    /// The algorithm's name, which must outlive the parameter.
    static func digest(_ name: UnsafeMutableBufferPointer<CChar>) -> OSSL_PARAM {
        OSSL_PARAM_construct_utf8_string(pointer("digest"), name.baseAddress, 0)
    }

    /// The choice of SHA-256. OpenSSL only reads the name, though it takes it by a mutable pointer.
    static var sha256: OSSL_PARAM {
        OSSL_PARAM_construct_utf8_string(pointer("digest"), UnsafeMutablePointer(mutating: pointer("SHA256")), 0)
    }

    /// Makes a parameter of bytes that OpenSSL only reads, though it takes them by a mutable pointer.
    static func bytes(_ name: StaticString, _ bytes: UnsafeRawBufferPointer) -> OSSL_PARAM {
        OSSL_PARAM_construct_octet_string(
            pointer(name), UnsafeMutableRawPointer(mutating: bytes.baseAddress), bytes.count)
    }

    /// Makes a parameter of a number, which must outlive the parameter.
    static func unsigned(_ name: StaticString, _ value: UnsafeMutablePointer<UInt32>) -> OSSL_PARAM {
        OSSL_PARAM_construct_uint(pointer(name), value)
    }

    private static func pointer(_ name: StaticString) -> UnsafePointer<CChar> {
        UnsafeRawPointer(name.utf8Start).assumingMemoryBound(to: CChar.self)
    }
}

// SPDX-License-Identifier: Apache-2.0
import COpenSSL

/// An algorithm of OpenSSL that is fetched once and kept for as long as the process runs. Several threads may use it.
struct Fetched: @unchecked Sendable {
    let pointer: OpaquePointer

    /// - Returns: `nil` where this OpenSSL, or its configuration, leaves the algorithm out.
    private init?(_ pointer: OpaquePointer?) {
        defer { ERR_clear_error() }
        guard let pointer else { return nil }
        self.pointer = pointer
    }

    static func digest(_ name: String) -> Fetched? { Fetched(EVP_MD_fetch(OpenSSL.context, name, nil)) }

    static func cipher(_ name: String) -> Fetched? { Fetched(EVP_CIPHER_fetch(OpenSSL.context, name, nil)) }

    static func mac(_ name: String) -> Fetched? { Fetched(EVP_MAC_fetch(OpenSSL.context, name, nil)) }
}

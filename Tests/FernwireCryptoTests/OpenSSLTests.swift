// SPDX-License-Identifier: Apache-2.0
import COpenSSL
import Testing

@testable import FernwireCrypto

/// What is done where a call of OpenSSL fails.
@Suite(.timeLimit(.minutes(1))) struct OpenSSLTests {
    /// In a process of its own, since it ends.
    @Test("A call that fails only where OpenSSL itself is broken ends the process")
    func brokenOpenSSL() async {
        await #expect(processExitsWith: .failure) {
            let result: Int32 = 0
            must(result)
        }
    }

    @Test("A key that has no algorithm yet has no DER")
    func keyWithoutAnAlgorithm() {
        let key: OpaquePointer = EVP_PKEY_new()
        defer { EVP_PKEY_free(key) }
        let der = SubjectPublicKeyInfo.encode(key)
        #expect(der.isEmpty)
    }
}

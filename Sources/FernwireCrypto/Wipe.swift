// SPDX-License-Identifier: Apache-2.0
import COpenSSL

/// Overwrites an array that held a secret, in a way that the compiler does not leave out.
public func wipe(_ bytes: inout [UInt8]) {
    bytes.withUnsafeMutableBytes { OPENSSL_cleanse($0.baseAddress, $0.count) }
    bytes.removeAll()
}

/// Overwrites the end of an array, from `start` on, and cuts it off: what was appended must not be handed out.
public func wipe(_ bytes: inout [UInt8], from start: Int) {
    bytes.withUnsafeMutableBytes { OPENSSL_cleanse($0.baseAddress.map { $0 + start }, $0.count - start) }
    bytes.removeLast(bytes.count - start)
}

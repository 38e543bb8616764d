// SPDX-License-Identifier: Apache-2.0
import FernwireCrypto
import Glibc
import Testing

/// What is left in memory of a secret that is gone. The kernel reads the memory, which belongs to nobody by then.
@Suite struct WipeTests {
    private static let pattern = Array("a secret that nobody shall find.".utf8)
    private static let count = 4096

    /// What stands at an address of this process.
    private func memory(at address: UInt) throws -> [UInt8] {
        let file = open("/proc/self/mem", O_RDONLY | O_CLOEXEC)
        try #require(file >= 0)
        defer { close(file) }
        var bytes = [UInt8](repeating: 0, count: Self.count)
        let read = bytes.withUnsafeMutableBytes { pread(file, $0.baseAddress, $0.count, off_t(address)) }
        try #require(read == Self.count)
        return bytes
    }

    private func holdsSecret(_ bytes: [UInt8]) -> Bool {
        bytes.indices.dropLast(7).contains { bytes[$0..<$0 + 8] == Self.pattern[8..<16] }
    }

    private static var filled: [UInt8] { (0..<count).map { pattern[$0 % pattern.count] } }

    @Test("A secret is overwritten before its memory is given back") func secretBytes() throws {
        var secret: SecretBytes? = SecretBytes(copying: Self.filled.span.bytes)
        let address = try #require(secret?.bytes.withUnsafeBytes { UInt(bitPattern: $0.baseAddress) })
        #expect(holdsSecret(try memory(at: address)))
        secret = nil
        #expect(!holdsSecret(try memory(at: address)))
    }

    @Test("A wiped array leaves nothing behind") func arrays() throws {
        var bytes = Self.filled
        let address = bytes.withUnsafeBytes { UInt(bitPattern: $0.baseAddress) }
        #expect(holdsSecret(try memory(at: address)))
        wipe(&bytes)
        #expect(!holdsSecret(try memory(at: address)))
    }
}

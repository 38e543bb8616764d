// SPDX-License-Identifier: Apache-2.0
import FernwireCrypto
import Glibc
import Testing

/// What is left in memory of a secret that is gone. The kernel reads the memory, which belongs to nobody by then.
@Suite struct WipeTests {
    private static let pattern = Array("a secret that nobody shall find.".utf8)
    private static let count = 4096

    /// Looks at the memory of this process, with a buffer that was there before what it looks for: one that is made
    /// later may lie in the very memory that is looked at.
    private struct Probe: ~Copyable {
        private let file = open("/proc/self/mem", O_RDONLY | O_CLOEXEC)
        private var bytes = [UInt8](repeating: 0, count: WipeTests.count)

        deinit {
            close(file)
        }

        /// Whether the secret stands in the memory from `address` on.
        mutating func findsSecret(at address: UInt) throws -> Bool {
            let read = bytes.withUnsafeMutableBytes { pread(file, $0.baseAddress, $0.count, off_t(address)) }
            try #require(read == WipeTests.count)
            return bytes.indices.dropLast(7).contains { bytes[$0..<$0 + 8] == WipeTests.pattern[8..<16] }
        }
    }

    private static var filled: [UInt8] { (0..<count).map { pattern[$0 % pattern.count] } }

    @Test("A secret is overwritten before its memory is given back") func secretBytes() throws {
        var probe = Probe()
        var secret: SecretBytes? = SecretBytes(copying: Self.filled.span.bytes)
        let address = try #require(secret?.bytes.withUnsafeBytes { UInt(bitPattern: $0.baseAddress) })
        let before = try probe.findsSecret(at: address)
        secret = nil
        let after = try probe.findsSecret(at: address)
        #expect(before && !after)
    }

    @Test("An initialiser of secret bytes that fails leaves nothing of them in memory")
    func aFailedInitialiserLeavesNothingBehind() throws {
        struct Refusal: Error {}
        let filled = Self.filled
        var probe = Probe()
        var (address, before, isRefused) = (0 as UInt, false, false)
        do throws(Refusal) {
            _ = try SecretBytes(count: Self.count) { (target) throws(Refusal) in
                target.copyBytes(from: filled)
                address = UInt(bitPattern: target.baseAddress)
                before = (try? probe.findsSecret(at: address)) == true
                throw Refusal()
            }
        } catch {
            isRefused = true
        }
        let after = try probe.findsSecret(at: address)
        #expect(isRefused && before && !after)
    }

    @Test("A wiped array leaves nothing behind") func arrays() throws {
        var probe = Probe()
        var bytes = Self.filled
        let address = bytes.withUnsafeBytes { UInt(bitPattern: $0.baseAddress) }
        let before = try probe.findsSecret(at: address)
        wipe(&bytes)
        let after = try probe.findsSecret(at: address)
        #expect(before && !after)
    }

    @Test("An array of which the end is wiped keeps its beginning, and nothing of the end stays behind")
    func endsOfArrays() throws {
        var probe = Probe()
        var bytes = [1, 2, 3] + Self.filled
        let address = bytes.withUnsafeBytes { UInt(bitPattern: $0.baseAddress) }
        let before = try probe.findsSecret(at: address)
        wipe(&bytes, from: 3)
        let after = try probe.findsSecret(at: address)
        #expect(before && !after && bytes == [1, 2, 3])
        wipe(&bytes, from: 3)
        #expect(bytes == [1, 2, 3])
        wipe(&bytes, from: 0)
        #expect(bytes.isEmpty)
    }
}

// SPDX-License-Identifier: Apache-2.0
import FernwireCrypto
import Testing

@testable import DescribedDissection

@Suite struct OperationMemoryTests {
    private let key = SecretBytes.random(count: 16)

    private func iv(_ number: Int) -> [UInt8] { (0..<8).map { UInt8(truncatingIfNeeded: number >> (8 * $0)) } }

    @Test("An IV is repeated if another ciphertext has it under the same key, and the same one may come again")
    func repetitions() {
        let memory = OperationMemory()
        #expect(!memory.isRepeated(iv: iv(1), key: key, of: [1]))
        #expect(!memory.isRepeated(iv: iv(1), key: key, of: [1]))
        #expect(!memory.isRepeated(iv: iv(1), key: .random(count: 16), of: [2]))
        #expect(memory.isRepeated(iv: iv(1), key: key, of: [2]))
        memory.forget()
        #expect(!memory.isRepeated(iv: iv(1), key: key, of: [2]))
    }

    @Test("No capture makes it remember more ciphertexts than its limit") func bound() {
        let memory = OperationMemory()
        for number in 0...OperationMemory.ivLimit { _ = memory.isRepeated(iv: iv(number), key: key, of: [1]) }
        #expect(memory.isRepeated(iv: iv(OperationMemory.ivLimit - 1), key: key, of: [2]))
        #expect(!memory.isRepeated(iv: iv(OperationMemory.ivLimit), key: key, of: [2]))
    }
}

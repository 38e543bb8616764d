// SPDX-License-Identifier: Apache-2.0
import FernwireCrypto
import Testing

@testable import FernwireSession

/// The order in which pre-shared keys are tried.
@Suite struct KeyRingTests {
    private let secrets = (0..<10).map { _ in SecretBytes.random(count: 16) }
    private let ring = KeyRing()

    init() {
        for secret in secrets { ring.add(secret) }
    }

    /// The number of the key that is found where the one of this number alone fits.
    private func found(_ number: Int) -> Int? {
        let key = ring.key(length: 16) { $0 === secrets[number] }
        return secrets.firstIndex { $0 === key?.secret }
    }

    @Test("The key that fits is found, whichever fitted before")
    func keysThatFittedBefore() {
        for number in [0, 1, 0, 2, 1] {
            let key = found(number)
            #expect(key == number)
        }
    }

    @Test("The eight keys that fitted last are tried before all keys, and the latest of them is the first")
    func order() {
        for number in 0...8 { _ = found(number) }
        var tried: [Int] = []
        let none = ring.key(length: 16) { secret in
            tried += secrets.indices.filter { secrets[$0] === secret }
            return false
        }
        #expect(none == nil)
        #expect(tried == [8, 7, 6, 5, 4, 3, 2, 1] + Array(0...9))
    }
}

// SPDX-License-Identifier: Apache-2.0
import FernwireCrypto
import Testing

@testable import DescribedDissection

/// How much of a key file is kept.
@Suite struct KeyCollectionLimitTests {
    @Test("A line of 4,096 characters may be a key, and a longer one is none")
    func lines() {
        for (length, isKey) in [(4096, true), (4097, false)] {
            let keys = KeyCollection()
            keys.add(Array(String(repeating: "z", count: length).utf8), from: "key file")
            #expect((keys.count > 0) == isKey, "\(length)")
        }
    }

    @Test("Of the lines that tell what private keys opened 1,024 are kept, and 64 of those that came with a capture")
    func unwrapped() {
        func text(_ count: Int) -> [UInt8] {
            (0..<count).flatMap { number in
                let hash = [UInt8](repeating: 7, count: 30) + [UInt8(number >> 8), UInt8(number & 0xFF)]
                return UnwrappedLine(hash: hash, bytes: SecretBytes(wiping: [1, 2, 3])).text
            }
        }
        for (more, count, captured) in [(0, 1024, 64), (1, 1024, 64), (-1, 1023, 63)] {
            let keys = KeyCollection()
            keys.add(text(1024 + more), from: "key file")
            keys.addCaptureKeys(text(64 + more))
            #expect(keys.own.unwrapped.count == count && keys.count == count, "\(more)")
            #expect(keys.captured.unwrapped.count == captured, "\(more)")
        }
    }
}

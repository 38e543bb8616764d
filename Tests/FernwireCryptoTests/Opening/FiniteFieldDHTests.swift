// SPDX-License-Identifier: Apache-2.0
import FernwireCrypto
import Testing

@Suite struct FiniteFieldDHTests {
    /// The prime of 768 bits of RFC 2409 §6.1; what was agreed on begins with a zero, and was found by Python's `pow`.
    private let prime = bytes(
        "ffffffffffffffffc90fdaa22168c234c4c6628b80dc1cd129024e088a67cc74"
            + "020bbea63b139b22514a08798e3404ddef9519b3cd3a431b302b0a6df25f1437"
            + "4fe1356d6d51c245e485b576625e7ec6f44c42e9a63a3620ffffffffffffffff")
    private let exponent = bytes("0217c04cfd8522eb9f3c3074135db9b65294d4e3851cf5194eba7b64b27efa28")
    private let publicValue = bytes(
        "eb27eb9dcee76cac756e5a05f485564b886f215e895c68726ea36dc0353f7662"
            + "3d43c0dcf870f04f51e3276b8514e50c6bb6ac5f6f5ae96475dec9e237be2ad0"
            + "8c3618276292aac77ae6c04a20a50741a994ac5d9ac6887e974dee6b173f14df")
    private let peer = bytes(
        "20d70766728d57b300fb6eb0cb0e9b2502e11523a9e2c61de6ceddb9b36654a8"
            + "2fd78cedac46c10b2d44520d9a8f502cca8a376d052360f0eead355ea9e5018c"
            + "59e24cb2d4d75714d0f34d56c1ee5e622391552db8ea43ea778a153de188defd")
    private let agreed = bytes(
        "0088f369af2f8f1b233e7a9bccc515f11e335c479163fed018878f4d8aef8bb2"
            + "80c2d33c5501436eb412a67fe5abd0597f7738e4c8bbce1d5e50aa911336d336"
            + "633d071e348bb9efcc39f0057a47141b31f7635a7475546f3a11e983e735b209")

    private func agree(_ prime: [UInt8], exponent: [UInt8], peer: [UInt8]) -> [UInt8]? {
        FiniteFieldDH.agree(prime: prime.span.bytes, privateExponent: exponent.span.bytes, peer: peer.span.bytes)?
            .copy()
    }

    private func publicValue(_ prime: [UInt8], generator: [UInt8], exponent: [UInt8]) -> [UInt8]? {
        FiniteFieldDH.publicValue(
            prime: prime.span.bytes, generator: generator.span.bytes, privateExponent: exponent.span.bytes)
    }

    @Test("What two sides agree on has as many bytes as the prime, with the zeros in front")
    func agreement() {
        #expect(agree(prime, exponent: exponent, peer: peer) == agreed)
        #expect(publicValue(prime, generator: [2], exponent: exponent) == publicValue)
        #expect(agree([0, 0] + prime, exponent: [0] + exponent, peer: [0, 0, 0] + peer) == agreed)
        #expect(agree(prime, exponent: exponent + [0], peer: peer) != agreed)
        #expect(agree(prime, exponent: exponent, peer: publicValue) != agreed)
        #expect(publicValue(prime, generator: [3], exponent: exponent) != publicValue)
    }

    @Test("Small numbers agree as one can see, however weak they are")
    func smallNumbers() {
        // 2^3 = 8, 3^5 = 243 = 13 modulo 23.
        #expect(publicValue([23], generator: [2], exponent: [3]) == [8])
        #expect(agree([23], exponent: [5], peer: [3]) == [13])
        #expect(agree([23], exponent: [5], peer: [1]) == [1] && agree([23], exponent: [5], peer: [22]) == [22])
        #expect(agree([5], exponent: [4], peer: [2]) == [1])
    }

    @Test("Numbers outside of the group, and primes that are none, are refused")
    func refusals() {
        for wrong in [[], [0], prime, prime + [0], [0, 0]] as [[UInt8]] {
            #expect(agree(prime, exponent: exponent, peer: wrong) == nil)
        }
        #expect(agree([23], exponent: [5], peer: [23]) == nil && agree([23], exponent: [5], peer: [24]) == nil)
        for wrong in [[], [0], [1], [2], [3], [4], [22], [0, 0, 0]] as [[UInt8]] {
            #expect(agree(wrong, exponent: [1], peer: [1]) == nil)
        }
        for wrong in [[], [0], [0, 0], prime + [1]] as [[UInt8]] {
            #expect(agree(prime, exponent: wrong, peer: peer) == nil)
        }
    }

    @Test("A prime of 8192 bits is taken, and a larger one is refused before it costs anything")
    func sizes() {
        let largest = [UInt8](repeating: 0xFF, count: 1024)
        #expect(agree(largest, exponent: [1], peer: [2])?.count == 1024)
        #expect(agree(largest, exponent: largest, peer: largest.dropLast() + [0xFD])?.count == 1024)
        for count in [1025, 2048, 2049, 1 << 20] {
            #expect(agree([UInt8](repeating: 0xFF, count: count), exponent: [1], peer: [2]) == nil)
            #expect(agree(largest, exponent: [UInt8](repeating: 0xFF, count: count), peer: [2]) == nil)
            #expect(agree(largest, exponent: [1], peer: [UInt8](repeating: 0xFF, count: count)) == nil)
        }
    }

    @Test("No numbers do more than to be refused")
    func noise() {
        var noise = Noise(seed: 6)
        for _ in 0..<500 {
            let (prime, exponent, peer) = (noise.bytes(upTo: 20), noise.bytes(upTo: 20), noise.bytes(upTo: 20))
            let agreed = agree(prime, exponent: exponent, peer: peer)
            #expect(agreed == nil || (1...prime.count).contains(agreed?.count ?? 0))
        }
    }
}

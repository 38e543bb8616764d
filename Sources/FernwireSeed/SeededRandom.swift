// SPDX-License-Identifier: Apache-2.0
import COpenSSL
public import FernwireCrypto

/// Makes OpenSSL's random numbers on this thread follow from a seed, so that a generated capture repeats itself. What it
/// makes from a number is public knowledge: it protects nothing. What it makes from a secret is as secret as that. Neither
/// server nor client links it.
///
/// An OpenSSL library context of its own with the generator TEST-RAND stands in for the thread's default one; the
/// process's own generator is untouched.
///
/// It may be used by several threads, one at a time.
///
/// ### Invariants
/// - TEST-RAND hands out what it was given and then fails, so ``refill(drawsKeys:)`` goes before each operation that draws.
public final class SeededRandom {
    private let context: OpaquePointer
    private var key: [UInt8]
    /// Whether nobody else may know the numbers.
    private let isSecret: Bool
    /// The place in the numbers, which the next refill goes on from.
    public var place: UInt64 = 0
    /// The place of the numbers that are due, and whether keys may be drawn from them.
    private var due: (place: UInt64, drawsKeys: Bool)?

    /// Bytes that may be drawn between two refills, by each of OpenSSL's two generators.
    public static let supply = 1 << 13
    /// The bytes that may be drawn between two refills without keys.
    public static let publicSupply = 1 << 12

    /// The bytes that may be drawn for long-lived keys: an RSA pair draws some 40,000, and hardly ever twice as many.
    private static let longLivedSupply = 1 << 20

    /// Makes numbers that everyone can make who knows, or tries, the number.
    public convenience init(seed: UInt64) {
        self.init(
            key: withUnsafeBytes(of: seed.bigEndian) { Array($0) } + [UInt8](repeating: 0, count: 24), isSecret: false)
    }

    /// Makes numbers that only who knows the secret can make.
    ///
    /// - Precondition: the secret has 32 bytes.
    public convenience init(secret: SecretBytes) {
        precondition(secret.count == 32)
        self.init(key: secret.copy(), isSecret: true)
    }

    private init(key: [UInt8], isSecret: Bool) {
        self.key = key
        self.isSecret = isSecret
        guard let made = OSSL_LIB_CTX_new() else { fatalError("OpenSSL is out of memory") }
        context = made
        guard RAND_set_DRBG_type(context, "TEST-RAND", nil, nil, nil) == 1 else { fatalError("no TEST-RAND") }
    }

    deinit {
        OSSL_LIB_CTX_free(context)
        wipe(&key)
    }

    /// Runs `body` with the seeded numbers in the place of the thread's own.
    public func use<Result: ~Copyable, Failure: Error>(
        _ body: () throws(Failure) -> Result
    ) throws(Failure) -> Result {
        let previous = OSSL_LIB_CTX_set0_default(context)
        defer {
            OSSL_LIB_CTX_set0_default(previous)
            // What OpenSSL keeps for the thread must not outlive the context, which another thread may free.
            OPENSSL_thread_stop_ex(context)
        }
        return try body()
    }

    /// Gives both generators new numbers, or where no keys are drawn the public one the first of the same numbers. What has
    /// not drawn all may go on with the rest.
    ///
    /// - Parameter drawsKeys: whether more may be drawn than ``publicSupply`` bytes that others will see.
    public func refill(drawsKeys: Bool = true) {
        refillLater(drawsKeys: drawsKeys)
        refillNow()
    }

    /// Gives both generators enough new numbers for the long-lived keys of all who play a part.
    public func refillForLongLivedKeys() {
        due = nil
        give(place + 1, Self.longLivedSupply, to: RAND_get0_public(context))
        give(place + 2, Self.longLivedSupply, to: RAND_get0_private(context))
        place += 2
    }

    /// Takes note that new numbers are due, which ``refillNow()`` gives before anything is drawn: making them costs more
    /// than a record that draws none.
    public func refillLater(drawsKeys: Bool) {
        due = (place, drawsKeys)
        place += 2
    }

    /// Gives the numbers that are due, if any are.
    public func refillNow() {
        guard let (place, drawsKeys) = due else { return }
        due = nil
        give(place + 1, drawsKeys ? Self.supply : Self.publicSupply, to: RAND_get0_public(context))
        if drawsKeys { give(place + 2, Self.supply, to: RAND_get0_private(context)) }
    }

    /// Gives a generator `count` bytes of the numbers at a place.
    private func give(_ place: UInt64, _ count: Int, to generator: OpaquePointer?) {
        var numbers = stream(count, at: place)
        let result = numbers.withUnsafeMutableBytes { numbers in
            // OpenSSL keeps the pointer of a parameter's name: a literal's lives as long as the process.
            let name: StaticString = "test_entropy"
            let pointer = UnsafeRawPointer(name.utf8Start).assumingMemoryBound(to: CChar.self)
            let parameters = [
                OSSL_PARAM_construct_octet_string(pointer, numbers.baseAddress, numbers.count),
                OSSL_PARAM_construct_end(),
            ]
            return EVP_RAND_CTX_set_params(generator, parameters)
        }
        if isSecret { wipe(&numbers) }
        guard result == 1 else { fatalError("TEST-RAND takes no numbers") }
    }

    /// The key stream of ChaCha20 under the seed, from a place of its own.
    private func stream(_ count: Int, at place: UInt64) -> [UInt8] {
        let nonce = [UInt8](repeating: 0, count: 8) + withUnsafeBytes(of: place.bigEndian) { Array($0) }
        guard let cipher = EVP_CIPHER_CTX_new() else { fatalError("OpenSSL is out of memory") }
        defer { EVP_CIPHER_CTX_free(cipher) }
        let zeros = [UInt8](repeating: 0, count: count)
        var numbers = zeros
        var written: Int32 = 0
        guard EVP_EncryptInit_ex(cipher, EVP_chacha20(), nil, key, nonce) == 1,
            EVP_EncryptUpdate(cipher, &numbers, &written, zeros, Int32(count)) == 1
        else { fatalError("OpenSSL has no ChaCha20") }
        return numbers
    }
}

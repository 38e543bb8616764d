// SPDX-License-Identifier: Apache-2.0
public import FernwireCrypto
public import FernwireWire

/// Reads a suite's sessions from outside, with keys or without.
///
/// A capture has holes, so each question about the handshake may have no answer. Whatever is asked for each record is
/// answered by the ``RecordProtection`` that the answers here make once.
public protocol SuiteObserver: Sendable {
    /// The keys that open the suite's records.
    var openingKey: OpeningKey { get }

    // MARK: Without a handshake

    /// Returns whether `payload` has the form of the suite's records, for observers that missed the handshake.
    func mayBe(payload: RawSpan) -> Bool
    /// Returns where a record frame holds a Fernet token that a pre-shared key may open without any handshake; `nil`
    /// where it holds none.
    func token(inRecord frame: RawSpan) -> Range<Int>?
    /// Returns the protection by a Fernet key that may be the session's; `nil` in suites without tokens.
    func protection(byCandidate cipher: FernetCipher) -> RecordProtection?

    // MARK: The handshake

    /// Returns the session's secret, which the handshake gives to whoever holds `keys`; `nil` when keys or handshake do
    /// not suffice. The computation may be expensive.
    ///
    /// - Throws: why the keys do not fit the handshake.
    func sessionSecret(_ handshake: ObservedHandshake, keys: KeyRing) throws(KeyMismatch) -> SecretBytes?
    /// Returns the flight that shows the public key whose private key opens `direction`'s records; `nil` where there is
    /// none.
    func keyFlight(opening direction: Direction) -> Int?
    /// Returns whether `data` are the verify data of the finished of `direction` at `point`; `nil` where that takes the
    /// session's secret, or where it cannot be told.
    func verify(
        finished data: [UInt8], of direction: Direction, at point: TranscriptPoint, in handshake: ObservedHandshake
    ) -> Bool?
    /// Returns whether the signature in a flight is its sender's; `nil` when the flight has none, or when it cannot be
    /// told.
    ///
    /// - Parameter index: the number of the flight among the suite's.
    /// - Parameter content: the flight's payload without its protection.
    func verify(flight index: Int, content: [UInt8], in handshake: ObservedHandshake) -> Bool?
    /// Returns what a brute force finds, once the handshake has all that it takes; `nil` in suites that withstand it.
    func bruteForce(_ handshake: ObservedHandshake) -> BruteForce?

    // MARK: Keys

    /// Returns the keys of one direction and epoch. PROTOCOL.md §5.
    func recordKeys(_ secret: EpochSecret) -> RecordKeys
    /// Returns the protection by `keys` alone; `nil` when they lack what it takes to open a record.
    func protection(_ keys: RecordKeys) -> RecordProtection?
    /// Returns the protection of `direction`'s records by `keys`, and by what the handshake shows and `ring` adds to
    /// it; `nil` when all of it does not suffice.
    ///
    /// - Parameter secret: the session's secret; `nil` if it is not known.
    func protection(
        _ keys: RecordKeys, direction: Direction, secret: SecretBytes?, handshake: ObservedHandshake, ring: KeyRing
    ) -> RecordProtection?
}

extension SuiteObserver {
    /// Returns `false`: the form of a record does not tell the suite.
    public func mayBe(payload: RawSpan) -> Bool { false }
    /// Returns `nil`: records hold no token.
    public func token(inRecord frame: RawSpan) -> Range<Int>? { nil }
    /// Returns `nil`: records hold no token.
    public func protection(byCandidate cipher: FernetCipher) -> RecordProtection? { nil }

    /// Returns `nil`: the handshake gives the secret to nobody.
    public func sessionSecret(_ handshake: ObservedHandshake, keys: KeyRing) throws(KeyMismatch) -> SecretBytes? {
        nil
    }

    /// Returns `nil`: no private key opens records.
    public func keyFlight(opening direction: Direction) -> Int? { nil }

    /// Returns `nil`: the check takes the session's secret.
    public func verify(
        finished data: [UInt8], of direction: Direction, at point: TranscriptPoint, in handshake: ObservedHandshake
    ) -> Bool? { nil }

    /// Returns `nil`: no flight has a signature.
    public func verify(flight index: Int, content: [UInt8], in handshake: ObservedHandshake) -> Bool? { nil }
    /// Returns `nil`: the suite withstands brute force.
    public func bruteForce(_ handshake: ObservedHandshake) -> BruteForce? { nil }

    /// Returns the protection by `keys` alone.
    public func protection(
        _ keys: RecordKeys, direction: Direction, secret: SecretBytes?, handshake: ObservedHandshake, ring: KeyRing
    ) -> RecordProtection? { protection(keys) }
}

/// Why the keys at hand open no session whose handshake was seen.
public enum KeyMismatch: Error, Sendable {
    /// No private key belongs to the session's public key.
    case noPrivateKey
    /// The private key fits, but does not open what was wrapped.
    case unwrapFailed
    /// No pre-shared key makes the finished message that was seen.
    case noPresharedKey
}

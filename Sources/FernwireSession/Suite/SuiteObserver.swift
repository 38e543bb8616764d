// SPDX-License-Identifier: Apache-2.0
public import FernwireCrypto
public import FernwireWire

/// What someone who listens makes of a suite's sessions, with keys or without.
///
/// A capture has holes, so each question about the handshake may have no answer. Whatever is asked for each record is
/// answered by the ``RecordProtection`` that the answers here make once.
public protocol SuiteObserver: Sendable {
    // MARK: Without a handshake

    /// Whether `payload` has the form of the suite's records, for observers that missed the handshake.
    func mayBe(payload: RawSpan) -> Bool
    /// Where a record frame holds a Fernet token that a pre-shared key may open without any handshake; `nil` where it
    /// holds none.
    func token(inRecord frame: RawSpan) -> Range<Int>?
    /// Protection by a Fernet key that may be the session's; `nil` in suites without tokens.
    func protection(byCandidate cipher: FernetCipher) -> RecordProtection?

    // MARK: The handshake

    /// What the handshake gives to whoever holds `keys`; `nil` when keys or handshake do not suffice. It may be expensive.
    ///
    /// - Throws: why the keys do not fit the handshake.
    func sessionSecret(_ handshake: ObservedHandshake, keys: KeyRing) throws(KeyMismatch) -> SecretBytes?
    /// The flight that shows the public key to whose private key `direction`'s records open; `nil` where none does.
    func keyFlight(opening direction: Direction) -> Int?
    /// Whether what the finished of `direction` at `point` holds is right; `nil` where that takes the session's secret, or
    /// where it cannot be told.
    func verify(
        finished data: [UInt8], of direction: Direction, at point: TranscriptPoint, in handshake: ObservedHandshake
    ) -> Bool?
    /// Whether the signature in a flight is its sender's; `nil` when the flight has none, or when it cannot be told.
    ///
    /// - Parameter index: which of the suite's flights.
    /// - Parameter content: the flight's payload without its protection.
    func verify(flight index: Int, content: [UInt8], in handshake: ObservedHandshake) -> Bool?
    /// What trying all keys finds, once the handshake has all that it takes; `nil` in suites that withstand it.
    func bruteForce(_ handshake: ObservedHandshake) -> BruteForce?

    // MARK: Keys

    /// The keys of one direction and epoch. PROTOCOL.md §5.
    func recordKeys(_ secret: EpochSecret) -> RecordKeys
    /// Protection by `keys` alone; `nil` when they lack what it takes to open a record.
    func protection(_ keys: RecordKeys) -> RecordProtection?
    /// Protection of `direction`'s records by `keys`, and by what the handshake shows and `ring` adds to it; `nil` when all
    /// of it does not suffice.
    ///
    /// - Parameter secret: the session's, if it is known.
    func protection(
        _ keys: RecordKeys, direction: Direction, secret: SecretBytes?, handshake: ObservedHandshake, ring: KeyRing
    ) -> RecordProtection?
}

extension SuiteObserver {
    public func mayBe(payload: RawSpan) -> Bool { false }
    public func token(inRecord frame: RawSpan) -> Range<Int>? { nil }
    public func protection(byCandidate cipher: FernetCipher) -> RecordProtection? { nil }

    public func sessionSecret(_ handshake: ObservedHandshake, keys: KeyRing) throws(KeyMismatch) -> SecretBytes? {
        nil
    }

    public func keyFlight(opening direction: Direction) -> Int? { nil }

    public func verify(
        finished data: [UInt8], of direction: Direction, at point: TranscriptPoint, in handshake: ObservedHandshake
    ) -> Bool? { nil }

    public func verify(flight index: Int, content: [UInt8], in handshake: ObservedHandshake) -> Bool? { nil }
    public func bruteForce(_ handshake: ObservedHandshake) -> BruteForce? { nil }

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

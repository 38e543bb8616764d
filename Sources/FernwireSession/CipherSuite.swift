// SPDX-License-Identifier: Apache-2.0
public import FernwireCrypto
public import FernwireWire

/// A cipher suite: its flights, its key schedule and its record protection, declared once for client, server and
/// observer. PROTOCOL.md §6.
public protocol CipherSuite: Sendable {
    static var id: SuiteID { get }
    static var name: StaticString { get }

    /// What `fernwire keygen` calls a key for it.
    static var keygenName: StaticString { get }
    static var properties: SuiteProperties { get }
    /// What becomes of a flipped bit in `field`, one of the header's or of ``payloadLayout``.
    static func verdict(_ field: Field) -> Verdict
    /// What its user is to be told: why it is only for looking at.
    static var warning: StaticString? { get }

    /// Operations with private and public keys that its flights and finished messages take.
    static var handshakeOperations: KeyOperations { get }
    /// The same of each record.
    static var recordOperations: KeyOperations { get }

    /// Between the hellos and the finished messages, in session order.
    static var flights: [Flight] { get }
    static var canRekey: Bool { get }
    /// Kind of the key by which a session proves who the side is that sends `direction`; `nil` where it does not.
    static func identityKind(of direction: Direction) -> KeyKind?
    /// Whether record frames have the flag *protected*: not where nothing protects them.
    static var setsProtectedFlag: Bool { get }
    /// Secrets that a key log holds for each direction and epoch; none where the only secret is a pre-shared key.
    static var keyLogLabels: [KeyLabel] { get }

    /// Form of a record's payload.
    static var payloadLayout: Layout { get }
    /// What stands before the record plaintext under the protection.
    static var prefixLayout: Layout { get }
    /// Whether `payload` has the form of this suite, for observers that missed the handshake.
    static func mayBe(payload: RawSpan) -> Bool

    /// The pre-shared key of `credentials` that the suite is spoken with; `nil` where it takes none.
    static func presharedKey(_ credentials: Credentials) -> PresharedKey?
    /// Whether the side that sends `direction` can speak the suite.
    static func isUsable(by direction: Direction, with credentials: Credentials) -> Bool
    /// Key id that the server puts into its hello.
    static func selectKeyID(_ hello: ClientHello, _ credentials: Credentials) throws(SessionError) -> [UInt8]
    static func makeExchange(by direction: Direction, with credentials: Credentials) -> any SuiteExchange

    /// Observer: what the handshake gives to whoever holds `keys`; may be expensive.
    static func sessionSecret(_ facts: SessionFacts, _ keys: KeyRing) throws(KeyMismatch) -> SecretBytes?
    /// Observer: the flight that shows the public key to whose private key `direction`'s records open.
    static func keyFlight(opening direction: Direction) -> Int?
    /// Observer: where a record holds a Fernet token that a pre-shared key may open without any handshake.
    static func token(inRecord frame: RawSpan) -> Range<Int>?
    /// Observer: protection by such a key alone; `nil` in suites without tokens.
    static func looseProtection(_ cipher: FernetCipher) -> RecordProtection?

    /// Observer: whether what finished holds is right, in a suite where that takes no secret to tell.
    static func verifyOpenly(
        _ data: [UInt8], _ direction: Direction, _ facts: SessionFacts, transcriptHash: [UInt8]
    ) -> Bool?

    /// Observer: what whoever listens finds out by trying, once the handshake has all that it takes.
    static func breaking(_ facts: SessionFacts) -> ToyHandshakeBreaking?

    /// Observer: whether the signature in flight `index` is its sender's; `nil` when it has none, or when it cannot
    /// be told.
    ///
    /// - Parameter content: the flight's payload without its protection.
    static func verify(flight index: Int, _ content: [UInt8], _ facts: SessionFacts) -> Bool?

    /// Keys of one direction and epoch. PROTOCOL.md §5.
    static func recordKeys(
        _ secret: SecretBytes, _ schedule: KeySchedule, _ direction: Direction, epoch: UInt32
    ) -> RecordKeys
    /// Protection by `keys`; `nil` when they lack what it takes to open a record.
    static func protection(_ keys: RecordKeys) -> RecordProtection?
    /// Observer: protection of a direction's records by `keys`, and by what the handshake shows and `ring` adds to it.
    ///
    /// - Parameter secret: the session's, if it is known.
    static func protection(
        _ direction: Direction, _ keys: RecordKeys, _ secret: SecretBytes?, _ facts: SessionFacts, _ ring: KeyRing
    ) -> RecordProtection?
}

extension CipherSuite {
    public static var prefixLayout: Layout { Layout([]) }
    public static var warning: StaticString? { nil }
    public static var handshakeOperations: KeyOperations { .none }
    public static var recordOperations: KeyOperations { .none }
    public static var setsProtectedFlag: Bool { true }
    /// Whether it authenticates data and server: only such suites are offered without being asked for.
    public static var isSecure: Bool { properties.authenticatesRecords && properties.peer != .anyone }
    public static var authenticatesRecords: Bool { properties.authenticatesRecords }

    public static func presharedKey(_ credentials: Credentials) -> PresharedKey? { nil }

    public static func identityKind(of direction: Direction) -> KeyKind? { nil }

    public static func verifyOpenly(
        _ data: [UInt8], _ direction: Direction, _ facts: SessionFacts, transcriptHash: [UInt8]
    ) -> Bool? { nil }

    public static func breaking(_ facts: SessionFacts) -> ToyHandshakeBreaking? { nil }

    public static func verify(flight index: Int, _ content: [UInt8], _ facts: SessionFacts) -> Bool? { nil }

    public static func protection(
        _ direction: Direction, _ keys: RecordKeys, _ secret: SecretBytes?, _ facts: SessionFacts, _ ring: KeyRing
    ) -> RecordProtection? {
        keys.isEmpty ? nil : protection(keys)
    }

    public static func selectKeyID(_ hello: ClientHello, _ credentials: Credentials) throws(SessionError) -> [UInt8] {
        []
    }

    public static func sessionSecret(_ facts: SessionFacts, _ keys: KeyRing) throws(KeyMismatch) -> SecretBytes? {
        nil
    }

    public static func token(inRecord frame: RawSpan) -> Range<Int>? { nil }
    public static func looseProtection(_ cipher: FernetCipher) -> RecordProtection? { nil }

    public static func keyFlight(opening direction: Direction) -> Int? { nil }
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

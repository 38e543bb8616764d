// SPDX-License-Identifier: Apache-2.0
public import FernwireWire

/// What a suite says of itself: documents, commands, the dissector's declaration, client, server and observer read it.
public struct SuiteDescription: Sendable {
    /// The suite's number in hellos.
    public let id: SuiteID
    /// The suite's name in commands, key logs and documents.
    public let name: StaticString
    /// The word by which `fernwire keygen` makes a key for the suite; empty where it takes none.
    public let keygenName: StaticString
    public let properties: SuiteProperties
    /// What both sides must hold beforehand, for documents.
    public let keys: StaticString
    /// Who reads or changes what it protects all the same, for documents.
    public let limits: StaticString
    /// Why the suite is only for looking at, to go after its name; `nil` for a suite in earnest.
    public let warning: StaticString?

    /// Operations with private and public keys that the flights and the finished messages take.
    public let handshakeOperations: KeyOperations
    /// Operations with private and public keys that each record takes.
    public let recordOperations: KeyOperations

    /// The messages between the hellos and the finished messages, in session order.
    public let flights: [Flight]
    /// The kind of key by which the client proves who it is; `nil` where it does not.
    public let clientIdentity: KeyKind?
    /// The kind of key by which the server proves who it is; `nil` where it does not.
    public let serverIdentity: KeyKind?

    public let canRekey: Bool
    /// Whether record frames have the flag *protected*: not where nothing protects them.
    public let setsProtectedFlag: Bool
    /// Whether a record's nonce is its sequence number: another record under the same number repeats the nonce.
    public let nonceIsSequence: Bool
    /// The secrets that a key log holds for each direction and epoch; none where the only secret is a pre-shared key.
    public let keyLogLabels: [KeyLabel]

    /// The form of a record's payload.
    public let payloadLayout: Layout
    /// What stands before the record plaintext under the protection.
    public let prefixLayout: Layout

    /// What becomes of a flipped bit in any field that ``exceptions`` does not list.
    public let verdict: Verdict
    /// The fields of which something else becomes.
    public let exceptions: [(field: Field, verdict: Verdict)]

    public init(
        id: SuiteID, name: StaticString, keygenName: StaticString = "", properties: SuiteProperties,
        keys: StaticString, limits: StaticString, warning: StaticString? = nil,
        handshakeOperations: KeyOperations = .none, recordOperations: KeyOperations = .none,
        flights: [Flight] = [], clientIdentity: KeyKind? = nil, serverIdentity: KeyKind? = nil, canRekey: Bool = false,
        setsProtectedFlag: Bool = true, nonceIsSequence: Bool = false, keyLogLabels: [KeyLabel] = [],
        payloadLayout: Layout, prefixLayout: Layout = Layout([]), verdict: Verdict,
        exceptions: [(field: Field, verdict: Verdict)] = []
    ) {
        self.id = id
        self.name = name
        self.keygenName = keygenName
        self.properties = properties
        self.keys = keys
        self.limits = limits
        self.warning = warning
        self.handshakeOperations = handshakeOperations
        self.recordOperations = recordOperations
        self.flights = flights
        self.clientIdentity = clientIdentity
        self.serverIdentity = serverIdentity
        self.canRekey = canRekey
        self.setsProtectedFlag = setsProtectedFlag
        self.nonceIsSequence = nonceIsSequence
        self.keyLogLabels = keyLogLabels
        self.payloadLayout = payloadLayout
        self.prefixLayout = prefixLayout
        self.verdict = verdict
        self.exceptions = exceptions
    }

    /// What becomes of a flipped bit in `field`, one of the header's or of ``payloadLayout``.
    public func verdict(_ field: Field) -> Verdict {
        exceptions.first { $0.field == field }?.verdict ?? verdict
    }
}

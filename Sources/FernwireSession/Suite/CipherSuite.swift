// SPDX-License-Identifier: Apache-2.0
import FernwireCrypto
public import FernwireWire

/// A cipher suite, declared once for client, server and observer: what it is, how an endpoint speaks it, and what an
/// observer makes of it. PROTOCOL.md §6.
///
/// The suites are constants, each made in its folder of `Suites/` and listed in ``SuiteRegistry``. Two references to a
/// suite are the same object: a class, so that each observation carries one pointer. A constant is looked up at its first
/// use behind a lock, so whatever is done for each record takes the suite from the session, never from the constant.
public final class CipherSuite: Sendable {
    public let description: SuiteDescription
    /// How a client or a server speaks it.
    public let endpoint: any SuiteEndpoint
    /// What someone who listens finds out, with keys or without.
    public let observer: any SuiteObserver
    /// Bytes of ``SuiteDescription/prefixLayout``.
    public let prefixLength: Int
    /// Where its records show an IV.
    public let initialValue: InitialValue

    public init(description: SuiteDescription, endpoint: any SuiteEndpoint, observer: any SuiteObserver) {
        self.description = description
        self.endpoint = endpoint
        self.observer = observer
        prefixLength = description.prefixLayout.fixedLength
        initialValue = InitialValue(description.payloadLayout)
    }
}

extension CipherSuite: Equatable {
    public static func == (one: CipherSuite, other: CipherSuite) -> Bool { one === other }
}

// What the description says, for short.
extension CipherSuite {
    public var id: SuiteID { description.id }
    public var name: StaticString { description.name }
    public var keygenName: StaticString { description.keygenName }
    public var properties: SuiteProperties { description.properties }
    public var warning: StaticString? { description.warning }
    public var flights: [Flight] { description.flights }
    public var canRekey: Bool { description.canRekey }
    public var setsProtectedFlag: Bool { description.setsProtectedFlag }
    public var keyLogLabels: [KeyLabel] { description.keyLogLabels }
    public var payloadLayout: Layout { description.payloadLayout }
    public var prefixLayout: Layout { description.prefixLayout }

    /// Whether a record that opens was proved to be its sender's.
    public var authenticatesRecords: Bool { description.properties.authenticatesRecords }
    /// Whether the suite authenticates data and server: only such suites are offered without being asked for.
    public var isSecure: Bool { authenticatesRecords && description.properties.peer != .anyone }

    /// What becomes of a flipped bit in `field`, one of the header's or of ``SuiteDescription/payloadLayout``.
    public func verdict(_ field: Field) -> Verdict { description.verdict(field) }

    /// The kind of key by which the side that sends `direction` proves who it is; `nil` where it does not.
    public func identityKind(of direction: Direction) -> KeyKind? {
        direction == .fromClient ? description.clientIdentity : description.serverIdentity
    }
}

// What one side needs to speak the suite.
extension CipherSuite {
    /// The pre-shared key of `credentials` that the suite is spoken with; `nil` where it takes none, or has none.
    public func presharedKey(_ credentials: Credentials) -> PresharedKey? { endpoint.presharedKey(credentials) }

    /// Whether the side that sends `direction` can speak the suite with `credentials`.
    public func isUsable(by direction: Direction, with credentials: Credentials) -> Bool {
        endpoint.start(as: direction, with: credentials) != nil
    }
}

// SPDX-License-Identifier: Apache-2.0
import FernwireCrypto
public import FernwireWire

/// A cipher suite, declared once for client, server and observer: its description, how an endpoint speaks it, and how
/// an observer reads it. PROTOCOL.md §6.
///
/// The suites are constants, each made in its folder of `Suites/` and listed in ``SuiteRegistry``. Two references to a
/// suite are the same object: a class, so that each observation carries one pointer. A constant is looked up at its
/// first use behind a lock, so whatever is done for each record takes the suite from the session, never from the
/// constant.
///
/// ### Invariants
/// - A suite lives as long as the process, so that an observation need not count its reference.
public final class CipherSuite: Sendable {
    /// The suite's names, properties, flights and layouts.
    public let description: SuiteDescription
    /// The part of a client or server that speaks the suite.
    public let endpoint: any SuiteEndpoint
    /// The part of an observer that reads the suite, with keys or without.
    public let observer: any SuiteObserver
    /// The number of bytes of ``SuiteDescription/prefixLayout``.
    public let prefixLength: Int
    /// The place where the suite's records show an IV.
    public let initialValue: InitialValue

    /// Creates a suite. It is made once and kept as a constant, since suites are compared as objects.
    public init(description: SuiteDescription, endpoint: any SuiteEndpoint, observer: any SuiteObserver) {
        self.description = description
        self.endpoint = endpoint
        self.observer = observer
        prefixLength = description.prefixLayout.fixedLength
        initialValue = InitialValue(description.payloadLayout)
        // This reference is never given back.
        _ = unsafe Unmanaged.passRetained(self)
    }
}

extension CipherSuite: Equatable {
    /// Returns whether both references are the same suite.
    public static func == (one: CipherSuite, other: CipherSuite) -> Bool { one === other }
}

// Shorthands for what the description says.
extension CipherSuite {
    /// The suite's number in hellos.
    public var id: SuiteID { description.id }
    /// The suite's name in commands, key logs and documents.
    public var name: StaticString { description.name }
    /// The word by which `fernwire keygen` makes a key for the suite; empty where it takes none.
    public var keygenName: StaticString { description.keygenName }
    /// The security properties of the suite.
    public var properties: SuiteProperties { description.properties }
    /// Why the suite is only for looking at, in words that follow its name; `nil` for a suite in earnest.
    public var warning: StaticString? { description.warning }
    /// The messages between the hellos and the finished messages, in session order.
    public var flights: [Flight] { description.flights }
    /// Whether a direction can move to a new key within a session. PROTOCOL.md §4.2.
    public var canRekey: Bool { description.canRekey }
    /// Whether record frames have the flag *protected*.
    public var setsProtectedFlag: Bool { description.setsProtectedFlag }
    /// The labels of the secrets that a key log holds for each direction and epoch; empty for none.
    public var keyLogLabels: [KeyLabel] { description.keyLogLabels }
    /// The form of a record's payload; empty where the payload is the record plaintext itself.
    public var payloadLayout: Layout { description.payloadLayout }
    /// The form of what stands before the record plaintext under the protection; empty for nothing.
    public var prefixLayout: Layout { description.prefixLayout }

    /// Whether a record that opens was proved to be its sender's.
    public var authenticatesRecords: Bool { description.properties.authenticatesRecords }
    /// Whether the suite authenticates data and server: only such suites are offered without being asked for.
    public var isSecure: Bool { authenticatesRecords && description.properties.peer != .anyone }

    /// Returns what becomes of a flipped bit in `field`, one of the header's or of ``SuiteDescription/payloadLayout``.
    public func verdict(_ field: Field) -> Verdict { description.verdict(field) }

    /// Returns the kind of key by which the side that sends `direction` proves who it is; `nil` where it does not.
    public func identityKind(of direction: Direction) -> KeyKind? {
        direction == .fromClient ? description.clientIdentity : description.serverIdentity
    }
}

// The credentials that one side needs to speak the suite.
extension CipherSuite {
    /// Returns the pre-shared key of `credentials` that the suite is spoken with; `nil` where it takes none, or has
    /// none.
    public func presharedKey(_ credentials: Credentials) -> PresharedKey? { endpoint.presharedKey(credentials) }

    /// Whether the side that sends `direction` can speak the suite with `credentials`.
    public func isUsable(by direction: Direction, with credentials: Credentials) -> Bool {
        endpoint.start(as: direction, with: credentials) != nil
    }
}

// SPDX-License-Identifier: Apache-2.0
import FernwireCrypto
public import FernwireWire

/// The suites and keys that one side is ready to use, and the limits that it sets.
public struct SessionConfiguration: Sendable {
    /// The direction that this side sends: client or server.
    public var role: Direction
    /// The suites in the order of preference.
    public var suites: [CipherSuite]
    /// The keys that this side brings, and the peers that it accepts.
    public var credentials: Credentials
    /// Returns the time in seconds since 1970. Fernet tokens carry it.
    public var clock: @Sendable () -> UInt64
    /// The most bytes that a message may have once it is put together from its records.
    public var messageLimit = 16 << 20
    /// The memory that messages of all sessions may take together; `nil` for no limit.
    public var memory: MemoryBudget?
    /// Whether files, of any size, are handed on piece by piece and not put together.
    public var streamsFiles = false
    /// The number of messages after which this side rekeys, where the suite can; at least 1. `nil` rekeys only as
    /// ``recordsPerKey`` demands.
    public var rekeyInterval: UInt64?
    /// The number of records of this side that one key protects, where the suite can rekey; at least 8.
    public var recordsPerKey = KeyLimits.records

    /// Creates a configuration with the default limits.
    ///
    /// - Parameters:
    ///   - role: the direction that this side sends.
    ///   - suites: the suites in the order of preference.
    ///   - clock: returns the time in seconds since 1970.
    public init(
        role: Direction, suites: [CipherSuite] = SuiteRegistry.standard.suites, credentials: Credentials,
        clock: @escaping @Sendable () -> UInt64
    ) {
        self.role = role
        self.suites = suites
        self.credentials = credentials
        self.clock = clock
    }
}

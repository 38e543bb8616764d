// SPDX-License-Identifier: Apache-2.0
import FernwireCrypto
public import FernwireWire

/// What one side is ready to speak.
public struct SessionConfiguration: Sendable {
    /// The direction that this side sends: client or server.
    public var role: Direction
    /// Suites in the order of preference.
    public var suites: [CipherSuite]
    public var credentials: Credentials
    /// Seconds since 1970.
    public var clock: @Sendable () -> UInt64
    /// Most bytes of a message put together from its records.
    public var messageLimit = 16 << 20
    /// What messages of all sessions may keep in memory together; `nil` for no limit.
    public var memory: MemoryBudget?
    /// Whether files are handed on piece by piece, of any size, and not put together.
    public var streamsFiles = false
    /// Messages after which this side rekeys, where the suite can; at least 1.
    public var rekeyInterval: UInt64?
    /// Records of this side that one key protects, where the suite can rekey; at least 8.
    public var recordsPerKey = KeyLimits.records

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

// SPDX-License-Identifier: Apache-2.0

/// The number of a cipher suite. The session layer says what the numbers mean.
public struct SuiteID: RawRepresentable, Hashable, Sendable {
    public var rawValue: UInt16

    public init(rawValue: UInt16) {
        self.rawValue = rawValue
    }
}

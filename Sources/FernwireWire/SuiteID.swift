// SPDX-License-Identifier: Apache-2.0

/// Number of a cipher suite. What the numbers mean is the session layer's to say.
public struct SuiteID: RawRepresentable, Hashable, Sendable {
    public var rawValue: UInt16

    public init(rawValue: UInt16) {
        self.rawValue = rawValue
    }
}

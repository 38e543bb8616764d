// SPDX-License-Identifier: Apache-2.0

/// Proof that its sender knows the secret and saw the same transcript. PROTOCOL.md §3.8.
public struct Finished: Message {
    public var verifyData: [UInt8]

    public static let type = MessageType.finished
    public static let layout = Layout([.rest(.verifyData)])

    public init(verifyData: [UInt8]) {
        self.verifyData = verifyData
    }

    public init(decoding payload: RawSpan) throws(WireError) {
        verifyData = Array(payload)
    }

    public func encoded() -> [UInt8] {
        verifyData
    }
}

// SPDX-License-Identifier: Apache-2.0

/// A signature over the handshake so far, by the public key that its sender showed. PROTOCOL.md §3.6.
public struct Signature: Message {
    public var signature: [UInt8]

    public static let type = MessageType.signature
    public static let layout = Layout([.rest(.signature)])

    public init(signature: [UInt8]) {
        self.signature = signature
    }

    public init(decoding payload: RawSpan) throws(WireError) {
        signature = Array(payload)
    }

    public func encoded() -> [UInt8] {
        signature
    }
}

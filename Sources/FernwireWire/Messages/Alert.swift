// SPDX-License-Identifier: Apache-2.0

/// The last word of a side that gives up. PROTOCOL.md §8. The same bytes are the content of an alert record.
public struct Alert: Message {
    /// Raw value of an ``AlertCode``, or a code of a newer peer.
    public var code: UInt16

    public static let type = MessageType.alert
    public static let layout = Layout([.integer(.alertCode, 2)])

    public init(_ code: AlertCode) {
        self.code = code.rawValue
    }

    public init(decoding payload: RawSpan) throws(WireError) {
        try Self.layout.walk(payload) { _ in }
        code = payload.uint16(0..<2)
    }

    public func encoded() -> [UInt8] {
        var writer = LayoutWriter(Self.layout)
        writer.put(.alertCode, code)
        return writer.finish()
    }
}

// SPDX-License-Identifier: Apache-2.0

/// The payload of a frame, as a value.
public protocol Message: Sendable, Equatable {
    static var type: MessageType { get }
    static var layout: Layout { get }

    /// - Throws: ``WireError`` when `payload` does not have the message's form.
    init(decoding payload: RawSpan) throws(WireError)

    func encoded() -> [UInt8]
}

// SPDX-License-Identifier: Apache-2.0
public import WireSchema

/// A signature over the handshake so far, by the public key that its sender showed. PROTOCOL.md §3.6.
public struct Signature: Message {
    public var signature: [UInt8]

    public static let schema = Schema(empty: Signature(signature: []), [.rest(.signature, \.signature)])

    public init(signature: [UInt8]) {
        self.signature = signature
    }

    public static func narration(of message: Self?, _ context: MessageContext) -> String? {
        "signs what was said so far."
    }
}

extension MessageType {
    public static let signature = MessageType(0x06)
}

extension Signature {
    public static let declaration = MessageDeclaration(
        .signature, name: "signature",
        heading: Field(
            "fernwire.handshake_signature", "Signature", kind: .heading, summary: "Over the handshake so far"),
        message: Signature.self)
}

extension Field {
    /// The signature of this message, of an identity, and of a record whose suite signs it.
    public static let signature = Field(
        "fernwire.signature", "Signature", kind: .bytes, summary: "Made with the sender's private key")
}

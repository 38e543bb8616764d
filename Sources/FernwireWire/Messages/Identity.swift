// SPDX-License-Identifier: Apache-2.0
import WireSchema

/// The identity of a side, with its proof. PROTOCOL.md §3.7.
public struct Identity: Message {
    /// The raw value of a ``KeyKind``; 0 for a side that does not say who it is.
    public var kind: UInt8
    /// The DER of a SubjectPublicKeyInfo; empty for kind 0.
    public var key: [UInt8]
    /// The signature over the handshake so far; empty for kind 0.
    public var signature: [UInt8]

    public static let schema = Schema(
        empty: Identity(),
        [
            .value(.publicKeyKind, \.kind), .bytes(.publicKey, length: .publicKeyLength, \.key),
            .bytes(.signature, length: .signatureLength, \.signature),
        ])

    /// Makes the identity of a side that does not say who it is.
    public init() {
        (kind, key, signature) = (0, [], [])
    }

    public init(kind: KeyKind, key: [UInt8], signature: [UInt8]) {
        self.kind = kind.rawValue
        self.key = key
        self.signature = signature
    }

    public var isAnonymous: Bool { kind == 0 }

    public func check() throws(WireError) {
        guard isAnonymous else { return }
        guard key.isEmpty else { throw .illegalValue(field: .publicKey, offset: 3) }
        guard signature.isEmpty else { throw .illegalValue(field: .signature, offset: 5) }
    }

    public static func narration(of message: Self?, _ context: MessageContext) -> String? {
        "proves who it is, already under encryption."
    }
}

extension MessageType {
    public static let identity = MessageType(0x07)
}

extension Identity {
    public static let declaration = MessageDeclaration(
        .identity, name: "identity",
        heading: Field("fernwire.identity", "Identity", kind: .heading, summary: "Who a side is, and the proof of it"),
        message: Identity.self)
}

extension Field {
    public static let signatureLength = Field(
        "fernwire.signature_length", "Signature length", kind: .u16, summary: "Bytes of the signature")
}

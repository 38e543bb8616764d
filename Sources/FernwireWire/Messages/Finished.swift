// SPDX-License-Identifier: Apache-2.0
public import WireSchema

/// The proof that its sender knows the secret and saw the same transcript. PROTOCOL.md §3.8.
public struct Finished: Message {
    public var verifyData: [UInt8]

    public static let schema = Schema(empty: Finished(verifyData: []), [.rest(.verifyData, \.verifyData)])

    public init(verifyData: [UInt8]) {
        self.verifyData = verifyData
    }

    public func phrases(_ context: MessageContext) -> [String]? { [Self.title.description] }

    public static func narration(of message: Self?, _ context: MessageContext) -> String? {
        context.isConfidential
            ? "finishes: with the session's keys it makes a check value of all that was said."
            : "finishes the handshake; without keys this proves nothing."
    }
}

extension MessageType {
    public static let finished = MessageType(0x0F)
}

extension Finished {
    public static let declaration = MessageDeclaration(
        .finished, name: "finished",
        heading: Field(
            "fernwire.finished", "Finished", kind: .heading, summary: "Proves knowledge of secret and transcript"),
        message: Finished.self)
}

extension Field {
    public static let verifyData = Field(
        "fernwire.finished.verify_data", "Verify data", kind: .bytes,
        summary: "Proves knowledge of secret and transcript")
}

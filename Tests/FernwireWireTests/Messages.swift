// SPDX-License-Identifier: Apache-2.0
import FernwireWire

/// One of each message, with all its parts.
enum Messages {
    static let clientHello = ClientHello(
        random: (0..<32).map { UInt8($0) }, suites: [SuiteID(rawValue: 2), SuiteID(rawValue: 0xFF00)],
        keyIDs: [Array("badges".utf8), [0xC3, 0xA9]],
        extensions: [Extension(type: 0xFF01, data: [1, 2, 3]), Extension(type: 7, data: [])])
    static let serverHello = ServerHello(
        random: (32..<64).map { UInt8($0) }, suite: SuiteID(rawValue: 5), keyID: Array("badges".utf8),
        extensions: [Extension(type: 0xFF01, data: [9])])
    static let publicKey = PublicKey(kind: .rsa, key: [0x30, 0x82, 1, 2])
    static let keyWrap = KeyWrap(wraps: [
        .init(kind: .fernetKey, wrapped: [UInt8](repeating: 1, count: 256)),
        .init(kind: .macSecret, wrapped: [UInt8](repeating: 2, count: 256)),
    ])
    static let keyShare = KeyShare(kind: .x25519, share: [UInt8](repeating: 3, count: 32))
    static let signature = Signature(signature: [UInt8](repeating: 4, count: 256))
    static let identity = Identity(
        kind: .ed25519, key: [UInt8](repeating: 5, count: 44), signature: [UInt8](repeating: 6, count: 64))
    static let finished = Finished(verifyData: [UInt8](repeating: 7, count: 32))
    static let alert = Alert(.badRecord)
    static let file = FileFragment(
        offset: 0,
        description: .init(
            size: 3, sha256: [UInt8](repeating: 5, count: 32), name: Array("badge.txt".utf8),
            mediaType: Array("text/plain".utf8)), data: [1, 2, 3])

    /// A message's parts in order: the field that a decoder names when the message ends inside the part, and the part's
    /// bytes. A list is one part, named after its length.
    typealias Parts = [(field: Field, count: Int)]

    /// The messages that end in no part that takes whatever there is.
    static let withParts: [(message: any Message, parts: Parts)] = [
        (
            clientHello,
            [
                (.helloRandom, 32), (.offeredSuitesLength, 2), (.offeredSuitesLength, 4), (.keyIDsLength, 2),
                (.keyIDsLength, 7 + 3), (.extensionsLength, 2), (.extensionsLength, 7 + 4),
            ]
        ),
        (
            serverHello,
            [
                (.helloRandom, 32), (.suite, 2), (.keyIDLength, 1), (.keyID, 6), (.extensionsLength, 2),
                (.extensionsLength, 5),
            ]
        ),
        (publicKey, [(.publicKeyKind, 1), (.publicKeyLength, 2), (.publicKey, 4)]),
        (keyWrap, [(.wrapsLength, 2), (.wrapsLength, 2 * (1 + 2 + 256))]),
        (keyShare, [(.shareKind, 1), (.shareLength, 2), (.share, 32)]),
        (
            identity,
            [
                (.publicKeyKind, 1), (.publicKeyLength, 2), (.publicKey, 44), (.signatureLength, 2), (.signature, 64),
            ]
        ),
        (Identity(), [(.publicKeyKind, 1), (.publicKeyLength, 2), (.signatureLength, 2)]),
        (alert, [(.alertCode, 2)]),
    ]

    /// All that have the form of a frame's payload.
    static let all: [any Message] = [
        clientHello, serverHello, publicKey, keyWrap, keyShare, signature, identity, Identity(), finished, alert,
    ]

    /// What a decoder says of a message that ends after `count` bytes: the part that is cut, and where it begins.
    static func truncation(of parts: Parts, after count: Int) -> WireError? {
        var offset = 0
        for part in parts {
            if count < offset + part.count { return .truncated(field: part.field, offset: offset) }
            offset += part.count
        }
        return nil
    }
}

extension Message {
    static func decode(_ bytes: [UInt8]) throws(WireError) -> Self {
        try Self(decoding: bytes.rawSpan)
    }
}

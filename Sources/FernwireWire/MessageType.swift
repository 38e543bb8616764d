// SPDX-License-Identifier: Apache-2.0

/// What a frame carries. PROTOCOL.md §10.
public enum MessageType: UInt8, CaseIterable, Sendable {
    case clientHello = 0x01
    case serverHello = 0x02
    case publicKey = 0x03
    case keyWrap = 0x04
    case keyShare = 0x05
    case signature = 0x06
    case identity = 0x07
    case finished = 0x0F
    case record = 0x20
    case alert = 0x30

    /// Name in the specification.
    public var name: StaticString {
        switch self {
        case .clientHello: "client_hello"
        case .serverHello: "server_hello"
        case .publicKey: "public_key"
        case .keyWrap: "key_wrap"
        case .keyShare: "key_share"
        case .signature: "signature"
        case .identity: "identity"
        case .finished: "finished"
        case .record: "record"
        case .alert: "alert"
        }
    }

    /// Name for people.
    public var title: StaticString {
        switch self {
        case .clientHello: "Client Hello"
        case .serverHello: "Server Hello"
        case .publicKey: "Public Key"
        case .keyWrap: "Key Wrap"
        case .keyShare: "Key Share"
        case .signature: "Signature"
        case .identity: "Identity"
        case .finished: "Finished"
        case .record: "Record"
        case .alert: "Alert"
        }
    }

    /// Whether its frames enter the transcript. PROTOCOL.md §3.8.
    public var isHandshake: Bool { rawValue < 0x20 }
}

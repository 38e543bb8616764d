// SPDX-License-Identifier: Apache-2.0
import DissectorKit

// What is weak, in one sentence each.
extension Note {
    var weaknessDeclaration: ExpertDeclaration {
        switch self {
        case .notForwardSecret:
            .init(
                "fernwire.expert.no_forward_secrecy", .security, .note,
                "A static key and no forward secrecy: who obtains it later reads what is recorded today")
        case .weakerSuite:
            .init(
                "fernwire.expert.weaker_suite", .security, .warning,
                "The client offered a suite that authenticates data and server, and this one does not: a downgrade?")
        case .unauthenticatedKey:
            .init(
                "fernwire.expert.unauthenticated_key", .security, .warning,
                "Nobody vouches for this public key: a man in the middle may have put his own in its place")
        case .toySizes:
            .init(
                "fernwire.expert.toy_sizes", .security, .warning,
                "A key agreement of 16 bits in a group of 5460 elements: toy sizes")
        case .sizesLeak:
            .init(
                "fernwire.expert.sizes_leak", .security, .chat,
                "Encrypted, but the length and the time of each record tell the size of what it says, and when")
        case .ivRepeated:
            .init(
                "fernwire.expert.iv_repeated", .security, .warning,
                "This IV or nonce was used before under the same key")
        case .replayed:
            .init(
                "fernwire.expert.replayed", .security, .warning,
                "The very same record was seen before at another place of the stream: a replay")
        default: momentDeclaration
        }
    }

    private var momentDeclaration: ExpertDeclaration {
        switch self {
        case .timestampFar:
            .init(
                "fernwire.expert.timestamp_far", .security, .note,
                "The token's timestamp is more than a minute away from the frame's time")
        case .expired:
            .init(
                "fernwire.expert.expired", .security, .warning,
                "The token is older than the time to live of the preferences")
        case .broken:
            .init(
                "fernwire.expert.broken", .security, .warning,
                "The session's key was found by trying")
        case .outsideGroup:
            .init(
                "fernwire.expert.outside_group", .security, .warning,
                "A public value is outside the group of 5460 elements that 3 generates")
        default:
            .init(
                "fernwire.expert.toy_signature", .security, .warning,
                "Decrypted by trying; the signature fits, and proves nothing: its key is factored at once")
        }
    }
}

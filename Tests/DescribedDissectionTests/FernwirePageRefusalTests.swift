// SPDX-License-Identifier: Apache-2.0
import FernwireWire
import Testing

/// docs/fernwire.ksy against PROTOCOL.md §12.2.
@Suite("The specification's refusals and the description") struct FernwirePageRefusalTests {
    /// What the page refuses and the description reads, by kind, with what the description would have to look at.
    private static let unseen: [String: Set<String>] = [
        "client_hello": [
            // The list as a whole.
            "a suite twice", "an unknown suite twice", "a key id twice", "an extension twice", "GREASE alone",
            // The server.
            "other suites", "other key ids",
        ],
        // The side that receives it, and the frames before it.
        "header": [
            "the receiver's direction", "sequence 1", "all wrong from the direction on",
            "all wrong from the session id on",
        ],
        // Nothing: an alert is not answered, right or wrong. Then as above.
        "alert": ["as it should be", "an unknown code", "the receiver's direction", "a session id", "sequence 1"],
        // The client hello, and the list as a whole.
        "server_hello": [
            "another suite", "suite 0", "another key id", "an extension that was not offered",
            "a version that was not asked for", "an extension twice",
        ],
        // The suite, and the length of the modulus.
        "key_wrap": ["one wrap", "a byte less", "a byte more"],
        // The sender, the suite, and what takes computing with the key.
        "server identity": [
            "nobody", "an RSA key", "an unknown kind",
            "a key of small order, with the signature that is right for every message",
            "a signature that does not verify",
        ],
        "record": [
            // The records before it.
            "a middle alone", "a last alone", "message id 2 first", "a message id twice", "a message inside another",
            "a first after a first", "another message id inside", "another reply to inside",
            "another content type inside",
            "an end inside a message", "a record after the end", "a second end", "17 rekeys",
            "content that is disregarded and 17 rekeys",
            // Whether text is UTF-8.
            "half a character", "a byte that UTF-8 does not have", "UTF-8 that is too long", "a surrogate",
            "JSON that is not UTF-8",
            // Nothing: an alert is not answered.
            "an alert", "an alert after the end",
            // The frame's epoch.
            "a rekey to its own epoch", "a rekey to epoch 3",
        ],
        "file": [
            // Single characters, and whether text is UTF-8.
            "a slash", "a backslash", "a NUL", "a line feed", "DEL", "U+0085", "a name that is not UTF-8",
            "a media type that is not UTF-8",
            // The records before it.
            "a gap", "an offset twice",
        ],
        // The suite, the epochs, and what takes computing with the key.
        "x25519 rekey": [
            "no material", "to epoch 3, all after it wrong too", "peer epoch 0", "peer epoch 2, which there is not",
            "peer epoch 2 and a key of small order", "a key of zeros", "a key of order 8",
        ],
    ]

    @Test(
        "What the specification accepts is read, and what it refuses is not, as far as the bytes alone show it",
        arguments: unseen.keys.sorted()) func pageRefusals(_ kind: String) throws
    {
        let description = try FernwireDescription()
        let refusals = try FernwireRefusal.all(of: kind)
        #expect(refusals.count > 5)
        var unseen: Set<String> = []
        for refusal in refusals {
            let isRead =
                switch kind {
                case "key_wrap":
                    try description.reads(DescribedSession.frame(MessageType.keyWrap.rawValue, refusal.bytes))
                case "server identity": try description.reads(refusal.bytes, as: "identity")
                case "record", "file", "x25519 rekey": try description.reads(refusal.bytes, as: "record")
                default: try description.reads(refusal.bytes)
                }
            if refusal.answer == "accepted" {
                #expect(isRead, "\(refusal.title)")
            } else if isRead {
                unseen.insert(refusal.title)
            }
        }
        #expect(unseen == Self.unseen[kind])
    }
}

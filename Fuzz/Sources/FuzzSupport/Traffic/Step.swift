// SPDX-License-Identifier: Apache-2.0

/// One thing that a side of a connection does. An input of the fuzzer is a number that chooses suite and options, and steps.
///
/// A step is a byte with its side in the highest bit, what the target makes of it in the next four, and its kind in the
/// lowest three; a length of two bytes; and as many bytes as there are.
package struct Step {
    package enum Kind: UInt8, CaseIterable {
        /// Sends the content as it is.
        case bytes
        /// Sends a frame around the content: its first byte is the type, its second the flags, the rest the payload. Session
        /// id, sequence number, epoch and length are right.
        case frame
        /// Sends a record that is sealed with the session's keys, with the content as its plaintext.
        case record
        /// Sends the next frame that an honest peer would send, with changes: of each three bytes, two are a place and one
        /// flips bits there.
        case changed
        /// The same with the length put right, and the payload cut or made longer: the first byte says by how much.
        case resized
        /// Sends again a frame of this number, the first byte.
        case repeated
        /// The honest peer sends what it would.
        case honest
        /// The side that is tested sends a message, rekeys or ends.
        case command
    }

    package var kind: Kind
    package var isFromServer: Bool
    /// From 0 to 15.
    package var options: UInt8
    package var content: [UInt8]

    package static let limit = 64

    package init(kind: Kind, isFromServer: Bool, options: UInt8 = 0, content: [UInt8]) {
        self.kind = kind
        self.isFromServer = isFromServer
        self.options = options
        self.content = content
    }
}

/// What an input says of a connection.
package struct Script {
    /// Chooses the suite, by its place.
    package var suite: UInt8
    package var options: UInt8
    package var steps: [Step]

    package init(suite: UInt8, options: UInt8 = 0, steps: [Step]) {
        self.suite = suite
        self.options = options
        self.steps = steps
    }

    package init(_ input: [UInt8]) {
        suite = input.first ?? 0
        options = input.count > 1 ? input[1] : 0
        steps = []
        var start = 2
        while start + 3 <= input.count, steps.count < Step.limit {
            let head = input[start]
            let length = Int(input[start + 1]) << 8 | Int(input[start + 2])
            let end = min(start + 3 + length, input.count)
            steps.append(
                Step(
                    kind: Step.Kind(rawValue: head & 7)!, isFromServer: head & 0x80 != 0, options: head >> 3 & 15,
                    content: Array(input[start + 3..<end])))
            start = end
        }
    }

    /// The input that says this.
    package var input: [UInt8] {
        steps.reduce(into: [suite, options]) { input, step in
            let content = step.content.prefix(0xFFFF)
            input.append((step.isFromServer ? 0x80 : 0) | step.options << 3 | step.kind.rawValue)
            input += [UInt8(content.count >> 8), UInt8(content.count & 255)]
            input += content
        }
    }
}

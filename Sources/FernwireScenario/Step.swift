// SPDX-License-Identifier: Apache-2.0
public import FernwireSession
public import FernwireWire

extension Scenario {
    /// One thing that one side does.
    public struct Step: Equatable, Sendable {
        public var from: Direction
        public var action: Action
        /// Whether the message answers the last one that the other side sent and this one received.
        public var isReply: Bool
        /// How many seconds pass before it.
        public var pause: Double
        /// What the comment of the packet that carries the step says; `nil` for what the generator says of every step.
        public var comment: String?
        public var fault: StepFault?

        public init(
            _ from: Direction, _ action: Action, isReply: Bool = false, pause: Double = 1, comment: String? = nil,
            fault: StepFault? = nil
        ) {
            self.isReply = isReply
            self.fault = fault
            self.from = from
            self.action = action
            self.pause = pause
            self.comment = comment
        }
    }

    /// What goes wrong with what a step sends.
    public struct StepFault: Equatable, Sendable {
        public var fault: Fault
        /// The display filter of the field whose last bit is flipped; `nil` for the record's last bit.
        public var field: String?

        public init(_ fault: Fault, field: String? = nil) {
            self.fault = fault
            self.field = field
        }
    }

    /// What a side does in a step.
    public enum Action: Equatable, Sendable {
        case text(String)
        case json(String)
        case file(name: String, mediaType: String, Content)
        /// Moves the side's direction to its next key.
        case rekey

        /// Returns the command that makes a session do it.
        ///
        /// - Parameter replyTo: the id of the message that it answers; 0 for none.
        public func command(replyTo: UInt64) -> SessionCommand {
            switch self {
            case .text(let text): .message(.text, Array(text.utf8), replyTo: replyTo)
            case .json(let text): .message(.json, Array(text.utf8), replyTo: replyTo)
            case .file(let name, let mediaType, let content):
                .file(name: Array(name.utf8), mediaType: Array(mediaType.utf8), content.bytes, replyTo: replyTo)
            case .rekey: .rekey
            }
        }
    }

    /// What a file holds.
    public enum Content: Equatable, Sendable {
        case text(String)
        /// Numbered lines, of so many bytes in all.
        case lines(Int)

        public static let sizeLimit = 64 << 20

        public var bytes: [UInt8] {
            switch self {
            case .text(let text): return Array(text.utf8)
            case .lines(let size):
                var bytes: [UInt8] = []
                var number = 1
                while bytes.count < size {
                    bytes += Array("line \(number)\n".utf8)
                    number += 1
                }
                return Array(bytes.prefix(size))
            }
        }
    }
}

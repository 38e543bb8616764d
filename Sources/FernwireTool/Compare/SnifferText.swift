// SPDX-License-Identifier: Apache-2.0
import FernwireSession
import FernwireWire

/// The text of what a sniffer reads in one frame, in a few words.
struct SnifferText {
    /// The same text in ever fewer words.
    private(set) var phrases: [String] = []
    /// Whether it shows what was said.
    private(set) var isContent = false

    /// The most bytes of a peer's text that are looked at: no line is longer.
    static let limit = 1024

    /// - Parameter plaintext: the bytes that the frame protects, where that takes no key.
    init(_ header: FrameHeader, _ payload: RawSpan, observation: Observation, plaintext: [UInt8]) {
        let prefix = observation.suite?.prefixLength ?? 0
        if header.knownType == .record, observation.isOpen, plaintext.count >= prefix {
            isContent = true
            phrases = Self.content(plaintext.rawSpan.extracting(prefix..<plaintext.count))
        } else {
            phrases = Self.message(header, payload, observation: observation)
        }
        var marks = Self.marks(observation)
        if isContent, header.isProtected { marks += " [key found by trying]" }
        phrases = phrases.map { $0 + marks }
    }

    /// Returns the phrase that fits best.
    func fitted(to width: Int) -> String {
        let text = phrases.first { Columns.width($0) <= width } ?? phrases.last ?? ""
        return Columns.fit(text, width)
    }

    private static func marks(_ observation: Observation) -> String {
        var marks = ""
        switch observation.status {
        case .truncated: marks += " [cut]"
        case .finishedFailed, .failed: marks += " [wrong]"
        case .none, .noKey, .verified, .unchecked, .unauthenticated, .closed: break
        }
        if observation.weaknesses.contains(.replayed) { marks += " [replayed]" }
        if observation.weaknesses.contains(.ivRepeated) { marks += " [IV used before]" }
        return marks
    }
}

extension Observation {
    /// Whether what the record protects can be read.
    var isOpen: Bool { status.isOpen }
}

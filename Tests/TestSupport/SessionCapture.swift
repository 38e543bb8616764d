// SPDX-License-Identifier: Apache-2.0
public import FernwireWire

extension CaptureFile {
    /// A capture to Fernwire's own port.
    public init(clientPort: UInt16 = 50_000) {
        self.init(clientPort: clientPort, serverPort: 9090)
    }

    /// A capture of all that `pair` sent, a segment for each burst.
    public init(_ pair: SessionPair) {
        self.init()
        open()
        for (direction, bytes) in pair.wire { segment(direction, bytes) }
    }

    /// The same, a segment for each frame.
    public init(framesOf pair: SessionPair) {
        self.init()
        open()
        for (direction, bytes) in pair.frames { segment(direction, bytes) }
    }

    public mutating func segment(_ direction: Direction, _ payload: [UInt8]) { segment(side(direction), payload) }

    public mutating func retransmission(_ direction: Direction, _ payload: [UInt8]) {
        retransmission(side(direction), payload)
    }

    public mutating func missingSegment(_ direction: Direction, _ payload: [UInt8]) {
        missingSegment(side(direction), payload)
    }
}

private func side(_ direction: Direction) -> CaptureFile.Side {
    switch direction {
    case .fromClient: .client
    case .fromServer: .server
    }
}

// SPDX-License-Identifier: Apache-2.0
import FernwireCrypto
import FernwireSession
import FernwireWire
import TestSupport

// Records that claim much.
extension CostInput {
    static let records = [
        CostInput(name: "one record with a high sequence number in each connection, on any port", count: 12_000) {
            count in
            let record = FrameTemplate(.record, epoch: 1, isProtected: true).with(sequence: 4095)
            var capture = RawCapture()
            for number in 0..<count {
                var connection = RawCapture.Connection(number, serverPort: 4000)
                capture.segment(&connection, .fromClient, record)
            }
            return capture
        },
        CostInput(name: "each record in another epoch", count: 5000) { count in
            let pair = SessionPair(.rsaFernetSigned, Sample.largeCredentials)
            pair.run()
            let id = pair.frames.map { FrameHeader(decoding: $0.bytes.rawSpan).sessionID }.max() ?? 0
            var capture = RawCapture()
            var connection = RawCapture.Connection(1)
            for (direction, bytes) in pair.wire { capture.segment(&connection, direction, bytes) }
            let records = [1, 2].map { epoch in
                FrameTemplate(.record, epoch: epoch, sessionID: id, isProtected: true, [0])
            }
            for index in 0..<count {
                capture.segment(&connection, .fromClient, records[index % 2].with(sequence: 6 + index))
            }
            return capture
        },
    ]
}

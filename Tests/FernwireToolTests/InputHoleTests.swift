// SPDX-License-Identifier: Apache-2.0
import DissectorKit
import FernwireDissection
import Testing

@testable import FernwireCapture
@testable import FernwireTool

/// What a connection makes of bytes that were sent and not captured.
@Suite struct InputHoleTests {
    /// Returns how many PDUs are found in what the client says.
    private func count(_ contents: [StreamPiece.Content]) -> Int {
        let connection = DissectedConnection(0, FernwireDissector(keys: SharedKeys()))
        let client = ConversationPiece.End(address: 1, isIPv6: false, port: 50_000)
        let server = ConversationPiece.End(address: 2, isIPv6: false, port: FernwireDissector.defaultPort)
        var count = 0
        for content in contents {
            let piece = StreamPiece(
                connection: 0, source: client, destination: server, content: content, packet: 1, time: 1)
            connection.take(piece) { _, _ in count += 1 }
        }
        return count
    }

    @Test("A hole makes a PDU of the bytes that waited before it, and is none itself")
    func holes() {
        // The first byte of a header, after which more must come.
        let begun = StreamPiece.Content.bytes([0xFE])
        for (contents, expected) in [
            ([.hole(5)], 0), ([begun], 0), ([begun, .hole(5)], 1), ([begun, .hole(5), .hole(5)], 1),
        ] as [([StreamPiece.Content], Int)] {
            let found = count(contents)
            #expect(found == expected, "\(contents)")
        }
    }
}

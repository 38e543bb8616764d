// SPDX-License-Identifier: Apache-2.0
import FernwireSession
import Testing

@testable import FernwireCapture

/// Captures of either form. ClassicCaptureTests has more about the older pcap.
@Suite struct CaptureReaderTests {
    private func items(_ file: [UInt8]) throws -> [String] {
        var offset = 0
        var reader = try CaptureReader { count in
            let end = min(offset + count, file.count)
            defer { offset = end }
            return Array(file[offset..<end])
        }
        var items: [String] = []
        while let item = try reader.next() {
            switch item {
            case .packet(let packet): items.append("packet \(packet.number): \(Array(packet.bytes))")
            case .secrets(let secrets, let type): items.append("secrets \(type): \(secrets)")
            }
        }
        return items
    }

    @Test("The packets and the secrets of a pcapng file are read in their order")
    func pcapngIsRead() throws {
        var file = Reading.section() + Reading.interface(1)
        file += Reading.packet([1, 2, 3])
        file += PcapngBlock(keyFile: [7, 8, 9], isLittleEndian: true).bytes
        file += Reading.packet([4])
        let found = try items(file)
        #expect(found == ["packet 1: [1, 2, 3]", "secrets \(KeyFile.secretsType): [7, 8, 9]", "packet 2: [4]"])
    }
}

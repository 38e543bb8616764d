// SPDX-License-Identifier: Apache-2.0
import FernwireCapture
import FernwireWire

/// A pcapng file of whatever blocks and segments a test wants, written fast enough for a million of them.
struct RawCapture {
    /// A TCP connection, told from others by its number.
    struct Connection {
        let number: UInt32
        let serverPort: UInt16
        var next: [UInt32] = [1, 1]

        init(_ number: Int, serverPort: UInt16 = 9090) {
            self.number = UInt32(number)
            self.serverPort = serverPort
        }
    }

    private(set) var bytes: [UInt8] = []
    private var seconds: UInt64 = 1_700_000_000

    init() {
        // A section, and an interface of Ethernet with time in microseconds.
        block(0x0A0D_0D0A, [0x4D, 0x3C, 0x2B, 0x1A, 1, 0, 0, 0] + [UInt8](repeating: 0xFF, count: 8))
        block(1, [1, 0, 0, 0, 0, 0, 4, 0])
    }

    /// A Decryption Secrets Block with the text of a key file.
    mutating func secrets(_ text: [UInt8]) {
        bytes += PcapngBlock(keyFile: text, isLittleEndian: true).bytes
    }

    /// A segment of `connection`.
    mutating func segment(_ connection: inout Connection, _ direction: Direction, _ payload: [UInt8]) {
        let side = Int(direction.rawValue)
        var packet = Self.template
        let client = 20_000 + UInt16(connection.number % 40_000)
        let ports = side == 0 ? (client, connection.serverPort) : (connection.serverPort, client)
        let network = UInt8(connection.number / 40_000)
        (packet[26 + 4 * side], packet[27 + 4 * side]) = (10, network)
        (packet[29 + 4 * side], packet[33 - 4 * side]) = (1, 2)
        (packet[30 - 4 * side], packet[31 - 4 * side]) = (10, 200)
        put(UInt32(40 + payload.count) << 16, at: 16, width: 2, in: &packet)
        put(UInt32(ports.0) << 16 | UInt32(ports.1), at: 34, width: 4, in: &packet)
        put(connection.next[side], at: 38, width: 4, in: &packet)
        put(connection.next[1 - side], at: 42, width: 4, in: &packet)
        connection.next[side] &+= UInt32(payload.count)
        let time = seconds * 1_000_000
        let count = UInt32(packet.count + payload.count)
        block(
            6,
            little(0) + little(UInt32(time >> 32)) + little(UInt32(truncatingIfNeeded: time)) + little(count)
                + little(count) + packet, payload)
    }

    /// Ethernet, IPv4 and TCP without addresses, ports and numbers.
    private static let template: [UInt8] =
        [0, 0, 0, 0, 0, 2, 0, 0, 0, 0, 0, 1, 0x08, 0x00, 0x45, 0, 0, 0, 0, 0, 0x40, 0, 64, 6, 0, 0]
        + [UInt8](repeating: 0, count: 20) + [0x50, 0x18, 0xFF, 0xFF, 0, 0, 0, 0]

    private mutating func block(_ type: UInt32, _ head: [UInt8], _ rest: [UInt8] = []) {
        let padding = (4 - (head.count + rest.count) % 4) % 4
        let length = little(UInt32(12 + head.count + rest.count + padding))
        bytes += little(type)
        bytes += length
        bytes += head
        bytes += rest
        bytes += [UInt8](repeating: 0, count: padding)
        bytes += length
    }

    private func little(_ value: UInt32) -> [UInt8] {
        [
            UInt8(truncatingIfNeeded: value), UInt8(truncatingIfNeeded: value >> 8),
            UInt8(truncatingIfNeeded: value >> 16), UInt8(truncatingIfNeeded: value >> 24),
        ]
    }
}

/// Writes the upper `width` bytes of `value`.
private func put(_ value: UInt32, at place: Int, width: Int, in bytes: inout [UInt8]) {
    for index in 0..<width { bytes[place + index] = UInt8(truncatingIfNeeded: value >> UInt32(24 - 8 * index)) }
}

/// A frame whose numbers are changed for each copy of it.
struct FrameTemplate {
    var bytes: [UInt8]

    init(
        _ type: MessageType, _ direction: Direction = .fromClient, epoch: UInt32 = 0, sessionID: UInt64 = 1,
        isProtected: Bool = false, _ payload: [UInt8] = []
    ) {
        let header = FrameHeader(
            type, from: direction, isProtected: isProtected, epoch: epoch, sessionID: sessionID, sequence: 0,
            length: payload.count)
        bytes = header.encoded() + payload
    }

    func with(sequence: Int, sessionID: Int? = nil) -> [UInt8] {
        var bytes = bytes
        for index in 0..<8 {
            bytes[20 + index] = UInt8(truncatingIfNeeded: sequence >> (56 - 8 * index))
            if let sessionID { bytes[12 + index] = UInt8(truncatingIfNeeded: sessionID >> (56 - 8 * index)) }
        }
        return bytes
    }
}

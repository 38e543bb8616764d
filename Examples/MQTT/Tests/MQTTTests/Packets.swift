// SPDX-License-Identifier: Apache-2.0

/// MQTT packets as clients and servers send them.
enum Packet {
    /// A packet with the remaining length that its content has.
    static func make(_ first: UInt8, _ content: [UInt8] = []) -> [UInt8] {
        var (length, rest): ([UInt8], Int) = ([], content.count)
        repeat {
            length.append(UInt8(rest % 128) | (rest >= 128 ? 0x80 : 0))
            rest /= 128
        } while rest > 0
        return [first] + length + content
    }

    /// A length of two bytes, and the text.
    static func text(_ text: String) -> [UInt8] { data(Array(text.utf8)) }

    static func data(_ bytes: [UInt8]) -> [UInt8] { number(bytes.count) + bytes }

    static func number(_ value: Int) -> [UInt8] { [UInt8(value >> 8), UInt8(value & 0xFF)] }

    static func connect(name: String = "MQTT", level: UInt8 = 4, flags: UInt8 = 0x02, _ payload: [UInt8]) -> [UInt8] {
        make(0x10, text(name) + [level, flags] + number(60) + payload)
    }

    static func publish(_ topic: String, _ message: String, id: Int? = nil, flags: UInt8 = 0) -> [UInt8] {
        make(0x30 | flags, text(topic) + (id.map(number) ?? []) + Array(message.utf8))
    }

    /// Each of the 14 types, by who sends it.
    static let session: [(isFromClient: Bool, bytes: [UInt8])] = [
        (
            true,
            connect(
                flags: 0xEE,
                text("sensor-17") + text("sensors/17/state") + data([0, 1, 2]) + text("alice") + text("pass word"))
        ),
        (false, make(0x20, [1, 0])),
        (true, make(0x82, number(10) + text("sensors/+/temperature") + [1] + text("alarm/#") + [2])),
        (false, make(0x90, number(10) + [1, 0x80])),
        (true, publish("sensors/17/temperature", "21.5", flags: 0x01)),
        (true, publish("sensors/17/öffnung", "{\"open\": true}", id: 11, flags: 0x02)),
        (false, make(0x40, number(11))),
        (true, publish("alarm/fire", "", id: 12, flags: 0x0C)),
        (false, make(0x50, number(12))),
        (true, make(0x62, number(12))),
        (false, make(0x70, number(12))),
        (true, make(0xA2, number(13) + text("alarm/#") + text("sensors/+/temperature"))),
        (false, make(0xB0, number(13))),
        (true, make(0xC0)),
        (false, make(0xD0)),
        (true, make(0xE0)),
    ]
}

// SPDX-License-Identifier: Apache-2.0
import DissectorKit

// What MQTT 3.1.1 forbids, with the number of its statement.
extension Note {
    static let badLength = Note(
        "fwmqtt.expert.bad_length", .malformed, severity: .error,
        message: "The remaining length has more than four bytes, the limit of MQTT 2.2.3")
    static let badType = Note(
        "fwmqtt.expert.bad_type", .malformed, severity: .error,
        message: "MQTT 3.1.1 reserves this type of packet (2.2.1)")
    static let badFlags = Note(
        "fwmqtt.expert.bad_flags", .malformed, severity: .error,
        message: "The flags are not those of this type (MQTT-2.2.2-1)")
    static let cut = Note(
        "fwmqtt.expert.cut", .malformed, severity: .error,
        message: "The packet ends inside a field")
    static let trailing = Note(
        "fwmqtt.expert.trailing", .malformed, severity: .error,
        message: "Bytes follow the packet's last field")
    static let badQoS = Note(
        "fwmqtt.expert.bad_qos", .malformed, severity: .error,
        message: "QoS 3 is reserved (MQTT-3.3.1-4)")
    static let duplicateQoS0 = Note(
        "fwmqtt.expert.dup_qos0", .malformed, severity: .error,
        message: "DUP is set though QoS is 0 (MQTT-3.3.1-2)")
    static let noIdentifier = Note(
        "fwmqtt.expert.no_id", .malformed, severity: .error,
        message: "The packet identifier is 0 (MQTT-2.3.1-1)")
    static let badText = Note(
        "fwmqtt.expert.bad_text", .malformed, severity: .error,
        message: "The text is not UTF-8, or holds U+0000 (MQTT-1.5.3-1, -2)")
    static let wildcard = Note(
        "fwmqtt.expert.wildcard", .malformed, severity: .error,
        message: "The topic of a message has a wildcard (MQTT-3.3.2-2)")
    static let noTopic = Note(
        "fwmqtt.expert.no_topic", .malformed, severity: .error,
        message: "The packet names no topic (MQTT-3.8.3-3, MQTT-3.10.3-2, MQTT-4.7.3-1)")
    static let badName = Note(
        "fwmqtt.expert.bad_name", .malformed, severity: .error,
        message: "The protocol name is not MQTT (MQTT-3.1.2-1)")
    static let badConnectFlags = Note(
        "fwmqtt.expert.bad_connect_flags", .malformed, severity: .error,
        message: "The connect flags contradict each other (MQTT-3.1.2-3, -11, -13, -14, -15, -22)")
    static let badCode = Note(
        "fwmqtt.expert.bad_code", .malformed, severity: .error,
        message: "The value is reserved (MQTT-3.2.2-6, MQTT-3.9.3-2)")
    static let otherVersion = Note(
        "fwmqtt.expert.other_version", .undecoded, severity: .note, message: "Only MQTT 3.1.1 is dissected")
    static let refused = Note(
        "fwmqtt.expert.refused", .responseCode, severity: .warning, message: "The server refuses what was asked for")

    static let all: [Note] = [
        .badLength, .badType, .badFlags, .cut, .trailing, .badQoS, .duplicateQoS0, .noIdentifier, .badText, .wildcard,
        .noTopic, .badName, .badConnectFlags, .badCode, .otherVersion, .refused,
    ]
}

// SPDX-License-Identifier: Apache-2.0
import DissectorKit

// The packet's own fields are named as section 2 and 3 of MQTT 3.1.1 name them.
extension Field {
    // The fixed header.
    static let header = Field("fwmqtt.header", "Type and Flags", kind: .u8.hexadecimal)
    static let type = Field("fwmqtt.type", "Packet Type", kind: .u8.masked(0xF0).named(PacketType.self))
    static let duplicate = Field("fwmqtt.dup", "DUP", kind: .boolean().masked(0x08), summary: "Sent once more")
    static let qos = Field("fwmqtt.qos", "QoS", kind: .u8.masked(0x06).named(.qualities))
    static let retain = Field(
        "fwmqtt.retain", "RETAIN", kind: .boolean().masked(0x01), summary: "The server keeps the message")
    static let flags = Field("fwmqtt.flags", "Flags", kind: .u8.masked(0x0F), summary: "Fixed for this type of packet")
    static let remainingLength = Field("fwmqtt.length", "Remaining Length", kind: .u32, summary: "Bytes that follow")
    static let packetIdentifier = Field("fwmqtt.id", "Packet Identifier", kind: .u16)

    // CONNECT and CONNACK.
    static let protocolNameLength = Field("fwmqtt.connect.name_length", "Protocol Name Length", kind: .u16)
    static let protocolName = Field("fwmqtt.connect.name", "Protocol Name", kind: .text)
    static let protocolLevel = Field(
        "fwmqtt.connect.level", "Protocol Level", kind: .u8.named([3: "MQTT 3.1", 4: "MQTT 3.1.1", 5: "MQTT 5"]))
    static let connectFlags = Field("fwmqtt.connect.flags", "Connect Flags", kind: .u8.hexadecimal)
    static let hasUserName = Field("fwmqtt.connect.has_user_name", "User Name", kind: .boolean().masked(0x80))
    static let hasPassword = Field("fwmqtt.connect.has_password", "Password", kind: .boolean().masked(0x40))
    static let willRetain = Field("fwmqtt.connect.will_retain", "Will Retain", kind: .boolean().masked(0x20))
    static let willQoS = Field("fwmqtt.connect.will_qos", "Will QoS", kind: .u8.masked(0x18).named(.qualities))
    static let hasWill = Field("fwmqtt.connect.has_will", "Will", kind: .boolean().masked(0x04))
    static let cleanSession = Field("fwmqtt.connect.clean_session", "Clean Session", kind: .boolean().masked(0x02))
    static let connectReserved = Field("fwmqtt.connect.reserved", "Reserved", kind: .boolean().masked(0x01))
    static let keepAlive = Field("fwmqtt.connect.keep_alive", "Keep Alive", kind: .u16, summary: "In seconds")
    static let clientIdentifierLength = Field("fwmqtt.connect.client_length", "Client Identifier Length", kind: .u16)
    static let clientIdentifier = Field("fwmqtt.connect.client", "Client Identifier", kind: .text)
    static let willTopicLength = Field("fwmqtt.connect.will_topic_length", "Will Topic Length", kind: .u16)
    static let willTopic = Field("fwmqtt.connect.will_topic", "Will Topic", kind: .text)
    static let willMessageLength = Field("fwmqtt.connect.will_message_length", "Will Message Length", kind: .u16)
    static let willMessage = Field("fwmqtt.connect.will_message", "Will Message", kind: .bytes)
    static let userNameLength = Field("fwmqtt.connect.user_name_length", "User Name Length", kind: .u16)
    static let userName = Field("fwmqtt.connect.user_name", "User Name", kind: .text)
    static let passwordLength = Field("fwmqtt.connect.password_length", "Password Length", kind: .u16)
    static let password = Field("fwmqtt.connect.password", "Password", kind: .text)
    static let acknowledgeFlags = Field("fwmqtt.connack.flags", "Acknowledge Flags", kind: .u8.hexadecimal)
    static let sessionPresent = Field("fwmqtt.connack.session", "Session Present", kind: .boolean().masked(0x01))
    static let returnCode = Field("fwmqtt.connack.code", "Return Code", kind: .u8.named(.returnCodes))

    // PUBLISH, SUBSCRIBE, SUBACK and UNSUBSCRIBE.
    static let topicLength = Field("fwmqtt.topic_length", "Topic Length", kind: .u16)
    static let topic = Field("fwmqtt.topic", "Topic", kind: .text)
    static let message = Field("fwmqtt.message", "Message", kind: .bytes)
    static let requestedQoS = Field("fwmqtt.subscribe.qos", "Requested QoS", kind: .u8.named(.qualities))
    static let grantedQoS = Field("fwmqtt.suback.qos", "Granted QoS", kind: .u8.named(.granted))
    static let undecoded = Field("fwmqtt.undecoded", "Not Dissected", kind: .bytes)

    static let all: [Field] = [
        .header, .type, .duplicate, .qos, .retain, .flags, .remainingLength, .packetIdentifier, .protocolNameLength,
        .protocolName, .protocolLevel, .connectFlags, .hasUserName, .hasPassword, .willRetain, .willQoS, .hasWill,
        .cleanSession, .connectReserved, .keepAlive, .clientIdentifierLength, .clientIdentifier, .willTopicLength,
        .willTopic, .willMessageLength, .willMessage, .userNameLength, .userName, .passwordLength, .password,
        .acknowledgeFlags, .sessionPresent, .returnCode, .topicLength, .topic, .message, .requestedQoS, .grantedQoS,
        .undecoded,
    ]
}

extension ValueNames {
    fileprivate static let qualities: ValueNames = [
        0: "At most once", 1: "At least once", 2: "Exactly once", 3: "Reserved",
    ]
    fileprivate static let granted: ValueNames = [
        0: "At most once", 1: "At least once", 2: "Exactly once", 0x80: "Failure",
    ]
    fileprivate static let returnCodes: ValueNames = [
        0: "Accepted", 1: "Unacceptable protocol version", 2: "Identifier rejected", 3: "Server unavailable",
        4: "Bad user name or password", 5: "Not authorized",
    ]
}

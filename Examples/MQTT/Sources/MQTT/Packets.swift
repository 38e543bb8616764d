// SPDX-License-Identifier: Apache-2.0
import DissectorKit

// One method for each form of packet: section 3 of MQTT 3.1.1. They read the whole packet also where nobody looks at fields,
// because notes and the Info column do not depend on that; the plan drops the fields.
extension Plan {
    /// Adds the byte of type and flags.
    mutating func fixedHeaderByte(_ type: PacketType?, _ byte: UInt8) {
        subtree(.header, at: 0..<1) { plan in
            plan.field(.type, at: 0..<1)
            if type == .publish {
                plan.field(.duplicate, at: 0..<1)
                plan.field(.qos, at: 0..<1)
                plan.field(.retain, at: 0..<1)
            } else {
                plan.field(.flags, at: 0..<1)
            }
        }
        guard let type else { return note(.badType) }
        if let flags = type.flags, byte & 0xF != flags { note(.badFlags) }
        guard type == .publish else { return }
        if byte & 0x06 == 0x06 { note(.badQoS) }
        if byte & 0x0E == 0x08 { note(.duplicateQoS0) }
    }

    /// Adds all that follows the fixed header.
    mutating func rest(
        of type: PacketType?, _ bytes: RawSpan, at packet: inout PacketCursor, of pdu: PDU,
        in conversation: MQTTDissector.Conversation
    ) throws(Malformed) {
        guard let type, pdu.frame < conversation.otherVersionSince || type == .connect else {
            if !packet.isAtEnd { field(.undecoded, at: packet.takeRest()) }
            return
        }
        switch type {
        case .connect: try connect(bytes, at: &packet, of: pdu, in: conversation)
        case .connectAck: try connectAck(bytes, at: &packet)
        case .publish: try publish(bytes, at: &packet)
        case .publishAck, .publishReceived, .publishRelease, .publishComplete, .unsubscribeAck:
            try identifier(bytes, at: &packet)
        case .subscribe: try subscribe(bytes, at: &packet)
        case .subscribeAck: try subscribeAck(bytes, at: &packet)
        case .unsubscribe: try unsubscribe(bytes, at: &packet)
        case .pingRequest, .pingResponse, .disconnect: break
        }
        guard packet.isAtEnd else {
            field(.undecoded, at: packet.takeRest())
            throw Malformed(note: .trailing)
        }
    }

    private mutating func connect(
        _ bytes: RawSpan, at packet: inout PacketCursor, of pdu: PDU, in conversation: MQTTDissector.Conversation
    ) throws(Malformed) {
        let name = try text(.protocolName, length: .protocolNameLength, bytes, at: &packet)
        let isMQTT = bytes.extracting(name).isEqual("MQTT")
        // MQIsdp is the name of version 3.1.
        guard isMQTT || bytes.extracting(name).isEqual("MQIsdp") else { throw Malformed(note: .badName) }
        let level = try value(.protocolLevel, width: 1, bytes, at: &packet)
        guard isMQTT && level == 4 else {
            if pdu.isFirstPass { conversation.otherVersionSince = min(conversation.otherVersionSince, pdu.frame) }
            field(.undecoded, at: packet.takeRest())
            throw Malformed(note: .otherVersion)
        }
        let flags = try connectFlags(bytes, at: &packet)
        try value(.keepAlive, width: 2, bytes, at: &packet)
        try text(.clientIdentifier, length: .clientIdentifierLength, isSubject: true, bytes, at: &packet)
        if flags & 0x04 != 0 {
            try text(.willTopic, length: .willTopicLength, bytes, at: &packet)
            try data(.willMessage, length: .willMessageLength, bytes, at: &packet)
        }
        if flags & 0x80 != 0 { try text(.userName, length: .userNameLength, bytes, at: &packet) }
        if flags & 0x40 != 0 { try data(.password, length: .passwordLength, bytes, at: &packet) }
    }

    private mutating func connectFlags(_ bytes: RawSpan, at packet: inout PacketCursor) throws(Malformed) -> UInt8 {
        let range = try packet.take(1)
        let flags = bytes.byte(range.lowerBound)
        subtree(.connectFlags, at: range) { plan in
            for field: Field in [
                .hasUserName, .hasPassword, .willRetain, .willQoS, .hasWill, .cleanSession, .connectReserved,
            ] {
                plan.field(field, at: range)
            }
        }
        let isOtherThanWill = flags & 0x04 == 0 && flags & 0x38 != 0
        if flags & 0x01 != 0 || isOtherThanWill || flags & 0x18 == 0x18 || flags & 0xC0 == 0x40 {
            note(.badConnectFlags)
        }
        return flags
    }

    private mutating func connectAck(_ bytes: RawSpan, at packet: inout PacketCursor) throws(Malformed) {
        let range = try packet.take(1)
        subtree(.acknowledgeFlags, at: range) { $0.field(.sessionPresent, at: range) }
        if bytes.byte(range.lowerBound) & 0xFE != 0 { note(.badFlags) }
        let code = try value(.returnCode, width: 1, bytes, at: &packet)
        if code > 5 { note(.badCode) } else if code > 0 { note(.refused) }
    }

    private mutating func publish(_ bytes: RawSpan, at packet: inout PacketCursor) throws(Malformed) {
        let topic = try text(.topic, length: .topicLength, isSubject: true, bytes, at: &packet)
        if topic.isEmpty { note(.noTopic) }
        if bytes.extracting(topic).hasWildcard { note(.wildcard) }
        if bytes.byte(0) & 0x06 != 0 { try identifier(bytes, at: &packet) }
        // A message may be empty: section 3.3.3.
        field(.message, at: packet.takeRest())
    }

    private mutating func subscribe(_ bytes: RawSpan, at packet: inout PacketCursor) throws(Malformed) {
        try identifier(bytes, at: &packet)
        if packet.isAtEnd { note(.noTopic) }
        while !packet.isAtEnd {
            try filter(bytes, at: &packet)
            if try value(.requestedQoS, width: 1, bytes, at: &packet) > 2 { note(.badQoS) }
        }
    }

    private mutating func subscribeAck(_ bytes: RawSpan, at packet: inout PacketCursor) throws(Malformed) {
        try identifier(bytes, at: &packet)
        while !packet.isAtEnd {
            let code = try value(.grantedQoS, width: 1, bytes, at: &packet)
            if code == 0x80 { note(.refused) } else if code > 2 { note(.badCode) }
        }
    }

    private mutating func unsubscribe(_ bytes: RawSpan, at packet: inout PacketCursor) throws(Malformed) {
        try identifier(bytes, at: &packet)
        if packet.isAtEnd { note(.noTopic) }
        while !packet.isAtEnd { try filter(bytes, at: &packet) }
    }

    /// Adds a topic that may have wildcards.
    private mutating func filter(_ bytes: RawSpan, at packet: inout PacketCursor) throws(Malformed) {
        let topic = try text(.topic, length: .topicLength, isSubject: true, bytes, at: &packet)
        if topic.isEmpty { note(.noTopic) }
    }
}

extension RawSpan {
    fileprivate func isEqual(_ text: StaticString) -> Bool {
        guard byteCount == text.utf8CodeUnitCount else { return false }
        return text.withUTF8Buffer { buffer in
            for index in 0..<byteCount where byte(index) != buffer[index] { return false }
            return true
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
import DissectorKit

/// The upper four bits of a packet: MQTT 3.1.1, section 2.2.1.
enum PacketType: UInt8, NamedValue {
    case connect = 1
    case connectAck, publish, publishAck, publishReceived, publishRelease, publishComplete
    case subscribe, subscribeAck, unsubscribe, unsubscribeAck, pingRequest, pingResponse, disconnect

    var name: StaticString {
        switch self {
        case .connect: "CONNECT"
        case .connectAck: "CONNACK"
        case .publish: "PUBLISH"
        case .publishAck: "PUBACK"
        case .publishReceived: "PUBREC"
        case .publishRelease: "PUBREL"
        case .publishComplete: "PUBCOMP"
        case .subscribe: "SUBSCRIBE"
        case .subscribeAck: "SUBACK"
        case .unsubscribe: "UNSUBSCRIBE"
        case .unsubscribeAck: "UNSUBACK"
        case .pingRequest: "PINGREQ"
        case .pingResponse: "PINGRESP"
        case .disconnect: "DISCONNECT"
        }
    }

    /// What the lower four bits must be; `nil` where they say something, as in PUBLISH: section 2.2.2.
    var flags: UInt8? {
        switch self {
        case .publish: nil
        case .publishRelease, .subscribe, .unsubscribe: 0b0010
        case .connect, .connectAck, .publishAck, .publishReceived, .publishComplete, .subscribeAck, .unsubscribeAck,
            .pingRequest, .pingResponse, .disconnect:
            0
        }
    }
}

// SPDX-License-Identifier: Apache-2.0

/// Fields of Wireshark's dissector `mqtt`, each with the one of ours that says the same.
enum Correspondence {
    static let fields: [(theirs: String, ours: String)] = [
        ("mqtt.msgtype", "fwmqtt.type"), ("mqtt.dupflag", "fwmqtt.dup"), ("mqtt.qos", "fwmqtt.qos"),
        ("mqtt.retain", "fwmqtt.retain"), ("mqtt.hdr_reserved", "fwmqtt.flags"), ("mqtt.len", "fwmqtt.length"),
        ("mqtt.msgid", "fwmqtt.id"), ("mqtt.topic_len", "fwmqtt.topic_length"), ("mqtt.topic", "fwmqtt.topic"),
        ("mqtt.msg", "fwmqtt.message"), ("mqtt.sub.qos", "fwmqtt.subscribe.qos"),
        ("mqtt.suback.qos", "fwmqtt.suback.qos"), ("mqtt.proto_len", "fwmqtt.connect.name_length"),
        ("mqtt.protoname", "fwmqtt.connect.name"), ("mqtt.ver", "fwmqtt.connect.level"),
        ("mqtt.conflags", "fwmqtt.connect.flags"), ("mqtt.conflag.uname", "fwmqtt.connect.has_user_name"),
        ("mqtt.conflag.passwd", "fwmqtt.connect.has_password"), ("mqtt.conflag.retain", "fwmqtt.connect.will_retain"),
        ("mqtt.conflag.qos", "fwmqtt.connect.will_qos"), ("mqtt.conflag.willflag", "fwmqtt.connect.has_will"),
        ("mqtt.conflag.cleansess", "fwmqtt.connect.clean_session"),
        ("mqtt.conflag.reserved", "fwmqtt.connect.reserved"), ("mqtt.kalive", "fwmqtt.connect.keep_alive"),
        ("mqtt.clientid_len", "fwmqtt.connect.client_length"), ("mqtt.clientid", "fwmqtt.connect.client"),
        ("mqtt.willtopic_len", "fwmqtt.connect.will_topic_length"), ("mqtt.willtopic", "fwmqtt.connect.will_topic"),
        ("mqtt.willmsg_len", "fwmqtt.connect.will_message_length"), ("mqtt.willmsg", "fwmqtt.connect.will_message"),
        ("mqtt.username_len", "fwmqtt.connect.user_name_length"), ("mqtt.username", "fwmqtt.connect.user_name"),
        ("mqtt.passwd_len", "fwmqtt.connect.password_length"), ("mqtt.passwd", "fwmqtt.connect.password"),
        ("mqtt.conack.flags", "fwmqtt.connack.flags"), ("mqtt.conack.flags.sp", "fwmqtt.connack.session"),
        ("mqtt.conack.val", "fwmqtt.connack.code"),
    ]
}

-- SPDX-License-Identifier: Apache-2.0
-- The fields of the Swift example in Lua, to measure what each costs: scripts/kit-costs.py.
local mqtt = Proto("luamqtt", "MQ Telemetry Transport in Lua")

local types = {
    "CONNECT", "CONNACK", "PUBLISH", "PUBACK", "PUBREC", "PUBREL", "PUBCOMP", "SUBSCRIBE", "SUBACK", "UNSUBSCRIBE",
    "UNSUBACK", "PINGREQ", "PINGRESP", "DISCONNECT",
}
local qualities = {[0] = "At most once", [1] = "At least once", [2] = "Exactly once", [3] = "Reserved", [128] = "Failure"}
local codes = {
    [0] = "Accepted", [1] = "Unacceptable protocol version", [2] = "Identifier rejected", [3] = "Server unavailable",
    [4] = "Bad user name or password", [5] = "Not authorized",
}

local f = {
    header = ProtoField.uint8("luamqtt.header", "Type and Flags", base.HEX),
    type = ProtoField.uint8("luamqtt.type", "Packet Type", base.DEC, types, 0xF0),
    dup = ProtoField.bool("luamqtt.dup", "DUP", 8, nil, 0x08),
    qos = ProtoField.uint8("luamqtt.qos", "QoS", base.DEC, qualities, 0x06),
    retain = ProtoField.bool("luamqtt.retain", "RETAIN", 8, nil, 0x01),
    flags = ProtoField.uint8("luamqtt.flags", "Flags", base.DEC, nil, 0x0F),
    length = ProtoField.uint32("luamqtt.length", "Remaining Length"),
    id = ProtoField.uint16("luamqtt.id", "Packet Identifier"),
    name_length = ProtoField.uint16("luamqtt.connect.name_length", "Protocol Name Length"),
    name = ProtoField.string("luamqtt.connect.name", "Protocol Name", base.UNICODE),
    level = ProtoField.uint8("luamqtt.connect.level", "Protocol Level"),
    connect_flags = ProtoField.uint8("luamqtt.connect.flags", "Connect Flags", base.HEX),
    has_user_name = ProtoField.bool("luamqtt.connect.has_user_name", "User Name", 8, nil, 0x80),
    has_password = ProtoField.bool("luamqtt.connect.has_password", "Password", 8, nil, 0x40),
    will_retain = ProtoField.bool("luamqtt.connect.will_retain", "Will Retain", 8, nil, 0x20),
    will_qos = ProtoField.uint8("luamqtt.connect.will_qos", "Will QoS", base.DEC, qualities, 0x18),
    has_will = ProtoField.bool("luamqtt.connect.has_will", "Will", 8, nil, 0x04),
    clean_session = ProtoField.bool("luamqtt.connect.clean_session", "Clean Session", 8, nil, 0x02),
    reserved = ProtoField.bool("luamqtt.connect.reserved", "Reserved", 8, nil, 0x01),
    keep_alive = ProtoField.uint16("luamqtt.connect.keep_alive", "Keep Alive"),
    client_length = ProtoField.uint16("luamqtt.connect.client_length", "Client Identifier Length"),
    client = ProtoField.string("luamqtt.connect.client", "Client Identifier", base.UNICODE),
    will_topic_length = ProtoField.uint16("luamqtt.connect.will_topic_length", "Will Topic Length"),
    will_topic = ProtoField.string("luamqtt.connect.will_topic", "Will Topic", base.UNICODE),
    will_message_length = ProtoField.uint16("luamqtt.connect.will_message_length", "Will Message Length"),
    will_message = ProtoField.bytes("luamqtt.connect.will_message", "Will Message"),
    user_name_length = ProtoField.uint16("luamqtt.connect.user_name_length", "User Name Length"),
    user_name = ProtoField.string("luamqtt.connect.user_name", "User Name", base.UNICODE),
    password_length = ProtoField.uint16("luamqtt.connect.password_length", "Password Length"),
    password = ProtoField.string("luamqtt.connect.password", "Password", base.UNICODE),
    ack_flags = ProtoField.uint8("luamqtt.connack.flags", "Acknowledge Flags", base.HEX),
    session = ProtoField.bool("luamqtt.connack.session", "Session Present", 8, nil, 0x01),
    code = ProtoField.uint8("luamqtt.connack.code", "Return Code", base.DEC, codes),
    topic_length = ProtoField.uint16("luamqtt.topic_length", "Topic Length"),
    topic = ProtoField.string("luamqtt.topic", "Topic", base.UNICODE),
    message = ProtoField.bytes("luamqtt.message", "Message"),
    requested = ProtoField.uint8("luamqtt.subscribe.qos", "Requested QoS", base.DEC, qualities),
    granted = ProtoField.uint8("luamqtt.suback.qos", "Granted QoS", base.DEC, qualities),
}
mqtt.fields = f

-- A length of two bytes and that many bytes; returns where they end, and what they say.
local function data(tvb, tree, at, length_field, field)
    local length = tvb(at, 2):uint()
    tree:add(length_field, tvb(at, 2))
    local range = tvb(at + 2, length)
    tree:add(field, range)
    return at + 2 + length, range
end

local function id(tvb, tree, at)
    tree:add(f.id, tvb(at, 2))
    return at + 2, " " .. tvb(at, 2):uint()
end

local bodies = {}

bodies[1] = function(tvb, tree, at, stop)
    at = data(tvb, tree, at, f.name_length, f.name)
    tree:add(f.level, tvb(at, 1))
    local flags, range = tvb(at + 1, 1):uint(), tvb(at + 1, 1)
    local sub = tree:add(f.connect_flags, range)
    for _, field in ipairs({
        f.has_user_name, f.has_password, f.will_retain, f.will_qos, f.has_will, f.clean_session, f.reserved,
    }) do sub:add(field, range) end
    tree:add(f.keep_alive, tvb(at + 2, 2))
    local client
    at, client = data(tvb, tree, at + 4, f.client_length, f.client)
    if bit32.band(flags, 0x04) ~= 0 then
        at = data(tvb, tree, at, f.will_topic_length, f.will_topic)
        at = data(tvb, tree, at, f.will_message_length, f.will_message)
    end
    if bit32.band(flags, 0x80) ~= 0 then at = data(tvb, tree, at, f.user_name_length, f.user_name) end
    if bit32.band(flags, 0x40) ~= 0 then at = data(tvb, tree, at, f.password_length, f.password) end
    return " " .. client:string(ENC_UTF_8)
end

bodies[2] = function(tvb, tree, at, stop)
    tree:add(f.ack_flags, tvb(at, 1)):add(f.session, tvb(at, 1))
    tree:add(f.code, tvb(at + 1, 1))
    return ""
end

bodies[3] = function(tvb, tree, at, stop)
    local topic, text
    at, topic = data(tvb, tree, at, f.topic_length, f.topic)
    text = ""
    if bit32.band(tvb(0, 1):uint(), 0x06) ~= 0 then at, text = id(tvb, tree, at) end
    if at < stop then tree:add(f.message, tvb(at, stop - at)) end
    return text .. " " .. topic:string(ENC_UTF_8)
end

local function only_id(tvb, tree, at, stop)
    local _, text = id(tvb, tree, at)
    return text
end
for _, type in ipairs({4, 5, 6, 7, 11}) do bodies[type] = only_id end

bodies[8] = function(tvb, tree, at, stop)
    local text
    at, text = id(tvb, tree, at)
    while at < stop do
        at = data(tvb, tree, at, f.topic_length, f.topic)
        tree:add(f.requested, tvb(at, 1))
        at = at + 1
    end
    return text
end

bodies[9] = function(tvb, tree, at, stop)
    local text
    at, text = id(tvb, tree, at)
    for offset = at, stop - 1 do tree:add(f.granted, tvb(offset, 1)) end
    return text
end

bodies[10] = function(tvb, tree, at, stop)
    local text
    at, text = id(tvb, tree, at)
    while at < stop do at = data(tvb, tree, at, f.topic_length, f.topic) end
    return text
end

-- The remaining length, and where it ends; nil when more bytes are needed.
local function remaining(tvb, at)
    local length, shift = 0, 1
    for offset = at + 1, math.min(at + 4, tvb:len() - 1) do
        local byte = tvb(offset, 1):uint()
        length = length + bit32.band(byte, 0x7F) * shift
        shift = shift * 128
        if byte < 128 then return length, offset + 1 end
    end
end

local function pdu_length(tvb, pinfo, at)
    local length, stop = remaining(tvb, at)
    return length and stop - at + length or 0
end

local function packet(tvb, pinfo, root)
    local tree = root:add(mqtt, tvb())
    local type = bit32.rshift(tvb(0, 1):uint(), 4)
    local head = tree:add(f.header, tvb(0, 1))
    head:add(f.type, tvb(0, 1))
    if type == 3 then
        head:add(f.dup, tvb(0, 1))
        head:add(f.qos, tvb(0, 1))
        head:add(f.retain, tvb(0, 1))
    else
        head:add(f.flags, tvb(0, 1))
    end
    local length, at = remaining(tvb, 0)
    tree:add(f.length, tvb(1, at - 1), length)
    local body = bodies[type]
    local text = body and body(tvb, tree, at, tvb:len()) or ""
    pinfo.cols.protocol = "MQTT Lua"
    pinfo.cols.info:append((types[type] or "Reserved") .. text)
    return tvb:len()
end

function mqtt.dissector(tvb, pinfo, root)
    pinfo.cols.info = ""
    dissect_tcp_pdus(tvb, root, 2, pdu_length, packet)
    return tvb:len()
end

DissectorTable.get("tcp.port"):add_for_decode_as(mqtt)

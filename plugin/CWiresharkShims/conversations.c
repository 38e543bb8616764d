/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "plan.h"

#include <epan/conversation_table.h>

/* The tables of conversations and endpoints: how many PDUs each has, and how many bytes in them. */

typedef struct names {
    const char *source, *destination, *any;
} names;

static const char *name_of(const names *names, bool is_source, bool is_destination)
{
    return is_source ? names->source : is_destination ? names->destination : names->any;
}

/* Returns the field by which Wireshark filters for one end of a row. */
static const char *filter_of(const address *address, bool is_tcp, conv_filter_type_e kind)
{
    static const names ip = {"ip.src", "ip.dst", "ip.addr"}, ipv6 = {"ipv6.src", "ipv6.dst", "ipv6.addr"};
    static const names tcp = {"tcp.srcport", "tcp.dstport", "tcp.port"}, udp = {"udp.srcport", "udp.dstport", "udp.port"};
    if (kind == CONV_FT_SRC_PORT || kind == CONV_FT_DST_PORT || kind == CONV_FT_ANY_PORT) {
        return name_of(is_tcp ? &tcp : &udp, kind == CONV_FT_SRC_PORT, kind == CONV_FT_DST_PORT);
    }
    if (address->type == AT_IPv4 || address->type == AT_IPv6) {
        return name_of(
            address->type == AT_IPv4 ? &ip : &ipv6, kind == CONV_FT_SRC_ADDRESS, kind == CONV_FT_DST_ADDRESS);
    }
    return CONV_FILTER_INVALID;
}

static const char *conversation_filter(conv_item_t *row, conv_filter_type_e kind)
{
    return filter_of(&row->src_address, row->ctype == CONVERSATION_TCP, kind);
}

static const char *endpoint_filter(endpoint_item_t *row, conv_filter_type_e kind)
{
    return filter_of(&row->myaddress, row->etype == ENDPOINT_TCP, kind);
}

static tap_packet_status take_conversation(
    void *data, packet_info *pinfo, epan_dissect_t *dissection _U_, const void *tapped, tap_flags_t flags)
{
    static ct_dissector_info_t filters = {conversation_filter};
    conv_hash_t *table = data;
    const wh_tapped_pdu *pdu = tapped;
    table->flags = flags;
    add_conversation_table_data(
        table, &pinfo->src, &pinfo->dst, pinfo->srcport, pinfo->destport, 1, wh_clamped(pdu->length), &pinfo->rel_ts,
        &pinfo->abs_ts, &filters, conversation_pt_to_conversation_type(pinfo->ptype));
    return TAP_PACKET_REDRAW;
}

static tap_packet_status take_endpoints(
    void *data, packet_info *pinfo, epan_dissect_t *dissection _U_, const void *tapped, tap_flags_t flags)
{
    static et_dissector_info_t filters = {endpoint_filter};
    conv_hash_t *table = data;
    const wh_tapped_pdu *pdu = tapped;
    table->flags = flags;
    endpoint_type type = conversation_pt_to_endpoint_type(pinfo->ptype);
    add_endpoint_table_data(
        table, &pinfo->src, pinfo->srcport, true, 1, wh_clamped(pdu->length), &filters, type);
    add_endpoint_table_data(
        table, &pinfo->dst, pinfo->destport, false, 1, wh_clamped(pdu->length), &filters, type);
    return TAP_PACKET_REDRAW;
}

void wh_register_conversations(wh_host *host)
{
    if (host->stream_handle || host->datagram_handle) {
        register_conversation_table(host->proto, false, take_conversation, take_endpoints);
    }
}

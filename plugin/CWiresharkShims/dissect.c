/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "plan.h"

#include <epan/tap.h>

/* Dissects one PDU: Swift reads it and leaves a plan, which is replayed once no Swift frame is on the stack. */

static uint8_t listeners(const wh_host *host)
{
    return (have_tap_listener(host->follow_tap) ? DK_FOLLOWER : 0)
        | (have_tap_listener(host->object_tap) ? DK_EXPORTER : 0)
        | (have_tap_listener(host->own_tap) ? DK_STATISTICS : 0)
        | (have_tap_listener(host->response_tap) ? DK_RESPONSE_TIMES : 0);
}

static dk_end end_of(const address *address, uint32_t port)
{
    dk_end end = {.port = (uint16_t)port};
    if ((address->type == AT_IPv4 && address->len == 4) || (address->type == AT_IPv6 && address->len == 16)) {
        end.length = (uint8_t)address->len;
        memcpy(end.address, address->data, end.length);
    }
    return end;
}

/* Returns the number under which the dissector was last looked for in a dissector table, if it is the port of one end alone.
 * Decode As puts a dissector into the table, too. */
static uint16_t server_port(const packet_info *pinfo)
{
    bool is_source = pinfo->match_uint == pinfo->srcport, is_destination = pinfo->match_uint == pinfo->destport;
    return is_source != is_destination ? (uint16_t)pinfo->match_uint : 0;
}

/* Returns whether a display filter, a column or the like names a field of the dissector. */
static bool is_field_referenced(wh_host *host)
{
    if (!host->own_fields) {
        host->own_fields = g_ptr_array_new();
        void *cookie = NULL;
        for (header_field_info *field = proto_get_first_protocol_field(host->proto, &cookie); field;
             field = proto_get_next_protocol_field(host->proto, &cookie)) {
            g_ptr_array_add(host->own_fields, field);
        }
    }
    for (unsigned i = 0; i < host->own_fields->len; i++) {
        const header_field_info *field = g_ptr_array_index(host->own_fields, i);
        if (field->ref_type != HF_REF_TYPE_NONE) {
            return true;
        }
    }
    return false;
}

/* Returns whether someone looks at a field of the dissector. The protocol alone is no field: to filter by it, as many do, takes one
 * item of the tree. In later versions of Wireshark there is a reference beyond the direct one: the item's text is printed. */
static bool wants_fields(wh_host *host, proto_tree *tree)
{
    return proto_field_is_referenced(tree, host->proto)
        && (!host->declaration.has_sources_alone || PTREE_DATA(tree)->visible
            || proto_registrar_get_nth((unsigned)host->proto)->ref_type > HF_REF_TYPE_DIRECT
            || is_field_referenced(host));
}

dk_pdu wh_describe(
    wh_host *host, const wh_stream *known, dk_transport transport, packet_info *pinfo, proto_tree *tree)
{
    return (dk_pdu){
        .seconds = pinfo->abs_ts.secs,
        .nanoseconds = pinfo->abs_ts.nsecs,
        .frame = pinfo->num,
        .stream = known ? known->number : 0,
        .source = end_of(&pinfo->src, pinfo->srcport),
        .destination = end_of(&pinfo->dst, pinfo->destport),
        .server_port = server_port(pinfo),
        .listeners = listeners(host),
        .transport = transport,
        /* A PDU without a conversation depends on nothing before it, and may be met after the first pass only: a
         * postdissector sees no fields in a first pass without a tree. */
        .is_first_pass = !pinfo->fd->visited || (known && known == host->no_stream),
        .wants_fields = wants_fields(host, tree),
    };
}

bool wh_recognises(wh_host *host, dk_transport transport, tvbuff_t *tvb, packet_info *pinfo, bool is_guess)
{
    dk_pdu pdu = wh_describe(host, NULL, transport, pinfo, NULL);
    pdu.bytes = wh_captured_bytes(tvb, 0, &pdu.captured_length);
    pdu.reported_length = tvb_reported_length(tvb);
    return host->calls.recognises(host->self, &pdu, is_guess);
}

void wh_dissect_pdu(
    wh_stream *known, const dk_pdu *described, wh_columns columns, wh_position *position, tvbuff_t *tvb,
    packet_info *pinfo, proto_tree *tree)
{
    const wh_host *host = known->host;
    dk_pdu pdu = *described;
    pdu.bytes = wh_captured_bytes(tvb, 0, &pdu.captured_length);
    pdu.reported_length = tvb_reported_length(tvb);
    pdu.wants_info = pinfo->cinfo && columns != WH_LEAVE;
    uint32_t place = known == host->no_stream ? position->next_alone++ : position->next++;
    bool is_known = wh_find(&known->findings, pinfo->num, place, &pdu.finding);
    pdu.is_first_pass = pdu.is_first_pass && !is_known;
    dk_plan plan = wh_make_plan(pinfo->pool);
    uint32_t value = host->calls.dissect(host->self, known->conversation, &pdu, &plan);
    if (pdu.is_first_pass) {
        wh_keep_finding(&known->findings, pinfo->num, value);
    }
    /* From here on anything may throw. */
    if (columns == WH_BEGIN) {
        col_set_str(pinfo->cinfo, COL_PROTOCOL, host->declaration.short_name);
        col_clear(pinfo->cinfo, COL_INFO);
    }
    if (!pdu.wants_fields && proto_field_is_referenced(tree, host->proto)) {
        proto_tree_add_item(tree, host->proto, tvb, 0, wh_clamped((uint32_t)pdu.captured_length), ENC_NA);
    }
    wh_replay(known, &plan, &pdu, position, tvb, pinfo, tree);
}

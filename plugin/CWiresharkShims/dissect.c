/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "plan.h"

#include <epan/tap.h>

/* Dissects one PDU: Swift reads it and leaves a plan, which is replayed once no Swift frame is on the stack. */

static uint8_t listeners(const wh_host *host)
{
    return (have_tap_listener(host->follow_tap) ? DK_FOLLOWER : 0)
        | (have_tap_listener(host->object_tap) ? DK_EXPORTER : 0)
        | (have_tap_listener(host->statistics_tap) ? DK_STATISTICS : 0)
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

void wh_dissect_pdu(
    const wh_stream *known, dk_transport transport, wh_columns columns, tvbuff_t *tvb, packet_info *pinfo,
    proto_tree *tree)
{
    const wh_host *host = known->host;
    wh_finding finding = wh_next_finding(host, pinfo);
    dk_pdu pdu = {
        .reported_length = tvb_reported_length(tvb),
        .seconds = pinfo->abs_ts.secs,
        .nanoseconds = pinfo->abs_ts.nsecs,
        .frame = pinfo->num,
        .stream = known->number,
        .finding = finding.value,
        .source = end_of(&pinfo->src, pinfo->srcport),
        .destination = end_of(&pinfo->dst, pinfo->destport),
        .listeners = listeners(host),
        .transport = transport,
        /* A PDU without a conversation depends on nothing before it, and may be met after the first pass only: a
         * postdissector sees no fields in a first pass without a tree. */
        .is_first_pass = !finding.is_known && (!pinfo->fd->visited || known == host->no_stream),
        .wants_fields = proto_field_is_referenced(tree, host->proto),
    };
    pdu.bytes = wh_captured_bytes(tvb, 0, &pdu.captured_length);
    dk_plan plan = wh_make_plan(pinfo->pool);
    uint32_t value = host->calls.dissect(host->self, known->conversation, &pdu, &plan);
    if (pdu.is_first_pass) {
        wh_keep_finding(host, pinfo, finding.index, value);
    }
    /* From here on anything may throw. */
    if (columns == WH_BEGIN) {
        col_set_str(pinfo->cinfo, COL_PROTOCOL, host->declaration.short_name);
        col_clear(pinfo->cinfo, COL_INFO);
    }
    wh_replay(host, &plan, pdu.stream, columns == WH_LEAVE, tvb, pinfo, tree);
}

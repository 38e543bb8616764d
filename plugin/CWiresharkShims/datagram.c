/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "host.h"

#include <epan/conversation.h>

/* PDUs that come whole: datagrams, and PDUs from another dissector or the postdissector. */

static void dissect(wh_stream *known, wh_columns columns, tvbuff_t *tvb, packet_info *pinfo, proto_tree *tree)
{
    const dk_pdu described = wh_describe(known->host, known, DK_DATAGRAM, pinfo, tree);
    wh_dissect_pdu(known, &described, columns, wh_position_in(known->host, pinfo), tvb, pinfo, tree);
}

static wh_bool forget(wmem_allocator_t *scope _U_, wmem_cb_event_t event _U_, void *host)
{
    ((wh_host *)host)->no_stream = NULL;
    return FALSE;
}

void wh_dissect_alone(wh_host *host, wh_columns columns, tvbuff_t *tvb, packet_info *pinfo, proto_tree *tree)
{
    wh_hook_secrets(pinfo);
    if (!host->no_stream) {
        host->no_stream = wh_make_stream(host, pinfo);
        wmem_register_callback(wmem_file_scope(), forget, host);
    }
    dissect(host->no_stream, columns, tvb, pinfo, tree);
}

int wh_dissect_datagram(tvbuff_t *tvb, packet_info *pinfo, proto_tree *tree, void *data _U_, void *host_data)
{
    wh_host *host = host_data;
    bool has_conversation = pinfo->ptype == PT_UDP;
    wh_stream *known = has_conversation ? wh_known_stream(host, pinfo) : NULL;
    if (!known && !wh_recognises(host, DK_DATAGRAM, tvb, pinfo, false)) {
        return 0;
    }
    /* A frame that is met after the first pass only, such as one that another dissector calls us for when it has a tree, belongs to
     * no conversation. */
    if (!known && has_conversation && !pinfo->fd->visited) {
        known = wh_make_stream(host, pinfo);
        conversation_add_proto_data(find_or_create_conversation(pinfo), host->proto, known);
    }
    if (known) {
        wh_hook_secrets(pinfo);
        dissect(known, WH_BEGIN, tvb, pinfo, tree);
    } else {
        wh_dissect_alone(host, WH_BEGIN, tvb, pinfo, tree);
    }
    return (int)tvb_captured_length(tvb);
}

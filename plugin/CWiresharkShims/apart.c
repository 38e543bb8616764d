/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "host.h"

/* Units that come by themselves: by the dissector's name, over UDP, from text2pcap. One stream holds all of a capture. */

static wh_bool forget(wmem_allocator_t *scope _U_, wmem_cb_event_t event _U_, void *host)
{
    ((wh_host *)host)->apart = NULL;
    return FALSE;
}

void wh_dissect_apart(wh_host *host, wh_columns columns, tvbuff_t *tvb, packet_info *pinfo, proto_tree *tree)
{
    wh_hook_secrets(pinfo);
    if (!host->apart) {
        host->apart = wh_make_stream(host, pinfo);
        wmem_register_callback(wmem_file_scope(), forget, host);
    }
    wh_dissect_unit(host->apart, columns, tvb, pinfo, tree);
}

static int dissect_apart(tvbuff_t *tvb, packet_info *pinfo, proto_tree *tree, void *data _U_, void *host)
{
    wh_dissect_apart(host, WH_BEGIN, tvb, pinfo, tree);
    return (int)tvb_captured_length(tvb);
}

void wh_register_apart(wh_host *host)
{
    const wh_declaration *declared = &host->declaration;
    host->apart_handle = register_dissector_with_data(declared->filter, dissect_apart, host->proto, host);
    const char *name = g_strdup_printf("%s_tcp", declared->filter);
    host->handle = register_dissector_with_data(name, wh_dissect, host->proto, host);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "host.h"

#include <epan/conversation.h>

/* A stream on any port is recognised by its first segment. Wireshark's heuristic callbacks carry no pointer of ours, so
 * each dissector has a function of its own. */

static wh_bool dissect_if_recognised(wh_host *host, tvbuff_t *tvb, packet_info *pinfo, proto_tree *tree, void *data)
{
    if (!pinfo->fd->visited) {
        size_t count;
        const uint8_t *bytes = wh_captured_bytes(tvb, 0, &count);
        if (!host->calls.recognises(host->self, bytes, count, true)) {
            return FALSE;
        }
        conversation_set_dissector(find_or_create_conversation(pinfo), host->handle);
    }
    /* Not by its handle: one call deeper TCP would no longer wait for more. */
    return wh_dissect(tvb, pinfo, tree, data, host) > 0;
}

/* The same for a datagram, which is all of a unit. */
static wh_bool dissect_datagram(wh_host *host, tvbuff_t *tvb, packet_info *pinfo, proto_tree *tree)
{
    size_t count;
    const uint8_t *bytes = wh_captured_bytes(tvb, 0, &count);
    if (!host->calls.recognises(host->self, bytes, count, true)) {
        return FALSE;
    }
    wh_dissect_apart(host, WH_BEGIN, tvb, pinfo, tree);
    return TRUE;
}

enum { MOST_HOSTS = 2 };
static wh_host *numbered[MOST_HOSTS];
static unsigned registered;

#define HEURISTICS(n)                                                                                                  \
    static wh_bool stream_##n(tvbuff_t *tvb, packet_info *pinfo, proto_tree *tree, void *data)                         \
    {                                                                                                                  \
        return dissect_if_recognised(numbered[n], tvb, pinfo, tree, data);                                             \
    }                                                                                                                  \
    static wh_bool datagram_##n(tvbuff_t *tvb, packet_info *pinfo, proto_tree *tree, void *data _U_)                   \
    {                                                                                                                  \
        return dissect_datagram(numbered[n], tvb, pinfo, tree);                                                        \
    }
HEURISTICS(0)
HEURISTICS(1)

static void add(const wh_host *host, const char *transport, const char *title, heur_dissector_t function)
{
    heur_dissector_add(
        transport, function, g_strdup_printf("%s over %s", host->declaration.short_name, title),
        g_strdup_printf("%s_%s", host->declaration.filter, transport), host->proto, HEURISTIC_ENABLE);
}

void wh_register_heuristics(wh_host *host)
{
    static const heur_dissector_t streams[MOST_HOSTS] = {stream_0, stream_1};
    static const heur_dissector_t datagrams[MOST_HOSTS] = {datagram_0, datagram_1};
    if (registered == MOST_HOSTS) {
        return;
    }
    numbered[registered] = host;
    add(host, "tcp", "TCP", streams[registered]);
    if (host->apart_handle) {
        add(host, "udp", "UDP", datagrams[registered]);
    }
    registered++;
}

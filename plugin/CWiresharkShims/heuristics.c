/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "host.h"

#include <epan/conversation.h>

/* A conversation on any port is recognised by its first segment or datagram. Wireshark's heuristic callbacks carry no
 * pointer of ours, so each dissector has functions of its own. */

static wh_bool dissect_stream(wh_host *host, tvbuff_t *tvb, packet_info *pinfo, proto_tree *tree, void *data)
{
    if (!pinfo->fd->visited) {
        if (!wh_recognises(host, DK_STREAM, tvb, pinfo, true)) {
            return FALSE;
        }
        conversation_set_dissector(find_or_create_conversation(pinfo), host->stream_handle);
    }
    /* The handle is not called, because TCP waits for no more bytes for a dissector that is called one level deeper. */
    return wh_dissect_stream(tvb, pinfo, tree, data, host) > 0;
}

/* Recognises each datagram by itself, whatever came before it. */
static wh_bool dissect_datagram(wh_host *host, tvbuff_t *tvb, packet_info *pinfo, proto_tree *tree)
{
    if (!wh_recognises(host, DK_DATAGRAM, tvb, pinfo, true)) {
        return FALSE;
    }
    wh_dissect_alone(host, WH_BEGIN, tvb, pinfo, tree);
    return TRUE;
}

#define HEURISTICS(slot)                                                                                               \
    static wh_bool stream_##slot(tvbuff_t *tvb, packet_info *pinfo, proto_tree *tree, void *data)                      \
    {                                                                                                                  \
        return dissect_stream(wh_hosts[slot], tvb, pinfo, tree, data);                                                 \
    }                                                                                                                  \
    static wh_bool datagram_##slot(tvbuff_t *tvb, packet_info *pinfo, proto_tree *tree, void *data _U_)                \
    {                                                                                                                  \
        return dissect_datagram(wh_hosts[slot], tvb, pinfo, tree);                                                     \
    }
WH_EACH_SLOT(HEURISTICS)

static void add(const wh_host *host, const char *transport, const char *title, heur_dissector_t function)
{
    heur_dissector_add(
        transport, function, g_strdup_printf("%s over %s", host->declaration.short_name, title),
        g_strdup_printf("%s_%s", host->declaration.filter, transport), host->proto, HEURISTIC_ENABLE);
}

void wh_register_heuristics(wh_host *host)
{
#define STREAM(slot) stream_##slot,
#define DATAGRAM(slot) datagram_##slot,
    static const heur_dissector_t streams[] = {WH_EACH_SLOT(STREAM)};
    static const heur_dissector_t datagrams[] = {WH_EACH_SLOT(DATAGRAM)};
    if (host->declaration.has_stream_heuristics) {
        add(host, "tcp", "TCP", streams[host->slot]);
    }
    if (host->declaration.has_datagram_heuristics) {
        add(host, "udp", "UDP", datagrams[host->slot]);
    }
}

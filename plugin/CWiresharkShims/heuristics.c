/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "host.h"

#include <epan/conversation.h>

/* A stream on any port is recognised by its first segment. Wireshark's heuristic callbacks carry no pointer of ours, so
 * each dissector has a function of its own. */

static wh_bool dissect_if_recognised(const wh_host *host, tvbuff_t *tvb, packet_info *pinfo, proto_tree *tree, void *data)
{
    if (!pinfo->fd->visited) {
        size_t count;
        const uint8_t *bytes = wh_captured_bytes(tvb, 0, &count);
        if (!host->calls.recognises(host->self, bytes, count, true)) {
            return FALSE;
        }
        conversation_set_dissector(find_or_create_conversation(pinfo), host->handle);
    }
    return call_dissector_only(host->handle, tvb, pinfo, tree, data) > 0;
}

enum { MOST_HOSTS = 4 };
static const wh_host *numbered[MOST_HOSTS];
static unsigned count;

#define HEURISTIC(n)                                                                                                   \
    static wh_bool heuristic_##n(tvbuff_t *tvb, packet_info *pinfo, proto_tree *tree, void *data)                      \
    {                                                                                                                  \
        return dissect_if_recognised(numbered[n], tvb, pinfo, tree, data);                                             \
    }
HEURISTIC(0)
HEURISTIC(1)
HEURISTIC(2)
HEURISTIC(3)

void wh_register_heuristics(const wh_host *host)
{
    static const heur_dissector_t functions[MOST_HOSTS] = {heuristic_0, heuristic_1, heuristic_2, heuristic_3};
    const wh_declaration *declared = &host->declaration;
    if (count == MOST_HOSTS) {
        return;
    }
    numbered[count] = host;
    heur_dissector_add(
        "tcp", functions[count++], g_strdup_printf("%s over TCP", declared->short_name),
        g_strdup_printf("%s_tcp", declared->filter), host->proto, HEURISTIC_ENABLE);
}

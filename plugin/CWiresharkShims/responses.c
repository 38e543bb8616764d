/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "plan.h"

#include <epan/srt_table.h>

/* Service response time, by kind of response. */

typedef struct response {
    const wh_host *host;
    unsigned kind;
    nstime_t after;
} response;

void wh_tap_response(const wh_replay_state *state, const dk_step *step)
{
    response *answer = wmem_new(state->pinfo->pool, response);
    *answer = (response){state->host, step->field, wh_duration((int64_t)step->value)};
    tap_queue_packet(state->host->response_tap, state->pinfo, answer);
}

static tap_packet_status take(
    void *data, packet_info *pinfo, epan_dissect_t *dissection _U_, const void *tapped, tap_flags_t flags _U_)
{
    const srt_data_t *table = data;
    const response *answer = tapped;
    if (answer->kind < answer->host->declaration.response_kind_count) {
        nstime_t asked;
        nstime_delta(&asked, &pinfo->abs_ts, &answer->after);
        add_srt_table_data(g_array_index(table->srt_array, srt_stat_table *, 0), (int)answer->kind, &asked, pinfo);
    }
    return TAP_PACKET_REDRAW;
}

static void begin(struct register_srt *registered, GArray *tables)
{
    const dk_declaration *declared = NULL;
    for (unsigned slot = 0; slot < wh_host_count; slot++) {
        if (wh_hosts[slot]->proto == get_srt_proto_id(registered)) {
            declared = &wh_hosts[slot]->declaration;
        }
    }
    srt_stat_table *table = init_srt_table(
        declared->short_name, declared->short_name, tables, (int)declared->response_kind_count,
        declared->response_title, declared->response_filter, NULL);
    for (size_t i = 0; i < declared->response_kind_count; i++) {
        init_srt_table_row(table, (int)i, declared->response_kinds[i]);
    }
}

void wh_register_response_times(wh_host *host)
{
    if (host->declaration.response_kind_count == 0) {
        return;
    }
    char *tap = g_strdup_printf("%s_srt", host->declaration.filter);
    host->response_tap = register_tap(tap);
    register_srt_table(host->proto, tap, 1, take, begin, NULL);
}
